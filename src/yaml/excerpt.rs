//! A YAML text inside a source, and the spans of its parts.

use crate::span::{SourceId, Span};

/// A YAML text inside a source.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt<'a> {
    pub source: SourceId,
    /// How many bytes of the source precede `text`.
    pub offset: usize,
    pub text: &'a str,
}

impl Excerpt<'_> {
    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(
            self.source,
            self.offset + range.start..self.offset + range.end,
        )
    }
}
