//! Breaks a text into lines.
//!
//! In: a text, a width, a number of lines. Out: few lines of about equal width, ending at the author's hints
//! (`|`), otherwise after commas rather than inside a clause. The lines contain all words in order, without
//! the hints.
//! Never ends a line where `breaks` forbids it, and never leaves a single character on a line.

use super::{
    Measure,
    breaks::{self, Break},
};

/// The cost of an additional line, in half-width cells of imbalance: less than a line end inside a clause.
const LINE_COST: usize = 16;

/// The cost of a line end that is not at a hint, if there are hints.
const UNHINTED_COST: usize = 16;
/// The author's hint.
const HINT: char = '|';

/// `text` on at most `lines_max` lines of at most `width` half-width cells; `None` if it does not fit.
///
/// A text that fits on one line stays on one; more lines than needed are used only to keep clauses together.
/// Runs of spaces and line breaks in `text` count as one space; a space at the end of a line is dropped.
pub fn wrap(text: &str, width: usize, lines_max: usize) -> Option<Vec<String>> {
    wrap_by(Measure::Cells, text, width, lines_max)
}

/// Same, with `width` in the unit of `measure`.
pub fn wrap_by(
    measure: Measure,
    text: &str,
    width: usize,
    lines_max: usize,
) -> Option<Vec<String>> {
    let (text, hints) = without_hints(text);
    if text.is_empty() {
        return None;
    }
    let total = measure.width(&text);
    if total <= width && lines_max > 0 {
        return Some(vec![text]);
    }
    let mut ends = vec![Break { at: 0, cost: 0 }];
    ends.extend(breaks::breaks(&text, &hints));
    ends.push(Break {
        at: text.len(),
        cost: 0,
    });
    if !hints.is_empty() {
        let last = ends.len() - 1;
        let unhinted = ends[1..last].iter_mut();
        for it in unhinted.filter(|it| !hints.contains(&it.at)) {
            it.cost += UNHINTED_COST;
        }
    }
    let paragraph = Paragraph {
        total,
        text: &text,
        ends,
        width,
        measure,
    };
    (2..=lines_max)
        .map_while(|count| paragraph.is_worth(count).then(|| paragraph.lines(count)))
        .flatten()
        .min_by_key(|it| it.0)
        .map(|(_, lines)| lines)
}

/// Every byte offset where a line of `text` may end, with its cost: 0 after a clause, from 24 on inside a
/// clause, from 56 on inside a word.
pub fn line_ends(text: &str) -> Vec<(usize, usize)> {
    let ends = breaks::breaks(text, &[]).into_iter();
    ends.map(|it| (it.at, it.cost)).collect()
}

/// The text with single spaces, and the positions of the hints.
pub fn without_hints(text: &str) -> (String, Vec<usize>) {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plain = String::with_capacity(spaced.len());
    let mut hints = Vec::new();
    for part in spaced.split(HINT) {
        if !plain.is_empty() && !part.is_empty() {
            hints.push(plain.len());
        }
        plain.push_str(part);
    }
    (plain, hints)
}

struct Paragraph<'a> {
    text: &'a str,
    /// The start, every position where a line may end, the end.
    ends: Vec<Break>,
    /// In the unit of `measure`, as is `total`.
    width: usize,
    /// The width of the whole text.
    total: usize,
    measure: Measure,
}

/// The cheapest layout of the first lines, up to a line end.
#[derive(Clone, Copy)]
struct PrefixLayout {
    cost: usize,
    /// The previous line end.
    from: usize,
}

impl Paragraph<'_> {
    /// Whether this many lines may be better than fewer: never if the lines are less than half full on
    /// average.
    fn is_worth(&self, count: usize) -> bool {
        count <= 2 || self.total * 3 >= (count - 1) * self.width
    }

    /// The cheapest layout with exactly `count` lines, and its cost; `None` if there is none.
    fn lines(&self, count: usize) -> Option<(usize, Vec<String>)> {
        let last = self.ends.len() - 1;
        // layouts[n][end]: n + 1 lines that finish at `end`.
        let mut layouts: Vec<Vec<Option<PrefixLayout>>> = Vec::with_capacity(count);
        for _ in 0..count {
            let row = (0..=last)
                .map(|end| self.layout(layouts.last(), end, count))
                .collect();
            layouts.push(row);
        }
        let mut lines = Vec::with_capacity(count);
        let mut end = last;
        for row in layouts.iter().rev() {
            let from = row[end]?.from;
            lines.push(self.line(from, end).to_owned());
            end = from;
        }
        lines.reverse();
        let cost = layouts.last()?[last]?.cost / count + count * LINE_COST * self.measure.cell();
        Some((cost, lines))
    }

    /// The cheapest last line that ends at `end`, after the lines of `before` (`None` for the first line).
    fn layout(
        &self,
        before: Option<&Vec<Option<PrefixLayout>>>,
        end: usize,
        count: usize,
    ) -> Option<PrefixLayout> {
        (0..end)
            .rev()
            .take_while(|from| self.measure.width(self.line(*from, end)) <= self.width)
            .filter_map(|from| {
                let cost_before = match before {
                    Some(before) => before[from]?.cost,
                    None if from == 0 => 0,
                    None => return None,
                };
                let cost = cost_before + self.line_cost(from, end, count)?;
                Some(PrefixLayout { cost, from })
            })
            // Of two equal layouts the one with the longer last line: subtitles look better with a wide last
            // line.
            .min_by_key(|it| (it.cost, it.from))
    }

    /// The cost of a line, in cells times the number of lines; `None` if it would contain a single character.
    fn line_cost(&self, from: usize, end: usize, count: usize) -> Option<usize> {
        let line = self.line(from, end);
        if is_single_character(line) {
            return None;
        }
        let imbalance = (self.measure.width(line) * count).abs_diff(self.total);
        Some(imbalance + self.ends[end].cost * count * self.measure.cell())
    }

    fn line(&self, from: usize, end: usize) -> &str {
        self.text[self.ends[from].at..self.ends[end].at].trim()
    }
}

/// A single character, with or without punctuation, looks like a mistake.
fn is_single_character(line: &str) -> bool {
    line.chars().filter(|it| it.is_alphanumeric()).count() < 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::typeset::cells;

    #[test]
    fn line_ends_have_costs() {
        let ends = line_ends("陌生来电，先挂断");
        let cost = |before: &str| ends.iter().find(|it| it.0 == before.len()).map(|it| it.1);
        assert_eq!(cost("陌生来电，"), Some(0));
        assert_eq!(cost("陌生来电"), None);
        assert!(cost("陌生").is_some_and(|it| (24..56).contains(&it)));
        assert!(cost("陌").is_some_and(|it| it >= 56));
    }

    fn shown(text: &str, width: usize, lines_max: usize) -> String {
        wrap(text, width, lines_max).map_or("不行".to_owned(), |it| it.join("/"))
    }

    #[test]
    fn lines_end_after_clauses_and_never_inside_words() {
        let cases = [
            ("不轻信，不透露", 32, "不轻信，不透露"),
            (
                "先垫资再返利的兼职，全部都是刷单诈骗",
                20,
                "先垫资再返利的兼职，/全部都是刷单诈骗",
            ),
            (
                "接到可疑电话拨打96110咨询",
                22,
                "接到可疑电话/拨打96110咨询",
            ),
            (
                "凡自称“公检法”要求转账的——都是诈骗！",
                32,
                "凡自称“公检法”/要求转账的——都是诈骗！",
            ),
            (
                "《中华人民共和国反电信网络诈骗法》施行",
                34,
                "《中华人民共和国反电信网络诈骗法》/施行",
            ),
            (
                "凡是刷单，先垫资后返利的兼职都是诈骗",
                26,
                "凡是刷单，/先垫资后返利的兼职都是诈骗",
            ),
            (
                "截至2026年6月15日全区损失3.5万元",
                20,
                "截至2026年6月15日/全区损失3.5万元",
            ),
        ];
        for (text, width, expected) in cases {
            assert_eq!(shown(text, width, 2), expected);
        }
    }

    #[test]
    fn text_without_an_acceptable_layout_is_rejected() {
        assert_eq!(shown("太长了太长了太长了", 8, 2), "不行");
        assert_eq!(shown("二〇二六年六月", 4, 9), "不行");
        // The last character would be alone.
        assert_eq!(shown("不要转账！", 8, 2), "不要/转账！");
        assert_eq!(shown("转账了", 4, 2), "不行");
        assert_eq!(shown("骗", 2, 1), "骗");
        assert_eq!(shown(" \n ", 8, 1), "不行");
    }

    #[test]
    fn hints_are_followed_and_never_shown() {
        let cases = [
            (
                "先垫资再返利|的兼职，全部都是刷单诈骗",
                24,
                "先垫资再返利/的兼职，全部都是刷单诈骗",
            ),
            ("不轻信|不透露", 32, "不轻信不透露"),
            // Never inside a number, even at a hint.
            (
                "接到可疑电话拨打96|110咨询",
                22,
                "接到可疑电话/拨打96110咨询",
            ),
            ("|不轻信不透露不转账||", 8, "不轻信/不透露/不转账"),
        ];
        for (text, width, expected) in cases {
            assert_eq!(shown(text, width, 3), expected);
        }
    }

    #[test]
    fn line_breaks_in_the_text_are_spaces() {
        assert_eq!(
            shown("不轻信\n不透露　不转账", 12, 3),
            "不轻信/不透露/不转账"
        );
    }

    fn without_spaces(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_rule_is_violated(
            text in "(不轻信|，|。|“|”|（|）|96110|3\\.5万元|2026年6月|APP|——|……|《|》|诈|骗| ){1,16}",
            width in 4usize..40,
            lines_max in 1usize..5,
        ) {
            let Some(lines) = wrap(&text, width, lines_max) else { return Ok(()) };
            prop_assert_eq!(without_spaces(&lines.concat()), without_spaces(&text));
            prop_assert!(lines.len() <= lines_max);
            let joined = lines.join("\n");
            for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
                prop_assert!(!next.starts_with(['，', '。', '”', '）', '》']), "{}", joined);
                prop_assert!(!line.ends_with(['“', '（', '《']), "{}", joined);
                let is_latin = |it: char| it.is_ascii_alphanumeric();
                let splits = line.ends_with(is_latin) && next.starts_with(is_latin);
                let had_space = text.contains(' ');
                prop_assert!(!splits || had_space, "{}", joined);
                for mark in ['—', '…'] {
                    prop_assert!(!(line.ends_with(mark) && next.starts_with(mark)), "{}", joined);
                }
                for number in ["3.5", "万"] {
                    prop_assert!(!(line.ends_with(number) && next.starts_with(['万', '元'])), "{}", joined);
                }
            }
            for line in &lines {
                prop_assert!(cells(line) <= width, "{}", joined);
                prop_assert!(lines.len() == 1 || !is_single_character(line), "{}", joined);
            }
        }

        #[test]
        fn a_text_that_fits_stays_on_one_line(text in "[诈骗，96110a]{1,12}") {
            let width = cells(&text);
            prop_assert_eq!(wrap(&text, width, 3), Some(vec![text]));
        }
    }
}
