//! Mutual exclusion of runs that write to an output folder: the second run waits, then reports who holds the
//! lock.
//!
//! In: the path of the lock file. Out: the open file, which is the lock.
//! A lock never outlives its process: the system releases it, so the leftovers of a crash do not block later
//! runs.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{error::OutputError, names::LOCK};

/// How long a run waits for another one: long enough for two saves in a row during a preview.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(5);

/// An acquired lock.
pub(super) struct Lock {
    pub file: File,
    /// False if the file was removed in the meantime: then a lock on it excludes nobody.
    pub is_in_place: bool,
    /// How many folders the previous holder had created.
    pub made_count: usize,
}

/// Waits for the lock of a folder; `None` if the folder was removed in the meantime.
pub(super) fn wait(
    shown: &Path,
    path: &Path,
    deadline: Instant,
) -> Result<Option<Lock>, OutputError> {
    let failed = |it: io::Error| OutputError::disk("写入", &shown.join(LOCK), &it);
    // Never writes through a link.
    if fs::symlink_metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(is_not_a_file(&shown.join(LOCK)));
    }
    let opened = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path);
    let file = match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound && Instant::now() < deadline => {
            return Ok(None);
        }
        opened => opened.map_err(failed)?,
    };
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(50));
            }
            Err(TryLockError::WouldBlock) => return Err(is_being_written(shown, &file)),
            // Some network file systems do not support locks; building a site without one is better than
            // failing.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => break,
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    Ok(Some(Lock {
        is_in_place: is_in_place(&file, path),
        made_count: read(&file).1,
        file,
    }))
}

/// Writes into the lock file which process holds it, and how many folders it has created.
pub(super) fn write_holder(mut lock: &File, made_count: usize) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    write!(lock, "{} {made_count}", std::process::id())
}

/// The content of the lock file: the process id of the last holder, and how many folders it had created.
fn read(mut lock: &File) -> (Option<u32>, usize) {
    let mut text = String::new();
    // On Windows others cannot read a locked file; then the holder is not named.
    drop(lock.rewind().and_then(|()| lock.read_to_string(&mut text)));
    let mut numbers = text.split(' ');
    let process = numbers.next().and_then(|it| it.parse().ok());
    let made_count = numbers.next().and_then(|it| it.parse().ok());
    (process, made_count.unwrap_or_default())
}

/// Whether the file has not been removed since it was opened.
#[cfg(unix)]
fn is_in_place(file: &File, _path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.metadata().is_ok_and(|it| it.nlink() > 0)
}

/// Same; while the file is open, no other file can take its name.
#[cfg(not(unix))]
fn is_in_place(_file: &File, path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn is_being_written(shown: &Path, lock: &File) -> OutputError {
    let holder = match read(lock).0 {
        Some(process) => format!("（进程号 {process}）"),
        None => String::new(),
    };
    OutputError::new(
        format!("另一个 fanzha{holder}正在写 {}", shown.display()),
        "等它完成后再运行一次；如果正开着预览，先把预览关掉",
    )
}

fn is_not_a_file(shown: &Path) -> OutputError {
    OutputError::new(
        format!("无法写入 {}：它不是普通文件", shown.display()),
        "把它移走，再运行一次",
    )
}
