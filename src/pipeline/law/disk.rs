//! Writes a site to the disk as an editor would, and reads what a build left there.
//!
//! In: the content of each path. Out: folders, and the bytes of all files in them.
//! Writes only files that differ, so that the stamps of all others are unchanged.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::Path,
};

use tempfile::TempDir;

use super::model::{Thing, Things};

/// A temporary folder; in memory where the system supports it, since a build waits for the disk.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = match memory.is_dir() {
        true => TempDir::new_in(memory),
        false => TempDir::new(),
    };
    folder.expect("a folder can be made")
}

/// How modification times change when files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileTimes {
    Move,
    /// Restored to the previous time, as archivers and synchronisation tools do.
    Restore,
}

/// Changes the files in the folder `site` from `before` to `after`.
pub fn change(site: &Path, before: &Things, after: &Things, times: FileTimes) {
    for path in before.keys().filter(|it| !after.contains_key(*it)) {
        remove_with_folders(site, path);
    }
    for (path, thing) in after {
        let held = before.get(path);
        if held == Some(thing) {
            continue;
        }
        let full = site.join(path);
        let folder = full.parent().expect("is below the site");
        fs::create_dir_all(folder).expect("a folder can be made");
        match (held, thing) {
            (Some(Thing::File(_)), Thing::File(bytes)) => {
                let modified = fs::metadata(&full).and_then(|it| it.modified());
                write(&full, bytes);
                if times == FileTimes::Restore {
                    let file = File::options().write(true).open(&full);
                    let set = file.and_then(|it| it.set_modified(modified?));
                    set.expect("a time can be set");
                }
            }
            (_, Thing::File(bytes)) => {
                remove(&full);
                write(&full, bytes);
            }
            (_, Thing::Link) => {
                remove(&full);
                link(&full);
            }
        }
    }
}

fn remove_with_folders(site: &Path, path: &str) {
    remove(&site.join(path));
    for (at, _) in path.rmatch_indices('/') {
        // Fails if the folder is not empty.
        if fs::remove_dir(site.join(&path[..at])).is_err() {
            break;
        }
    }
}

#[cfg(unix)]
fn link(path: &Path) {
    std::os::unix::fs::symlink("elsewhere", path).expect("a link can be made");
}

#[cfg(not(unix))]
fn link(_path: &Path) {}

/// Waits until the file system's clock has ticked: builds in the test trust every stamp, however recent.
pub fn wait_for_tick(folder: &Path) {
    let probe = folder.join("probe");
    let modified = || {
        write(&probe, b"");
        fs::metadata(&probe)
            .and_then(|it| it.modified())
            .expect("has a time")
    };
    let first = modified();
    while modified() == first {}
    remove(&probe);
}

/// Every file below `folder` except the program's bookkeeping files.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1);
    let entries = entries.into_iter().flatten();
    let names = entries.filter(|it| it.file_type().is_file()).map(|it| {
        let name = it.path().strip_prefix(folder).expect("is below the folder");
        name.to_string_lossy().into_owned()
    });
    names
        .filter(|it| !it.starts_with(".fanzha-"))
        .map(|it| (it.clone(), read(&folder.join(it))))
        .collect()
}

/// Copies a file or a folder, with modification times.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().flatten() {
        let target = match entry
            .path()
            .strip_prefix(from)
            .expect("is below the folder")
        {
            it if it.as_os_str().is_empty() => to.to_owned(),
            it => to.join(it),
        };
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder can be made");
            continue;
        }
        fs::copy(entry.path(), &target).expect("can be copied");
        let file = File::options().write(true).open(&target);
        let modified = entry.metadata().expect("is there").modified();
        let set = file.and_then(|it| it.set_modified(modified?));
        set.expect("a time can be set");
    }
}

pub fn remove(path: &Path) {
    match path.is_dir() && !path.is_symlink() {
        true => fs::remove_dir_all(path).expect("can be removed"),
        // It may not exist.
        false => drop(fs::remove_file(path)),
    }
}

#[expect(clippy::disallowed_methods, reason = "acts as a reader of the site")]
pub fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "acts as an author of the site")]
pub fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
}
