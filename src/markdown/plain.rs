//! Plain text without markup.
//!
//! In: pieces. Out: the visible text, for summaries, search and descriptions.
//! Raw HTML, footnote numbers and picture files contribute nothing.

use pulldown_cmark::{Event, TagEnd};

use super::piece::Piece;

/// The text of inline pieces on one line.
pub(super) fn inline(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match &piece.event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => (),
        }
    }
    if text.trim().len() == text.len() {
        text
    } else {
        text.trim().to_owned()
    }
}

/// The text of all pieces, each block on a separate line.
pub(super) fn all(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match &piece.event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            // Table cells are inline but must be separated.
            Event::End(tag) if !is_inline(tag) || *tag == TagEnd::TableCell => text.push('\n'),
            _ => (),
        }
    }
    text
}

pub(super) fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
    )
}
