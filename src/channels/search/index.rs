//! The index, made once for a site, when the first of its files is wanted.
//!
//! In: the subjects and their texts. Out: the bytes of each file of words. It is made in slices, each by whichever thread
//! comes first, and nowhere is a thread pool asked, so that no thread waits for itself.
//! Equal texts are equal bytes: nothing depends on which thread made what.

use std::{array, collections::BTreeMap, sync::OnceLock};

use super::{
    entries::{self, Subject},
    shards::shards,
    slice::{CHARACTERS, Posting, Slice, Texts, WEIGHT_BITS},
    words::{Weight, shard},
    written,
};
use crate::{
    fingerprint::Fingerprint, page::RenderContext, site::Site, source::Changed, theme::Problem,
};

/// More than a machine has threads that are at it together.
const SLICES: usize = 16;

pub struct Index {
    subjects: OnceLock<Vec<Subject>>,
    version: OnceLock<Fingerprint>,
    slices: [OnceLock<Result<Slice, Changed>>; SLICES],
}

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

fn weight_bits(weight: Weight) -> u32 {
    weight as u32
}

/// The other names of all terms, by taxonomy.
fn other_names(site: &Site) -> Vec<Vec<Vec<&str>>> {
    let taxonomies = site.taxonomies.iter();
    taxonomies.map(|it| it.other_names()).collect()
}
