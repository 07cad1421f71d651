//! Moves the staged files into place, removes what the new site no longer has, and writes the manifest.
//!
//! Order: look for obstacles; note old and new files as ours; pictures and styles; pages; removals; the final manifest.
//! So a run cut off anywhere leaves no page without its pictures, and the next run still knows every file that is ours.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use super::{
    MANIFEST, MANIFEST_NEW, Output, Staged,
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

impl Output {
    /// Makes the staged files the folder's site.
    ///
    /// # Errors
    /// Someone else's file is in the way (then nothing was changed), or the disk failed.
    pub fn commit(self) -> Result<Written, OutputError> {
        let staged = std::mem::take(&mut *self.files());
        let new = Manifest(
            staged
                .iter()
                .map(|(path, it)| (path.clone(), it.entry))
                .collect(),
        );
        let stale: Vec<_> = self
            .old
            .0
            .keys()
            .filter(|it| !new.0.contains_key(*it))
            .collect();
        let moves = in_moving_order(staged.iter());
        self.look_for_obstacles(&new)?;

        if !moves.is_empty() || !stale.is_empty() {
            self.write_manifest(&self.old.union(&new))?;
        }
        self.clear_the_way(&new, &stale)?;
        for (path, number) in &moves {
            self.move_into_place(path, *number)?;
        }
        for path in &stale {
            self.remove(path)?;
        }
        if !moves.is_empty()
            || !stale.is_empty()
            || new != self.old
            || !self.real.join(MANIFEST).exists()
        {
            self.write_manifest(&new)?;
        }
        Ok(Written {
            written: moves.len(),
            unchanged: new.0.len() - moves.len(),
            removed: stale.len(),
        })
    }

    /// Looks, before anything is changed, for what is not ours and would be overwritten or written through.
    fn look_for_obstacles(&self, new: &Manifest) -> Result<(), OutputError> {
        let folders: BTreeSet<_> = new.0.keys().flat_map(folders_above).collect();
        for folder in &folders {
            self.look_for_blocked_folder(folder, new)?;
        }
        for (path, entry) in &new.0 {
            self.look_for_foreign_file(path, entry)?;
        }
        Ok(())
    }

    fn look_for_blocked_folder(
        &self,
        folder: &OutputPath,
        new: &Manifest,
    ) -> Result<(), OutputError> {
        if new.0.contains_key(folder) {
            return Err(is_file_and_folder(&folder.below(&self.shown)));
        }
        let found = fs::symlink_metadata(folder.below(&self.real));
        if found.is_ok_and(|it| !it.is_dir()) && !self.old.0.contains_key(folder) {
            return Err(is_in_the_way_of_folder(&folder.below(&self.shown)));
        }
        Ok(())
    }

    fn look_for_foreign_file(&self, path: &OutputPath, entry: &Entry) -> Result<(), OutputError> {
        let real = path.below(&self.real);
        let Ok(found) = fs::symlink_metadata(&real) else {
            return Ok(());
        };
        if found.is_dir() {
            return match self.foreign_file_in(&real, path.as_str()) {
                Some(foreign) => Err(is_in_the_way_of_file(&path.below(&self.shown), &foreign)),
                None => Ok(()),
            };
        }
        let same = || {
            self.bytes_in_place(path, entry.bytes)
                .is_some_and(|it| entry.fingerprint == Fingerprint::of(&it))
        };
        if self.old.0.contains_key(path) || same() {
            return Ok(());
        }
        Err(is_foreign(&path.below(&self.shown)))
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

    /// Removes our stale files where the new site has a folder, and our stale folders where it has a file.
    fn clear_the_way(&self, new: &Manifest, stale: &[&OutputPath]) -> Result<(), OutputError> {
        let folders: BTreeSet<_> = new.0.keys().flat_map(folders_above).collect();
        for path in stale {
            let lies_in_new_file = folders_above(path).iter().any(|it| new.0.contains_key(it));
            if lies_in_new_file || folders.contains(*path) {
                self.remove(path)?;
            }
        }
        for path in new.0.keys() {
            let real = path.below(&self.real);
            if fs::symlink_metadata(&real).is_ok_and(|it| it.is_dir()) {
                remove_empty_folders(&real)
                    .map_err(|it| OutputError::disk("删除", &path.below(&self.shown), &it))?;
            }
        }
        Ok(())
    }

    fn move_into_place(&self, path: &OutputPath, number: usize) -> Result<(), OutputError> {
        let target = path.below(&self.real);
        let folder = target
            .parent()
            .expect("an output path lies below its folder");
        fs::create_dir_all(folder)
            .and_then(|()| fs::rename(self.staged_file(number), &target))
            .map_err(|it| OutputError::disk("写入", &path.below(&self.shown), &it))
    }

    /// Removes one of our files and the folders that it leaves empty; never goes through a link.
    fn remove(&self, path: &OutputPath) -> Result<(), OutputError> {
        let is_link = |it: &OutputPath| {
            fs::symlink_metadata(it.below(&self.real)).is_ok_and(|it| it.file_type().is_symlink())
        };
        let folders = folders_above(path);
        if folders.iter().any(is_link) {
            return Ok(());
        }
        let file = path.below(&self.real);
        match fs::remove_file(&file) {
            Err(error) if is_gone(&error) => (),
            // A folder stands where our file was: someone else's, or one of the new site.
            Err(_) if file.is_dir() => return Ok(()),
            result => {
                result.map_err(|it| OutputError::disk("删除", &path.below(&self.shown), &it))?;
            }
        }
        for folder in folders.iter().rev() {
            // Fails where something is left in it, and then it is to stay.
            if fs::remove_dir(folder.below(&self.real)).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), OutputError> {
        let temporary = self.real.join(MANIFEST_NEW);
        File::create(&temporary)
            .and_then(|mut it| {
                it.write_all(manifest.to_json().as_bytes())?;
                it.sync_all()
            })
            .and_then(|()| fs::rename(&temporary, self.real.join(MANIFEST)))
            .map_err(|it| OutputError::disk("写入", &self.shown.join(MANIFEST), &it))
    }
}

/// The files to move: first what pages lean on, then the pages, each group in the order of its paths.
fn in_moving_order<'a>(
    staged: impl Iterator<Item = (&'a OutputPath, &'a Staged)>,
) -> Vec<(&'a OutputPath, usize)> {
    let mut moves: Vec<_> = staged
        .filter_map(|(path, it)| it.number.map(|number| (path, number)))
        .collect();
    moves.sort_by_key(|(path, _)| path.as_str().ends_with(".html"));
    moves
}

/// `a`, `a/b` of `a/b/c.html`.
fn folders_above(path: &OutputPath) -> Vec<OutputPath> {
    let text = path.as_str();
    text.match_indices('/')
        .map(|(at, _)| OutputPath::new(&text[..at]).expect("its parts were checked with the whole"))
        .collect()
}

fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Removes a folder that holds nothing but empty folders.
fn remove_empty_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty_folders(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
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
