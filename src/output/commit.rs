//! Makes the staged files the folder's site: looks for obstacles, writes the journal, and has it finished.
//!
//! Until the journal is in place nothing has changed; from then on `finish` brings the new site about, in this run or
//! in the next. Nothing is overwritten that someone else put there.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::BufWriter,
    path::Path,
};

use super::{
    Folder, JOURNAL, JOURNAL_NEW, MANIFEST, Output,
    error::OutputError,
    manifest::{Manifest, Written as Entry},
};
use crate::{fingerprint::Fingerprint, paths::OutputPath};

/// How many files were changed, left alone and deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Whether an unusually large part of the site may be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removals {
    /// More than a third of a site is deleted by mistake more often than on purpose.
    Usual,
    /// The user has said so (`--yes`).
    Any,
}

/// Fewer deletions than this are never asked about.
const REMOVALS_UNASKED: usize = 20;

impl Output {
    /// Makes the staged files the folder's site.
    ///
    /// # Errors
    /// Someone else's file is in the way or too much would be deleted (then nothing was changed), or the disk failed.
    pub fn commit(self, removals: Removals) -> Result<Written, OutputError> {
        let staged = std::mem::take(&mut *self.files());
        let are_moved: Vec<bool> = staged.values().map(|it| it.is_moved).collect();
        let entries = staged.into_iter().map(|(path, it)| (path, it.entry));
        let new = Manifest(entries.collect());
        let moved: Vec<&OutputPath> = new
            .0
            .keys()
            .zip(are_moved)
            .filter_map(|(path, is_moved)| is_moved.then_some(path))
            .collect();
        let removed = self.old.0.keys().filter(|it| !new.0.contains_key(*it));
        let removed = removed.count();
        if removals == Removals::Usual && is_unusual(removed, self.old.0.len()) {
            return Err(removes_much(&self.folder.shown, removed, self.old.0.len()));
        }
        self.look_for_obstacles(&moved, &new)?;
        let is_same = moved.is_empty() && new == self.old;
        if !is_same || !self.folder.real.join(MANIFEST).exists() {
            self.folder.write_journal(&new)?;
            self.folder.carry_out(&self.old, &new, &moved)?;
        }
        Ok(Written {
            written: moved.len(),
            unchanged: new.0.len() - moved.len(),
            removed,
        })
    }

    /// Looks, before anything is changed, for what is not ours and would be overwritten or written through.
    fn look_for_obstacles(&self, moved: &[&OutputPath], new: &Manifest) -> Result<(), OutputError> {
        let folders: BTreeSet<&str> = moved.iter().flat_map(|it| it.folders()).collect();
        for folder in folders {
            let folder = OutputPath::new(folder).expect("its parts were checked with the whole");
            self.look_for_blocked_folder(&folder, new)?;
        }
        for path in moved {
            self.look_for_foreign_file(path, &new.0[*path])?;
        }
        Ok(())
    }

    fn look_for_blocked_folder(
        &self,
        folder: &OutputPath,
        new: &Manifest,
    ) -> Result<(), OutputError> {
        if new.0.contains_key(folder) {
            return Err(is_file_and_folder(&folder.below(&self.folder.shown)));
        }
        let found = fs::symlink_metadata(folder.below(&self.folder.real));
        if found.is_ok_and(|it| !it.is_dir()) && !self.old.0.contains_key(folder) {
            return Err(is_in_the_way_of_folder(&folder.below(&self.folder.shown)));
        }
        Ok(())
    }

    fn look_for_foreign_file(&self, path: &OutputPath, entry: &Entry) -> Result<(), OutputError> {
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
        if self.old.0.contains_key(path) || same() {
            return Ok(());
        }
        Err(is_foreign(&shown()))
    }

    /// A file below `folder` that is not ours; what cannot be read counts as not ours.
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
}

impl Folder {
    pub(super) fn write_journal(&self, new: &Manifest) -> Result<(), OutputError> {
        let temporary = self.real.join(JOURNAL_NEW);
        File::create(&temporary)
            .and_then(|it| {
                let mut writer = BufWriter::new(it);
                new.write(&mut writer)?;
                writer.into_inner()?.sync_all()
            })
            .and_then(|()| fs::rename(&temporary, self.real.join(JOURNAL)))
            .map_err(|it| self.failed("写入", JOURNAL, &it))
    }
}

fn is_unusual(removed: usize, all: usize) -> bool {
    removed >= REMOVALS_UNASKED && removed * 3 > all
}

fn removes_much(shown: &Path, removed: usize, all: usize) -> OutputError {
    OutputError::new(
        format!(
            "这次会从 {} 删掉 {all} 个文件里的 {removed} 个，没有更新",
            shown.display()
        ),
        "看看是不是少了内容文件夹，或者改错了设置；确实要删，就加上 --yes 再运行一次",
    )
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
