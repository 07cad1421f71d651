//! The Markdown part of a source, and how it is read.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::span::{SourceId, Span};

/// The Markdown part of a source.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    pub source: SourceId,
    /// How many bytes precede it in its source (the front matter).
    pub offset: usize,
    pub text: &'a str,
}

/// How HTML in the source is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HtmlPolicy {
    /// Reported as an error and shown as text.
    Forbid,
    /// Reduced to an allow-list.
    Sanitize,
}

/// How the first heading outside lists, quotes and notes is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FirstHeading {
    Keep,
    /// It supplied the page title and is not rendered again.
    Drop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub raw_html: HtmlPolicy,
    pub first_heading: FirstHeading,
}

impl Body<'_> {
    /// Converts a byte range of the body to a span of its source.
    pub(super) fn span(self, range: Range<usize>) -> Span {
        Span::new(
            self.source,
            self.offset + range.start..self.offset + range.end,
        )
    }

    /// `range` without trailing white space, such as the line break that closes a block.
    pub(super) fn trimmed(self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.text[range].trim_end().len()
    }
}
