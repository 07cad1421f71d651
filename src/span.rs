//! A place in a source file: which file, and which bytes of it.
//!
//! Bytes, because text is sliced by them; lines and character columns are counted only when a message is drawn.
//! A span never reaches over the end of its file and always starts and ends between two characters.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which source: the same for one path in every run, so that what is remembered of a file keeps its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u64);

/// Bytes `start..end` of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `source`.
    ///
    /// Sources are far below 4 GiB (`source::BYTES_MAX`), so the offsets always fit.
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

/// A value and the place where its author wrote it.
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
