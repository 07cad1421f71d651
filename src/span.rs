//! A location in a source file: which file, and which bytes of it.
//!
//! Spans hold byte offsets because text is sliced by bytes; lines and columns are counted only when a message
//! is rendered.
//! A span never extends past the end of its file and always starts and ends on a character boundary.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Identifies a source. The id of a path is the same in every run, so cached diagnostics keep their
/// locations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u64);

/// The byte range `start..end` of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The byte range `range` of `source`.
    ///
    /// A source is at most `source::BYTES_MAX` long, far below 4 GiB, so the offsets always fit into `u32`.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let offset = |it: usize| u32::try_from(it).expect("a source is smaller than 4 GiB");
        Self {
            source,
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the location where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
