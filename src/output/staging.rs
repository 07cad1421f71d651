//! Staging: the files of a new site are written beside the previous one, which stays unchanged.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    error::OutputError,
    folder,
    hold::Hold,
    lock::LOCK_WAIT,
    manifest::{ManifestEntry, OutputManifest},
    names::{JOURNAL, JOURNAL_NEW, STAGE},
    place::{Edition, Folder, Placed, modified_ns, read, remove_stage},
};
use crate::{fingerprint::Fingerprint, paths::OutputPath};

/// An output folder with exclusive write access for this run.
///
/// Dropped without `commit`, it leaves the site in the folder unchanged.
#[derive(Debug)]
pub struct OutputFolder {
    pub(super) folder: Folder,
    pub(super) old: OutputManifest,
    /// In order of arrival, from several threads.
    pub(super) staged: Mutex<Vec<(OutputPath, Staged)>>,
    pub(super) equal_files: EqualFiles,
    /// The folder had neither a site nor anything else before.
    pub(super) is_new: bool,
    /// Names that differ only in case name the same file.
    pub(super) ignores_case: bool,
    /// Dropped last, after the stage has been removed.
    _hold: Hold,
}

/// What happens to a file whose bytes would not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EqualFiles {
    /// It keeps its modification time, so that it need not be deployed again.
    Leave,
    WriteAgain,
}

/// A file of the new site.
#[derive(Clone, Copy, Debug)]
pub(super) struct Staged {
    pub entry: ManifestEntry,
    pub is_moved: bool,
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
            ignores_case: folder.ignores_case(),
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
        // Otherwise a file whose name differs in case would keep its old name.
        let may_have_other_name = self.ignores_case && !self.had(path);
        if self.equal_files == EqualFiles::WriteAgain || self.is_new || may_have_other_name {
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

    pub(super) fn files(&self) -> MutexGuard<'_, Vec<(OutputPath, Staged)>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

fn is_reserved(shown: &Path) -> OutputError {
    OutputError::new(
        format!(
            "无法写入 {}：以 .fanzha- 开头的文件名留给 fanzha 自己使用",
            shown.display()
        ),
        "给对应的文件换一个名字",
    )
}

pub(super) fn is_given_twice(shown: &Path) -> OutputError {
    OutputError::new(
        format!("无法写入 {}：两个内容要写进同一个文件", shown.display()),
        "给其中一个内容换一个网址名",
    )
}
