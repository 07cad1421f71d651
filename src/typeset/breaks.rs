//! Finds the positions where a line may end, and rates them.
//!
//! In: a text. Out: the positions where UAX #14 and the Chinese rules for line breaks (禁则) allow a line to
//! end, each with its cost.
//! Never inside a number with its unit, a Latin word, —— or ……; never so that 。 ， ） begins a line or （ “
//! ends one (`docs/typesetting.md#line-breaks`). No position is the best for every text: `wrap` chooses.

use unicode_linebreak::linebreaks;

use super::words::words;

/// Never at the start of a line. Besides GB/T 15834 §5.1: signs that belong to what precedes them.
const NEVER_FIRST: &str = "。，、；：？！）》”’】〉」』］｝〕〗．·～％‰℃°′″〞＂＞%,.!?;:)]}»›々ー";
/// Never at the end of a line. Besides GB/T 15834 §5.1: signs that belong to what follows them.
const NEVER_LAST: &str =
    "（《“‘【〈「『［｛〔〖〝＜([{«‹￥¥$＄￡£€#＃№§第约①②③④⑤⑥⑦⑧⑨⑩⒈⒉⒊⒋⒌⒍⒎⒏⒐⑴⑵⑶⑷⑸⑹⑺⑻⑼";
/// Units that belong to the digits before them: `3万元`, `6月`, `24小时`, `5G`.
const UNITS: &str =
    "年月日时分秒号元角块万亿千百十余多个条名岁起次天周小人件家位项类种倍折成页楼室度点";
/// These join digits: `2026年6月`, `5万3千`, `3．5`.
const JOINTS: &str = "年月日时分点万千百．";
/// Numbers in Chinese characters.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两";

/// The costs of line ends, in half-width cells of imbalance.
mod cost {
    /// 。 ！ ？ ； ， ： —— ……
    pub const CLAUSE: usize = 0;
    /// A space is a pause inserted by the author.
    pub const SPACE: usize = 2;
    /// 、
    pub const ITEM: usize = 4;
    /// ” ） 》
    pub const CLOSED: usize = 8;
    pub const INSIDE_CLAUSE: usize = 24;
    pub const BEFORE_DASH: usize = 8;
    pub const INSIDE_QUOTATION: usize = 8;
    /// 的 了 吗 belong to the preceding word.
    pub const BEFORE_PARTICLE: usize = 12;
    pub const INSIDE_WORD: usize = 32;
    /// A single character of a clause at the start or end of a line, as in `，绝/不收钱`.
    pub const STUB: usize = 32;
    pub const INSIDE_TITLE: usize = 40;
}

/// A position where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// The byte offset in the text.
    pub at: usize,
    /// How bad a line end it is, in half-width cells of imbalance; 0 after a clause.
    pub cost: usize,
}

/// The positions inside `text` where a line may end, in order; excludes its start and end.
///
/// At one of `hints` a line may end wherever no 禁则 forbids it, at no cost.
pub(super) fn breaks(text: &str, hints: &[usize]) -> Vec<Break> {
    let by_unicode: Vec<usize> = linebreaks(text).map(|(at, _)| at).collect();
    let words = words(text);
    let titles = enclosed(text, '《', '》');
    let quotations = enclosed(text, '“', '”');
    let inside = |ranges: &[(usize, usize)], at: usize| {
        ranges.iter().any(|(start, end)| *start < at && at < *end)
    };
    text.char_indices()
        .map(|(at, _)| at)
        .filter(|at| *at > 0)
        .filter(|at| {
            by_unicode.binary_search(at).is_ok()
                || is_beside_quotation(text, *at)
                || hints.contains(at)
        })
        .filter(|at| is_allowed(text, *at))
        .map(|at| {
            if hints.contains(&at) {
                return Break { at, cost: 0 };
            }
            let mut cost = end_cost(text, at);
            for (ranges, more) in [
                (&words, cost::INSIDE_WORD),
                (&titles, cost::INSIDE_TITLE),
                (&quotations, cost::INSIDE_QUOTATION),
            ] {
                if inside(ranges, at) {
                    cost += more;
                }
            }
            Break { at, cost }
        })
        .collect()
}

/// UAX #14 allows no break next to “ and ”, because it cannot know which of them opens; in Chinese it is
/// clear.
fn is_beside_quotation(text: &str, at: usize) -> bool {
    let (last, first) = neighbours(text, at);
    let is_wide = |it: char| super::cells(it.encode_utf8(&mut [0; 4])) == 2;
    let opens = matches!(first, Some('“' | '‘')) && last.is_some_and(is_wide);
    let closes = matches!(last, Some('”' | '’')) && first.is_some_and(is_wide);
    opens || closes
}

fn is_allowed(text: &str, at: usize) -> bool {
    let (Some(last), Some(first)) = neighbours(text, at) else {
        return false;
    };
    let splits_mark = last == first && matches!(first, '—' | '…' | '⸺' | '⋯' | '～');
    !splits_mark
        && !NEVER_FIRST.contains(first)
        && !NEVER_LAST.contains(last)
        && !splits_number_or_name(text, at)
}

/// Whether the position is inside something that is read as a unit: `96110`, `3.5万元`, `2026年6月`, `1—5月`,
/// `五万元`, `APP`.
fn splits_number_or_name(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let mut after = text[at..].chars();
    let (Some(last), Some(first)) = (before.next(), after.next()) else {
        return false;
    };
    let (second_last, second) = (before.next().unwrap_or(' '), after.next().unwrap_or(' '));
    let in_latin = last.is_ascii_graphic() && first.is_ascii_graphic();
    let in_amount =
        is_digit(last) && (is_digit(first) || is_numeral(first) || UNITS.contains(first));
    let after_joint = is_digit(second_last) && JOINTS.contains(last) && is_digit(first);
    let before_joint = is_digit(last) && JOINTS.contains(first) && is_digit(second);
    // `9时—17时`: a single dash is a range, a double one a pause.
    let at_range = (is_range(last) && second_last != last && is_digit(first))
        || (is_range(first) && is_digit(second));
    let in_numeral = is_numeral(last) && (is_numeral(first) || "元块余多".contains(first));
    let in_unit = ("万亿余多".contains(last) && "元块人起个".contains(first))
        || (last == '小' && first == '时');
    in_latin || in_amount || after_joint || before_joint || at_range || in_numeral || in_unit
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

fn is_range(character: char) -> bool {
    matches!(character, '—' | '－' | '～')
}

fn is_numeral(character: char) -> bool {
    NUMERALS.contains(character)
}

/// The cost of a line end at `at` by the preceding sign.
fn end_cost(text: &str, at: usize) -> usize {
    let (last, first) = neighbours(text, at);
    let more = match first {
        Some('—' | '…' | '⸺') => cost::BEFORE_DASH,
        Some('的' | '地' | '得' | '了' | '着' | '过' | '吗' | '呢' | '吧' | '啊' | '们' | '里') => {
            cost::BEFORE_PARTICLE
        }
        _ => 0,
    };
    let end = match last {
        Some('。' | '！' | '？' | '；' | '，' | '：' | '—' | '…' | '!' | '?' | ';' | ',') => {
            cost::CLAUSE
        }
        _ if text[..at].ends_with(' ') => cost::SPACE,
        Some('、') => cost::ITEM,
        Some('”' | '）' | '》' | '】' | '’') => cost::CLOSED,
        _ => cost::INSIDE_CLAUSE,
    };
    if end == cost::INSIDE_CLAUSE && is_stub(text, at) {
        return end + more + cost::STUB;
    }
    end + more
}

/// Whether only one character is between `at` and the next punctuation or end, on either side.
fn is_stub(text: &str, at: usize) -> bool {
    let is_one = |characters: &mut dyn Iterator<Item = char>| {
        let letters = characters.take_while(|it| it.is_alphanumeric());
        letters.take(2).count() == 1
    };
    is_one(&mut text[..at].chars().rev()) || is_one(&mut text[at..].chars())
}

/// The characters on both sides, ignoring spaces.
fn neighbours(text: &str, at: usize) -> (Option<char>, Option<char>) {
    let (before, after) = (text[..at].trim_end(), text[at..].trim_start());
    (before.chars().next_back(), after.chars().next())
}

/// The ranges from each `open` to the next `close`, inclusive.
fn enclosed(text: &str, open: char, close: char) -> Vec<(usize, usize)> {
    text.match_indices(open)
        .filter_map(|(start, _)| {
            let length = text[start..].find(close)?;
            Some((start, start + length + close.len_utf8()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a `/` at every position where a line may end.
    fn marked(text: &str) -> String {
        let mut marked = String::new();
        let mut start = 0;
        for it in breaks(text, &[]) {
            marked += &text[start..it.at];
            marked.push('/');
            start = it.at;
        }
        marked + &text[start..]
    }

    #[test]
    fn signs_are_not_separated_from_their_text() {
        let cases = [
            ("好，好。（好）", "好，/好。/（好）"),
            ("称“公检法”的", "称/“公/检/法”/的"),
            ("看《反诈法》吧", "看/《反/诈/法》/吧"),
            ("好——坏……完", "好/——/坏……/完"),
            ("①甲②乙", "①甲/②乙"),
            ("张·三：“来！”", "张·/三：/“来！”"),
        ];
        for (text, expected) in cases {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn numbers_and_latin_words_are_not_split() {
        let cases = [
            ("拨打96110或110咨", "拨/打/96110/或/110/咨"),
            ("到2026年6月15日止", "到/2026年6月15日/止"),
            ("骗3.5万元和￥1,000元", "骗/3.5万元/和/￥1,000元"),
            ("五万余元第3条", "五万余元/第3条"),
            ("用APP转anti-fraud 24小时", "用/APP/转/anti-fraud /24小时"),
            ("涨20％或5%了", "涨/20％/或/5%/了"),
            ("电0555-2345678机", "电/0555-2345678/机"),
            ("１００元", "１００元"),
            ("老人96110全年12件", "老/人/96110/全/年/12件"),
            ("1—5月9时—17时", "1—5月9时—17时"),
            ("好——96110", "好/——/96110"),
        ];
        for (text, expected) in cases {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn words_and_clauses_cost_more_to_split() {
        let cost = |text: &str, before: &str| {
            let ends = breaks(text, &[]);
            let end = ends.iter().find(|it| it.at == before.len());
            end.expect("a line may end here").cost
        };
        let inside_word = cost("这些都是诈骗手法", "这些都是诈");
        assert!(inside_word > cost("这些都是诈骗手法", "这些都是"));
        assert!(cost("别信，绝不收钱", "别信，绝") > cost("别信，绝不收钱", "别信，绝不"));
        assert!(cost("孙子的声音", "孙子") > cost("孙子的声音", "孙子的"));
    }
}
