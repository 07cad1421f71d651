//! What befalls a cache and an output folder between two builds: bytes that rot, files that vanish, old copies put back.
//!
//! In: the site's folder. Out: nothing; the disk is changed. A harm that finds nothing to harm does nothing.
//! Nothing here touches a source.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::disk;

/// Files are chosen by number, from those that are there.
#[derive(Clone, Debug)]
pub enum Harm {
    TruncateCache(usize),
    FlipCache(usize),
    DeleteCache(usize),
    /// One file of the cache in the place of another.
    MixUpCache(usize, usize),
    DeleteWholeCache,
    /// A file where the folder was.
    CacheIsFile,
    /// The cache after the first build.
    OldCache,
    DeleteOutput(usize),
    ChangeOutput(usize),
    DeleteWholeOutput,
    /// The files of the first build, with their times, in the place of those that followed them.
    OldOutput,
}

/// Copies of cache and output as they were after the first build.
pub struct Old {
    folder: TempDir,
}

impl Old {
    pub fn of(site: &Path) -> Self {
        let folder = disk::folder();
        for name in ["public", ".fanzha"] {
            disk::copy(&site.join(name), &folder.path().join(name));
        }
        Self { folder }
    }
}

impl Harm {
    pub fn befall(&self, site: &Path, old: &Old) {
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
            Self::OldOutput => put_back(&old("public"), &public),
        }
    }
}

/// Puts the old files in the place of those that are there now.
fn put_back(old: &Path, public: &Path) {
    for name in disk::files(old).keys() {
        let target = public.join(name);
        if target.is_file() {
            disk::copy(&old.join(name), &target);
        }
    }
}

/// A file below `folder`, but for the program's notes of what is its own.
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
