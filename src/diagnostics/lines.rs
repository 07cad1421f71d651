//! Converts byte offsets to the line and column that an editor's status bar shows.
//!
//! Columns count characters from 1, a Chinese character as one, as Notepad and WPS do; never bytes.

use std::{ops::Range, sync::Arc};

/// A text with an index of its line starts.
#[derive(Clone, Debug)]
pub struct Lines {
    pub text: Arc<str>,
    /// The offset of each line's first byte, in ascending order; the first is 0.
    starts: Vec<usize>,
}

/// A location as editors display it, both numbers counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line_number: usize,
    pub column_number: usize,
}

impl Lines {
    pub fn new(text: Arc<str>) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(after_breaks).collect();
        Self { text, starts }
    }

    /// The position of byte `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line_number = self.line_number(offset);
        let line_start = self.starts[line_number - 1];
        Position {
            line_number,
            column_number: self.text[line_start..offset].chars().count() + 1,
        }
    }

    /// The byte range of the line that contains byte `offset`, without the line break.
    pub fn line(&self, offset: usize) -> Range<usize> {
        let line_number = self.line_number(offset);
        let end = self.starts.get(line_number);
        let end = end.map_or(self.text.len(), |it| it - 1);
        self.starts[line_number - 1]..end
    }

    fn line_number(&self, offset: usize) -> usize {
        self.starts.partition_point(|it| *it <= offset)
    }
}
