//! Repeats an operation while another program holds the file for a moment, as virus scanners do.
//!
//! In: an operation on one file. Out: its last result. Never waits on systems that allow an open file to be
//! replaced.

use std::{io, thread, time::Duration};

/// Pauses before each further attempt, six seconds in all. Go's own tools give scanners two seconds
/// (golang/go#16882), those of Node.js a minute (isaacs/node-graceful-fs#119).
pub(super) const PAUSES_MS: [u64; 8] = [10, 30, 100, 200, 400, 800, 1500, 3000];

/// Runs `act` until it succeeds, fails for good, or time is up.
pub(super) fn patiently<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause_ms in PAUSES_MS {
        match act() {
            Err(error) if may_pass(&error) => thread::sleep(Duration::from_millis(pause_ms)),
            ended => return ended,
        }
    }
    act()
}

/// Whether the obstacle may be gone in a moment. On Windows `ERROR_ACCESS_DENIED` (5) is also the answer for
/// a file that was removed and is still open elsewhere.
pub(super) fn may_pass(error: &io::Error) -> bool {
    is_in_use(error) || (cfg!(windows) && error.raw_os_error() == Some(5))
}

/// Whether another program uses the file: `ERROR_SHARING_VIOLATION` (32) and `ERROR_LOCK_VIOLATION` (33),
/// which have no `ErrorKind` of their own.
pub(super) fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}
