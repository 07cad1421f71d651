//! Which releases a target has shown, and which are kept.
//!
//! In: the ledger and the journals. Out: ids of releases. A release that a target shows now is always kept.

use std::{collections::BTreeSet, path::Path};

use super::{
    journal::Journal,
    ledger::Ledger,
    release::Release,
    store::Store,
    target::{FOLDER, Target},
};
use crate::{config::TargetSettings, pipeline::Failure};

/// The release that `target` shows, as far as this computer knows.
///
/// # Errors
/// The journal cannot be read.
pub fn live_release(target: &Target) -> Result<Option<String>, Failure> {
    Ok(Journal::open(&target.journal())?.state().live)
}

/// The releases that the target named `id` has shown, the oldest first.
///
/// # Errors
/// The ledger cannot be read.
pub fn published_releases(ledger: &Ledger, id: &str) -> Result<Vec<String>, Failure> {
    let (entries, _) = ledger.entries()?;
    let shown = entries
        .into_iter()
        .filter(|it| it.target == id && it.result == "done");
    let releases: BTreeSet<String> = shown.map(|it| it.release).collect();
    Ok(releases.into_iter().collect())
}

/// Records that `target` shows `release`, as its operator has confirmed.
///
/// # Errors
/// The journal cannot be written.
pub fn confirm_release(target: &Target, release: &Release) -> Result<(), Failure> {
    Journal::open(&target.journal())?.live(&release.id)
}

/// Forgets the releases that no target keeps any more.
///
/// # Errors
/// An I/O error; the kept releases are intact then.
pub fn keep_releases(
    site: &Path,
    store: &Store,
    targets: &[TargetSettings],
) -> Result<(), Failure> {
    let folder = site.join(FOLDER);
    let ledger = Ledger::new(&folder);
    let mut kept = BTreeSet::new();
    for target in targets {
        let id = &target.id.value;
        let shown = published_releases(&ledger, id)?;
        let first = shown.len().saturating_sub(target.kept_releases);
        kept.extend(shown.into_iter().skip(first));
        let journal = folder.join(id).join("journal.jsonl");
        if journal.exists() {
            kept.extend(Journal::open(&journal)?.state().live);
        }
    }
    // One that is being delivered, or was never delivered because the line was cut.
    kept.extend(store.ids()?.pop());
    store.keep(&kept)
}
