//! An output folder on the disk: its real path, and access to the files in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};

use super::{
    error::OutputError,
    folder,
    manifest::OutputManifest,
    names::{LOCK, MANIFEST},
    patience::patiently,
};
use crate::{
    fingerprint::Fingerprint,
    paths::{OutputPath, shown},
};

/// The output folder as the user named it, for messages, and its real path.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub shown: PathBuf,
    pub real: PathBuf,
}

/// The metadata of a file in place, or of one that will be after `commit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub fingerprint: Fingerprint,
    pub bytes: u64,
    /// The modification time in nanoseconds since 1970; 0 if the file system has none.
    pub modified_ns: u64,
}

/// Identifies the site that a folder holds; changes with every commit.
///
/// The manifest's length and modification time in nanoseconds since 1970; `None` if there is no site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition(pub(super) Option<(u64, u64)>);

impl Folder {
    pub fn find(folder: &Path) -> Result<Self, OutputError> {
        let shown = shown(folder);
        let real = folder::real_place(folder)?;
        Ok(Self { shown, real })
    }

    pub fn manifest(&self) -> Result<Option<OutputManifest>, OutputError> {
        folder::read_manifest(&self.shown, &self.real, MANIFEST)
    }

    pub fn edition(&self) -> Edition {
        let metadata = fs::symlink_metadata(self.real.join(MANIFEST)).ok();
        Edition(metadata.map(|it| (it.len(), modified_ns(&it))))
    }

    /// Whether names that differ only in case name the same file here. The folder must be locked.
    pub fn ignores_case(&self) -> bool {
        fs::symlink_metadata(self.real.join(LOCK.to_uppercase())).is_ok()
    }

    /// Whether the file at `path` is the one that was placed there, by its length and modification time.
    pub fn has(&self, path: &OutputPath, placed: &Placed) -> bool {
        fs::symlink_metadata(path.below(&self.real)).is_ok_and(|it| {
            it.is_file() && it.len() == placed.bytes && modified_ns(&it) == placed.modified_ns
        })
    }

    /// The bytes and the modification time of the file in place, if it is a regular file of this length.
    pub fn bytes_in_place(&self, path: &OutputPath, length: u64) -> Option<(Vec<u8>, u64)> {
        let file = path.below(&self.real);
        let metadata = fs::symlink_metadata(&file).ok()?;
        if !metadata.is_file() || metadata.len() != length {
            return None;
        }
        Some((read(&file)?, modified_ns(&metadata)))
    }

    /// The error of a failed `act` on `path` in this folder; an empty path is the folder itself.
    pub fn failed(&self, act: &str, path: &str, error: &io::Error) -> OutputError {
        let shown = match path {
            "" => self.shown.clone(),
            path => self.shown.join(path),
        };
        OutputError::disk(act, &shown, error)
    }
}

/// Reads a file that this program wrote, never a source.
pub(super) fn read(file: &Path) -> Option<Vec<u8>> {
    #[expect(
        clippy::disallowed_methods,
        reason = "reads an output file, not a source"
    )]
    fs::read(file).ok()
}

pub(super) fn modified_ns(metadata: &fs::Metadata) -> u64 {
    metadata
        .modified()
        .ok()
        .and_then(|it| it.duration_since(UNIX_EPOCH).ok())
        .and_then(|it| it.as_nanos().try_into().ok())
        .unwrap_or_default()
}

pub(super) fn remove_stage(stage: &Path) -> io::Result<()> {
    match patiently(|| fs::remove_dir_all(stage)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
