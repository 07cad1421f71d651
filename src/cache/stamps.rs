//! The fingerprints of files that have not changed since an earlier build, found by their stamps without
//! reading them.
//!
//! In: entries as listed. Out: fingerprints. A stamp that was less than two seconds old at the start of a
//! build is never trusted later, since another write may have fallen into the same clock tick; so every
//! change is detected.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    fingerprint::Fingerprint,
    paths::SourcePath,
    source::{SourceEntry, Stamp},
};

type StampedFiles = BTreeMap<SourcePath, (Stamp, Fingerprint)>;

/// The stamps of the previous build, and those of this one.
pub struct Stamps {
    before: StampedFiles,
    now: Mutex<StampedFiles>,
}

impl Stamps {
    pub(super) fn new(before: StampedFiles) -> Self {
        Self {
            before,
            now: Mutex::default(),
        }
    }

    /// The fingerprint of a file whose stamp is unchanged.
    pub fn fingerprint(&self, entry: &SourceEntry) -> Option<Fingerprint> {
        let (stamp, fingerprint) = self.before.get(&entry.path)?;
        (entry.stamp == Some(*stamp)).then_some(*fingerprint)
    }

    /// Discards the stamps of the previous build (`--paranoid`).
    pub fn forget(&mut self) {
        self.before.clear();
    }

    /// Records that `entry`, as listed, has these bytes; the build began at `start_ns`.
    pub fn note(&self, entry: &SourceEntry, fingerprint: Fingerprint, start_ns: i128) {
        if let Some(stamp) = entry.stamp
            && entry.is_settled(start_ns)
        {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            now.insert(entry.path.clone(), (stamp, fingerprint));
        }
    }

    pub(super) fn is_dirty(&self) -> bool {
        *self.files() != self.before
    }

    pub(super) fn files(&self) -> std::sync::MutexGuard<'_, StampedFiles> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
