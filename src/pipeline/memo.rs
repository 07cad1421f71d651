//! A whole build as one value: from what it was made, and up to when it is right.
//!
//! In: all that a build reads. Out: one fingerprint, and the memory of a build that ended well. Everything
//! that can change the output or the messages is in the fingerprint: settings, templates, files, options, and
//! what is refused before it is a file to read, such as a link or an unusable name.

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

/// Path and bytes of each file.
pub type Files<'a> = BTreeMap<&'a SourcePath, Fingerprint>;

/// All that a build would read, before anything is parsed.
pub struct Found<'a> {
    /// The Markdown files, then those that are copied.
    files: Vec<(&'a SourcePath, Fingerprint)>,
    pub inputs: Fingerprint,
}

/// What was found by stamps, or by reading where they do not vouch; none if a file cannot be read.
///
/// `sources` holds settings and templates; `told` is what was to be said so far, of what is no file.
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

/// The same after a build, of the very bytes that it read.
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
    /// Lets messages point into the Markdown files, of which none was parsed.
    pub fn note(&self, listing: &Listing, sources: &mut Sources) {
        for (path, fingerprint) in &self.files[..listing.markdown.len()] {
            sources.note(path, *fingerprint);
        }
    }
}

/// What to remember of a build that ends well.
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
