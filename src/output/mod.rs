//! The only room that writes: a site is staged file by file, then moved into place in one go.
//!
//! In: output paths and bytes. Out: files below one folder, and the manifest of what is ours there.
//! Until `commit` nothing of the previous site changes; nothing is ever deleted or overwritten that the manifest does not list.

mod commit;
mod error;
mod folder;
mod manifest;
mod single;

use std::{
    collections::BTreeMap,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use self::manifest::{Manifest, Written as Entry};
use crate::{fingerprint::Fingerprint, paths::OutputPath};
pub use error::OutputError;
pub use single::{create_folder, create_new};

const MANIFEST: &str = ".fanzha-manifest.json";
const MANIFEST_NEW: &str = ".fanzha-manifest.json.new";
const STAGE: &str = ".fanzha-stage";
/// Threads that make files in one folder wait for each other; in several they do not.
const STAGE_PARTS: usize = 64;
const LOCK: &str = ".fanzha-lock";

/// How long a second build waits for the first: long enough for a save to follow a save in the preview.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// An output folder that this run alone may write into.
///
/// Dropped without `commit`, it leaves the folder's site as it was.
#[derive(Debug)]
pub struct Output {
    /// The folder as the user named it, for messages.
    shown: PathBuf,
    real: PathBuf,
    old: Manifest,
    staged: Mutex<BTreeMap<OutputPath, Staged>>,
    stage_count: AtomicUsize,
    equal_files: EqualFiles,
    /// Held, never read: the system frees it when the file is closed, even after a crash.
    _lock: File,
}

/// What happens to a file whose bytes would not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EqualFiles {
    /// It keeps its time stamp, so that nothing has to be delivered again.
    Leave,
    WriteAgain,
}

/// A file of the new site.
#[derive(Clone, Copy, Debug)]
struct Staged {
    entry: Entry,
    /// The name of its file in the staging folder; none if the right bytes are in place already.
    number: Option<usize>,
}

impl Output {
    /// Takes hold of `folder`, creating it if it is missing.
    ///
    /// `source_folders` are the folders that the site is read from (`content`, `themes`, …), whether they exist or not.
    /// An output folder that is one of them, lies in one, or holds one – as the site's root does – is refused.
    ///
    /// # Errors
    /// The folder is refused, holds other people's files, is being written by another run, or the disk failed.
    pub fn open(
        folder: &Path,
        source_folders: &[PathBuf],
        equal_files: EqualFiles,
    ) -> Result<Self, OutputError> {
        let failed = |act: &str, path: &Path, it: &io::Error| OutputError::disk(act, path, it);
        let shown = error::shown(folder).to_owned();
        let real = folder::real_place(folder).map_err(|it| failed("查看", &shown, &it))?;
        folder::refuse_sources(&shown, &real, source_folders)?;
        folder::read_manifest(&shown, &real)?;
        fs::create_dir_all(&real).map_err(|it| failed("新建", &shown, &it))?;
        let lock = lock(&shown, &real.join(LOCK), LOCK_WAIT)?;
        // Once more: the run that held the lock may just have finished.
        let old = folder::read_manifest(&shown, &real)?;
        let stage = real.join(STAGE);
        remove_stage(&stage).map_err(|it| failed("清理", &shown.join(STAGE), &it))?;
        for part in 0..STAGE_PARTS {
            fs::create_dir_all(stage.join(part.to_string()))
                .map_err(|it| failed("新建", &shown.join(STAGE), &it))?;
        }
        Ok(Self {
            shown,
            real,
            old,
            staged: Mutex::default(),
            stage_count: AtomicUsize::new(0),
            equal_files,
            _lock: lock,
        })
    }

    /// Makes `bytes` the content of `path` in the new site; may be called from many threads.
    ///
    /// # Errors
    /// The disk failed, the path was given twice, or it is one of our own notes.
    pub fn stage(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), OutputError> {
        let entry = Entry {
            fingerprint: Fingerprint::of(bytes),
            bytes: bytes.len() as u64,
        };
        let number = if self.holds(path, bytes) {
            None
        } else {
            let number = self.stage_count.fetch_add(1, Ordering::Relaxed);
            #[expect(clippy::disallowed_methods, reason = "this is the room that writes")]
            fs::write(self.staged_file(number), bytes)
                .map_err(|it| OutputError::disk("写入", &path.below(&self.shown), &it))?;
            Some(number)
        };
        self.enter(path, Staged { entry, number })
    }

    /// Whether the previous site in this folder has a file of this path.
    pub fn had(&self, path: &OutputPath) -> bool {
        self.old.0.contains_key(path)
    }

    fn enter(&self, path: &OutputPath, staged: Staged) -> Result<(), OutputError> {
        if path.as_str().starts_with(".fanzha-") {
            return Err(is_our_note(&path.below(&self.shown)));
        }
        match self.files().insert(path.clone(), staged) {
            None => Ok(()),
            Some(_) => Err(is_given_twice(&path.below(&self.shown))),
        }
    }

    /// Whether these very bytes are in place already, and may stay.
    fn holds(&self, path: &OutputPath, bytes: &[u8]) -> bool {
        self.equal_files == EqualFiles::Leave
            && self
                .bytes_in_place(path, bytes.len() as u64)
                .is_some_and(|it| it == bytes)
    }

    /// What is in place now, if it is an ordinary file of this length.
    fn bytes_in_place(&self, path: &OutputPath, length: u64) -> Option<Vec<u8>> {
        let file = path.below(&self.real);
        let metadata = fs::symlink_metadata(&file).ok()?;
        #[expect(
            clippy::disallowed_methods,
            reason = "compares what we wrote, reads no source"
        )]
        let bytes = (metadata.is_file() && metadata.len() == length).then(|| fs::read(&file).ok());
        bytes.flatten()
    }

    fn staged_file(&self, number: usize) -> PathBuf {
        let part = self
            .real
            .join(STAGE)
            .join((number % STAGE_PARTS).to_string());
        part.join(number.to_string())
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<OutputPath, Staged>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the folder is opened next.
        drop(remove_stage(&self.real.join(STAGE)));
    }
}

fn remove_stage(stage: &Path) -> io::Result<()> {
    match fs::remove_dir_all(stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn lock(shown: &Path, path: &Path, wait: Duration) -> Result<File, OutputError> {
    let failed = |it: io::Error| OutputError::disk("写入", &shown.join(LOCK), &it);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(failed)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if start.elapsed() < wait => {
                thread::sleep(Duration::from_millis(50));
            }
            Err(TryLockError::WouldBlock) => return Err(is_being_written(shown)),
            // Some network disks know no locks; a site on one of them is still better than none.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(file);
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}

fn is_being_written(shown: &Path) -> OutputError {
    OutputError::new(
        format!("另一个 fanzha 正在写 {}", shown.display()),
        "等它完成后再运行一次；如果正开着预览，先把预览关掉",
    )
}

fn is_our_note(shown: &Path) -> OutputError {
    OutputError::new(
        format!(
            "无法写入 {}：以 .fanzha- 开头的文件名留给 fanzha 自己使用",
            shown.display()
        ),
        "给对应的文件换一个名字",
    )
}

fn is_given_twice(shown: &Path) -> OutputError {
    OutputError::new(
        format!("无法写入 {}：两个内容要写进同一个文件", shown.display()),
        "给其中一个内容换一个网址名",
    )
}

#[cfg(test)]
mod tests;
