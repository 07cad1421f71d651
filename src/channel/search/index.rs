//! The index, made once for a site, when the first of its files is wanted.
//!
//! In: the subjects and their texts. Out: the bytes of each file of words. It is made in slices, each by whichever thread
//! comes first, and nowhere is a thread pool asked, so that no thread waits for itself.
//! Equal texts are equal bytes: nothing depends on which thread made what.

use std::{array, collections::BTreeMap, sync::OnceLock};

use serde::Serialize;

use super::{
    entries::{self, Subject},
    shards,
    words::{Weight, shard},
    written,
};
use crate::{
    channel::RenderContext, fingerprint::Fingerprint, site::Site, source::Changed, theme::Problem,
};

/// More than a machine has threads that are at it together.
const SLICES: usize = 16;

pub struct Index {
    subjects: OnceLock<Vec<Subject>>,
    version: OnceLock<Fingerprint>,
    slices: [OnceLock<Result<Slice, Changed>>; SLICES],
}

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
struct Slice {
    /// By file, in the order of words and entries.
    shards: Vec<Vec<Posting>>,
    runs: BTreeMap<u64, Box<str>>,
    /// How often each Han character stands in all texts, by its number.
    characters: Vec<u32>,
    /// Of all Han characters together.
    total: u64,
    /// Of all this.
    fingerprint: Fingerprint,
}

/// Characters above are too seldom to be counted.
const CHARACTERS: usize = 0x1_0000;

impl Default for Index {
    fn default() -> Self {
        Self {
            subjects: OnceLock::new(),
            version: OnceLock::new(),
            slices: array::from_fn(|_| OnceLock::new()),
        }
    }
}

impl Index {
    pub fn subjects(&self, site: &Site) -> &[Subject] {
        self.subjects.get_or_init(|| entries::subjects(site))
    }

    /// Of everything that any file of the index depends on.
    pub fn version(&self, context: &RenderContext<'_>) -> Fingerprint {
        *self.version.get_or_init(|| {
            let subjects = self.subjects(context.site).iter();
            let subjects: Vec<Fingerprint> = subjects.map(|it| it.fingerprint(context)).collect();
            Fingerprint::of_value(&(other_names(context.site), subjects))
        })
    }

    /// Of what the files say; another edit of the sources may leave it as it is.
    ///
    /// # Errors
    /// A source is no longer the one that was read.
    pub fn content(&self, context: &RenderContext<'_>) -> Result<Fingerprint, Changed> {
        let site = context.site;
        let slices = (0..SLICES).map(|it| Ok(self.slice(it, context)?.fingerprint));
        let slices: Vec<Fingerprint> = slices.collect::<Result<_, Changed>>()?;
        let shown = self.subjects(site).iter().map(|it| it.shown(site));
        Ok(Fingerprint::of_value(&(
            slices,
            shown.collect::<Vec<_>>(),
            other_names(site),
        )))
    }

    /// The file of words with this number.
    ///
    /// # Errors
    /// A source is no longer the one that was read.
    pub fn words(&self, number: usize, context: &RenderContext<'_>) -> Result<Vec<u8>, Problem> {
        // Each file begins elsewhere, so that threads seldom wait for each other.
        for step in 0..SLICES {
            self.slice((number + step) % SLICES, context)?;
        }
        let slices = (0..SLICES).map(|it| self.slice(it, context));
        let slices: Vec<&Slice> = slices.collect::<Result<_, _>>()?;
        let of_file = slices.iter().map(|it| &it.shards[number]);
        let mut postings: Vec<Posting> = of_file.flatten().copied().collect();
        postings.sort_unstable();
        let total = slices.iter().map(|it| it.total).sum();
        let texts = Texts { slices, total };
        Ok(written::words(number, &postings, &texts))
    }

    fn slice(&self, number: usize, context: &RenderContext<'_>) -> Result<&Slice, Changed> {
        let made = self.slices[number].get_or_init(|| {
            let count = self.subjects(context.site).len();
            let range = number * count / SLICES..(number + 1) * count / SLICES;
            self.make(range, context)
        });
        made.as_ref().map_err(Changed::clone)
    }

    fn make(
        &self,
        range: std::ops::Range<usize>,
        context: &RenderContext<'_>,
    ) -> Result<Slice, Changed> {
        let subjects = self.subjects(context.site);
        let shard_count = shards(subjects.len());
        let other_names = other_names(context.site);
        let mut slice = Slice {
            shards: vec![Vec::new(); shard_count],
            runs: BTreeMap::new(),
            characters: vec![0; CHARACTERS],
            total: 0,
            fingerprint: Fingerprint::of(b""),
        };
        for entry in range {
            let mut words = subjects[entry].words(&other_names, context)?;
            let entry = u32::try_from(entry).expect("a site has fewer entries than half a billion");
            for weighed in words.weighed() {
                let word = weighed.word;
                let run = words.runs.get(&word).map(|it| &**it);
                slice.shards[shard(word, run, shard_count)].push(Posting {
                    word,
                    place: entry << WEIGHT_BITS | weight_bits(weighed.weight),
                    times: u32::try_from(weighed.times).unwrap_or(u32::MAX),
                });
            }
            slice.total += words.characters.len() as u64;
            let numbers = words.characters.iter().map(|it| u32::from(*it) as usize);
            numbers
                .filter(|it| *it < CHARACTERS)
                .for_each(|it| slice.characters[it] += 1);
            slice.runs.append(&mut words.runs);
        }
        for postings in &mut slice.shards {
            postings.sort_unstable();
            postings.shrink_to_fit();
        }
        let said = (&slice.shards, &slice.runs, &slice.characters);
        slice.fingerprint = Fingerprint::of_large_value(&said);
        Ok(slice)
    }
}

/// What all texts together say of a word.
pub struct Texts<'a> {
    slices: Vec<&'a Slice>,
    total: u64,
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

fn weight_bits(weight: Weight) -> u32 {
    weight as u32
}

/// The other names of all terms, by taxonomy.
fn other_names(site: &Site) -> Vec<Vec<Vec<&str>>> {
    let taxonomies = site.taxonomies.iter();
    taxonomies.map(|it| it.other_names()).collect()
}
