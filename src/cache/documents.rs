//! What a file says, by its bytes: documents as they were parsed, with what was to be said about them.
//!
//! The key holds all that parsing looks at: path, bytes, role, rules. So an entry is right for ever, or never asked for.
//! Parted into shards by path, so that one edit rewrites a small file and only a part is in memory at a time.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    content::{Document, Role},
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    paths::SourcePath,
    source,
};

/// How many shards there are.
pub const SHARDS: usize = 64;

/// One file as parsed; no document if it was no text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parsed {
    pub document: Option<Arc<Document>>,
    pub diagnostics: Diagnostics,
}

/// The shard of the file at `path`.
pub fn shard_of(path: &SourcePath) -> usize {
    (source::id_of(path).0 % SHARDS as u64) as usize
}

/// The key of a file with these bytes in this role; `rules` is the fingerprint of the rules.
pub fn parse_key(
    path: &SourcePath,
    bytes: Fingerprint,
    role: Role,
    rules: Fingerprint,
) -> Fingerprint {
    Fingerprint::of_value(&(path, bytes, role, rules))
}

/// A part of the documents: those of the build before, and those that this build has asked for.
pub struct Shard {
    before: BTreeMap<Fingerprint, Parsed>,
    now: BTreeMap<Fingerprint, Parsed>,
    has_news: bool,
}

impl Shard {
    pub(super) fn new(before: BTreeMap<Fingerprint, Parsed>) -> Self {
        Self {
            before,
            now: BTreeMap::new(),
            has_news: false,
        }
    }

    /// What is remembered under `key`; it is kept for the next build.
    pub fn find(&mut self, key: Fingerprint) -> Option<&Parsed> {
        if let Some(parsed) = self.before.remove(&key) {
            self.now.insert(key, parsed);
        }
        self.now.get(&key)
    }

    pub fn add(&mut self, key: Fingerprint, parsed: Parsed) {
        self.now.insert(key, parsed);
        self.has_news = true;
    }

    /// Whether this build knows more, or less, than the one before.
    pub(super) fn has_news(&self) -> bool {
        self.has_news || !self.before.is_empty()
    }

    pub(super) fn entries(&self) -> &BTreeMap<Fingerprint, Parsed> {
        &self.now
    }

    /// All that this build has asked for.
    pub fn into_parsed(self) -> BTreeMap<Fingerprint, Parsed> {
        self.now
    }
}
