//! What counts as a word of a text, the same for the index and, in `themes/default/static/search.js`, for a query.
//!
//! In: text. Out: words as numbers, with the greatest weight of the places where they stand. Two Han characters that
//! follow each other are a word, so `公检法` has two, and any part of a sentence can be found without a dictionary; letters
//! and digits are words as they are written, in lower case, full-width ones as half-width ones.
//! A single character is a word only in names and titles, where somebody may look for it.

use std::collections::BTreeMap;

/// Where a word stands, the weightiest last. The numbers are part of the index's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Text = 1,
    /// In the text, again and again.
    Often = 2,
    /// In the summary, or in the names of what the entry is about.
    Related = 3,
    Heading = 4,
    Keyword = 5,
    Title = 6,
    /// In a name by which it is called.
    Name = 7,
}

/// How often is often.
const OFTEN: usize = 3;
/// Longer runs of letters and digits are cut off.
const RUN_MAX: usize = 32;
/// Set in words of letters and digits; two Han characters take 42 bits.
const RUN: u64 = 1 << 63;
const CHARACTER_BITS: u32 = 21;

/// The words of one entry.
#[derive(Default)]
pub struct Words {
    /// Each time that a word stands somewhere.
    places: Vec<(u64, Weight)>,
    /// The words that are runs of letters and digits.
    pub runs: BTreeMap<u64, Box<str>>,
    /// Every Han character.
    pub characters: Vec<char>,
}

/// A word of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub word: u64,
    pub weight: Weight,
    /// How many times it stands there.
    pub times: usize,
}

impl Words {
    pub fn add(&mut self, text: &str, weight: Weight) {
        let takes_single = weight >= Weight::Keyword;
        let mut before = None;
        let mut run = String::new();
        for character in text.chars().map(folded) {
            if character.is_ascii_alphanumeric() {
                run.push(character);
                before = None;
                continue;
            }
            self.end_run(&mut run, weight);
            if !is_han(character) {
                before = None;
                continue;
            }
            self.characters.push(character);
            if takes_single {
                self.places.push((pair(None, character), weight));
            }
            if before.is_some() {
                self.places.push((pair(before, character), weight));
            }
            before = Some(character);
        }
        self.end_run(&mut run, weight);
    }

    fn end_run(&mut self, run: &mut String, weight: Weight) {
        if run.is_empty() {
            return;
        }
        run.truncate(RUN_MAX);
        let word = RUN | fnv64(run.as_bytes());
        self.places.push((word, weight));
        self.runs.entry(word).or_insert_with(|| run.as_str().into());
        run.clear();
    }

    /// Each word once, in the order of the numbers.
    pub fn weighed(&mut self) -> Vec<Weighed> {
        self.places.sort_unstable();
        let same = self.places.chunk_by(|left, right| left.0 == right.0);
        let weighed = same.map(|places| {
            let (word, weight) = places[places.len() - 1];
            let times = places.len();
            let weight = match weight {
                Weight::Text if times >= OFTEN => Weight::Often,
                _ => weight,
            };
            Weighed {
                word,
                weight,
                times,
            }
        });
        weighed.collect()
    }
}

/// In which of `count` files `word` lies: FNV-1a over UTF-16, as scripts see texts. `run` is the word itself if it is one.
pub fn shard(word: u64, run: Option<&str>, count: usize) -> usize {
    let mut units = [0; 2];
    let mut hash: u32 = 0x811c_9dc5;
    let mut add = |character: char| {
        for unit in character.encode_utf16(&mut units) {
            hash = (hash ^ u32::from(*unit)).wrapping_mul(0x0100_0193);
        }
    };
    match run {
        Some(run) => run.chars().for_each(&mut add),
        None => characters(word).for_each(&mut add),
    }
    (hash ^ (hash >> 15)) as usize % count
}

/// The one or two Han characters of a word that is no run.
pub fn characters(word: u64) -> impl Iterator<Item = char> {
    let mask = (1 << CHARACTER_BITS) - 1;
    let numbers = [word >> CHARACTER_BITS, word & mask];
    let given = numbers.into_iter().filter(|it| *it != 0);
    given.filter_map(|it| char::from_u32(u32::try_from(it).ok()?))
}

fn pair(before: Option<char>, character: char) -> u64 {
    let first = before.map_or(0, |it| u64::from(u32::from(it)));
    first << CHARACTER_BITS | u64::from(u32::from(character))
}

fn fnv64(bytes: &[u8]) -> u64 {
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, add)
}

/// Full-width letters and digits as half-width ones, capital letters as small ones.
fn folded(character: char) -> char {
    let half = match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    };
    half.to_ascii_lowercase()
}

/// A name without all that is no word: `U 盾` is `u盾`.
pub fn bare(name: &str) -> String {
    let folded = name.chars().map(folded);
    folded
        .filter(|it| it.is_ascii_alphanumeric() || is_han(*it))
        .collect()
}

fn is_han(character: char) -> bool {
    matches!(character, '㐀'..='䶿' | '一'..='鿿' | '豈'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, weight: Weight) -> Vec<(String, Weight)> {
        let mut words = Words::default();
        words.add(text, weight);
        let weighed = words.weighed();
        let mut shown: Vec<(String, Weight)> = weighed
            .into_iter()
            .map(|Weighed { word, weight, .. }| {
                let run = words.runs.get(&word).map(|it| it.to_string());
                (run.unwrap_or_else(|| characters(word).collect()), weight)
            })
            .collect();
        shown.sort();
        shown
    }

    #[test]
    fn two_characters_are_a_word_and_so_is_a_number() {
        let shown = words("打96110，ＡＰＰ里“公检法”", Weight::Text);
        let shown: Vec<&str> = shown.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(shown, ["96110", "app", "公检", "检法"]);
    }

    #[test]
    fn a_single_character_counts_in_names_alone() {
        assert_eq!(words("贷", Weight::Text), []);
        let shown = words("网贷", Weight::Name);
        let shown: Vec<&str> = shown.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(shown, ["网", "网贷", "贷"]);
    }

    #[test]
    fn the_weightiest_place_counts() {
        let mut words = Words::default();
        words.add("刷单，刷单，刷单，转账", Weight::Text);
        words.add("转账", Weight::Title);
        let weights: Vec<Weight> = words.weighed().iter().map(|it| it.weight).collect();
        assert!(weights.contains(&Weight::Often) && weights.contains(&Weight::Title));
    }
}
