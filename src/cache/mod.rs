//! The cache of earlier builds: the fingerprint of each file, parsed documents, how each output was made.
//!
//! In: the site folder. Out: cached values, or none. A single folder, `.fanzha/`, which may be deleted at any
//! time: a cache file that is missing, damaged or written by another version of the program is treated as
//! absent. A missing cache costs time, never correctness.

mod documents;
mod outputs;
mod stamps;
mod store;

pub use documents::{Parsed, SHARDS, Shard, parse_key, shard_of};
pub use outputs::{JobMemory, Jobs, Memo, OutputsMemory, key_of};
pub use stamps::Stamps;

use std::path::Path;

use self::store::CacheFolder;
use crate::fingerprint::Fingerprint;

/// The cache of a site; none with `--no-cache`.
#[derive(Clone, Debug)]
pub struct Cache(Option<CacheFolder>);

impl Cache {
    /// The cache in `site` that the program of this name reads and writes.
    pub fn of_site(site: &Path, program: &str) -> Self {
        Self(Some(CacheFolder {
            folder: site.join(".fanzha"),
            program: program.to_owned(),
        }))
    }

    /// A disabled cache: loads nothing and saves nothing.
    pub fn none() -> Self {
        Self(None)
    }

    pub fn stamps(&self) -> Stamps {
        Stamps::new(self.load("stamps").unwrap_or_default())
    }

    pub fn save_stamps(&self, stamps: &Stamps) {
        if stamps.is_dirty() {
            self.save("stamps", &*stamps.files());
        }
    }

    pub fn shard(&self, number: usize) -> Shard {
        Shard::new(self.load(&shard_name(number)).unwrap_or_default())
    }

    /// Saves the entries that this build has parsed or used; unused entries are dropped.
    pub fn save_shard(&self, number: usize, shard: &Shard) {
        if shard.is_dirty() {
            self.save(&shard_name(number), shard.entries());
        }
    }

    /// The cached information about the outputs in `folder`.
    pub fn outputs(&self, folder: &Path) -> OutputsMemory {
        self.load(&outputs_name(folder)).unwrap_or_default()
    }

    pub fn save_outputs(&self, folder: &Path, memory: &OutputsMemory) {
        self.save(&outputs_name(folder), memory);
    }

    fn load<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        store::load(self.0.as_ref()?, name)
    }

    fn save(&self, name: &str, value: &impl serde::Serialize) {
        if let Some(cache) = &self.0 {
            store::save(cache, name, value);
        }
    }
}

fn shard_name(number: usize) -> String {
    format!("documents-{number:02x}")
}

/// A site may be built into several folders, each with its own files.
fn outputs_name(folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let fingerprint = Fingerprint::of(folder.as_os_str().as_encoded_bytes());
    format!("outputs-{:016x}", fingerprint.short())
}
