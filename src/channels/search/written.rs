//! How the files of the index are written: each calls `fanzhaSearch` with a kind, a number and its content.
//!
//! In: plain data. Out: UTF-8 scripts, the same for the same data.
//! A word's list begins with the number of entries that have it, and how much of a word it is (`firmness`); then follow,
//! each as the distance from the one before, the entries' numbers times eight plus the weight. Of a word that is on very many entries only the weightiest stand
//! there: the list would be long, and say little.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write as _};

use serde_json::{Value, json};

use super::{
    entries::Subject,
    slice::{Posting, Texts, WEIGHT_BITS},
    words::characters,
};
use crate::{
    page::{Addresses, encoded},
    site::Site,
};

/// So many entries of one word stand in the index.
const ENTRIES_MAX: usize = 1000;

/// Titles are cut off behind so many characters, summaries too.
const SHOWN_MAX: usize = 120;

pub fn names(names: &BTreeMap<String, Vec<usize>>) -> Vec<u8> {
    call("names", 0, &json!(names))
}

/// What is shown of `part`: title, address, summary, date.
pub fn entries(number: usize, part: &[Subject], site: &Site) -> Vec<u8> {
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

/// `postings` in order, and what the texts that they come from say of a word.
pub fn words(number: usize, postings: &[Posting], texts: &Texts<'_>) -> Vec<u8> {
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

/// One word's list.
fn word(text: &mut String, postings: &[Posting], texts: &Texts<'_>) {
    let word = postings[0].word;
    let run = texts.run(word);
    let written = run.map_or_else(|| characters(word).collect(), str::to_owned);
    let firmness = match run {
        Some(_) => FIRM,
        None => {
            let counts: Vec<u64> = characters(word).map(|it| texts.count(it)).collect();
            let times = postings.iter().map(|it| u64::from(it.times)).sum();
            firmness(times, &counts, texts.total())
        }
    };
    let count = postings.len();
    write!(text, "\"{written}\":[{count},{firmness}").expect("a text takes all");
    let mut before = 0;
    for place in weightiest(postings) {
        write!(text, ",{}", place - before).expect("a text takes all");
        before = place >> WEIGHT_BITS << WEIGHT_BITS;
    }
    text.push(']');
}

/// What the firmest words have.
const FIRM: u32 = 9;
/// From this normalised mutual information on, two characters are a word.
const INFORMATION_MIN: f64 = 0.3;

/// How much two characters belong together, 0 to `FIRM`: 游戏 does, 子玩 (of 孩子玩游戏) stands there by chance.
///
/// Pointwise mutual information of the two, normalised by that of a pair which never stands apart. `times` is how often
/// the pair stands in all texts, `counts` how often each of its characters does, among `total`; what was seen only a few
/// times counts less, since rare characters meet by chance too (the discount of Pantel and Lin, 2002).
fn firmness(times: u64, counts: &[u64], total: u64) -> u32 {
    let [first, second] = counts[..] else {
        return FIRM;
    };
    let number = |it: u64| f64::from(u32::try_from(it.max(1)).unwrap_or(u32::MAX));
    let known = |it: u64| number(it) / (number(it) + 1.0);
    let known = known(times) * known(first.min(second));
    let (times, total) = (number(times), number(total).max(2.0 * number(times)));
    let information = (times * total / (number(first) * number(second))).ln();
    let normalised = information / (total / times).ln();
    let share = (known * normalised / INFORMATION_MIN).clamp(0.0, 1.0);
    // Ten steps; the fraction is cut off.
    (0..=FIRM)
        .rev()
        .find(|it| f64::from(*it) <= share * f64::from(FIRM))
        .unwrap_or(0)
}

/// The entries of one word that are worth their bytes, in their order.
fn weightiest(postings: &[Posting]) -> Vec<u32> {
    let mut entries: Vec<u32> = postings.iter().map(|it| it.place).collect();
    if entries.len() > ENTRIES_MAX {
        let weight = |it: &u32| it & ((1 << WEIGHT_BITS) - 1);
        // Equally weighty ones stay in their order, the newest first.
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
    fn of_very_many_entries_the_weightiest_are_kept() {
        let posting = |it: u32| Posting {
            word: 1,
            place: it << WEIGHT_BITS | 1,
            times: 1,
        };
        let mut many: Vec<Posting> = (0..2000).map(posting).collect();
        many[1500].place |= 6;
        let kept = weightiest(&many);
        assert_eq!(kept.len(), ENTRIES_MAX);
        assert!(kept.contains(&(1500 << 3 | 7)) && !kept.contains(&(1001 << 3 | 1)));
    }

    #[test]
    fn what_stands_together_by_chance_is_no_firm_word() {
        // 游戏, 被骗, and 子玩 in a text of 100 000 characters.
        assert_eq!(firmness(58, &[60, 60], 100_000), FIRM);
        assert!(firmness(80, &[500, 2000], 100_000) > 7);
        assert!(firmness(1, &[1500, 20], 100_000) < 4);
        // A single character, and texts of next to nothing.
        assert_eq!(firmness(3, &[3], 100_000), FIRM);
        assert!(firmness(1, &[1, 1], 1) <= FIRM);
    }
}
