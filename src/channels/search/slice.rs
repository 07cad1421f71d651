//! One slice of the index: the postings of a range of entries, and how often each character occurs in them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fingerprint::Fingerprint;

/// The occurrence of a word in an entry, ordered by word and entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Posting {
    pub word: u64,
    /// The entry's number, shifted left by `WEIGHT_BITS`, and the weight in the low bits.
    pub place: u32,
    /// How many times the word occurs in the entry.
    pub times: u32,
}

/// The number of low bits of `Posting::place` that hold the weight.
pub const WEIGHT_BITS: u32 = 3;

/// The words and characters of a range of entries.
pub struct Slice {
    /// The postings of each file, sorted.
    pub shards: Vec<Vec<Posting>>,
    /// The text of each word that is a run of letters and digits.
    pub runs: BTreeMap<u64, Box<str>>,
    /// The number of occurrences of each Han character, indexed by code point; `CHARACTERS` long.
    pub characters: Vec<u32>,
    /// The number of occurrences of all Han characters together.
    pub total: u64,
    /// The fingerprint of the postings, runs and character counts.
    pub fingerprint: Fingerprint,
}

/// Characters from this code point on are too rare to be counted.
pub const CHARACTERS: usize = 0x1_0000;

/// The counts of all slices together.
pub struct TextCounts<'a> {
    pub slices: Vec<&'a Slice>,
    pub total: u64,
}

impl TextCounts<'_> {
    /// The text of `word` if it is a run of letters and digits.
    pub fn run(&self, word: u64) -> Option<&str> {
        let mut runs = self.slices.iter().filter_map(|it| it.runs.get(&word));
        runs.next().map(|it| &**it)
    }

    /// The number of Han characters in all texts.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How often `character` occurs in all texts.
    pub fn count(&self, character: char) -> u64 {
        let number = u32::from(character) as usize;
        let counts = self
            .slices
            .iter()
            .filter_map(|it| it.characters.get(number));
        counts.map(|it| u64::from(*it)).sum()
    }
}
