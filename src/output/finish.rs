//! Completes the site described by the journal from the staged files: moves, then removals, then the
//! manifest.
//!
//! Order: new files, changed files, removals, so that no file refers to one that is missing; finally the
//! journal is renamed to the manifest, in one atomic step. Every step is idempotent, so an interrupted run is
//! completed by running the same code again.
//! Never follows a link and never removes a file that the old manifest does not list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use super::{
    error::OutputError,
    existing::ExistingFolders,
    folder,
    manifest::OutputManifest,
    names::{JOURNAL, MANIFEST, STAGE},
    patience::patiently,
    place::{Folder, remove_stage},
};
use crate::paths::OutputPath;

impl Folder {
    /// Completes an interrupted commit, if there is one.
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

    /// Replaces the site in this folder by `new`; the journal is in place and `moved` are the staged files.
    pub(super) fn carry_out(
        &self,
        old: &OutputManifest,
        new: &OutputManifest,
        moved: &[&OutputPath],
    ) -> Result<(), OutputError> {
        let stale = old.0.keys().filter(|it| !new.0.contains_key(*it));
        let mut stale: Vec<&OutputPath> = stale.collect();
        // Removed pages are deleted before the assets that they use.
        stale.sort_by_key(|it| !has_references(it));
        let recased = match self.ignores_case() {
            true => take_recased(&mut stale, new),
            false => Vec::new(),
        };
        self.change(&stale, &recased, moved)
            .map_err(OutputError::halfway)
    }

    /// `recased` are stale files whose names differ from those of new files only in case, where the file
    /// system takes both for the same.
    fn change(
        &self,
        stale: &[&OutputPath],
        recased: &[&OutputPath],
        moved: &[&OutputPath],
    ) -> Result<(), OutputError> {
        let staged: BTreeSet<String> = match recased.is_empty() {
            true => BTreeSet::new(),
            false => moved.iter().map(|it| it.folded()).collect(),
        };
        // The file gets its new name only if the old one is gone. If it is no longer staged, an interrupted
        // run has already moved it.
        for path in recased.iter().filter(|it| staged.contains(&it.folded())) {
            self.remove(path)?;
        }
        self.remove_conflicting(moved, stale)?;
        for step in self.steps(moved) {
            self.move_into_place(&step, moved)?;
        }
        for path in stale {
            self.remove(path)?;
        }
        patiently(|| fs::rename(self.real.join(JOURNAL), self.real.join(MANIFEST)))
            .map_err(|it| self.failed("写入", MANIFEST, &it))
    }

    /// Removes stale files of this site where the new site has a folder, and stale folders where it has a
    /// file.
    fn remove_conflicting(
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
        let mut existing = ExistingFolders::new(&self.real);
        for path in moved.iter().filter(|it| existing.may_exist(it.as_str())) {
            let real = path.below(&self.real);
            if fs::symlink_metadata(&real).is_ok_and(|it| it.is_dir()) {
                patiently(|| remove_empty_folders(&real))
                    .map_err(|it| self.failed("删除", path.as_str(), &it))?;
            }
        }
        Ok(())
    }

    /// The renames to carry out: an entirely new folder in one step, otherwise file by file; each after the
    /// files that it may refer to.
    fn steps<'a>(&self, moved: &[&'a OutputPath]) -> Vec<MoveStep<'a>> {
        let mut existing = ExistingFolders::new(&self.real);
        let mut steps: BTreeMap<&str, MoveStep<'_>> = BTreeMap::new();
        for path in moved {
            let new_folder = existing.first_missing(path.as_str());
            let name = new_folder.unwrap_or(path.as_str());
            let step = steps.entry(name).or_insert_with(|| MoveStep {
                path: name,
                is_new: fs::symlink_metadata(self.real.join(name)).is_err(),
                has_references: false,
            });
            step.has_references |= has_references(path);
        }
        let mut steps: Vec<MoveStep<'_>> = steps.into_values().collect();
        // No file in place refers to a new page until the last of the four groups is moved: changed files
        // that have references.
        steps.sort_by_key(|it| (!it.is_new, it.has_references));
        steps
    }

    fn move_into_place(
        &self,
        step: &MoveStep<'_>,
        moved: &[&OutputPath],
    ) -> Result<(), OutputError> {
        if self.rename(step.path).is_ok() {
            return Ok(());
        }
        // Windows cannot rename a folder in which a program has a file open, but it can rename the files one
        // by one.
        let inside = format!("{}/", step.path);
        let files = moved
            .iter()
            .filter(|it| it.as_str() == step.path || it.as_str().starts_with(&inside));
        for path in files {
            let target = path.below(&self.real);
            let folder = target.parent().expect("an output path is below its folder");
            fs::create_dir_all(folder)
                .and_then(|()| patiently(|| self.rename(path.as_str())))
                .map_err(|it| self.failed("写入", path.as_str(), &it))?;
        }
        Ok(())
    }

    fn rename(&self, path: &str) -> io::Result<()> {
        fs::rename(self.real.join(STAGE).join(path), self.real.join(path))
    }

    /// Removes a file of this site and the folders that become empty; never follows a link.
    fn remove(&self, path: &OutputPath) -> Result<(), OutputError> {
        let is_link = |it: &str| {
            fs::symlink_metadata(self.real.join(it)).is_ok_and(|it| it.file_type().is_symlink())
        };
        if path.folders().any(is_link) {
            return Ok(());
        }
        let file = path.below(&self.real);
        // A folder has taken the place of the file: someone else's, or one of the new site.
        if fs::symlink_metadata(&file).is_ok_and(|it| it.is_dir()) {
            return Ok(());
        }
        match patiently(|| fs::remove_file(&file)) {
            Err(error) if is_gone(&error) => (),
            result => result.map_err(|it| self.failed("删除", path.as_str(), &it))?,
        }
        for folder in path.folders().rev() {
            // Fails if the folder is not empty; then it is kept.
            if fs::remove_dir(self.real.join(folder)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// One rename: of a file, or of a folder that the previous site did not have.
struct MoveStep<'a> {
    path: &'a str,
    /// Nothing existed at its path.
    is_new: bool,
    /// It contains a page or another text that refers to files of the site.
    has_references: bool,
}

/// Takes those out of `stale` that are equal to files of `new` but for the case of letters.
fn take_recased<'m>(stale: &mut Vec<&'m OutputPath>, new: &OutputManifest) -> Vec<&'m OutputPath> {
    if stale.is_empty() {
        return Vec::new();
    }
    let new: BTreeSet<String> = new.0.keys().map(OutputPath::folded).collect();
    stale
        .extract_if(.., |it| new.contains(&it.folded()))
        .collect()
}

/// Whether this is a page, a feed or the sitemap, or a compressed copy of one: a text that links to other
/// files of the site.
fn has_references(path: &OutputPath) -> bool {
    let path = path.as_str();
    let path = path
        .strip_suffix(".gz")
        .or(path.strip_suffix(".br"))
        .unwrap_or(path);
    let names = [".html", ".xml", ".json", ".txt"];
    names.iter().any(|it| path.ends_with(it))
}

fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Removes a folder that contains nothing but empty folders.
fn remove_empty_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty_folders(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use crate::output::{
        Written,
        tests::{build, listing},
    };

    /// Windows takes `A/x` and `a/X` for the same file; a web server on Linux does not.
    #[test]
    fn a_file_may_change_the_case_of_its_name() {
        let site = tempfile::tempdir().expect("a folder");
        let public = site.path().join("public");
        let listing = || -> Vec<String> {
            let files = listing(&public).into_iter();
            files.map(|it| it.replace('\\', "/")).collect()
        };
        let built = build(
            &public,
            &[("About/One.html", "1"), ("Logo.png", "2"), ("b", "3")],
        );
        assert!(built.is_ok());
        let built = build(
            &public,
            &[("about/one.html", "1"), ("logo.png", "changed"), ("b", "3")],
        );
        let counts = Written {
            written: 2,
            unchanged: 1,
            removed: 2,
        };
        assert_eq!(built, Ok(counts));
        let after = ["about/", "about/one.html=1", "b=3", "logo.png=changed"];
        assert_eq!(listing(), after);
        let built = build(&public, &[("About/one.html", "1"), ("b", "3")]);
        assert!(built.is_ok());
        assert_eq!(listing(), ["About/", "About/one.html=1", "b=3"]);
    }
}
