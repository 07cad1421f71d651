//! An article as WeChat's editor accepts it: one `<section>`, with inline styles.
//!
//! In: the tree of its text. Out: HTML. Source: `docs/wechat.md#what-survives-pasting`. The result contains
//! no class, id, script, form or link, requests nothing from other hosts, and sets a colour for all words,
//! since otherwise the editor sets its own. Lists are paragraphs with marks, since the editor loses nested
//! lists.

use super::{
    styles::*,
    tree::{ArticleNode, Element, LINKS, LinkNotes, NOTE},
};
use crate::markdown;

/// The relative path from the folder of articles to the home folder.
const WAY_HOME: &str = "../../";

/// The article; `home` is the address of the site, to which the addresses of pictures are relative.
pub fn styled(nodes: &[ArticleNode], home: &str, styles: &Styles) -> String {
    let mut writer = Writer {
        output: String::new(),
        styles,
        addresses: LinkNotes::default(),
        home,
        mark: None,
        word: "",
        paragraph: PARAGRAPH,
    };
    writer.open("section", ROOT);
    writer.blocks(nodes);
    writer.close("section");
    writer.output.push('\n');
    writer.output
}

struct Writer<'a> {
    output: String,
    styles: &'a Styles,
    addresses: LinkNotes,
    home: &'a str,
    /// The mark at the start of the next paragraph: `1. `.
    mark: Option<String>,
    /// The text before the numbers of the current list.
    word: &'static str,
    /// The style of paragraphs in the current block.
    paragraph: Style,
}

impl Writer<'_> {
    fn open(&mut self, tag: &str, style: Style) {
        let style = self.styles.of(style);
        self.output.push_str(&format!("<{tag} style=\"{style}\">"));
    }

    fn close(&mut self, tag: &str) {
        self.output.push_str(&format!("</{tag}>"));
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.output.push_str("&amp;"),
                '<' => self.output.push_str("&lt;"),
                '>' => self.output.push_str("&gt;"),
                '\u{a0}' => self.output.push_str("&nbsp;"),
                _ => self.output.push(character),
            }
        }
    }

    /// Writes blocks; inline content between them becomes paragraphs.
    fn blocks(&mut self, nodes: &[ArticleNode]) {
        let is_block =
            |it: &ArticleNode| matches!(it, ArticleNode::Element(element) if element.is_block());
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            if let (true, ArticleNode::Element(element)) = (is_block(first), first) {
                self.block(element);
                rest = &rest[1..];
                continue;
            }
            let count = rest.iter().take_while(|it| !is_block(it)).count();
            let (words, after) = rest.split_at(count);
            self.paragraph(words);
            rest = after;
        }
    }

    /// Writes a paragraph with the pending mark; white space alone is ignored.
    fn paragraph(&mut self, nodes: &[ArticleNode]) {
        if nodes.iter().all(is_blank) {
            return;
        }
        match self.mark.take() {
            Some(mark) => {
                self.open("p", ITEM);
                self.text(&mark);
            }
            None => self.open("p", self.paragraph),
        }
        self.inline(nodes);
        self.end_block("p");
    }

    /// Closes a block after removing trailing white space.
    fn end_block(&mut self, tag: &str) {
        self.output.truncate(self.output.trim_end().len());
        self.close(tag);
    }

    fn block(&mut self, element: &Element) {
        if !holds_paragraphs(element) {
            self.lone_mark();
        }
        match element.name() {
            "p" => self.p(element),
            "h1" | "h2" => self.words_in("h2", HEADING, &element.children),
            "h3" | "h4" | "h5" | "h6" => self.words_in("h3", LOW_HEADING, &element.children),
            "ul" | "ol" if element.has_class("chat") => self.chat(element),
            "ul" | "ol" => self.list(element),
            "blockquote" => self.boxed("blockquote", QUOTE, element),
            "div" if element.has_class("alert-warning") || element.has_class("alert-caution") => {
                self.boxed("section", ALARM, element);
            }
            "div" if element.has_class("alert") => self.boxed("section", NOTICE, element),
            "section" if element.has_class(LINKS) => self.links(element),
            "section" if element.has_class("facts") => self.set_apart(FACTS, FACT, element),
            "section" if element.has_class("footnotes") => {
                self.word = NOTE;
                self.set_apart(FOOT, SOFT, element);
                self.word = "";
            }
            "dt" | "summary" => self.bold_paragraph(&element.children),
            "dd" => self.boxed("section", NESTED, element),
            "table" => self.table(element),
            "figcaption" | "caption" => self.words_in("p", CAPTION, &element.children),
            "pre" => {
                self.open("pre", CODE_BLOCK);
                self.text(element.words().trim_end());
                self.close("pre");
            }
            "hr" => self.open("hr", RULE),
            _ => self.blocks(&element.children),
        }
    }

    fn p(&mut self, element: &Element) {
        if element.has_class("alert-title") {
            self.bold_paragraph(&element.children);
        } else if element.has_class("note") {
            self.words_in("p", SOFT, &element.children);
        } else {
            self.paragraph(&element.children);
        }
    }

    /// Writes the pending mark as a paragraph of its own, before content that is not a paragraph.
    fn lone_mark(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.open("p", ITEM);
            self.text(mark.trim_end());
            self.close("p");
        }
    }

    fn boxed(&mut self, tag: &str, style: Style, element: &Element) {
        self.open(tag, style);
        self.blocks(&element.children);
        self.close(tag);
    }

    /// Writes a box whose paragraphs have another style.
    fn set_apart(&mut self, style: Style, paragraph: Style, element: &Element) {
        let outside = std::mem::replace(&mut self.paragraph, paragraph);
        self.boxed("section", style, element);
        self.paragraph = outside;
    }

    fn words_in(&mut self, tag: &str, style: Style, nodes: &[ArticleNode]) {
        self.open(tag, style);
        self.inline(nodes);
        self.end_block(tag);
    }

    fn bold_paragraph(&mut self, nodes: &[ArticleNode]) {
        self.open("p", self.paragraph);
        self.words_in("strong", STRONG, nodes);
        self.close("p");
    }

    fn list(&mut self, list: &Element) {
        let style = match self.paragraph {
            IN_ITEM => NESTED,
            _ if list.has_class("steps") => STEPS,
            _ => LIST,
        };
        self.open("section", style);
        let outside = std::mem::replace(&mut self.paragraph, IN_ITEM);
        let mut number = list.first_number();
        for item in list.elements() {
            number = item.own_number().unwrap_or(number);
            self.mark = Some(list.mark(self.word, number));
            number += 1;
            self.blocks(&item.children);
            self.mark = None;
        }
        self.paragraph = outside;
        self.close("section");
    }

    fn chat(&mut self, chat: &Element) {
        for line in chat.elements() {
            let style = match line {
                it if it.has_class("chat-scammer") => SCAMMER,
                it if it.has_class("chat-victim") => VICTIM,
                _ => SPEAKER,
            };
            self.open("section", style);
            for part in line.elements() {
                let is_role = part.has_class("chat-role");
                self.words_in("p", [SPEECH, ROLE][usize::from(is_role)], &part.children);
            }
            self.close("section");
        }
    }

    fn table(&mut self, table: &Element) {
        let (captions, parts): (Vec<_>, Vec<_>) =
            table.elements().partition(|it| it.name() == "caption");
        for caption in captions {
            self.words_in("p", CAPTION, &caption.children);
        }
        self.open("table", TABLE);
        for part in parts {
            self.table_part(part);
        }
        self.close("table");
    }

    fn table_part(&mut self, part: &Element) {
        let name = part.name();
        match name {
            "thead" | "tbody" | "tfoot" | "tr" => {
                self.output.push_str(&format!("<{name}>"));
                for inside in part.elements() {
                    self.table_part(inside);
                }
                self.close(name);
            }
            "th" => self.cell(part, HEAD_CELL),
            "td" => self.cell(part, CELL),
            _ => (),
        }
    }

    fn cell(&mut self, cell: &Element, style: Style) {
        self.output.push_str(&format!("<{}", cell.name()));
        for span in ["colspan", "rowspan"] {
            if let Some(count) = cell.attribute(span) {
                let count = markdown::escape(count);
                self.output.push_str(&format!(" {span}=\"{count}\""));
            }
        }
        let sides = ["left", "center", "right"];
        let side = sides
            .iter()
            .find(|it| cell.has_class(&format!("align-{it}")));
        let side = side.map_or_else(String::new, |it| format!("text-align:{it};"));
        let style = self.styles.of(style);
        self.output.push_str(&format!(" style=\"{style}{side}\">"));
        self.inline(&cell.children);
        self.end_block(cell.name());
    }

    fn inline(&mut self, nodes: &[ArticleNode]) {
        for node in nodes {
            match node {
                ArticleNode::Text(text) if self.output.ends_with("<br>") => {
                    self.text(&text.trim_start().replace('\n', " "));
                }
                ArticleNode::Text(text) => self.text(&text.replace('\n', " ")),
                ArticleNode::Element(element) => self.inline_element(element),
            }
        }
    }

    fn inline_element(&mut self, element: &Element) {
        let children = &element.children;
        match element.name() {
            "br" => self.output.push_str("<br>"),
            "img" => self.picture(element),
            "input" => self.output.push(element.tick()),
            "strong" | "b" => self.inline_in("strong", STRONG, children),
            "em" | "i" | "cite" | "dfn" | "var" => self.inline_in("em", EMPHASIS, children),
            "code" | "kbd" | "samp" => self.inline_in("code", CODE, children),
            "del" | "s" => self.inline_in("span", STRUCK, children),
            "ins" | "u" => self.inline_in("span", UNDERLINED, children),
            "mark" => self.inline_in("span", MARKED, children),
            "sup" if element.has_class("footnote-ref") => {
                self.open("span", RAISED);
                self.text(&format!("[{NOTE}{}]", element.words()));
                self.close("span");
            }
            "sup" => self.inline_in("span", RAISED, children),
            "sub" => self.inline_in("span", LOWERED, children),
            "a" if element.has_class("footnote-back") => (),
            "a" => {
                self.inline(children);
                if let Some(number) = self.addresses.number(element) {
                    self.open("span", RAISED);
                    self.text(&format!("[{number}]"));
                    self.close("span");
                }
            }
            "rp" => (),
            "rt" => {
                self.text("（");
                self.inline(children);
                self.text("）");
            }
            _ => self.inline(children),
        }
    }

    fn inline_in(&mut self, tag: &str, style: Style, nodes: &[ArticleNode]) {
        self.open(tag, style);
        self.inline(nodes);
        self.close(tag);
    }

    /// Writes a picture of the site; for a picture of another site, which WeChat would not fetch, its
    /// alternative text.
    fn picture(&mut self, element: &Element) {
        let words = element.attribute("alt").unwrap_or_default();
        let source = element.attribute("src").unwrap_or_default();
        match source.strip_prefix(self.home) {
            Some(path) => {
                let (path, words) = (markdown::escape(path), markdown::escape(words));
                let style = self.styles.of(PICTURE);
                self.output.push_str(&format!(
                    "<img src=\"{WAY_HOME}{path}\" alt=\"{words}\" style=\"{style}\">"
                ));
            }
            None => self.text(&format!("（图：{words}）")),
        }
    }

    /// The addresses of all links so far, below the content of `element`; nothing if there are no links.
    fn links(&mut self, element: &Element) {
        let lines = self.addresses.lines();
        if lines.is_empty() {
            return;
        }
        self.open("section", FOOT);
        let outside = std::mem::replace(&mut self.paragraph, SOFT);
        self.blocks(&element.children);
        self.paragraph = outside;
        for line in lines {
            self.open("p", ADDRESS);
            self.text(&line);
            self.close("p");
        }
        self.close("section");
    }
}

/// Whether the element is a transparent container, so that a mark may go to its first paragraph.
fn holds_paragraphs(element: &Element) -> bool {
    match element.name() {
        "p" => true,
        "div" => !element.has_class("alert"),
        "details" | "figure" => true,
        _ => false,
    }
}

/// Whether the node produces no output.
fn is_blank(node: &ArticleNode) -> bool {
    match node {
        ArticleNode::Text(text) => text.trim().is_empty(),
        ArticleNode::Element(element) => element.has_class("footnote-back"),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{style_sheet, tree::parse},
        *,
    };
    use crate::{diagnostics::Diagnostics, theme::Theme};

    const HOME: &str = "https://www.example.gov.cn/zt/";

    fn article(html: &str) -> String {
        let styles = style_sheet::read(&Theme::builtin(), &mut Diagnostics::default());
        let links = "<section class=\"links\"><p>文中链接：</p></section>";
        styled(&parse(&format!("{html}{links}")), HOME, &styles)
    }

    /// The tags and words of an article, without its styles and frame.
    fn bare(html: &str) -> String {
        let article = article(html);
        let mut bare = String::new();
        for (index, part) in article.split(" style=\"").enumerate() {
            let rest = part.split_once('"').map_or(part, |it| it.1);
            bare.push_str(if index == 0 { part } else { rest });
        }
        let bare = bare.strip_prefix("<section>").unwrap();
        bare.strip_suffix("</section>\n").unwrap().to_owned()
    }

    #[test]
    fn each_piece_becomes_what_the_editor_keeps() {
        for (html, expected) in [
            (
                "<h2 id=\"a\">题</h2>\n<p>一<br>\n二 &lt;</p>\n",
                "<h2>题</h2><p>一<br>二 &lt;</p>",
            ),
            (
                "<ol start=\"3\">\n<li>甲\n<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>\n<p>丙</p>\n<p>丁</p>\n</li>\n</ol>",
                "<section><p>3. 甲</p><section><p>• 乙</p></section><p>4. 丙</p><p>丁</p></section>",
            ),
            (
                "<ul><li><blockquote>\n<p>引</p>\n</blockquote></li></ul>",
                "<section><p>•</p><blockquote><p>引</p></blockquote></section>",
            ),
            (
                "<ol class=\"chat\">\n<li class=\"chat-line chat-scammer\"><span class=\"chat-role\">骗子</span><p>在</p></li></ol>",
                "<section><p>骗子</p><p>在</p></section>",
            ),
            (
                "<p>见<a href=\"https://a.cn/?a=1&amp;b=2\">甲</a>、<a href=\"#x\">乙</a>、<a href=\"tel:110\">110</a></p>",
                "<p>见甲<span>[1]</span>、乙、110</p><section><p>文中链接：</p><p>[1] https://a.cn/?a=1&amp;b=2</p></section>",
            ),
            (
                "<figure><img src=\"https://www.example.gov.cn/zt/a/b%20c.png\" alt=\"“图”&quot;\" width=\"4\" loading=\"lazy\"><figcaption>题</figcaption></figure>",
                "<p><img src=\"../../a/b%20c.png\" alt=\"“图”&quot;\"></p><p>题</p>",
            ),
            (
                "<p><img src=\"https://evil.cn/a.png\" alt=\"图\"></p>",
                "<p>（图：图）</p>",
            ),
            (
                "<div class=\"table-scroll\" role=\"group\"><table>\n<thead><tr><th scope=\"col\">甲</th></tr></thead><tbody>\n<tr><td class=\"align-right\" colspan=\"2\">1</td></tr>\n</tbody></table></div>",
                "<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>",
            ),
            (
                "<details><summary>问</summary>\n<p>答</p>\n</details>",
                "<p><strong>问</strong></p><p>答</p>",
            ),
            (
                "<section class=\"footnotes\"><ol><li value=\"1\"><ul><li>注</li></ul>\n <a class=\"footnote-back\" href=\"#a\">↩</a></li></ol></section>",
                "<section><section><p>注1.</p><section><p>• 注</p></section></section></section>",
            ),
            (
                "<dl>\n<dt>词</dt>\n<dd>义</dd>\n</dl>",
                "<p><strong>词</strong></p><section><p>义</p></section>",
            ),
        ] {
            assert_eq!(bare(html), expected, "{html}");
        }
    }

    const ELEMENTS: &str = "section p span strong em h2 h3 blockquote pre code table thead tbody tfoot tr th td br img hr";
    const ATTRIBUTES: &str = "style src alt colspan rowspan";
    const PROPERTIES: &str = "background-color border border-collapse border-left border-radius border-top color display \
         font-size font-style font-weight height letter-spacing line-height margin max-width padding padding-left \
         padding-top text-align text-decoration text-indent vertical-align white-space width word-break";

    fn check(nodes: &[ArticleNode], is_coloured: bool) {
        for node in nodes {
            let ArticleNode::Element(element) = node else {
                assert!(is_coloured, "words without a colour: {node:?}");
                continue;
            };
            assert!(
                ELEMENTS.split(' ').any(|it| it == element.name()),
                "{element:?}"
            );
            for name in element.attribute_names() {
                assert!(ATTRIBUTES.split(' ').any(|it| it == name), "{element:?}");
            }
            let style = element.attribute("style").unwrap_or_default();
            let declarations: Vec<(&str, &str)> = style
                .split_terminator(';')
                .map(|it| it.split_once(':').unwrap())
                .collect();
            for (property, value) in &declarations {
                let is_known = PROPERTIES.split_whitespace().any(|it| it == *property);
                assert!(is_known && !value.contains('('), "{property}");
            }
            let is_coloured = declarations.iter().any(|it| it.0 == "color");
            check(&element.children, is_coloured);
        }
    }

    #[test]
    fn only_what_the_editor_keeps_is_written_and_all_words_have_a_colour() {
        let all = "<h2>题</h2><h4>题</h4><p class=\"alert-title\">提示</p><p class=\"note\">注</p>散<b>粗</b><i>斜</i><code>码</code><del>删</del><u>线</u><mark>亮</mark><sup>上</sup><sub>下</sub><q>引</q>\
             <ruby>汉<rp>(</rp><rt>han</rt></ruby><blockquote>引</blockquote><div class=\"alert alert-tip\"><p>文</p></div><div class=\"alert alert-caution\">文</div><section class=\"facts\"><p>甲</p></section>\
             <section class=\"footnotes\"><ol><li value=\"1\"><p>尾</p></li></ol></section><ol class=\"steps\"><li><strong>一：</strong>二</li></ol><ol class=\"chat\"><li class=\"chat-victim\"><span class=\"chat-role\">甲</span><p>乙</p></li><li><p>丙</p></li></ol>\
             <dl><dt>词</dt><dd>义</dd></dl><table><caption>表</caption><thead><tr><th>头</th></tr></thead><tbody><tr><td><b>格</b></td></tr></tbody></table><pre tabindex=\"0\"><code class=\"hl-x\"><span class=\"hl-y\">a</span></code></pre>\
             <hr><p>图<img src=\"https://www.example.gov.cn/zt/a.png\" alt=\"a\"><a class=\"external\" rel=\"x\" href=\"https://a.cn\">链</a></p><sup class=\"footnote-ref\"><a href=\"#fn-1\">1</a></sup>";
        let article = article(all);
        check(&parse(article.trim_end()), false);
        for words in "题注散粗斜码删线亮上下引汉文甲尾一二乙丙词义表头格链".chars()
        {
            assert!(article.contains(words), "{words}");
        }
    }
}
