//! One run at a time writes into an output folder: the second waits, and then says who holds it.
//!
//! In: the lock file's path. Out: the open file, which is the lock.
//! A lock never outlives its process: the system frees it, so what a crash leaves behind is no obstacle.

use std::{
    fs::{File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{LOCK, error::OutputError};

/// How long a second build waits for the first: long enough for a save to follow a save in the preview.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Waits for the lock of a folder and writes into it who holds it.
pub(super) fn lock(shown: &Path, path: &Path, wait: Duration) -> Result<File, OutputError> {
    let failed = |it: io::Error| OutputError::disk("写入", &shown.join(LOCK), &it);
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(failed)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if start.elapsed() < wait => {
                thread::sleep(Duration::from_millis(50));
            }
            Err(TryLockError::WouldBlock) => return Err(is_being_written(shown, &mut file)),
            // Some network disks know no locks; a site on one of them is still better than none.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => break,
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| write!(file, "{}", std::process::id()))
        .map_err(failed)?;
    Ok(file)
}

fn is_being_written(shown: &Path, lock: &mut File) -> OutputError {
    let mut holder = String::new();
    // On Windows a locked file cannot be read; then the holder stays unnamed.
    let read = lock
        .rewind()
        .and_then(|()| lock.read_to_string(&mut holder));
    let holder = match read {
        Ok(1..) => format!("（进程号 {holder}）"),
        _ => String::new(),
    };
    OutputError::new(
        format!("另一个 fanzha{holder}正在写 {}", shown.display()),
        "等它完成后再运行一次；如果正开着预览，先把预览关掉",
    )
}
