//! Typesets text in an area of a sheet: the size of letters, the line breaks, and the number of items that
//! fit.
//!
//! In: texts that may contain hints (`|`), and areas. All lengths are in the sheet's unit, which is the `rem`
//! of its page. Out: lines and sizes. The browser breaks no lines, so the measures here are those of the
//! print; nothing is truncated.

use serde::{Deserialize, Serialize};

use crate::{
    theme::data::{least_and_most, length, lengths, whole},
    typeset::{cells, wrap},
};

/// The maximum number of slogans that are tried for one sheet.
const CANDIDATES_MAX: usize = 60;

/// A typeset paragraph.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    pub lines: Vec<String>,
    pub size: f64,
}

/// A typeset list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List {
    pub items: Vec<Vec<String>>,
    pub size: f64,
    /// The space between two items.
    pub gap: f64,
    /// The indices of the candidates that are shown.
    #[serde(skip)]
    pub chosen: Vec<usize>,
}

/// The area and type sizes for a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextRoom {
    #[serde(deserialize_with = "length")]
    pub width: f64,
    #[serde(deserialize_with = "length")]
    pub height: f64,
    /// Letter sizes, the largest first.
    #[serde(deserialize_with = "lengths")]
    pub sizes: Vec<f64>,
    /// The height of a line, as a multiple of the letter size.
    #[serde(deserialize_with = "length")]
    pub leading: f64,
    /// The minimum and maximum space between two items.
    #[serde(deserialize_with = "least_and_most")]
    pub gap: [f64; 2],
    /// The maximum number of lines of one item.
    #[serde(deserialize_with = "whole::<_, 1, 20>")]
    pub lines_max: u32,
}

/// The area and type sizes for a headline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadRoom {
    #[serde(deserialize_with = "length")]
    pub width: f64,
    #[serde(deserialize_with = "length")]
    pub size_max: f64,
    /// The maximum number of characters in one line.
    #[serde(deserialize_with = "whole::<_, 4, 60>")]
    pub characters_max: u32,
    #[serde(deserialize_with = "whole::<_, 1, 20>")]
    pub lines_max: u32,
}

/// The number of half-width cells in a line. One is reserved, because in many fonts digits and capitals are
/// slightly wider than half a character.
fn cells_in(width: f64, size: f64) -> usize {
    ((width / size * 2.0).floor() as usize).saturating_sub(1)
}

/// The factor by which letters may be smaller so that lines end where a reader would pause.
const PAUSE_WORTH: f64 = 1.5;

/// The headline in the largest possible letters; `None` if it is too long.
pub fn headline(text: &str, room: &HeadRoom) -> Option<Block> {
    let mut best: Option<(f64, Block)> = None;
    for characters in 4..=room.characters_max {
        let Some(lines) = wrap(text, characters as usize * 2, room.lines_max as usize) else {
            continue;
        };
        let longest = lines.iter().map(|it| cells(it)).max().unwrap_or(1);
        let fitting = room.width * 2.0 / (longest + 1) as f64;
        let size = rounded(fitting.min(room.size_max));
        let worth = match pauses(text, &lines) {
            true => size * PAUSE_WORTH,
            false => size,
        };
        let is_better = |(other, it): &(f64, Block)| {
            worth > *other || (worth == *other && lines.len() < it.lines.len())
        };
        if best.as_ref().is_none_or(is_better) {
            best = Some((worth, Block { lines, size }));
        }
    }
    best.map(|it| it.1)
}

/// Whether every line except the last ends after punctuation or at one of the author's hints.
fn pauses(text: &str, lines: &[String]) -> bool {
    let count = |it: &str| it.chars().filter(|it| !it.is_whitespace()).count();
    let mut hints = Vec::new();
    for part in text.split('|') {
        hints.push(hints.last().unwrap_or(&0) + count(part));
    }
    let mut end = 0;
    lines.split_last().is_none_or(|(_, others)| {
        others.iter().all(|line| {
            end += count(line);
            !line.ends_with(char::is_alphanumeric) || hints.contains(&end)
        })
    })
}

/// A paragraph in the largest of the area's sizes in which it fits.
pub fn paragraph(text: &str, room: &TextRoom) -> Option<Block> {
    room.sizes.iter().find_map(|size| {
        let lines = wrap(text, cells_in(room.width, *size), room.lines_max as usize)?;
        let height = lines.len() as f64 * size * room.leading;
        (height <= room.height).then_some(Block { lines, size: *size })
    })
}

/// At least `wanted` items in the largest possible letters, otherwise as many as fit; never more than
/// `limit`.
///
/// Each candidate is given by its wordings, in order of preference; one that fits in none of them is skipped.
pub fn list(
    candidates: &[Vec<String>],
    room: &TextRoom,
    wanted: usize,
    limit: usize,
) -> Option<List> {
    let mut best: Option<List> = None;
    for size in &room.sizes {
        let found = filled(candidates, room, *size, limit);
        let count = found.items.len();
        if best.as_ref().is_none_or(|it| count > it.items.len()) {
            best = Some(found);
        }
        if count >= wanted.min(limit) {
            break;
        }
    }
    best.filter(|it| !it.items.is_empty())
}

fn filled(candidates: &[Vec<String>], room: &TextRoom, size: f64, limit: usize) -> List {
    let [gap_min, gap_max] = room.gap;
    let (mut items, mut chosen, mut used) = (Vec::new(), Vec::new(), 0.0);
    for (index, wordings) in candidates.iter().enumerate().take(CANDIDATES_MAX) {
        if items.len() == limit {
            break;
        }
        let width = cells_in(room.width, size);
        let Some(lines) = wordings
            .iter()
            .find_map(|it| wrap(it, width, room.lines_max as usize))
        else {
            continue;
        };
        let height = lines.len() as f64 * size * room.leading + gap_min;
        if used + height > room.height + gap_min {
            break;
        }
        used += height;
        items.push(lines);
        chosen.push(index);
    }
    let spare = (room.height + gap_min - used) / items.len().max(1) as f64;
    List {
        items,
        size,
        gap: rounded((gap_min + spare).min(gap_max)),
        chosen,
    }
}

/// Rounds to a thousandth; smaller differences are not visible.
pub fn rounded(length: f64) -> f64 {
    (length * 1000.0).floor() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> TextRoom {
        TextRoom {
            width: 8.0,
            height: 3.0,
            sizes: vec![1.0, 0.5],
            leading: 1.5,
            gap: [0.1, 0.4],
            lines_max: 2,
        }
    }

    fn candidates(texts: &[&str]) -> Vec<Vec<String>> {
        texts.iter().map(|it| vec![(*it).to_owned()]).collect()
    }

    #[test]
    fn a_headline_is_as_large_as_its_width_allows() {
        let room = HeadRoom {
            width: 10.0,
            size_max: 2.0,
            characters_max: 14,
            lines_max: 2,
        };
        let set = headline("陌生链接|不要点", &room).unwrap();
        assert_eq!(set.lines, ["陌生链接", "不要点"]);
        assert_eq!(set.size, 2.0);
        let set = headline("要您垫钱的兼职，都是诈骗", &room).unwrap();
        assert_eq!(set.lines, ["要您垫钱的兼职，", "都是诈骗"]);
        assert!(headline(&"长".repeat(29), &room).is_none());
    }

    #[test]
    fn letters_shrink_before_items_are_left_out() {
        let texts = candidates(&["不轻信", "不透露", "不转账"]);
        let set = list(&texts, &room(), 3, 9).unwrap();
        assert_eq!((set.items.len(), set.size), (3, 0.5));
        assert!(set.gap <= 0.4);
        let one = list(&texts, &room(), 1, 9).unwrap();
        assert_eq!((one.items.len(), one.size), (1, 1.0));
        assert_eq!(list(&texts, &room(), 3, 2).unwrap().items.len(), 2);
    }

    #[test]
    fn what_has_no_room_is_passed_over() {
        let long = "长".repeat(40);
        let texts = candidates(&[&long, "不轻信"]);
        assert_eq!(list(&texts, &room(), 1, 9).unwrap().chosen, [1]);
        assert_eq!(list(&candidates(&[&long]), &room(), 1, 9), None);
        let wordings = vec![vec![long, "短句".to_owned()]];
        assert_eq!(list(&wordings, &room(), 1, 9).unwrap().items, [["短句"]]);
    }
}
