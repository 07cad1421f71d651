//! The search index, computed once per site, when the first of its files is requested.
//!
//! In: the entries and their texts. Out: the bytes of each file of words. The index is computed in slices,
//! each by the first thread that needs it. No thread pool is used here, because a task of a pool that waits
//! for another task of the same pool can deadlock. Equal texts give equal bytes: the result does not depend
//! on the threads.

use std::{array, collections::BTreeMap, sync::OnceLock};

use super::{
    entries::{self, SearchEntry},
    shards::shards,
    slice::{CHARACTERS, Posting, Slice, TextCounts, WEIGHT_BITS},
    words::{Weight, shard},
    written,
};
use crate::{
    fingerprint::Fingerprint, page::RenderContext, site::Site, source::Changed, theme::Problem,
};

/// More slices than threads that usually compute them at the same time.
const SLICES: usize = 16;

pub struct SearchIndex {
    entries: OnceLock<Vec<SearchEntry>>,
    version: OnceLock<Fingerprint>,
    slices: [OnceLock<Result<Slice, Changed>>; SLICES],
}

impl Default for SearchIndex {
    fn default() -> Self {
        Self {
            entries: OnceLock::new(),
            version: OnceLock::new(),
            slices: array::from_fn(|_| OnceLock::new()),
        }
    }
}

impl SearchIndex {
    pub fn entries(&self, site: &Site) -> &[SearchEntry] {
        self.entries.get_or_init(|| entries::sorted(site))
    }

    /// The fingerprint of everything that any file of the index depends on.
    pub fn version(&self, context: &RenderContext<'_>) -> Fingerprint {
        *self.version.get_or_init(|| {
            let entries = self.entries(context.site).iter();
            let entries: Vec<Fingerprint> = entries.map(|it| it.fingerprint(context)).collect();
            Fingerprint::of_value(&(context.site.other_names(), entries))
        })
    }

    /// The fingerprint of the contents of the files; not every edit of the sources changes it.
    ///
    /// # Errors
    /// A source has changed since it was read.
    pub fn content(&self, context: &RenderContext<'_>) -> Result<Fingerprint, Changed> {
        let site = context.site;
        let slices = (0..SLICES).map(|it| Ok(self.slice(it, context)?.fingerprint));
        let slices: Vec<Fingerprint> = slices.collect::<Result<_, Changed>>()?;
        let shown = self.entries(site).iter().map(|it| it.shown(site));
        Ok(Fingerprint::of_value(&(
            slices,
            shown.collect::<Vec<_>>(),
            site.other_names(),
        )))
    }

    /// The bytes of the file of words with this number.
    ///
    /// # Errors
    /// A source has changed since it was read.
    pub fn words(&self, number: usize, context: &RenderContext<'_>) -> Result<Vec<u8>, Problem> {
        // Each file starts with another slice, so that threads rarely wait for each other.
        for step in 0..SLICES {
            self.slice((number + step) % SLICES, context)?;
        }
        let slices = (0..SLICES).map(|it| self.slice(it, context));
        let slices: Vec<&Slice> = slices.collect::<Result<_, _>>()?;
        let of_file = slices.iter().map(|it| &it.shards[number]);
        let mut postings: Vec<Posting> = of_file.flatten().copied().collect();
        postings.sort_unstable();
        let total = slices.iter().map(|it| it.total).sum();
        let texts = TextCounts { slices, total };
        Ok(written::words(number, &postings, &texts))
    }

    fn slice(&self, number: usize, context: &RenderContext<'_>) -> Result<&Slice, Changed> {
        let made = self.slices[number].get_or_init(|| {
            let count = self.entries(context.site).len();
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
        let entries = self.entries(context.site);
        let shard_count = shards(entries.len());
        let other_names = context.site.other_names();
        let mut slice = Slice {
            shards: vec![Vec::new(); shard_count],
            runs: BTreeMap::new(),
            characters: vec![0; CHARACTERS],
            total: 0,
            fingerprint: Fingerprint::of(b""),
        };
        for entry_index in range {
            let mut words = entries[entry_index].words(&other_names, context)?;
            let entry_index =
                u32::try_from(entry_index).expect("a site has fewer entries than half a billion");
            for weighted in words.weighted() {
                let word = weighted.word;
                let run = words.runs.get(&word).map(|it| &**it);
                slice.shards[shard(word, run, shard_count)].push(Posting {
                    word,
                    place: entry_index << WEIGHT_BITS | weight_bits(weighted.weight),
                    times: u32::try_from(weighted.times).unwrap_or(u32::MAX),
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
