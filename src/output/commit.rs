//! Commits the staged files: checks for obstacles, writes the journal, then calls `carry_out`.
//!
//! Nothing changes until the journal is in place; after that the new site is completed, by this run or by the
//! next one. Never overwrites a file that this program did not write.

use std::{
    fs::{self, File},
    io::BufWriter,
    path::Path,
};

use rayon::prelude::*;

use super::{
    error::OutputError,
    manifest::OutputManifest,
    names::{JOURNAL, JOURNAL_NEW, MANIFEST},
    patience::patiently,
    place::Folder,
    staging::{OutputFolder, is_given_twice},
};
use crate::paths::OutputPath;

/// How many files were changed, left unchanged and deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Whether an unusually large part of the site may be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removals {
    /// Deleting more than a third of a site's pages is more often a mistake than intended. Files of feeds are
    /// not counted: hundreds of them are removed on the day on which a slogan expires.
    Usual,
    /// Confirmed by the user (`--yes`).
    Any,
}

/// Fewer deletions than this never need confirmation.
const UNCONFIRMED_REMOVALS: usize = 20;

impl OutputFolder {
    /// Replaces the site in the folder by the staged files.
    ///
    /// # Errors
    /// A file of someone else is in the way, a path was given twice or too much would be deleted (nothing has
    /// changed then), or an I/O error.
    pub fn commit(self, removals: Removals) -> Result<Written, OutputError> {
        let mut staged = std::mem::take(&mut *self.files());
        staged.par_sort_unstable_by(|left, right| left.0.cmp(&right.0));
        if let Some(pair) = staged.windows(2).find(|it| it[0].0 == it[1].0) {
            return Err(is_given_twice(&pair[0].0.below(&self.folder.shown)));
        }
        let are_moved: Vec<bool> = staged.iter().map(|it| it.1.is_moved).collect();
        let entries = staged.into_iter().map(|(path, it)| (path, it.entry));
        let new = OutputManifest(entries.collect());
        let moved: Vec<&OutputPath> = new
            .0
            .keys()
            .zip(are_moved)
            .filter_map(|(path, is_moved)| is_moved.then_some(path))
            .collect();
        let stale = self.old.0.keys().filter(|it| !new.0.contains_key(*it));
        let stale: Vec<&OutputPath> = stale.collect();
        let removed = stale.len();
        let pages = self.old.0.keys().filter(|it| is_page(it)).count();
        let removed_pages = stale.iter().filter(|it| is_page(it)).count();
        if removals == Removals::Usual && is_unusual(removed_pages, pages) {
            return Err(removes_much(&self.folder.shown, removed_pages, pages));
        }
        self.look_for_obstacles(&moved, &stale, &new)?;
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
}

impl Folder {
    pub(super) fn write_journal(&self, new: &OutputManifest) -> Result<(), OutputError> {
        let temporary = self.real.join(JOURNAL_NEW);
        File::create(&temporary)
            .and_then(|it| {
                let mut writer = BufWriter::new(it);
                new.write(&mut writer)?;
                writer.into_inner()?.sync_all()
            })
            .and_then(|()| patiently(|| fs::rename(&temporary, self.real.join(JOURNAL))))
            .map_err(|it| {
                // Best effort: the first failure is the one to report.
                drop(fs::remove_file(&temporary));
                self.failed("写入", JOURNAL, &it)
            })
    }
}

fn is_page(path: &OutputPath) -> bool {
    path.file_name() == "index.html"
}

fn is_unusual(removed: usize, all: usize) -> bool {
    removed >= UNCONFIRMED_REMOVALS && removed * 3 > all
}

fn removes_much(shown: &Path, removed: usize, all: usize) -> OutputError {
    OutputError::new(
        format!(
            "这次会从 {} 删掉 {all} 个页面里的 {removed} 个，没有更新",
            shown.display()
        ),
        "看看是不是少了内容文件夹，或者改错了设置；确实要删，就加上 --yes 再运行一次",
    )
}
