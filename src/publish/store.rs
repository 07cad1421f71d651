//! The releases that were published, kept for `rollback`: one copy of equal files, named by its hash.
//!
//! `publish/releases/<id>.json` lists the files of a release, `publish/objects/ab/<sha256>` holds their
//! bytes. A list is written after all its objects, so a listed release is complete. Every object is checked
//! against its name when it is read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    disk,
    release::{FileHash, Release, ReleaseFile},
};
use crate::pipeline::Failure;

pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in the folder `publish/` of a site.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Adds the site in `output`, whose files `release` lists. If its newest release has the same files, that
    /// one is returned.
    ///
    /// # Errors
    /// An I/O error; earlier releases are intact then.
    pub fn add(&self, release: Release, output: &Path) -> Result<Release, Failure> {
        let newest = self.ids()?.pop().unwrap_or_default();
        if newest.ends_with(release.short_hash())
            && let Some(found) = self.release(&newest)?
            && found.content() == release.content()
        {
            return Ok(found);
        }
        let release = release.after(&newest);
        // Two equal files are written once, since both would have the same name.
        let objects: BTreeMap<&FileHash, &ReleaseFile> =
            release.files.iter().map(|it| (&it.sha256, it)).collect();
        objects.par_iter().try_for_each(|(_, file)| {
            let object = self.object(&file.sha256);
            if fs::metadata(&object).is_ok_and(|it| it.len() == file.bytes) {
                return Ok(());
            }
            let source = output.join(&file.path);
            let bytes = disk::read(&source)?;
            let bytes = bytes.filter(|it| FileHash::of(it) == file.sha256);
            disk::write(&object, &bytes.ok_or_else(|| changes(&source))?)
        })?;
        disk::write_durably(&self.list(&release.id), &lines_of(&release))?;
        Ok(release)
    }

    /// The ids of all releases, the oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, Failure> {
        let names = disk::names(&self.folder.join("releases"))?;
        let ids = names.iter().filter_map(|it| it.strip_suffix(".json"));
        Ok(ids.map(str::to_owned).collect())
    }

    /// A release; `None` if it is not in the store.
    ///
    /// # Errors
    /// Its list is damaged or cannot be read.
    pub fn release(&self, id: &str) -> Result<Option<Release>, Failure> {
        let path = self.list(id);
        let Some(bytes) = disk::read(&path)? else {
            return Ok(None);
        };
        let release = serde_json::from_slice(&bytes);
        release.map(Some).map_err(|_| damaged(&path))
    }

    /// The bytes of a file of a stored release.
    ///
    /// # Errors
    /// They are missing, damaged or cannot be read.
    pub fn bytes(&self, file: &ReleaseFile) -> Result<Vec<u8>, Failure> {
        let path = self.object(&file.sha256);
        let bytes = disk::read(&path)?;
        let bytes = bytes.filter(|it| FileHash::of(it) == file.sha256);
        bytes.ok_or_else(|| damaged(&path))
    }

    /// Whether a file with this content belongs to a stored release.
    pub fn has(&self, hash: &FileHash) -> bool {
        self.object(hash).exists()
    }

    /// Forgets all releases but those in `kept`, and the objects that only the others used.
    ///
    /// # Errors
    /// An I/O error; the kept releases are intact then.
    pub fn keep(&self, kept: &BTreeSet<String>) -> Result<(), Failure> {
        let ids = self.ids()?;
        let (kept, forgotten): (Vec<String>, Vec<String>) =
            ids.into_iter().partition(|it| kept.contains(it));
        if forgotten.is_empty() {
            return Ok(());
        }
        let mut used = BTreeSet::new();
        for id in &kept {
            let release = self.release(id)?;
            used.extend(
                release
                    .into_iter()
                    .flat_map(|it| it.files)
                    .map(|it| it.sha256),
            );
        }
        for id in &forgotten {
            disk::remove(&self.list(id))?;
        }
        let objects = self.folder.join("objects");
        for shard in disk::names(&objects)? {
            let names = disk::names(&objects.join(&shard))?.into_iter();
            for name in names.filter(|it| !used.contains(&FileHash(it.clone()))) {
                disk::remove(&objects.join(&shard).join(name))?;
            }
        }
        Ok(())
    }

    fn list(&self, id: &str) -> PathBuf {
        self.folder.join("releases").join(format!("{id}.json"))
    }

    fn object(&self, hash: &FileHash) -> PathBuf {
        let shard = hash.0.get(..2).unwrap_or_default();
        self.folder.join("objects").join(shard).join(&hash.0)
    }
}

/// JSON with a line per file, so that two releases can be compared with `diff`.
fn lines_of(release: &Release) -> Vec<u8> {
    let json = |text: &str| serde_json::to_string(text).expect("text can be written");
    let head = format!(
        "{{\"id\":{},\"built_at\":{},\"files\":[",
        json(&release.id),
        json(&release.built_at)
    );
    let mut text = head;
    for (index, file) in release.files.iter().enumerate() {
        let line = serde_json::to_string(file).expect("plain data can be written");
        let comma = if index == 0 { "" } else { "," };
        text.push_str(&format!("{comma}\n{line}"));
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

fn damaged(path: &Path) -> Failure {
    Failure {
        message: format!("发布记录里的文件 {} 丢失或者损坏了", path.display()),
        help: "从备份恢复 publish 文件夹；没有备份就运行 fanzha publish 发布现在的网站，旧版本不能再回退"
            .to_owned(),
    }
}

fn changes(path: &Path) -> Failure {
    Failure {
        message: format!("{} 正在被别的程序改动", path.display()),
        help: "关掉别的 fanzha 窗口，再运行一次".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(texts: &[(&str, &str)]) -> (tempfile::TempDir, Release) {
        let folder = tempfile::tempdir().unwrap();
        let files = texts.iter().map(|(path, text)| {
            disk::write(&folder.path().join(path), text.as_bytes()).unwrap();
            ReleaseFile {
                path: (*path).to_owned(),
                sha256: FileHash::of(text.as_bytes()),
                bytes: text.len() as u64,
            }
        });
        let files: Vec<ReleaseFile> = files.collect();
        let mut release = Release {
            id: String::new(),
            built_at: "2026-11-27T09:00:00+08:00".to_owned(),
            files,
        };
        release.id = format!("20261127-0900-{}", &release.content().0[..8]);
        (folder, release)
    }

    #[test]
    fn equal_files_are_kept_once_and_read_back() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let (folder, release) =
            site(&[("a.html", "same"), ("b.html", "same"), ("c.html", "other")]);
        let added = store.add(release.clone(), folder.path()).unwrap();
        assert_eq!(store.release(&added.id).unwrap(), Some(release));
        let objects = home.path().join("objects");
        let count = walkdir::WalkDir::new(&objects).into_iter().flatten();
        assert_eq!(count.filter(|it| it.file_type().is_file()).count(), 2);
        assert_eq!(store.bytes(&added.files[2]).unwrap(), b"other");
    }

    #[test]
    fn a_forgotten_release_takes_only_its_own_files_along() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let (folder, first) = site(&[("a.html", "both"), ("b.html", "first")]);
        store.add(first.clone(), folder.path()).unwrap();
        let (folder, second) = site(&[("a.html", "both"), ("b.html", "second")]);
        store.add(second.clone(), folder.path()).unwrap();
        store.keep(&BTreeSet::from([second.id.clone()])).unwrap();
        assert_eq!(store.release(&first.id).unwrap(), None);
        assert!(store.bytes(&second.files[0]).is_ok());
        assert!(store.bytes(&first.files[1]).is_err());
    }

    #[test]
    fn a_damaged_object_is_found() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path());
        let (folder, release) = site(&[("a.html", "text")]);
        let release = store.add(release, folder.path()).unwrap();
        disk::write(&store.object(&release.files[0].sha256), b"TEXT").unwrap();
        assert!(store.bytes(&release.files[0]).is_err());
    }
}
