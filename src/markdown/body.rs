//! The Markdown part of a source, and how it is read.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::span::{SourceId, Span};

/// The Markdown part of a source.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    pub source: SourceId,
    /// Bytes before it in its source (the front matter).
    pub offset: usize,
    pub text: &'a str,
}

/// What happens to HTML that an author wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RawHtml {
    /// An error; shown as text.
    Forbid,
    /// Cut down to an allow-list.
    Sanitize,
}

/// What happens to the first heading outside lists, quotes and notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FirstHeading {
    Keep,
    /// The page's title came from it; it is not rendered twice.
    Drop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub raw_html: RawHtml,
    pub first_heading: FirstHeading,
}

impl Body<'_> {
    /// The place of bytes `range` of the body in its source.
    pub(super) fn span(self, range: Range<usize>) -> Span {
        Span::new(
            self.source,
            self.offset + range.start..self.offset + range.end,
        )
    }

    /// `range` without the white space at its end, such as the line break that closes a block.
    pub(super) fn trimmed(self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.text[range].trim_end().len()
    }
}
