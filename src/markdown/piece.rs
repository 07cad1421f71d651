//! A piece of a text: an event of the parser, and the bytes of the body it comes from.

use std::ops::Range;

use pulldown_cmark::Event;

#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub(super) event: Event<'a>,
    /// The byte range in the body as the author wrote it.
    pub(super) range: Range<usize>,
}

/// The index of the end that matches the start at `start`.
pub(super) fn end_of(pieces: &[Piece<'_>], start: usize) -> usize {
    let mut depth = 0usize;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        match piece.event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth <= 1 => return index,
            Event::End(_) => depth -= 1,
            _ => (),
        }
    }
    unreachable!("the parser closes every start")
}

/// From the first to the last byte of `pieces`; `None` if it is empty.
pub(super) fn extent(pieces: &[Piece<'_>]) -> Option<Range<usize>> {
    let start = pieces.iter().map(|it| it.range.start).min()?;
    let end = pieces.iter().map(|it| it.range.end).max()?;
    Some(start..end)
}
