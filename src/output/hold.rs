//! Claims an output folder for one run: creates it if it is missing, and locks it.
//!
//! In: the folder. Out: a guard that ends with the run, even if the run is killed.
//! If the run leaves no site, the folder is restored to its previous state: without a lock file, and removed
//! if it did not exist before.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{
    error::OutputError,
    lock,
    names::{JOURNAL, LOCK, MANIFEST},
    place::Folder,
};

/// An output folder with exclusive write access for this run.
#[derive(Debug)]
pub(super) struct Hold {
    real: PathBuf,
    /// How many folders were created for it: itself, its parent, and so on.
    made_count: usize,
    /// Released by the system when the file is closed, even after a crash.
    lock: File,
}

impl Hold {
    /// Waits for the folder for at most `wait`.
    ///
    /// # Errors
    /// Another run holds the folder, or an I/O error.
    pub fn take(folder: &Folder, wait: Duration) -> Result<Self, OutputError> {
        let path = folder.real.join(LOCK);
        let deadline = Instant::now() + wait;
        let mut made_count = 0;
        loop {
            let missing = match make(folder) {
                // Another run that is ending may remove a parent folder at this moment.
                Err(error)
                    if error.kind() == io::ErrorKind::NotFound && Instant::now() < deadline =>
                {
                    continue;
                }
                made => made.map_err(|it| folder.failed("新建文件夹", "", &it))?,
            };
            made_count = missing.max(made_count);
            let lock = lock::wait(&folder.shown, &path, deadline).inspect_err(|_| {
                remove_empty(&folder.real, missing);
            })?;
            let Some(lock) = lock else {
                continue;
            };
            // If several runs wait for one another and none leaves a site, the last one removes what the
            // first created.
            made_count = lock.made_count.max(made_count);
            if !lock.is_in_place {
                continue;
            }
            let hold = Self {
                real: folder.real.clone(),
                made_count,
                lock: lock.file,
            };
            lock::write_holder(&hold.lock, made_count)
                .map_err(|it| folder.failed("写入", LOCK, &it))?;
            return Ok(hold);
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if [MANIFEST, JOURNAL]
            .iter()
            .any(|it| self.real.join(it).exists())
        {
            return;
        }
        // The lock is still held: a waiting run notices that the file is gone, and starts over.
        drop(fs::remove_file(self.real.join(LOCK)));
        remove_empty(&self.real, self.made_count);
    }
}

/// Creates the folder; returns how many levels were missing.
fn make(folder: &Folder) -> io::Result<usize> {
    let is_missing = |it: &&Path| fs::symlink_metadata(it).is_err();
    let missing = folder.real.ancestors().take_while(is_missing).count();
    fs::create_dir_all(&folder.real).inspect_err(|_| remove_empty(&folder.real, missing))?;
    Ok(missing)
}

/// Removes the created folders that are still empty.
fn remove_empty(folder: &Path, count: usize) {
    for folder in folder.ancestors().take(count) {
        // Keep going: a folder that another run created may be below one that this run created.
        drop(fs::remove_dir(folder));
    }
}
