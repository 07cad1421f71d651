//! Lists as data, for files in which each item is a slogan.
//!
//! In: pieces. Out: the items of all top-level lists, with nested items below them.
//! The text of an item is never derived from markup: markup that a screen cannot show is reported by
//! location.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::span::Span;

use super::{
    Body,
    piece::{Piece, end_of},
};

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// Plain text on one line, inline markup removed.
    pub text: String,
    /// The item's own words, without nested items; the whole item if it has none.
    pub span: Span,
    /// The first part of the item that is not plain text: emphasis, a link, a picture, code, a quote.
    pub markup: Option<Span>,
    pub children: Vec<ListItem>,
}

/// An item whose end has not been reached.
struct OpenItem {
    text: String,
    words: Option<Range<usize>>,
    whole: Range<usize>,
    markup: Option<Range<usize>>,
    children: Vec<ListItem>,
}

pub(super) fn collect(body: Body<'_>, pieces: &[Piece<'_>]) -> Vec<ListItem> {
    let mut items = Vec::new();
    let mut index = 0;
    while index < pieces.len() {
        if let Event::Start(tag) = &pieces[index].event {
            let end = end_of(pieces, index);
            if matches!(tag, Tag::List(_)) {
                items.append(&mut list(body, &pieces[index + 1..end]));
            }
            index = end;
        }
        index += 1;
    }
    items
}

/// The items between the start and the end of one list. Uses an explicit stack, so nesting cannot overflow
/// the call stack.
fn list(body: Body<'_>, pieces: &[Piece<'_>]) -> Vec<ListItem> {
    let (mut items, mut open): (Vec<ListItem>, Vec<OpenItem>) = (Vec::new(), Vec::new());
    for piece in pieces {
        if let Event::Start(Tag::Item) = &piece.event {
            let whole = body.trimmed(piece.range.clone());
            open.push(OpenItem {
                text: String::new(),
                words: None,
                whole,
                markup: None,
                children: Vec::new(),
            });
            continue;
        }
        let Some(item) = open.last_mut() else {
            continue;
        };
        match &piece.event {
            Event::End(pulldown_cmark::TagEnd::Item) => {
                let item = open.pop().expect("an item is open").close(body);
                match open.last_mut() {
                    Some(parent) => parent.children.push(item),
                    None => items.push(item),
                }
            }
            Event::Text(text) => item.add(text, &piece.range),
            Event::Code(text) => {
                item.add(text, &piece.range);
                item.mark(&piece.range);
            }
            Event::SoftBreak | Event::HardBreak => item.space(),
            Event::Start(Tag::Paragraph) if !item.text.is_empty() => item.space(),
            Event::Start(Tag::Paragraph | Tag::List(_)) | Event::End(_) => (),
            _ => item.mark(&body.trimmed(piece.range.clone())),
        }
    }
    items
}

impl OpenItem {
    fn add(&mut self, text: &str, range: &Range<usize>) {
        self.text.push_str(text);
        self.cover(range);
    }

    fn mark(&mut self, range: &Range<usize>) {
        self.markup.get_or_insert(range.clone());
        self.cover(range);
    }

    fn cover(&mut self, range: &Range<usize>) {
        // Text after a nested list would extend the span over that list; the first run of text is enough.
        if !self.children.is_empty() {
            return;
        }
        let words = self.words.get_or_insert(range.clone());
        *words = words.start.min(range.start)..words.end.max(range.end);
    }

    fn space(&mut self) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn close(self, body: Body<'_>) -> ListItem {
        ListItem {
            text: self.text.trim().to_owned(),
            span: body.span(self.words.unwrap_or(self.whole)),
            markup: self.markup.map(|it| body.span(it)),
            children: self.children,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{list_items, tests::body};
    use super::*;

    fn shown(text: &str, items: &[ListItem]) -> Vec<String> {
        let mut lines = Vec::new();
        for item in items {
            let markup = item
                .markup
                .map_or(String::new(), |it| format!(" !{}", &text[it.range()]));
            lines.push(format!(
                "{}|{}{markup}",
                item.text,
                &text[item.span.range()]
            ));
            lines.extend(
                shown(text, &item.children)
                    .into_iter()
                    .map(|it| format!(" {it}")),
            );
        }
        lines
    }

    #[test]
    fn items_nest_and_keep_their_spans() {
        let text = "引言\n\n- 先垫资、\n  再返利 {#id}\n  - led: 垫资\n  - voice: 居民\n- **“不”**要\n\n> - 引\n\n1. `码`\n2. \n3. [链](a.md)接\n\n   > 引";
        assert_eq!(
            shown(text, &list_items(body(text))),
            [
                "先垫资、再返利 {#id}|先垫资、\n  再返利 {#id}",
                " led: 垫资|led: 垫资",
                " voice: 居民|voice: 居民",
                "“不”要|**“不”**要 !**“不”**",
                "码|`码` !`码`",
                "|2.",
                "链接 引|[链](a.md)接\n\n   > 引 ![链](a.md)",
            ]
        );
    }
}
