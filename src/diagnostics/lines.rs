//! From byte offsets to the line and column that an editor's status bar shows.
//!
//! Columns count characters from 1, a Chinese character as one, as Notepad and WPS do; never bytes.

/// A place as people count it, both numbers from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line_number: usize,
    pub column_number: usize,
}

/// The position of byte `offset` in `text`.
pub fn position(text: &str, offset: usize) -> Position {
    let before = &text[..offset.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    Position {
        line_number: before.matches('\n').count() + 1,
        column_number: before[line_start..].chars().count() + 1,
    }
}
