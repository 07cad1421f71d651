//! The only room that writes the site: files are staged one by one, then moved into place by `commit`.
//!
//! In: output paths and bytes. Out: files below one folder, and the manifest of the files that belong to this
//! program.
//! Nothing of the previous site changes during staging. `commit` first writes the list of the new site (the
//! journal), then moves the files; a run that is interrupted in between is completed by the next command,
//! from the journal and the staged files alone. The output folder therefore ends up with the old site or the
//! new one, never a mixture.
//! Never deletes or overwrites a file that the manifest does not list.

mod commit;
mod error;
mod existing;
mod finish;
mod folder;
mod hold;
mod lock;
mod manifest;
mod obstacles;
mod single;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};

use self::{
    hold::Hold,
    lock::LOCK_WAIT,
    manifest::{ManifestEntry, OutputManifest},
};
use crate::{fingerprint::Fingerprint, paths::OutputPath};
pub use commit::{Removals, Written};
pub use error::OutputError;
pub use single::create_new;

const MANIFEST: &str = ".fanzha-manifest.json";
/// The journal: the manifest of the new site while its files are being moved. It is renamed to the manifest
/// at the end.
const JOURNAL: &str = ".fanzha-commit.json";
const JOURNAL_NEW: &str = ".fanzha-commit.json.new";
/// Staged files have the same relative paths here as in the site, so that a new folder can be moved in one
/// step.
const STAGE: &str = ".fanzha-stage";
const LOCK: &str = ".fanzha-lock";

/// An output folder with exclusive write access for this run.
///
/// Dropped without `commit`, it leaves the site in the folder unchanged.
#[derive(Debug)]
pub struct OutputFolder {
    folder: Folder,
    old: OutputManifest,
    /// In order of arrival, from several threads.
    staged: Mutex<Vec<(OutputPath, Staged)>>,
    equal_files: EqualFiles,
    /// The folder had neither a site nor anything else before.
    is_new: bool,
    /// Dropped last, after the stage has been removed.
    _hold: Hold,
}

/// The output folder as the user named it, for messages, and its real path.
#[derive(Clone, Debug)]
struct Folder {
    shown: PathBuf,
    real: PathBuf,
}

/// What happens to a file whose bytes would not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EqualFiles {
    /// It keeps its modification time, so that it need not be deployed again.
    Leave,
    WriteAgain,
}

/// The metadata of a file in place, or of one that will be after `commit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub fingerprint: Fingerprint,
    pub bytes: u64,
    /// The modification time in nanoseconds since 1970; 0 if the file system has none.
    pub modified_ns: u64,
}

/// A file of the new site.
#[derive(Clone, Copy, Debug)]
struct Staged {
    entry: ManifestEntry,
    is_moved: bool,
}

impl OutputFolder {
    /// Claims `folder`, creating it if it is missing, and completes an interrupted commit.
    ///
    /// `source_folders` are the folders that the site is read from (`content`, `themes`, …), whether they
    /// exist or not. An output folder that is one of them, is inside one, or contains one, as the site root
    /// does, is rejected.
    ///
    /// # Errors
    /// The folder is rejected, contains files of someone else, is being written by another run, or an I/O
    /// error.
    pub fn open(
        folder: &Path,
        source_folders: &[PathBuf],
        equal_files: EqualFiles,
    ) -> Result<Self, OutputError> {
        let folder = Folder::find(folder)?;
        folder::refuse_sources(&folder.shown, &folder.real, source_folders)?;
        folder::refuse_foreign(&folder.shown, &folder.real)?;
        let hold = Hold::take(&folder, LOCK_WAIT)?;
        folder.finish()?;
        let manifest = folder.manifest()?;
        let stage = folder.real.join(STAGE);
        remove_stage(&stage).map_err(|it| folder.failed("清理", STAGE, &it))?;
        match fs::remove_file(folder.real.join(JOURNAL_NEW)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(folder.failed("清理", JOURNAL_NEW, &error));
            }
            _ => (),
        }
        fs::create_dir(&stage).map_err(|it| folder.failed("新建", STAGE, &it))?;
        Ok(Self {
            folder,
            is_new: manifest.is_none(),
            old: manifest.unwrap_or_default(),
            staged: Mutex::default(),
            equal_files,
            _hold: hold,
        })
    }

    /// Makes `bytes` the content of `path` in the new site; may be called from many threads.
    ///
    /// # Errors
    /// An I/O error, or the path is reserved for bookkeeping.
    pub fn stage(&self, path: &OutputPath, bytes: &[u8]) -> Result<Placed, OutputError> {
        let entry = ManifestEntry {
            fingerprint: Fingerprint::of(bytes),
            bytes: bytes.len() as u64,
        };
        if path.as_str().starts_with(".fanzha-") {
            return Err(is_reserved(&path.below(&self.folder.shown)));
        }
        let (modified_ns, is_moved) = match self.unchanged_since(path, bytes) {
            Some(modified_ns) => (modified_ns, false),
            None => (self.write(path, bytes)?, true),
        };
        self.enter(path, Staged { entry, is_moved });
        Ok(Placed {
            fingerprint: entry.fingerprint,
            bytes: entry.bytes,
            modified_ns,
        })
    }

    /// Keeps the file of the previous site at `path` if it is unchanged since it was placed.
    pub fn keep(&self, path: &OutputPath, placed: &Placed) -> bool {
        if self.equal_files == EqualFiles::WriteAgain || !self.folder.has(path, placed) {
            return false;
        }
        let entry = ManifestEntry {
            fingerprint: placed.fingerprint,
            bytes: placed.bytes,
        };
        let is_ours = self.old.0.get(path) == Some(&entry);
        if is_ours {
            let is_moved = false;
            self.enter(path, Staged { entry, is_moved });
        }
        is_ours
    }

    /// Whether the site being replaced is no longer `edition`.
    pub fn is_overtaken(&self, edition: Edition) -> bool {
        self.folder.edition() != edition
    }

    /// Whether the previous site in this folder has a file at this path.
    pub fn had(&self, path: &OutputPath) -> bool {
        self.old.0.contains_key(path)
    }

    /// The bytes of a file of the new site, staged or kept.
    pub fn bytes(&self, path: &OutputPath) -> Option<Vec<u8>> {
        let stage = path.below(&self.folder.real.join(STAGE));
        read(&stage).or_else(|| read(&path.below(&self.folder.real)))
    }

    fn enter(&self, path: &OutputPath, staged: Staged) {
        self.files().push((path.clone(), staged));
    }

    /// The modification time of the file in place, if it already has these bytes and may stay.
    fn unchanged_since(&self, path: &OutputPath, bytes: &[u8]) -> Option<u64> {
        if self.equal_files == EqualFiles::WriteAgain || self.is_new {
            return None;
        }
        let (held, modified_ns) = self.folder.bytes_in_place(path, bytes.len() as u64)?;
        (held == bytes).then_some(modified_ns)
    }

    /// Writes a staged file; returns its modification time, which moving does not change.
    fn write(&self, path: &OutputPath, bytes: &[u8]) -> Result<u64, OutputError> {
        let file = path.below(&self.folder.real.join(STAGE));
        let create = || File::create_new(&file);
        let folder = file.parent().expect("a staged file is below the stage");
        if path.file_name() == "index.html" {
            // A page usually has a folder that does not exist yet; if creating it fails, so does the next
            // step.
            drop(fs::create_dir(folder));
        }
        let written = create()
            .or_else(|error| match error.kind() {
                io::ErrorKind::NotFound => {
                    fs::create_dir_all(folder)?;
                    create()
                }
                // Two contents for one path: the second one is rejected when it is entered.
                io::ErrorKind::AlreadyExists => File::create(&file),
                _ => Err(error),
            })
            .and_then(|mut it| {
                it.write_all(bytes)?;
                it.metadata()
            });
        match written {
            Ok(metadata) => Ok(modified_ns(&metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Err(is_given_twice(&path.below(&self.folder.shown)))
            }
            Err(error) => Err(self.folder.failed("写入", path.as_str(), &error)),
        }
    }

    fn files(&self) -> MutexGuard<'_, Vec<(OutputPath, Staged)>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Identifies the site that a folder holds; changes with every commit.
///
/// The manifest's length and modification time in nanoseconds since 1970; `None` if there is no site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition(Option<(u64, u64)>);

/// The site that `folder` holds now.
pub fn edition(folder: &Path) -> Edition {
    Folder::find(folder).map_or(Edition(None), |it| it.edition())
}

/// Completes an interrupted commit in `folder`, if there is one.
///
/// # Errors
/// The folder is being written by another run, or an I/O error.
pub fn finish(folder: &Path) -> Result<(), OutputError> {
    let folder = Folder::find(folder)?;
    if !folder.real.join(JOURNAL).exists() {
        return Ok(());
    }
    let _hold = Hold::take(&folder, LOCK_WAIT)?;
    folder.finish()
}

/// The files of `folder` by its manifest, sorted by path; `None` if there is no site.
///
/// # Errors
/// The manifest is damaged or cannot be read.
pub fn listed(folder: &Path) -> Result<Option<Vec<(OutputPath, Fingerprint)>>, OutputError> {
    let manifest = Folder::find(folder)?.manifest()?;
    let files = |it: OutputManifest| it.0.into_iter().map(|(path, it)| (path, it.fingerprint));
    Ok(manifest.map(|it| files(it).collect()))
}

impl Folder {
    fn find(folder: &Path) -> Result<Self, OutputError> {
        let shown = error::shown(folder).to_owned();
        let real = folder::real_place(folder)?;
        Ok(Self { shown, real })
    }

    fn manifest(&self) -> Result<Option<OutputManifest>, OutputError> {
        folder::read_manifest(&self.shown, &self.real, MANIFEST)
    }

    fn edition(&self) -> Edition {
        let metadata = fs::symlink_metadata(self.real.join(MANIFEST)).ok();
        Edition(metadata.map(|it| (it.len(), modified_ns(&it))))
    }

    /// Whether the file at `path` is the one that was placed there, by its length and modification time.
    fn has(&self, path: &OutputPath, placed: &Placed) -> bool {
        fs::symlink_metadata(path.below(&self.real)).is_ok_and(|it| {
            it.is_file() && it.len() == placed.bytes && modified_ns(&it) == placed.modified_ns
        })
    }

    /// The bytes and the modification time of the file in place, if it is a regular file of this length.
    fn bytes_in_place(&self, path: &OutputPath, length: u64) -> Option<(Vec<u8>, u64)> {
        let file = path.below(&self.real);
        let metadata = fs::symlink_metadata(&file).ok()?;
        if !metadata.is_file() || metadata.len() != length {
            return None;
        }
        Some((read(&file)?, modified_ns(&metadata)))
    }

    /// The error of a failed `act` on `path` in this folder; an empty path is the folder itself.
    fn failed(&self, act: &str, path: &str, error: &io::Error) -> OutputError {
        let shown = match path {
            "" => self.shown.clone(),
            path => self.shown.join(path),
        };
        OutputError::disk(act, &shown, error)
    }
}

/// Reads a file that this program wrote, never a source.
fn read(file: &Path) -> Option<Vec<u8>> {
    #[expect(
        clippy::disallowed_methods,
        reason = "reads an output file, not a source"
    )]
    fs::read(file).ok()
}

fn modified_ns(metadata: &fs::Metadata) -> u64 {
    metadata
        .modified()
        .ok()
        .and_then(|it| it.duration_since(UNIX_EPOCH).ok())
        .and_then(|it| it.as_nanos().try_into().ok())
        .unwrap_or_default()
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // After a failure during `commit`, the next run needs the staged files to complete it.
        if !self.folder.real.join(JOURNAL).exists() {
            // If removing fails now, the stage is removed when the folder is opened next.
            drop(remove_stage(&self.folder.real.join(STAGE)));
        }
    }
}

fn remove_stage(stage: &Path) -> io::Result<()> {
    match fs::remove_dir_all(stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn is_reserved(shown: &Path) -> OutputError {
    OutputError::new(
        format!(
            "无法写入 {}：以 .fanzha- 开头的文件名留给 fanzha 自己使用",
            shown.display()
        ),
        "给对应的文件换一个名字",
    )
}

fn is_given_twice(shown: &Path) -> OutputError {
    OutputError::new(
        format!("无法写入 {}：两个内容要写进同一个文件", shown.display()),
        "给其中一个内容换一个网址名",
    )
}

#[cfg(test)]
mod tests;
