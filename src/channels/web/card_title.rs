//! The typeset title of a card: the size of its letters and its lines.
//!
//! In: a title and the space for it. Out: lines. A title is never truncated: the letters are made smaller
//! until it fits; if it does not fit in the smallest letters, there is no title. Smaller letters are
//! accepted, within limits, so that lines end where a clause does.

use super::card_measures::{TitleLetters, leading};
use crate::typeset::{cells, em_hundredths, line_ends, wrap};

/// The maximum number of lines in letters of at least `TitleLetters::smallest_of_four` pixels.
const LINES_MAX: usize = 4;

/// The factors, in hundredths, by which a defect of the lines reduces the score of a size. They are tuned on
/// the sample's titles.
mod worth {
    /// A line that ends after a part of a clause.
    pub const AFTER_PART: u32 = 96;
    /// A line that ends inside a clause.
    pub const INSIDE_CLAUSE: u32 = 88;
    /// A line that ends inside a word.
    pub const INSIDE_WORD: u32 = 70;
    /// Each additional line.
    pub const LINE: u32 = 97;
    /// The shortest line is hardly more than half as long as the longest.
    pub const UNEVEN: u32 = 88;
}

/// The space for a title.
#[derive(Clone, Copy)]
pub struct TitleRoom {
    pub width_px: u32,
    pub height_px: u32,
}

/// A title in lines.
pub struct Title {
    pub lines: Vec<String>,
    pub px: u32,
}

impl Title {
    /// The title in the lines and letters with the best score; `None` if it does not even fit in the smallest
    /// letters.
    pub fn set(text: &str, room: TitleRoom, letters: TitleLetters) -> Option<Self> {
        // In titles `|` is a character and not a hint.
        let text = text.replace('|', "｜");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let ends = line_ends(&text);
        let mut best: Option<(u32, Self)> = None;
        for px in (letters.smallest..=letters.largest).rev().step_by(4) {
            // The score of smaller letters cannot be higher than their size.
            if best.as_ref().is_some_and(|it| it.0 >= px * 100) {
                break;
            }
            let Some(title) = Self::of(&text, px, room, letters) else {
                continue;
            };
            let worth = title.worth(&text, &ends);
            if best.as_ref().is_none_or(|it| it.0 < worth) {
                best = Some((worth, title));
            }
        }
        best.map(|it| it.1)
    }

    pub fn none(letters: TitleLetters) -> Self {
        Self {
            lines: Vec::new(),
            px: letters.smallest,
        }
    }

    /// The title in letters of `px` pixels, if it fits.
    fn of(text: &str, px: u32, room: TitleRoom, letters: TitleLetters) -> Option<Self> {
        let lines_max = (room.height_px / leading(px)) as usize;
        let lines_max = match px >= letters.smallest_of_four {
            true => lines_max.min(LINES_MAX),
            false => lines_max,
        };
        let width = (room.width_px * 2 / px) as usize;
        // Most sizes are too large, and checking this is much cheaper than breaking lines.
        if cells(text) > width * lines_max {
            return None;
        }
        let lines = wrap(text, width, lines_max)?;
        let is_within = |it: &String| em_hundredths(it) * px / 100 <= room.width_px;
        lines.iter().all(is_within).then_some(Self { lines, px })
    }

    /// The score of the size and lines, in hundredths of a pixel of letter size.
    fn worth(&self, text: &str, ends: &[(usize, usize)]) -> u32 {
        let mut worth = self.px * 100;
        let mut at = 0;
        let before_last = self.lines.len().saturating_sub(1);
        for line in &self.lines[..before_last] {
            // A space between two lines belongs to neither.
            at += text[at..].len() - text[at..].trim_start().len() + line.len();
            let next = at + text[at..].len() - text[at..].trim_start().len();
            let cost = ends.iter().find(|it| it.0 == next).map_or(0, |it| it.1);
            let left = match cost {
                0 => 100,
                1..16 => worth::AFTER_PART,
                16..56 => worth::INSIDE_CLAUSE,
                _ => worth::INSIDE_WORD,
            };
            worth = worth * worth::LINE / 100 * left / 100;
        }
        let widths = || self.lines.iter().map(|it| em_hundredths(it));
        let (least, most) = (widths().min(), widths().max());
        if least.unwrap_or_default() * 100 < most.unwrap_or_default() * 58 {
            worth = worth * worth::UNEVEN / 100;
        }
        worth
    }

    pub fn leading(&self) -> u32 {
        leading(self.px)
    }

    /// The horizontal shift that optically centres a line: half of the width of ， and “ is empty.
    pub fn shift(&self, line: &str) -> i32 {
        let quarter = i32::try_from(self.px / 4).unwrap_or_default();
        let at_end = line.ends_with(['，', '。', '、', '；', '：', '！', '？', '”', '）', '》']);
        let at_start = line.starts_with(['“', '（', '《']);
        quarter * (i32::from(at_end) - i32::from(at_start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERS: TitleLetters = TitleLetters {
        largest: 112,
        smallest_of_four: 48,
        smallest: 32,
    };

    fn set(text: &str) -> Title {
        let room = |width_px| TitleRoom {
            width_px,
            height_px: 308,
        };
        let title = Title::set(text, room(564), LETTERS);
        let title = title.or_else(|| Title::set(text, room(1080), LETTERS));
        title.unwrap_or_else(|| Title::none(LETTERS))
    }

    #[test]
    fn a_title_is_never_cut_and_shrinks_as_it_grows() {
        let mut last = u32::MAX;
        for count in [2, 4, 8, 16, 24, 32, 48, 64] {
            let text = "诈骗".repeat(count / 2);
            let title = set(&text);
            assert_eq!(title.lines.concat(), text, "{count}");
            assert!(title.px <= last, "{count}: {}", title.px);
            assert!(
                title.lines.len() <= LINES_MAX || count > 40,
                "{count}: {}",
                title.lines.len()
            );
            last = title.px;
        }
        // If the whole width of the card is used, letters may be larger.
        let wide = "诈骗".repeat(60);
        assert_eq!(set(&wide).lines.concat(), wide);
        assert!(set(&"诈骗".repeat(400)).lines.is_empty());
    }

    #[test]
    fn lines_end_where_a_reader_would_pause() {
        for lines in [
            "求助指南",
            "冒充领导熟人",
            "取出来的2万元，/差点让他成了帮凶",
        ] {
            assert_eq!(set(&lines.replace('/', "")).lines.join("/"), lines);
        }
        assert_eq!(set("A|B").lines, ["A｜B"]);
    }
}
