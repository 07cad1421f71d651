//! Checks, before anything is changed, for obstacles that would interrupt a commit and for files that it
//! would damage.
//!
//! In: the files to move and to remove. Out: the first obstacle, with advice.
//! Read-only; rejects every file of someone else at a path to be written.

use std::{
    collections::BTreeSet,
    fs::{self, Metadata},
    io,
    path::Path,
};

use super::{
    error::OutputError,
    existing::ExistingFolders,
    manifest::{ManifestEntry, OutputManifest},
    staging::OutputFolder,
};
use crate::{fingerprint::Fingerprint, paths::OutputPath};

impl OutputFolder {
    /// A file of someone else in the way, or a folder that may not be changed.
    pub(super) fn look_for_obstacles(
        &self,
        moved: &[&OutputPath],
        removed: &[&OutputPath],
        new: &OutputManifest,
    ) -> Result<(), OutputError> {
        let folders: BTreeSet<&str> = moved.iter().flat_map(|it| it.folders()).collect();
        if let Some(folder) = folders.iter().find(|it| new.0.contains_key(&as_path(it))) {
            let shown = as_path(folder).below(&self.folder.shown);
            return Err(is_file_and_folder(&shown));
        }
        let mut existing = ExistingFolders::new(&self.folder.real);
        for folder in folders.iter().filter(|it| existing.may_exist(it)) {
            self.look_for_blocked_folder(&as_path(folder))?;
        }
        for path in moved.iter().filter(|it| existing.may_exist(it.as_str())) {
            self.look_for_foreign_file(path, &new.0[*path])?;
        }
        let left = removed.iter().flat_map(|it| it.folders());
        let folders: BTreeSet<&str> = folders.into_iter().chain(left).collect();
        let top = fs::symlink_metadata(&self.folder.real);
        let top = top.map_err(|it| self.folder.failed("查看", "", &it))?;
        for folder in folders.iter().filter(|it| existing.may_exist(it)) {
            self.look_for_closed_folder(&as_path(folder), &top)?;
        }
        #[cfg(windows)]
        {
            let replaced = moved.iter().filter(|it| existing.may_exist(it.as_str()));
            let own = as_path(super::names::MANIFEST);
            let changed: Vec<&OutputPath> =
                replaced.chain(removed).copied().chain([&own]).collect();
            self.folder.look_for_held_files(&changed)?;
        }
        Ok(())
    }

    fn look_for_blocked_folder(&self, folder: &OutputPath) -> Result<(), OutputError> {
        let found = fs::symlink_metadata(folder.below(&self.folder.real));
        if found.is_ok_and(|it| !it.is_dir()) && !self.old.0.contains_key(folder) {
            return Err(is_in_the_way_of_folder(&folder.below(&self.folder.shown)));
        }
        Ok(())
    }

    fn look_for_foreign_file(
        &self,
        path: &OutputPath,
        entry: &ManifestEntry,
    ) -> Result<(), OutputError> {
        let real = path.below(&self.folder.real);
        let shown = || path.below(&self.folder.shown);
        let Ok(found) = fs::symlink_metadata(&real) else {
            return Ok(());
        };
        if found.is_dir() {
            return match self.foreign_file_in(&real, path.as_str()) {
                Some(foreign) => Err(is_in_the_way_of_file(&shown(), &foreign)),
                None => Ok(()),
            };
        }
        let same = || {
            self.folder
                .bytes_in_place(path, entry.bytes)
                .is_some_and(|it| entry.fingerprint == Fingerprint::of(&it.0))
        };
        let is_recased = || {
            let folded = path.folded();
            self.ignores_case && self.old.0.keys().any(|it| it.folded() == folded)
        };
        if self.old.0.contains_key(path) || same() || is_recased() {
            return Ok(());
        }
        Err(is_foreign(&shown()))
    }

    /// A file below `folder` that does not belong to the site; an unreadable file counts as one.
    fn foreign_file_in(&self, folder: &Path, path: &str) -> Option<String> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Some(path.to_owned());
        };
        for entry in entries {
            let Ok(entry) = entry else {
                return Some(path.to_owned());
            };
            let inner = format!("{path}/{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
            let is_ours = OutputPath::new(&inner).is_some_and(|it| self.old.0.contains_key(&it));
            let foreign = match (is_folder, is_ours) {
                (true, _) => self.foreign_file_in(&entry.path(), &inner),
                (false, true) => None,
                (false, false) => Some(inner),
            };
            if foreign.is_some() {
                return foreign;
            }
        }
        None
    }

    /// A folder that this user may not change, such as one built by another user, or one on another file
    /// system.
    fn look_for_closed_folder(
        &self,
        folder: &OutputPath,
        top: &Metadata,
    ) -> Result<(), OutputError> {
        let real = folder.below(&self.folder.real);
        match fs::symlink_metadata(&real) {
            Ok(found) if found.is_dir() => may_change(&real, &found, top)
                .map_err(|it| self.folder.failed("写入文件夹", folder.as_str(), &it)),
            _ => Ok(()),
        }
    }
}

/// Checks by metadata whether files can be moved from the top folder to this one.
#[cfg(unix)]
fn may_change(folder: &Path, found: &Metadata, top: &Metadata) -> io::Result<()> {
    use rustix::fs::{Access, access};
    use std::os::unix::fs::MetadataExt as _;
    access(folder, Access::WRITE_OK | Access::EXEC_OK)?;
    match found.dev() == top.dev() {
        true => Ok(()),
        false => Err(io::ErrorKind::CrossesDevices.into()),
    }
}

/// Checks by opening the folder with the access that new files need.
#[cfg(windows)]
fn may_change(folder: &Path, _found: &Metadata, _top: &Metadata) -> io::Result<()> {
    super::held::may_fill(folder)
}

/// On other systems permissions are not checked in advance; a move that fails is completed by the next run.
#[cfg(not(any(unix, windows)))]
fn may_change(_folder: &Path, _found: &Metadata, _top: &Metadata) -> io::Result<()> {
    Ok(())
}

/// A parent folder, or another file of the output folder, as an output path.
fn as_path(folder: &str) -> OutputPath {
    OutputPath::new(folder).expect("the parents of an output path are valid output paths")
}

fn is_file_and_folder(shown: &Path) -> OutputError {
    OutputError::new(
        format!("{} 既要当文件又要当文件夹", shown.display()),
        "给其中一个内容换一个网址名",
    )
}

fn is_in_the_way_of_folder(shown: &Path) -> OutputError {
    OutputError::new(
        format!(
            "无法新建文件夹 {}：这里有一个同名的文件或链接，不是 fanzha 生成的",
            shown.display()
        ),
        "把这个文件或链接移走，再运行一次",
    )
}

fn is_in_the_way_of_file(shown: &Path, foreign: &str) -> OutputError {
    OutputError::new(
        format!(
            "无法写入 {}：这里有一个同名的文件夹，里面的“{foreign}”不是 fanzha 生成的",
            shown.display()
        ),
        "把这个文件夹移走，再运行一次",
    )
}

fn is_foreign(shown: &Path) -> OutputError {
    OutputError::new(
        format!(
            "无法写入 {}：这里已有一个不是 fanzha 生成的文件",
            shown.display()
        ),
        "想保留它，就移到网站的 static 文件夹里；不要了就删掉，再运行一次",
    )
}
