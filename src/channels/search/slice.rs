//! What is counted of the texts of some entries: where each word stands, and how often each character.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fingerprint::Fingerprint;

/// That a word is in an entry; in the order of words and entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Posting {
    pub word: u64,
    /// The entry's number above the bits of the weight.
    pub place: u32,
    /// How many times it stands there.
    pub times: u32,
}

/// Bits below an entry's number that hold the weight.
pub const WEIGHT_BITS: u32 = 3;

/// What is known of some entries.
pub struct Slice {
    /// By file, in the order of words and entries.
    pub shards: Vec<Vec<Posting>>,
    pub runs: BTreeMap<u64, Box<str>>,
    /// How often each Han character stands in all texts, by its number.
    pub characters: Vec<u32>,
    /// Of all Han characters together.
    pub total: u64,
    /// Of all this.
    pub fingerprint: Fingerprint,
}

/// Characters above are too seldom to be counted.
pub const CHARACTERS: usize = 0x1_0000;

/// What all texts together say of a word.
pub struct Texts<'a> {
    pub slices: Vec<&'a Slice>,
    pub total: u64,
}

impl Texts<'_> {
    /// The word as it is written, if it is letters and digits.
    pub fn run(&self, word: u64) -> Option<&str> {
        let mut runs = self.slices.iter().filter_map(|it| it.runs.get(&word));
        runs.next().map(|it| &**it)
    }

    /// How many Han characters there are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How often the character stands anywhere.
    pub fn count(&self, character: char) -> u64 {
        let number = u32::from(character) as usize;
        let counts = self
            .slices
            .iter()
            .filter_map(|it| it.characters.get(number));
        counts.map(|it| u64::from(*it)).sum()
    }
}
