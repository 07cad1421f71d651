//! The format of the index files: each calls `fanzhaSearch` with a kind, a number and its content.
//!
//! In: plain data. Out: UTF-8 scripts, equal for equal data. The list of a word begins with the number of
//! entries that contain it and with its cohesion (`cohesion`). Then follow the postings, delta-encoded: each
//! is the entry's number times eight plus the weight, minus the previous entry's number times eight. For a
//! word that occurs in more than `ENTRIES_MAX` entries, only those of the greatest weight are listed.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write as _};

use serde_json::{Value, json};

use super::{
    entries::SearchEntry,
    slice::{Posting, TextCounts, WEIGHT_BITS},
    words::characters,
};
use crate::{
    page::{Addresses, encoded},
    site::Site,
};

/// The maximum number of entries in the list of one word.
const ENTRIES_MAX: usize = 1000;

/// Titles and summaries are truncated after this many characters.
const SHOWN_MAX: usize = 120;

pub fn names(names: &BTreeMap<String, Vec<usize>>) -> Vec<u8> {
    call("names", 0, &json!(names))
}

/// The file that shows the entries of `part`: title, address, summary and date of each.
pub fn entries(number: usize, part: &[SearchEntry], site: &Site) -> Vec<u8> {
    let addresses = Addresses::new(&site.config);
    let shown = part.iter().map(|it| {
        let (url, anchor) = it.url(site);
        let mut href = addresses.href(url);
        if let Some(anchor) = anchor {
            href.push('#');
            href.push_str(&encoded(anchor));
        }
        let date = it.date(site).unwrap_or_default();
        json!([cut(it.title(site)), href, cut(&it.summary(site)), date])
    });
    call("entries", number, &Value::Array(shown.collect()))
}

/// The file of words with this number; `postings` are sorted, `texts` holds the counts of all texts.
pub fn words(number: usize, postings: &[Posting], texts: &TextCounts<'_>) -> Vec<u8> {
    let mut text = format!("fanzhaSearch(\"words\",{number},{{");
    let words = postings.chunk_by(|left, right| left.word == right.word);
    for (index, postings) in words.enumerate() {
        if index > 0 {
            text.push(',');
        }
        word(&mut text, postings, texts);
    }
    text.push_str("});\n");
    text.into_bytes()
}

/// Appends the list of one word.
fn word(text: &mut String, postings: &[Posting], texts: &TextCounts<'_>) {
    let word = postings[0].word;
    let run = texts.run(word);
    let written = run.map_or_else(|| characters(word).collect(), str::to_owned);
    let cohesion = match run {
        Some(_) => COHESION_MAX,
        None => {
            let counts: Vec<u64> = characters(word).map(|it| texts.count(it)).collect();
            let times = postings.iter().map(|it| u64::from(it.times)).sum();
            cohesion(times, &counts, texts.total())
        }
    };
    let count = postings.len();
    write!(text, "\"{written}\":[{count},{cohesion}").expect("a text takes all");
    let mut before = 0;
    for place in of_greatest_weight(postings) {
        write!(text, ",{}", place - before).expect("a text takes all");
        before = place >> WEIGHT_BITS << WEIGHT_BITS;
    }
    text.push(']');
}

/// The greatest cohesion; single characters and runs have it.
const COHESION_MAX: u32 = 9;
/// The normalised mutual information from which two characters have the greatest cohesion.
const INFORMATION_MIN: f64 = 0.3;

/// How strongly two characters are associated, 0 to `COHESION_MAX`: 游戏 is a word, whereas 子玩 (in
/// 孩子玩游戏) occurs by chance.
///
/// The pointwise mutual information of the two characters, normalised by that of a pair whose characters
/// occur only together. `times` is the number of occurrences of the pair in all texts, `counts` that of each
/// of its characters, and `total` that of all characters. Low counts are discounted, because rare characters
/// also meet by chance (the discount of Pantel and Lin, 2002).
fn cohesion(times: u64, counts: &[u64], total: u64) -> u32 {
    let [first, second] = counts[..] else {
        return COHESION_MAX;
    };
    let number = |it: u64| f64::from(u32::try_from(it.max(1)).unwrap_or(u32::MAX));
    let known = |it: u64| number(it) / (number(it) + 1.0);
    let known = known(times) * known(first.min(second));
    let (times, total) = (number(times), number(total).max(2.0 * number(times)));
    let information = (times * total / (number(first) * number(second))).ln();
    let normalised = information / (total / times).ln();
    let share = (known * normalised / INFORMATION_MIN).clamp(0.0, 1.0);
    // Ten steps, rounded down.
    (0..=COHESION_MAX)
        .rev()
        .find(|it| f64::from(*it) <= share * f64::from(COHESION_MAX))
        .unwrap_or(0)
}

/// The places of one word's postings, limited to the `ENTRIES_MAX` of the greatest weight, in the order of
/// entries.
fn of_greatest_weight(postings: &[Posting]) -> Vec<u32> {
    let mut entries: Vec<u32> = postings.iter().map(|it| it.place).collect();
    if entries.len() > ENTRIES_MAX {
        let weight = |it: &u32| it & ((1 << WEIGHT_BITS) - 1);
        // The sort is stable: among equal weights the first entries, the newest, are kept.
        entries.sort_by_key(|it| Reverse(weight(it)));
        entries.truncate(ENTRIES_MAX);
        entries.sort_unstable();
    }
    entries
}

fn call(kind: &str, number: usize, content: &Value) -> Vec<u8> {
    format!("fanzhaSearch(\"{kind}\",{number},{content});\n").into_bytes()
}

fn cut(text: &str) -> String {
    let mut characters = text.chars();
    let mut shown: String = characters.by_ref().take(SHOWN_MAX).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_greatest_weight_are_kept() {
        let posting = |it: u32| Posting {
            word: 1,
            place: it << WEIGHT_BITS | 1,
            times: 1,
        };
        let mut many: Vec<Posting> = (0..2000).map(posting).collect();
        many[1500].place |= 6;
        let kept = of_greatest_weight(&many);
        assert_eq!(kept.len(), ENTRIES_MAX);
        assert!(kept.contains(&(1500 << 3 | 7)) && !kept.contains(&(1001 << 3 | 1)));
    }

    #[test]
    fn characters_that_meet_by_chance_have_low_cohesion() {
        // 游戏, 被骗, and 子玩 in a text of 100 000 characters.
        assert_eq!(cohesion(58, &[60, 60], 100_000), COHESION_MAX);
        assert!(cohesion(80, &[500, 2000], 100_000) > 7);
        assert!(cohesion(1, &[1500, 20], 100_000) < 4);
        // A single character, and an almost empty text.
        assert_eq!(cohesion(3, &[3], 100_000), COHESION_MAX);
        assert!(cohesion(1, &[1, 1], 1) <= COHESION_MAX);
    }
}
