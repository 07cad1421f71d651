//! A disk of a few megabytes, to be filled.

use std::{path::PathBuf, process::Command};

use tempfile::TempDir;

use super::{open_to_all, run};

pub struct SmallDisk {
    folder: TempDir,
    pub root: PathBuf,
}

impl SmallDisk {
    /// `None` where this process may not mount anything, as in most containers. `options` are those of tmpfs.
    pub fn mount(options: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("disk");
        std::fs::create_dir(&root).unwrap();
        open_to_all(folder.path());
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "fanzha-test"])
            .arg(&root)
            .output();
        if !mounted.is_ok_and(|it| it.status.success()) {
            return None;
        }
        open_to_all(&root);
        Some(Self { folder, root })
    }

    /// What an operator does when it is full.
    pub fn enlarge(&self, options: &str) {
        let options = format!("remount,{options}");
        run(Command::new("mount").args(["-o", &options]).arg(&self.root));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server may still be in it.
        run(Command::new("umount")
            .arg("-l")
            .arg(self.folder.path().join("disk")));
    }
}
