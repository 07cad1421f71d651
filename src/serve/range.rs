//! Range requests, which browsers send when a user seeks in a video.
//!
//! In: the header `Range` and the length of the file. Out: the requested bytes. Multiple ranges, other units
//! and invalid values are answered with the whole file, as RFC 9110 §14.2 allows.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// Never empty.
    Bytes(Range<usize>),
    /// Beyond the end of the file.
    Outside,
}

/// The part of a file of `length` bytes that `range` requests.
pub(super) fn part(range: Option<&str>, length: usize) -> Part {
    range
        .and_then(|it| wanted(it, length))
        .unwrap_or(Part::Whole)
}

fn wanted(range: &str, length: usize) -> Option<Part> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let range = match (number(first)?, number(last)?) {
        (None, None) => return None,
        (None, Some(count)) => length.saturating_sub(count)..length,
        (Some(first), None) => first..length,
        (Some(first), Some(last)) if first > last => return None,
        (Some(first), Some(last)) => first..length.min(last.saturating_add(1)),
    };
    Some(match range.is_empty() {
        true => Part::Outside,
        false => Part::Bytes(range),
    })
}

/// An optional number; `None` if it is not a number. A number that is too large saturates, beyond the end of
/// any file.
fn number(text: &str) -> Option<Option<usize>> {
    if text.is_empty() {
        return Some(None);
    }
    let is_number = text.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| Some(text.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_the_file() {
        for (range, start, end) in [
            ("bytes=0-0", 0, 1),
            ("bytes=2-5", 2, 6),
            ("bytes=5-", 5, 10),
            ("bytes=-3", 7, 10),
            ("bytes=-30", 0, 10),
            ("bytes=9-99", 9, 10),
            ("Bytes=0-18446744073709551616", 0, 10),
        ] {
            assert_eq!(part(Some(range), 10), Part::Bytes(start..end), "{range}");
        }
        for range in [
            "bytes=10-",
            "bytes=10-12",
            "bytes=-0",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(part(Some(range), 10), Part::Outside, "{range}");
        }
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes=a-b",
            "bytes=--1",
        ] {
            assert_eq!(part(Some(range), 10), Part::Whole, "{range}");
        }
        assert_eq!(part(Some("bytes=0-"), 0), Part::Outside);
        assert_eq!(part(None, 0), Part::Whole);
    }
}
