//! A whole build as one value: from what it was made, and up to when it is right.
//!
//! In: all that a build reads. Out: one fingerprint, and the memory of a build that ended well.
//! Everything that can change the output or the messages is in the fingerprint: settings, templates, files, options.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    BuildOptions, LeftOut,
    documents::Reader,
    read::{self, Listing},
    write::Written,
};
use crate::{
    cache::{Memo, OutputsMemory},
    channel::Scope,
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    paths::SourcePath,
    site::{Drafts, Site},
    source::Sources,
};

/// Path and bytes of each file.
pub type Files<'a> = BTreeMap<&'a SourcePath, Fingerprint>;

/// The listed files before anything is parsed; none if a file cannot be read.
pub fn listed_files<'a>(listing: &'a Listing, reader: Reader<'_>) -> Option<Files<'a>> {
    let entries: Vec<_> = listing.entries().collect();
    entries
        .par_iter()
        .map(|it| Some((&it.path, read::fingerprint(it, reader).ok()?)))
        .collect()
}

/// The fingerprint of all inputs before anything is parsed; `sources` holds settings and templates.
pub fn inputs_by_stamps(
    listed: &Files<'_>,
    sources: &Sources,
    options: &BuildOptions,
) -> Fingerprint {
    let mut files: Files<'_> = listed.clone();
    files.extend(sources.fingerprints());
    of(&files, options)
}

/// The same after a build, of the very bytes that it read.
pub fn inputs(
    listing: &Listing,
    site: &Site,
    sources: &Sources,
    options: &BuildOptions,
) -> Fingerprint {
    let mut files: Files<'_> = sources.fingerprints().collect();
    files.extend(site.assets.iter().map(|it| (&it.source, it.fingerprint)));
    debug_assert!(listing.entries().all(|it| files.contains_key(&it.path)));
    of(&files, options)
}

fn of(files: &Files<'_>, options: &BuildOptions) -> Fingerprint {
    Fingerprint::of_value(&(
        files,
        options.drafts == Drafts::Include,
        options.warnings == super::Warnings::Forbid,
        options.scope == Scope::Feeds,
        &options.base_url,
    ))
}

/// Lets messages point into files that were not read again.
pub fn note_sources(listing: &Listing, listed: &Files<'_>, sources: &mut Sources) {
    for entry in &listing.markdown {
        sources.note(&entry.path, listed[&entry.path]);
    }
}

/// What to remember of a build that ended well.
pub fn memory(
    written: &Written,
    inputs: Fingerprint,
    site: &Site,
    diagnostics: &Diagnostics,
) -> OutputsMemory {
    let summary = &written.summary;
    let left_out = |it: &LeftOut| (it.path.clone(), it.reason.clone());
    OutputsMemory {
        memo: Some(Memo {
            inputs,
            from: site.at,
            until: site.until,
            diagnostics: diagnostics.clone(),
            pages: summary.pages,
            feeds: summary.feeds,
            left_out: summary.left_out.iter().map(left_out).collect(),
        }),
        jobs: written.jobs.clone(),
    }
}
