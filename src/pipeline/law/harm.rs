//! Damage to cache and output folder between two builds: corrupted bytes, missing files, restored old copies.
//!
//! In: the site folder. Out: nothing; the disk is changed. Has no effect if there is nothing to damage.
//! Never touches a source.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::disk;

/// Files are chosen by number from those that exist.
#[derive(Clone, Debug)]
pub enum Harm {
    TruncateCache(usize),
    FlipCache(usize),
    DeleteCache(usize),
    /// Copies one cache file over another.
    MixUpCache(usize, usize),
    DeleteWholeCache,
    /// Replaces the folder by a file.
    CacheIsFile,
    /// Restores the cache of the first build.
    OldCache,
    DeleteOutput(usize),
    ChangeOutput(usize),
    DeleteWholeOutput,
    /// Restores the files of the first build, with their modification times, over the later ones.
    OldOutput,
}

/// Copies of cache and output after the first build.
pub struct FirstBuild {
    folder: TempDir,
}

impl FirstBuild {
    pub fn of(site: &Path) -> Self {
        let folder = disk::folder();
        for name in ["public", ".fanzha"] {
            disk::copy(&site.join(name), &folder.path().join(name));
        }
        Self { folder }
    }
}

impl Harm {
    pub fn apply(&self, site: &Path, old: &FirstBuild) {
        let (cache, public) = (site.join(".fanzha"), site.join("public"));
        let old = |name: &str| old.folder.path().join(name);
        match self {
            Self::TruncateCache(file) => change(&cache, *file, |it| it.truncate(it.len() / 2)),
            Self::FlipCache(file) => change(&cache, *file, |it| {
                if let Some(byte) = it.last_mut() {
                    *byte ^= 1;
                }
            }),
            Self::DeleteCache(file) => delete(&cache, *file),
            Self::MixUpCache(from, to) => {
                if let (Some(from), Some(to)) = (pick(&cache, *from), pick(&cache, *to)) {
                    fs::copy(from, to).expect("can be copied");
                }
            }
            Self::DeleteWholeCache => disk::remove(&cache),
            Self::CacheIsFile => {
                disk::remove(&cache);
                disk::write(&cache, b"no folder");
            }
            Self::OldCache => {
                disk::remove(&cache);
                disk::copy(&old(".fanzha"), &cache);
            }
            Self::DeleteOutput(file) => delete(&public, *file),
            Self::ChangeOutput(file) => change(&public, *file, |it| it.push(b'x')),
            Self::DeleteWholeOutput => disk::remove(&public),
            Self::OldOutput => restore(&old("public"), &public),
        }
    }
}

/// Copies the old files over the current ones.
fn restore(old: &Path, public: &Path) {
    for name in disk::files(old).keys() {
        let target = public.join(name);
        if target.is_file() {
            disk::copy(&old.join(name), &target);
        }
    }
}

/// A file below `folder`, except the program's bookkeeping files.
fn pick(folder: &Path, number: usize) -> Option<PathBuf> {
    let files = disk::files(folder);
    let name = files.keys().nth(number % files.len().max(1))?;
    Some(folder.join(name))
}

fn delete(folder: &Path, number: usize) {
    if let Some(path) = pick(folder, number) {
        disk::remove(&path);
    }
}

fn change(folder: &Path, number: usize, change: impl FnOnce(&mut Vec<u8>)) {
    if let Some(path) = pick(folder, number) {
        let mut bytes = disk::read(&path);
        change(&mut bytes);
        disk::write(&path, &bytes);
    }
}
