//! Tokenization: the words of a text, by the same rules as `themes/default/static/search.js` applies to
//! queries.
//!
//! In: text. Out: words as numbers, each with the greatest weight among its occurrences. Two adjacent Han
//! characters are a word, so `公检法` has two words, and any part of a sentence can be found without a
//! dictionary. A run of letters and digits is a word, in lower case and half width. A single character is a
//! word only in names, titles and key words, where a reader may search for it.

use std::collections::BTreeMap;

/// Where a word occurs, by increasing weight. The numbers are part of the index format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Text = 1,
    /// In the text, at least `FREQUENT_MIN` times.
    Frequent = 2,
    /// In the summary, or in the names of the entry's terms.
    Related = 3,
    Heading = 4,
    Keyword = 5,
    Title = 6,
    /// In one of the entry's alternative names.
    Name = 7,
}

/// A word that occurs this many times in a text gets `Weight::Frequent`.
const FREQUENT_MIN: usize = 3;
/// Longer runs of letters and digits are truncated to this many characters.
const RUN_MAX: usize = 32;
/// This bit is set in words that are runs; two Han characters take 42 bits.
const RUN: u64 = 1 << 63;
const CHARACTER_BITS: u32 = 21;

/// The words of one entry.
#[derive(Default)]
pub struct EntryWords {
    /// Every occurrence of a word.
    places: Vec<(u64, Weight)>,
    /// The text of each word that is a run of letters and digits.
    pub runs: BTreeMap<u64, Box<str>>,
    /// Every occurrence of a Han character.
    pub characters: Vec<char>,
}

/// A word of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightedWord {
    pub word: u64,
    pub weight: Weight,
    /// How many times the word occurs in the entry.
    pub times: usize,
}

impl EntryWords {
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

    /// Each word once, sorted by number.
    pub fn weighted(&mut self) -> Vec<WeightedWord> {
        self.places.sort_unstable();
        let same = self.places.chunk_by(|left, right| left.0 == right.0);
        let weighted = same.map(|places| {
            let (word, weight) = places[places.len() - 1];
            let times = places.len();
            let weight = match weight {
                Weight::Text if times >= FREQUENT_MIN => Weight::Frequent,
                _ => weight,
            };
            WeightedWord {
                word,
                weight,
                times,
            }
        });
        weighted.collect()
    }
}

/// The number of the file, of `count`, that holds `word`: FNV-1a over the word's UTF-16 code units, which are
/// what scripts see. `run` is the text of a word that is a run.
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

/// The one or two Han characters of a word that is not a run.
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

/// Converts full-width letters and digits to half width, and upper case to lower case.
fn folded(character: char) -> char {
    let half = match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    };
    half.to_ascii_lowercase()
}

/// A name without the characters that belong to no word: `U 盾` becomes `u盾`.
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
        let mut words = EntryWords::default();
        words.add(text, weight);
        let weighted = words.weighted();
        let mut shown: Vec<(String, Weight)> = weighted
            .into_iter()
            .map(|WeightedWord { word, weight, .. }| {
                let run = words.runs.get(&word).map(|it| it.to_string());
                (run.unwrap_or_else(|| characters(word).collect()), weight)
            })
            .collect();
        shown.sort();
        shown
    }

    #[test]
    fn character_pairs_and_numbers_are_words() {
        let shown = words("打96110，ＡＰＰ里“公检法”", Weight::Text);
        let shown: Vec<&str> = shown.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(shown, ["96110", "app", "公检", "检法"]);
    }

    #[test]
    fn a_single_character_is_a_word_only_in_names() {
        assert_eq!(words("贷", Weight::Text), []);
        let shown = words("网贷", Weight::Name);
        let shown: Vec<&str> = shown.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(shown, ["网", "网贷", "贷"]);
    }

    #[test]
    fn a_word_gets_the_greatest_weight_of_its_occurrences() {
        let mut words = EntryWords::default();
        words.add("刷单，刷单，刷单，转账", Weight::Text);
        words.add("转账", Weight::Title);
        let weights: Vec<Weight> = words.weighted().iter().map(|it| it.weight).collect();
        assert!(weights.contains(&Weight::Frequent) && weights.contains(&Weight::Title));
    }
}
