//! Which bytes a file has, without reading it: by the stamp that the system keeps of it.
//!
//! In: entries as listed. Out: fingerprints. A stamp younger than two seconds at the start of a build is not believed
//! later, since another write may have fallen into the same tick of the clock; so no change goes unnoticed.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    fingerprint::Fingerprint,
    paths::SourcePath,
    source::{SourceEntry, Stamp},
};

type Files = BTreeMap<SourcePath, (Stamp, Fingerprint)>;

/// The stamps of the build before, and those of this one.
pub struct Stamps {
    before: Files,
    now: Mutex<Files>,
}

impl Stamps {
    pub(super) fn new(before: Files) -> Self {
        Self {
            before,
            now: Mutex::default(),
        }
    }

    /// The fingerprint of a file whose stamp is as it was.
    pub fn fingerprint(&self, entry: &SourceEntry) -> Option<Fingerprint> {
        let (stamp, fingerprint) = self.before.get(&entry.path)?;
        (entry.stamp == Some(*stamp)).then_some(*fingerprint)
    }

    /// Believes nothing of the build before (`--paranoid`).
    pub fn forget(&mut self) {
        self.before.clear();
    }

    /// Notes that `entry`, as it was listed, has these bytes; the build began at `start_ns`.
    pub fn note(&self, entry: &SourceEntry, fingerprint: Fingerprint, start_ns: i128) {
        if let Some(stamp) = entry.stamp
            && entry.is_settled(start_ns)
        {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            now.insert(entry.path.clone(), (stamp, fingerprint));
        }
    }

    pub(super) fn has_news(&self) -> bool {
        *self.files() != self.before
    }

    pub(super) fn files(&self) -> std::sync::MutexGuard<'_, Files> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
