//! Where a line may break, and where it should.
//!
//! In: one text, a width, a number of lines. Out: lines of about equal width, with all the words in their order.
//! Never breaks inside a number, a Latin word, —— or ……; never puts 。 ， ） at a line's start or （ “ at its end
//! (GB/T 15834 §5.1, CLREQ basic 禁则); never leaves a character alone. A break after a comma is preferred.

use unicode_linebreak::linebreaks;

use super::cells;

/// What a break in the middle of a clause costs against one after punctuation, in cells of imbalance.
const CLAUSE_COST: usize = 6;

/// `text` on at most `lines_max` lines of at most `width` half-width cells; none if it does not fit.
///
/// As few lines as possible are used.
pub fn wrap(text: &str, width: usize, lines_max: usize) -> Option<Vec<String>> {
    let text = text.trim();
    let breaks = allowed_breaks(text);
    (1..=lines_max).find_map(|count| {
        let mut best = None;
        fill(text, &breaks, (width, count), &mut Vec::new(), &mut best);
        best.map(|(_, ends)| lines(text, &ends))
    })
}

/// Byte offsets at which a line may end, the end of the text last.
fn allowed_breaks(text: &str) -> Vec<usize> {
    let mut breaks: Vec<usize> = linebreaks(text)
        .map(|(at, _)| at)
        .filter(|at| *at < text.len() && is_allowed(text, *at))
        .collect();
    breaks.push(text.len());
    breaks
}

fn is_allowed(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].trim_end(), text[at..].trim_start());
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let splits_pair = last == first && matches!(first, '—' | '…');
    let splits_number = (last.is_ascii_digit() && is_unit(first)) || is_currency(last);
    !splits_pair
        && !splits_number
        && !"，。、；：？！）》”’】〉」』·％%,.!?;:)]}".contains(first)
        && !"（《“‘【〈「『([{".contains(last)
}

/// Words that belong to the number before them: `3万元`, `6月`, `12岁`.
fn is_unit(character: char) -> bool {
    "年月日时分秒号元角万亿千百十个条名岁起％".contains(character)
}

fn is_currency(character: char) -> bool {
    matches!(character, '￥' | '$' | '第')
}

/// Tries all ways to end `count` lines; keeps the cheapest in `best`.
///
/// A slogan has few breaks and few lines, so trying all is quick.
fn fill(
    text: &str,
    breaks: &[usize],
    (width, count): (usize, usize),
    ends: &mut Vec<usize>,
    best: &mut Option<(usize, Vec<usize>)>,
) {
    let start = ends.last().copied().unwrap_or(0);
    if ends.len() + 1 == count {
        let fits = cells(text[start..].trim()) <= width;
        ends.push(text.len());
        let cost = cost(text, ends);
        if fits && best.as_ref().is_none_or(|it| cost < it.0) {
            *best = Some((cost, ends.clone()));
        }
        ends.pop();
        return;
    }
    for end in breaks.iter().copied().filter(|it| *it > start) {
        if end == text.len() || cells(text[start..end].trim()) > width {
            break;
        }
        ends.push(end);
        fill(text, breaks, (width, count), ends, best);
        ends.pop();
    }
}

/// How ugly these line ends are: uneven lines, breaks inside a clause, a character alone.
fn cost(text: &str, ends: &[usize]) -> usize {
    let lines = lines(text, ends);
    let widths: Vec<usize> = lines.iter().map(|it| cells(it)).collect();
    let longest = widths.iter().max().copied().unwrap_or(0);
    let shortest = widths.iter().min().copied().unwrap_or(0);
    let inside_clause = lines[..lines.len() - 1]
        .iter()
        .filter(|it| !it.ends_with(['，', '；', '。', '！', '？', '、', '：', ',', ';']))
        .count();
    let lonely = lines.iter().filter(|it| it.chars().count() < 2).count();
    longest - shortest + inside_clause * CLAUSE_COST + lonely * 100
}

fn lines(text: &str, ends: &[usize]) -> Vec<String> {
    let mut start = 0;
    ends.iter()
        .map(|end| {
            let line = text[start..*end].trim().to_owned();
            start = *end;
            line
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, width: usize) -> String {
        wrap(text, width, 2).map_or("—".to_owned(), |it| it.join("/"))
    }

    #[test]
    fn lines_break_after_commas_and_never_inside_numbers() {
        assert_eq!(shown("不轻信不透露", 32), "不轻信不透露");
        assert_eq!(
            shown("先垫资再返利的兼职，全部都是刷单诈骗", 20),
            "先垫资再返利的兼职，/全部都是刷单诈骗"
        );
        assert_eq!(
            shown("接到可疑电话拨打96110咨询", 22),
            "接到可疑电话/拨打96110咨询"
        );
        assert_eq!(
            shown("凡自称公检法——都是假的", 16),
            "凡自称公检法/——都是假的"
        );
        assert_eq!(shown("太长了太长了太长了", 8), "—");
    }

    proptest! {
        #[test]
        fn words_stay_whole_and_in_order(text in "[不轻信，。“”（）96110a—…]{1,30}", width in 4usize..40) {
            if let Some(lines) = wrap(&text, width, 3) {
                prop_assert_eq!(lines.concat(), text.trim());
                for line in &lines {
                    prop_assert!(cells(line) <= width);
                }
                for line in lines.iter().skip(1) {
                    prop_assert!(!line.starts_with(['，', '。', '”', '）']));
                }
            }
        }
    }
}
