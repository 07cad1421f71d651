//! Takes hold of an output folder for one run: makes it if it is missing, and locks it.
//!
//! In: the folder. Out: the hold, which ends with the run, also when the run is killed.
//! A folder in which no site has come about is left as it was found: without a lock file, and away if it was missing.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{Folder, JOURNAL, LOCK, MANIFEST, error::OutputError, lock};

/// An output folder that this run alone may write into.
#[derive(Debug)]
pub(super) struct Hold {
    real: PathBuf,
    /// How many folders were made for it: itself, the one above, and so on.
    made_count: usize,
    /// The system frees it when the file is closed, even after a crash.
    lock: File,
}

impl Hold {
    /// Waits for the folder at most as long as `wait`.
    ///
    /// # Errors
    /// Another run holds it, or the disk failed.
    pub fn take(folder: &Folder, wait: Duration) -> Result<Self, OutputError> {
        let path = folder.real.join(LOCK);
        let deadline = Instant::now() + wait;
        let mut made_count = 0;
        loop {
            let missing = match make(folder) {
                // A run that ends takes its folders away, just now the one in which another was to be made.
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
            // Of runs that wait for one another and all come to nothing, the last one takes away what the first made.
            made_count = lock.made_count.max(made_count);
            if !lock.is_in_place {
                continue;
            }
            let hold = Self {
                real: folder.real.clone(),
                made_count,
                lock: lock.file,
            };
            lock::sign(&hold.lock, made_count).map_err(|it| folder.failed("写入", LOCK, &it))?;
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
        // The lock is still held: whoever waits for it finds that the file is gone, and begins anew.
        drop(fs::remove_file(self.real.join(LOCK)));
        remove_empty(&self.real, self.made_count);
    }
}

/// Makes the folder; gives how many were missing.
fn make(folder: &Folder) -> io::Result<usize> {
    let is_missing = |it: &&Path| fs::symlink_metadata(it).is_err();
    let missing = folder.real.ancestors().take_while(is_missing).count();
    fs::create_dir_all(&folder.real).inspect_err(|_| remove_empty(&folder.real, missing))?;
    Ok(missing)
}

/// Removes the folders that were made, as far as nobody has put anything into them.
fn remove_empty(folder: &Path, count: usize) {
    for folder in folder.ancestors().take(count) {
        // One that was not made after all may be followed by one that was.
        drop(fs::remove_dir(folder));
    }
}
