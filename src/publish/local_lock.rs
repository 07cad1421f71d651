//! Excludes two runs of this computer on one target.
//!
//! The system releases the lock when the process ends.

use std::{fs::File, path::Path};

use super::{disk, trouble};
use crate::pipeline::Failure;

/// Excludes other runs of this computer on one target; the system releases it when the process ends.
pub(super) struct LocalLock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl LocalLock {
    /// # Errors
    /// Another run has it, or its file cannot be made.
    pub fn take(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("lock");
        let file = disk::open_to_append(&path)?;
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => Err(trouble::runs_here()),
            // A file system without locks: the lock at the target remains.
            _ => Ok(Self(file)),
        }
    }
}
