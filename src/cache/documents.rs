//! Parsed documents by the bytes of their files, with the diagnostics of parsing.
//!
//! The key covers everything that parsing depends on: path, bytes, role, rules. An entry therefore never
//! becomes stale; it is only no longer looked up. Entries are sharded by path, so that an edit rewrites one
//! small file and only one part is in memory at a time.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    content::{Document, Role},
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    paths::SourcePath,
    source,
};

/// The number of shards.
pub const SHARDS: usize = 64;

/// The result of parsing one file; no document if it was not text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parsed {
    pub document: Option<Arc<Document>>,
    pub diagnostics: Diagnostics,
}

/// The shard that holds the file at `path`.
pub fn shard_of(path: &SourcePath) -> usize {
    (source::id_of(path).0 % SHARDS as u64) as usize
}

/// The cache key of a file with these bytes in this role; `rules` is the fingerprint of the rules.
pub fn parse_key(
    path: &SourcePath,
    bytes: Fingerprint,
    role: Role,
    rules: Fingerprint,
) -> Fingerprint {
    Fingerprint::of_value(&(path, bytes, role, rules))
}

/// One shard: the entries of the previous build, and those that this build has used.
pub struct Shard {
    before: BTreeMap<Fingerprint, Parsed>,
    now: BTreeMap<Fingerprint, Parsed>,
    is_dirty: bool,
}

impl Shard {
    pub(super) fn new(before: BTreeMap<Fingerprint, Parsed>) -> Self {
        Self {
            before,
            now: BTreeMap::new(),
            is_dirty: false,
        }
    }

    /// The entry under `key`; it is kept for the next build.
    pub fn find(&mut self, key: Fingerprint) -> Option<&Parsed> {
        if let Some(parsed) = self.before.remove(&key) {
            self.now.insert(key, parsed);
        }
        self.now.get(&key)
    }

    pub fn add(&mut self, key: Fingerprint, parsed: Parsed) {
        self.now.insert(key, parsed);
        self.is_dirty = true;
    }

    /// Whether the set of entries differs from that of the previous build.
    pub(super) fn is_dirty(&self) -> bool {
        self.is_dirty || !self.before.is_empty()
    }

    pub(super) fn entries(&self) -> &BTreeMap<Fingerprint, Parsed> {
        &self.now
    }

    /// All entries that this build has used.
    pub fn into_parsed(self) -> BTreeMap<Fingerprint, Parsed> {
        self.now
    }
}
