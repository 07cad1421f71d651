//! Brings about the site that the journal describes, from the staged files: moves, then removals, then the manifest.
//!
//! Order: what is new, then what changes, then removals, so that nothing refers to what is not there; the journal becomes
//! the manifest last, in one step. Every step may be done again, so a run that was cut off anywhere is finished by the same statements.
//! Never goes through a link and never removes what the old manifest does not list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use super::{
    Folder, JOURNAL, MANIFEST, STAGE, error::OutputError, folder, ground::Ground,
    manifest::Manifest, remove_stage,
};
use crate::paths::OutputPath;

impl Folder {
    /// Finishes a commit that was cut off, if there is one.
    pub(super) fn finish(&self) -> Result<(), OutputError> {
        let Some(new) = folder::read_manifest(&self.shown, &self.real, JOURNAL)? else {
            return Ok(());
        };
        let old = self.manifest()?.unwrap_or_default();
        let stage = self.real.join(STAGE);
        let moved: Vec<&OutputPath> = new
            .0
            .keys()
            .filter(|it| fs::symlink_metadata(it.below(&stage)).is_ok())
            .collect();
        self.carry_out(&old, &new, &moved)?;
        remove_stage(&stage).map_err(|it| self.failed("清理", STAGE, &it))
    }

    /// Makes the site in this folder `new`; the journal is in place and `moved` are the staged files.
    pub(super) fn carry_out(
        &self,
        old: &Manifest,
        new: &Manifest,
        moved: &[&OutputPath],
    ) -> Result<(), OutputError> {
        let stale = old.0.keys().filter(|it| !new.0.contains_key(*it));
        let mut stale: Vec<&OutputPath> = stale.collect();
        // Of what goes, pages go before what they lean on.
        stale.sort_by_key(|it| !refers(it));
        self.change(&stale, moved).map_err(OutputError::halfway)
    }

    fn change(&self, stale: &[&OutputPath], moved: &[&OutputPath]) -> Result<(), OutputError> {
        self.clear_the_way(moved, stale)?;
        for unit in self.units(moved) {
            self.move_into_place(&unit, moved)?;
        }
        for path in stale {
            self.remove(path)?;
        }
        fs::rename(self.real.join(JOURNAL), self.real.join(MANIFEST))
            .map_err(|it| self.failed("写入", MANIFEST, &it))
    }

    /// Removes our stale files where the new site has a folder, and our stale folders where it has a file.
    fn clear_the_way(
        &self,
        moved: &[&OutputPath],
        stale: &[&OutputPath],
    ) -> Result<(), OutputError> {
        if !stale.is_empty() {
            let files: BTreeSet<&str> = moved.iter().map(|it| it.as_str()).collect();
            let folders: BTreeSet<&str> = moved.iter().flat_map(|it| it.folders()).collect();
            let is_in_the_way = |it: &OutputPath| {
                folders.contains(it.as_str()) || it.folders().any(|it| files.contains(it))
            };
            for path in stale.iter().filter(|it| is_in_the_way(it)) {
                self.remove(path)?;
            }
        }
        let mut ground = Ground::new(&self.real);
        for path in moved.iter().filter(|it| ground.may_hold(it.as_str())) {
            let real = path.below(&self.real);
            if fs::symlink_metadata(&real).is_ok_and(|it| it.is_dir()) {
                remove_empty_folders(&real)
                    .map_err(|it| self.failed("删除", path.as_str(), &it))?;
            }
        }
        Ok(())
    }

    /// What to move: a folder that is wholly new as one, else file by file; each after what it may refer to.
    fn units<'a>(&self, moved: &[&'a OutputPath]) -> Vec<Unit<'a>> {
        let mut ground = Ground::new(&self.real);
        let mut units: BTreeMap<&str, Unit<'_>> = BTreeMap::new();
        for path in moved {
            let new_folder = ground.first_missing(path.as_str());
            let name = new_folder.unwrap_or(path.as_str());
            let unit = units.entry(name).or_insert_with(|| Unit {
                path: name,
                is_new: fs::symlink_metadata(self.real.join(name)).is_err(),
                refers: false,
            });
            unit.refers |= refers(path);
        }
        let mut units: Vec<Unit<'_>> = units.into_values().collect();
        // Nothing in place refers to a new page until the last of the four: what refers and changes.
        units.sort_by_key(|it| (!it.is_new, it.refers));
        units
    }

    fn move_into_place(&self, unit: &Unit<'_>, moved: &[&OutputPath]) -> Result<(), OutputError> {
        if self.rename(unit.path).is_ok() {
            return Ok(());
        }
        // Windows moves no folder in which a program has a file open; its files can be moved one by one.
        let inside = format!("{}/", unit.path);
        let files = moved
            .iter()
            .filter(|it| it.as_str() == unit.path || it.as_str().starts_with(&inside));
        for path in files {
            let target = path.below(&self.real);
            let folder = target
                .parent()
                .expect("an output path lies below its folder");
            fs::create_dir_all(folder)
                .and_then(|()| self.rename(path.as_str()))
                .map_err(|it| self.failed("写入", path.as_str(), &it))?;
        }
        Ok(())
    }

    fn rename(&self, path: &str) -> io::Result<()> {
        fs::rename(self.real.join(STAGE).join(path), self.real.join(path))
    }

    /// Removes one of our files and the folders that it leaves empty; never goes through a link.
    fn remove(&self, path: &OutputPath) -> Result<(), OutputError> {
        let is_link = |it: &str| {
            fs::symlink_metadata(self.real.join(it)).is_ok_and(|it| it.file_type().is_symlink())
        };
        if path.folders().any(is_link) {
            return Ok(());
        }
        let file = path.below(&self.real);
        match fs::remove_file(&file) {
            Err(error) if is_gone(&error) => (),
            // A folder stands where our file was: someone else's, or one of the new site.
            Err(_) if file.is_dir() => return Ok(()),
            result => result.map_err(|it| self.failed("删除", path.as_str(), &it))?,
        }
        for folder in path.folders().rev() {
            // Fails where something is left in it, and then it is to stay.
            if fs::remove_dir(self.real.join(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// One step of moving: a file, or a folder that the site did not have.
struct Unit<'a> {
    path: &'a str,
    /// Nothing was in its place.
    is_new: bool,
    /// A page is in it, or another text that names files of the site.
    refers: bool,
}

/// Whether this is a page, a feed, the sitemap: a text by which a reader finds other files of the site.
fn refers(path: &OutputPath) -> bool {
    let names = [".html", ".xml", ".json", ".txt"];
    names.iter().any(|it| path.as_str().ends_with(it))
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
