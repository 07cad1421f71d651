//! Headings: their anchors, their levels on the page, the table of contents.
//!
//! In: pieces. Out: the headings with level and anchor, used by both the outline and the rendered page.
//! Anchors are unique within a page and depend only on the page's own headings.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, HeadingLevel, Tag};

use serde::{Deserialize, Serialize};

use crate::span::Span;

use super::{
    Body, FirstHeading,
    piece::{Piece, end_of, extent},
    plain,
};

/// The maximum length of an anchor in characters; anchors of longer headings are truncated.
const ID_CHARACTERS_MAX: usize = 48;

/// A heading as rendered on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, after shifting.
    pub level: u8,
    pub id: String,
    /// Plain text.
    pub text: String,
    /// The text of the heading, without `#` and attributes.
    pub span: Span,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocEntry {
    pub id: String,
    pub text: String,
    pub children: Vec<TocEntry>,
}

/// The headings of level 2, with those of level 3 nested below them.
pub fn table_of_contents(headings: &[Heading]) -> Vec<TocEntry> {
    let mut entries: Vec<TocEntry> = Vec::new();
    let mut has_parent = false;
    for heading in headings.iter().filter(|it| matches!(it.level, 2 | 3)) {
        let entry = TocEntry {
            id: heading.id.clone(),
            text: heading.text.clone(),
            children: Vec::new(),
        };
        match entries.last_mut() {
            Some(parent) if heading.level == 3 && has_parent => parent.children.push(entry),
            _ => {
                has_parent = heading.level == 2;
                entries.push(entry);
            }
        }
    }
    entries
}

/// All headings of a page in order.
pub(super) struct PlacedHeadings {
    pub(super) headings: Vec<Heading>,
    /// The index in `headings` of the page title: the first heading outside lists, quotes and notes.
    pub(super) title_index: Option<usize>,
    /// Whether the title is not rendered with the text.
    pub(super) drops_title: bool,
}

impl PlacedHeadings {
    /// Whether the heading with this index is rendered.
    pub(super) fn shows(&self, index: usize) -> bool {
        !(self.drops_title && self.title_index == Some(index))
    }
}

pub(super) fn place(body: Body<'_>, pieces: &[Piece<'_>], first: FirstHeading) -> PlacedHeadings {
    let (mut headings, explicit, title_index) = collect(body, pieces);
    let drops_title = first == FirstHeading::Drop && title_index.is_some();
    let mut placed = PlacedHeadings {
        headings: Vec::new(),
        title_index,
        drops_title,
    };
    let dropped = title_index.filter(|_| drops_title);
    give_ids(&mut headings, &explicit, dropped);
    // The page title is the only h1.
    let shift = u8::from(
        headings
            .iter()
            .enumerate()
            .any(|(index, it)| it.level == 1 && placed.shows(index)),
    );
    for heading in &mut headings {
        heading.level = (heading.level + shift).min(6);
    }
    placed.headings = headings;
    placed
}

/// Headings with levels as written and no ids yet, the explicit ids, and the index of the title.
fn collect(
    body: Body<'_>,
    pieces: &[Piece<'_>],
) -> (Vec<Heading>, Vec<Option<String>>, Option<usize>) {
    let (mut headings, mut explicit, mut title_index) = (Vec::new(), Vec::new(), None);
    let mut depth = 0usize;
    for (index, piece) in pieces.iter().enumerate() {
        match &piece.event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let words = &pieces[index + 1..end_of(pieces, index)];
                let text = plain::inline(words);
                if depth == 0 && title_index.is_none() && !text.is_empty() {
                    title_index = Some(headings.len());
                }
                let range = extent(words).unwrap_or_else(|| body.trimmed(piece.range.clone()));
                headings.push(Heading {
                    level: number(*level),
                    id: String::new(),
                    text,
                    span: body.span(range),
                });
                explicit.push(
                    id.as_ref()
                        .map(|it| it.to_string())
                        .filter(|it| !it.is_empty()),
                );
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => (),
        }
    }
    (headings, explicit, title_index)
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// Explicit ids are assigned first, so that no other heading takes them.
fn give_ids(headings: &mut [Heading], explicit: &[Option<String>], dropped: Option<usize>) {
    let mut ids = IdAllocator::default();
    for only_explicit in [true, false] {
        for (index, heading) in headings.iter_mut().enumerate() {
            match &explicit[index] {
                _ if dropped == Some(index) => (),
                Some(id) if only_explicit => heading.id = ids.unique(id.clone()),
                None if !only_explicit => heading.id = ids.unique(anchor(&heading.text)),
                _ => (),
            }
        }
    }
}

#[derive(Default)]
struct IdAllocator {
    taken: HashSet<String>,
    /// The last number appended to an id, so that a thousand equal headings do not each count from 2.
    last_numbers: HashMap<String, usize>,
}

impl IdAllocator {
    fn unique(&mut self, mut id: String) -> String {
        // Reserved for footnotes.
        if id.starts_with("fn-") || id.starts_with("fnref-") {
            id.insert_str(0, "h-");
        }
        if self.taken.insert(id.clone()) {
            return id;
        }
        let number = self.last_numbers.entry(id.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{id}-{number}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// The letters, Han characters and digits of `text` in lower case, with `-` for everything in between.
fn anchor(text: &str) -> String {
    let mut id = String::new();
    let mut separates = false;
    for character in text.chars().take(ID_CHARACTERS_MAX) {
        if character.is_alphanumeric() {
            if separates && !id.is_empty() {
                id.push('-');
            }
            separates = false;
            id.extend(character.to_lowercase());
        } else {
            separates = true;
        }
    }
    if id.is_empty() {
        "section".to_owned()
    } else {
        id
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        HtmlPolicy, Settings, outline,
        tests::{body, page, page_with},
    };
    use super::*;
    use crate::diagnostics::Diagnostics;

    fn headings(text: &str, first_heading: FirstHeading) -> Vec<String> {
        let settings = Settings {
            raw_html: HtmlPolicy::Forbid,
            first_heading,
        };
        let outline = outline(body(text), settings, &mut Diagnostics::default());
        outline
            .headings
            .iter()
            .map(|it| format!("{} {} {}", it.level, it.id, it.text))
            .collect()
    }

    #[test]
    fn ids_are_unique_and_explicit_ids_take_precedence() {
        let text = "## 如何 识别？\n## 如何识别\n## 如何识别\n## 如何识别-2\n## ！\n## x {#如何识别}\n## fn-1\n## **“重点”**：A b";
        let expected = [
            "2 如何-识别 如何 识别？",
            "2 如何识别-2 如何识别",
            "2 如何识别-3 如何识别",
            "2 如何识别-2-2 如何识别-2",
            "2 section ！",
            "2 如何识别 x",
            "2 h-fn-1 fn-1",
            "2 重点-a-b “重点”：A b",
        ];
        assert_eq!(headings(text, FirstHeading::Keep), expected);
        let html = page(text);
        for line in expected {
            let id = line.split(' ').nth(1).unwrap();
            assert_eq!(
                html.matches(&format!("<h2 id=\"{id}\">")).count(),
                1,
                "{id}"
            );
        }
    }

    #[test]
    fn the_title_is_dropped_and_other_levels_shift() {
        assert_eq!(headings("# 题\n## 一", FirstHeading::Drop), ["2 一 一"]);
        assert_eq!(
            headings("# 题\n# 一\n## 二\n###### 六", FirstHeading::Drop),
            ["2 一 一", "3 二 二", "6 六 六"]
        );
        assert_eq!(headings("# 题\n# 题", FirstHeading::Drop), ["2 题 题"]);
        assert_eq!(headings("> # 引\n\n# 题", FirstHeading::Drop), ["2 引 引"]);
        let settings = Settings {
            raw_html: HtmlPolicy::Forbid,
            first_heading: FirstHeading::Drop,
        };
        assert_eq!(
            page_with("# 题\n\n文\n\n# 一", settings),
            "<p>文</p>\n<h2 id=\"一\">一</h2>\n"
        );
    }

    #[test]
    fn table_of_contents_nests_two_levels() {
        let text = "### 早\n## 一\n### 甲\n#### 深\n### 乙\n## 二";
        let settings = Settings {
            raw_html: HtmlPolicy::Forbid,
            first_heading: FirstHeading::Keep,
        };
        let outline = outline(body(text), settings, &mut Diagnostics::default());
        let shown: Vec<String> = table_of_contents(&outline.headings)
            .iter()
            .map(|it| {
                format!(
                    "{}{}",
                    it.text,
                    it.children
                        .iter()
                        .map(|it| it.text.as_str())
                        .collect::<String>()
                )
            })
            .collect();
        assert_eq!(shown, ["早", "一甲乙", "二"]);
    }

    #[test]
    fn spans_cover_the_heading_text() {
        let text = "前\n\n## **“重点”**文字 {#id}\n";
        let settings = Settings {
            raw_html: HtmlPolicy::Forbid,
            first_heading: FirstHeading::Keep,
        };
        let outline = outline(body(text), settings, &mut Diagnostics::default());
        assert_eq!(&text[outline.headings[0].span.range()], "**“重点”**文字");
        assert_eq!(outline.title.unwrap().value, "“重点”文字");
    }
}
