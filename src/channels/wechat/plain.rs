//! An article as plain text, for pasting into a chat.
//!
//! In: the tree of its text. Out: lines; blocks are separated by an empty line, and the addresses of links
//! are listed at the end. The result contains no Markdown and no HTML.

use super::tree::{ArticleNode, Element, LINKS, LinkNotes, NOTE};

pub fn plain(nodes: &[ArticleNode]) -> String {
    let mut writer = Writer::default();
    writer.blocks(nodes);
    let mut text = writer.blocks.join("\n\n");
    text.push('\n');
    text
}

#[derive(Default)]
struct Writer {
    blocks: Vec<String>,
    /// The text before the numbers of the current list.
    word: &'static str,
    addresses: LinkNotes,
}

impl Writer {
    fn blocks(&mut self, nodes: &[ArticleNode]) {
        let mut line = String::new();
        for node in nodes {
            match node {
                ArticleNode::Element(element) if element.is_block() => {
                    self.push(&std::mem::take(&mut line));
                    self.block(element);
                }
                _ => self.inline(std::slice::from_ref(node), &mut line),
            }
        }
        self.push(&line);
    }

    fn push(&mut self, block: &str) {
        let block = block.trim();
        if !block.is_empty() {
            self.blocks.push(block.to_owned());
        }
    }

    fn block(&mut self, element: &Element) {
        match element.name() {
            "ul" | "ol" => {
                let lines = self.list(element);
                self.push(&lines.join("\n"));
            }
            "table" => {
                let lines = self.table(element);
                self.push(&lines.join("\n"));
            }
            "pre" => self.push(&element.words()),
            "hr" => (),
            "section" if element.has_class(LINKS) => self.links(element),
            "section" if element.has_class("footnotes") => {
                self.word = NOTE;
                self.blocks(&element.children);
                self.word = "";
            }
            _ => self.blocks(&element.children),
        }
    }

    /// The addresses of all links so far, below the content of `element`; nothing if there are no links.
    fn links(&mut self, element: &Element) {
        let lines = self.addresses.lines();
        if !lines.is_empty() {
            self.push(&format!("{}\n{}", element.words().trim(), lines.join("\n")));
        }
    }

    /// One line for each item; further blocks of an item follow on indented lines.
    fn list(&mut self, list: &Element) -> Vec<String> {
        let mut number = list.first_number();
        let mut lines = Vec::new();
        for item in list.elements() {
            number = item.own_number().unwrap_or(number);
            let mark = if list.has_class("chat") {
                String::new()
            } else {
                list.mark(self.word, number)
            };
            number += 1;
            let blocks = std::mem::take(&mut self.blocks);
            if list.has_class("chat") {
                self.speech(item);
            } else {
                self.blocks(&item.children);
            }
            let inside = std::mem::replace(&mut self.blocks, blocks);
            lines.extend(item_lines(&mark, &inside));
        }
        lines
    }

    /// A line of a dialogue: `骗子：您好`.
    fn speech(&mut self, item: &Element) {
        let words: Vec<String> = item.elements().map(Element::words).collect();
        self.push(&words.join("："));
    }

    /// One line for each row of a table.
    fn table(&mut self, table: &Element) -> Vec<String> {
        let mut lines = Vec::new();
        for part in table.elements() {
            if part.name() != "tr" {
                lines.extend(self.table(part));
                continue;
            }
            let cells = part.elements().map(|cell| {
                let mut words = String::new();
                self.inline(&cell.children, &mut words);
                words.trim().to_owned()
            });
            let cells: Vec<String> = cells.collect();
            lines.push(cells.join(" | "));
        }
        lines
    }

    fn inline(&mut self, nodes: &[ArticleNode], line: &mut String) {
        for node in nodes {
            match node {
                ArticleNode::Text(text) if line.ends_with('\n') || line.is_empty() => {
                    line.push_str(&text.trim_start().replace('\n', " "));
                }
                ArticleNode::Text(text) => line.push_str(&text.replace('\n', " ")),
                ArticleNode::Element(element) => self.inline_element(element, line),
            }
        }
    }

    fn inline_element(&mut self, element: &Element, line: &mut String) {
        match element.name() {
            "br" => line.push('\n'),
            "img" => {
                let words = element.attribute("alt").unwrap_or_default();
                line.push_str(&format!("（图：{words}）"));
            }
            "input" => line.push(element.tick()),
            "sup" if element.has_class("footnote-ref") => {
                line.push_str(&format!("[{NOTE}{}]", element.words()));
            }
            "a" if element.has_class("footnote-back") => (),
            "rp" => (),
            "rt" => line.push_str(&format!("（{}）", element.words())),
            "a" => {
                self.inline(&element.children, line);
                if let Some(number) = self.addresses.number(element) {
                    line.push_str(&format!("[{number}]"));
                }
            }
            _ => self.inline(&element.children, line),
        }
    }
}

/// The lines of an item: the first begins with its mark, the others are indented.
fn item_lines(mark: &str, blocks: &[String]) -> Vec<String> {
    let starts = std::iter::once(mark).chain(std::iter::repeat("  "));
    let lines = blocks.iter().flat_map(|it| it.lines());
    starts
        .zip(lines)
        .map(|(start, it)| format!("{start}{it}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tree::parse, *};

    #[test]
    fn blocks_lists_tables_and_links_are_words() {
        for (html, text) in [
            (
                "<h2 id=\"a\">题</h2>\n<p>一<br>\n二</p>\n",
                "题\n\n一\n二\n",
            ),
            (
                "<ol start=\"3\">\n<li>甲\n<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ol>\n",
                "3. 甲\n  • 乙\n4. 丙\n",
            ),
            (
                "<ol class=\"chat\">\n<li class=\"chat-line chat-scammer\"><span class=\"chat-role\">骗子</span><p>在吗</p></li>\n</ol>\n",
                "骗子：在吗\n",
            ),
            (
                "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td><b>2</b></td></tr></tbody></table>",
                "甲 | 乙\n1 | 2\n",
            ),
            (
                "<p>见<a href=\"https://a.cn/x\">甲</a>、<a href=\"https://a.cn/x\">乙</a>、<a href=\"tel:96110\">96110</a>、<a href=\"https://b.cn\">https://b.cn</a></p>",
                "见甲[1]、乙[1]、96110、https://b.cn\n\n文中链接：\n[1] https://a.cn/x\n",
            ),
            (
                "<p>文<sup class=\"footnote-ref\"><a id=\"fnref-1\" href=\"#fn-1\">1</a></sup></p><section class=\"footnotes\"><ol>\n<li id=\"fn-1\" value=\"1\"><p>注 <a class=\"footnote-back\" href=\"#fnref-1\">↩</a></p></li></ol></section>",
                "文[注1]\n\n注1. 注\n",
            ),
            (
                "<ul><li class=\"task\"><input type=\"checkbox\" disabled checked> 办</li></ul>",
                "• ☑ 办\n",
            ),
        ] {
            let links = "<section class=\"links\"><p>文中链接：</p></section>";
            assert_eq!(plain(&parse(&format!("{html}{links}"))), text, "{html}");
        }
    }
}
