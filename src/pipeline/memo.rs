//! The memo of a whole build: its inputs, and the moment until which its result is valid.
//!
//! In: everything that a build reads. Out: one fingerprint, and the memo of a successful build. The
//! fingerprint covers everything that can change the output or the messages: settings, templates, files,
//! options, and entries that are rejected before they are read, such as a link or an invalid name.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    BuildOptions, LeftOut,
    documents::Reader,
    read::{self, Listing},
};
use crate::{
    cache::Memo, diagnostics::Diagnostics, fingerprint::Fingerprint, page::Scope,
    paths::SourcePath, site::Site, source::Sources,
};

/// The fingerprint of the bytes of each file, by path.
pub type Files<'a> = BTreeMap<&'a SourcePath, Fingerprint>;

/// Everything that a build would read, before anything is parsed.
pub struct Found<'a> {
    /// The Markdown files, followed by the files that are copied.
    files: Vec<(&'a SourcePath, Fingerprint)>,
    pub inputs: Fingerprint,
}

/// Computes the fingerprints from stamps, or by reading files whose stamps are not trusted. Returns `None` if
/// a file cannot be read.
///
/// `sources` contains settings and templates; `told` contains the diagnostics so far that do not belong to a
/// file.
pub fn found<'a>(
    listing: &'a Listing,
    reader: Reader<'_>,
    sources: &Sources,
    told: Fingerprint,
    options: &BuildOptions,
) -> Option<Found<'a>> {
    let entries: Vec<_> = listing.entries().collect();
    let files: Option<Vec<_>> = entries
        .par_iter()
        .map(|it| Some((&it.path, read::fingerprint(it, reader).ok()?)))
        .collect();
    let files = files?;
    let mut all: Files<'_> = files.iter().copied().collect();
    all.extend(sources.fingerprints());
    let inputs = of(&all, told, options);
    Some(Found { files, inputs })
}

/// The same after a build, for exactly the bytes that it read.
pub fn inputs(
    site: &Site,
    sources: &Sources,
    told: Fingerprint,
    options: &BuildOptions,
) -> Fingerprint {
    let mut files: Files<'_> = sources.fingerprints().collect();
    files.extend(site.assets.iter().map(|it| (&it.source, it.fingerprint)));
    of(&files, told, options)
}

fn of(files: &Files<'_>, told: Fingerprint, options: &BuildOptions) -> Fingerprint {
    Fingerprint::of_large_value(&(
        files,
        told,
        options.drafts as u8,
        options.warnings == super::Warnings::Forbid,
        options.scope == Scope::Feeds,
        &options.base_url,
    ))
}

impl Found<'_> {
    /// Adds the Markdown files to `sources` so that messages can point into them, although none was parsed.
    pub fn note(&self, listing: &Listing, sources: &mut Sources) {
        for (path, fingerprint) in &self.files[..listing.markdown.len()] {
            sources.note(path, *fingerprint);
        }
    }
}

/// The memo of a successful build.
pub fn memo(inputs: Fingerprint, pages: usize, site: &Site, diagnostics: &Diagnostics) -> Memo {
    let left_out = |it: &LeftOut| (it.path.clone(), it.reason.clone());
    Memo {
        inputs,
        from: site.at,
        until: site.until,
        diagnostics: diagnostics.clone(),
        pages,
        feeds: site.feeds.len(),
        left_out: site.left_out.iter().map(left_out).collect(),
    }
}
