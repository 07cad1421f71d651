//! Writes a page's HTML.
//!
//! In: pieces, and the caller's `Targets`. Out: HTML for the inside of an article.
//! Never fails and reports nothing: problems were reported by the outline and are shown as text here.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

use super::{
    Body, HtmlPolicy, Settings, blocks, code, escape,
    footnotes::Footnotes,
    headings::{self, PlacedHeadings},
    html, images,
    links::{self, Targets},
    outline::raw_text,
    piece::{Piece, end_of},
    raw_links,
    sanitise::{self, RawHtmlFilter},
};

pub(super) fn render(
    body: Body<'_>,
    pieces: &[Piece<'_>],
    settings: Settings,
    targets: &dyn Targets,
) -> String {
    let mut writer = HtmlWriter {
        pieces,
        settings,
        targets,
        output: String::with_capacity(body.text.len() * 3 / 2),
        placed: headings::place(body, pieces, settings.first_heading),
        heading_index: 0,
        footnotes: Footnotes::number(pieces, targets.here()),
        unfinished: Vec::new(),
        link_ends: Vec::new(),
        table: Table::default(),
        raw_html_filter: None,
    };
    let mut index = 0;
    while index < pieces.len() {
        index = writer.piece(index);
    }
    let HtmlWriter {
        mut output,
        footnotes,
        raw_html_filter,
        ..
    } = writer;
    footnotes.write_notes(&mut output);
    match raw_html_filter {
        Some(_) => raw_links::resolve_links(sanitise::clean(&output), targets),
        None => output,
    }
}

struct HtmlWriter<'a> {
    pieces: &'a [Piece<'a>],
    settings: Settings,
    targets: &'a dyn Targets,
    output: String,
    placed: PlacedHeadings,
    heading_index: usize,
    footnotes: Footnotes<'a>,
    /// While a footnote is being written: its name, and the output of the page so far.
    unfinished: Vec<(&'a CowStr<'a>, String)>,
    /// The closing tag of each open link.
    link_ends: Vec<&'static str>,
    table: Table,
    /// Present once the page contains raw HTML that is kept.
    raw_html_filter: Option<RawHtmlFilter>,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column_index: usize,
    is_head: bool,
}

impl<'a> HtmlWriter<'a> {
    /// Writes the piece at `index` and returns the index of the next one.
    fn piece(&mut self, index: usize) -> usize {
        let pieces = self.pieces;
        match &pieces[index].event {
            Event::Start(tag) => return self.start(tag, index),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => escape::text(&mut self.output, text),
            Event::Code(text) => {
                self.push("<code>");
                escape::text(&mut self.output, text);
                self.push("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html),
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => self.push("<hr>\n"),
            Event::FootnoteReference(name) => {
                self.footnotes.write_reference(&mut self.output, name);
            }
            Event::TaskListMarker(done) => self.push(if *done {
                "<input type=\"checkbox\" disabled checked aria-label=\"已完成\"> "
            } else {
                "<input type=\"checkbox\" disabled aria-label=\"未完成\"> "
            }),
            // The extension is off; written as text if it occurs anyway.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                escape::text(&mut self.output, text);
            }
        }
        index + 1
    }

    fn push(&mut self, html: &str) {
        self.output.push_str(html);
    }

    fn start(&mut self, tag: &'a Tag<'a>, index: usize) -> usize {
        match tag {
            Tag::Paragraph if images::stands_alone(self.pieces, index) => {
                return images::write_figure(&mut self.output, self.pieces, index, self.targets);
            }
            Tag::Paragraph => self.push("<p>"),
            Tag::Heading { .. } => return self.heading(index),
            Tag::CodeBlock(block) => return self.code_block(blocks::kind(block), index),
            Tag::HtmlBlock => return self.html_block(index),
            Tag::Image { .. } => {
                return images::write(&mut self.output, self.pieces, index, self.targets);
            }
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = blocks::alert(*kind);
                self.push(&format!(
                    "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"
                ));
            }
            Tag::BlockQuote(None) => self.push("<blockquote>\n"),
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(start)) => self.push(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::Item => self.push(if self.is_task(index) {
                "<li class=\"task\">"
            } else {
                "<li>"
            }),
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => self.push("<dd>"),
            Tag::FootnoteDefinition(name) => self
                .unfinished
                .push((name, std::mem::take(&mut self.output))),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.table_start(tag);
            }
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link {
                dest_url, title, ..
            } => {
                self.link_ends
                    .push(links::open(&mut self.output, dest_url, title, self.targets));
            }
            // These extensions are off.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => (),
        }
        index + 1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(_) => self.heading_end(),
            TagEnd::BlockQuote(Some(_)) => self.push("</div>\n"),
            TagEnd::BlockQuote(None) => self.push("</blockquote>\n"),
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::FootnoteDefinition => {
                let (name, page) = self.unfinished.pop().expect("a footnote was started");
                let note = std::mem::replace(&mut self.output, page);
                self.footnotes.define(name, note);
            }
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.table_end(tag);
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => {
                let end = self.link_ends.pop().expect("a link was started");
                self.push(end);
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image => {
                unreachable!("its start consumes the end")
            }
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => (),
        }
    }

    fn heading(&mut self, index: usize) -> usize {
        if !self.placed.shows(self.heading_index) {
            self.heading_index += 1;
            return end_of(self.pieces, index) + 1;
        }
        let heading = &self.placed.headings[self.heading_index];
        self.output.push_str(&format!("<h{}", heading.level));
        escape::attribute(&mut self.output, "id", &heading.id);
        self.output.push('>');
        index + 1
    }

    fn heading_end(&mut self) {
        let level = self.placed.headings[self.heading_index].level;
        self.heading_index += 1;
        self.push(&format!("</h{level}>\n"));
    }

    fn code_block(&mut self, kind: blocks::BlockKind<'_>, index: usize) -> usize {
        let end = end_of(self.pieces, index);
        let inside = &self.pieces[index + 1..end];
        match kind {
            blocks::BlockKind::Chat => blocks::write_chat(&mut self.output, inside),
            blocks::BlockKind::Steps => blocks::write_steps(&mut self.output, inside),
            blocks::BlockKind::Code(language) => {
                code::write(&mut self.output, language, &raw_text(inside));
            }
        }
        end + 1
    }

    fn html_block(&mut self, index: usize) -> usize {
        let end = end_of(self.pieces, index);
        let html = raw_text(&self.pieces[index + 1..end]);
        match self.settings.raw_html {
            _ if html::is_comment(&html) => (),
            HtmlPolicy::Sanitize => {
                self.raw_html(html.trim_end());
                self.push("\n");
            }
            HtmlPolicy::Forbid => {
                self.push("<p>");
                self.raw_html(html.trim_end());
                self.push("</p>\n");
            }
        }
        end + 1
    }

    fn raw_html(&mut self, html: &str) {
        match self.settings.raw_html {
            _ if html::is_comment(html) => (),
            HtmlPolicy::Forbid => escape::text(&mut self.output, html),
            HtmlPolicy::Sanitize => self
                .raw_html_filter
                .get_or_insert_default()
                .admit(&mut self.output, html),
        }
    }

    fn is_task(&self, index: usize) -> bool {
        let is_marker = |it: usize| matches!(self.pieces[it].event, Event::TaskListMarker(_));
        let is_loose = matches!(self.pieces[index + 1].event, Event::Start(Tag::Paragraph));
        is_marker(index + 1) || is_loose && is_marker(index + 2)
    }

    fn table_start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Table(alignments) => {
                self.table.alignments.clone_from(alignments);
                // A wide table scrolls in its container, which must be possible with the keyboard.
                self.push("<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"表格\"><table>\n");
            }
            Tag::TableHead => {
                self.table.is_head = true;
                self.table.column_index = 0;
                self.push("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.column_index = 0;
                self.push("<tr>");
            }
            _ => {
                self.push(if self.table.is_head {
                    "<th scope=\"col\""
                } else {
                    "<td"
                });
                let alignment = self.table.alignments.get(self.table.column_index).copied();
                self.push(match alignment.unwrap_or(Alignment::None) {
                    Alignment::None => ">",
                    Alignment::Left => " class=\"align-left\">",
                    Alignment::Center => " class=\"align-center\">",
                    Alignment::Right => " class=\"align-right\">",
                });
                self.table.column_index += 1;
            }
        }
    }

    fn table_end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Table => self.push("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.table.is_head = false;
                self.push("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            _ => self.push(if self.table.is_head { "</th>" } else { "</td>" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;

    #[test]
    fn blocks_are_written_as_plain_html() {
        for (text, html) in [
            ("一  \n二\n\n---", "<p>一<br>\n二</p>\n<hr>\n"),
            ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"),
            ("3) 甲", "<ol start=\"3\">\n<li>甲</li>\n</ol>\n"),
            ("> 引", "<blockquote>\n<p>引</p>\n</blockquote>\n"),
            ("词\n: 义", "<dl>\n<dt>词</dt>\n<dd>义</dd>\n</dl>\n"),
            (
                "3~5天 ~甲~ ~~乙。~~丙",
                "<p>3~5天 ~甲~ <del>乙。</del>丙</p>\n",
            ),
            (
                "\"引\" -- '...' `<a>`",
                "<p>&quot;引&quot; -- '...' <code>&lt;a&gt;</code></p>\n",
            ),
            (
                "- [x] 甲\n\n- [ ] 乙",
                "<ul>\n<li class=\"task\"><p><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 甲</p>\n</li>\n\
                 <li class=\"task\"><p><input type=\"checkbox\" disabled aria-label=\"未完成\"> 乙</p>\n</li>\n</ul>\n",
            ),
            (
                "| 甲 | 乙 |\n|---|--:|\n| **“1”**元 | 2 |",
                "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"表格\"><table>\n<thead><tr>\
                 <th scope=\"col\">甲</th><th scope=\"col\" class=\"align-right\">乙</th></tr></thead><tbody>\n\
                 <tr><td><strong>“1”</strong>元</td><td class=\"align-right\">2</td></tr>\n</tbody></table></div>\n",
            ),
            ("## 题 {#i .c onclick=x}", "<h2 id=\"i\">题</h2>\n"),
        ] {
            assert_eq!(page(text), html, "{text}");
        }
    }

    #[test]
    fn links_and_pictures_are_resolved_by_the_caller() {
        for (text, html) in [
            (
                "[甲](../a.md \"“题”\")",
                "<p><a href=\"/at/../a.md\" title=\"“题”\">甲</a></p>\n",
            ),
            ("[甲](broken.md)乙", "<p>甲乙</p>\n"),
            ("[甲](javascript:x)", "<p>甲</p>\n"),
            (
                "<https://a.cn/?a=1&b=2>",
                "<p><a class=\"external\" rel=\"noopener noreferrer\" href=\"https://a.cn/?a=1&amp;b=2\">https://a.cn/?a=1&amp;b=2</a></p>\n",
            ),
            ("<a@b.cn>", "<p><a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n"),
            (
                "文![图*一*](a.png)",
                "<p>文<img src=\"/at/a.png\" alt=\"图一\" width=\"4\" height=\"3\" loading=\"lazy\" decoding=\"async\"></p>\n",
            ),
            (
                "![图](a.png)",
                "<figure><img src=\"/at/a.png\" alt=\"图\" width=\"4\" height=\"3\" loading=\"lazy\" decoding=\"async\"></figure>\n",
            ),
            (
                "![图](a.png \"题\")",
                "<figure><img src=\"/at/a.png\" alt=\"图\" width=\"4\" height=\"3\" loading=\"lazy\" decoding=\"async\"><figcaption>题</figcaption></figure>\n",
            ),
            (
                "文![图](<b, c.jpg>)",
                "<p>文<img src=\"/at/b,%20c.jpg\" alt=\"图\" srcset=\"/at/b%2C%20c.w360.jpg 360w, /at/b%2C%20c.jpg 800w\" sizes=\"(max-width: 656px) 100vw, 656px\" width=\"4\" height=\"3\" loading=\"lazy\" decoding=\"async\"></p>\n",
            ),
            ("![图](data:x)", "<p>图</p>\n"),
        ] {
            assert_eq!(page(text), html, "{text}");
        }
    }
}
