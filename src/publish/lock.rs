//! The lock at a target, so that two computers never publish to it at once.
//!
//! A small file at the target names its owner and contains a number that the owner raises while it works. Few
//! servers can create a file exclusively (`docs/publishing.md#locks`), so after taking it the owner reads it
//! back, and reads it again before every phase. A lock that a killed run of this computer left behind, or
//! that reaches the server only after the run has ended, is recognised by its token in the local journal,
//! which one run at a time may use (`local_lock`); a lock of another computer is stale when its number no
//! longer changes.

use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    crew::StepError,
    journal::Journal,
    release::FileHash,
    remote::{Remote, Upload},
};

/// The path of the lock at the target.
pub const LOCK: &str = "fanzha-lock.json";

/// How often the owner raises the number.
const BEAT: Duration = Duration::from_secs(10);
/// A lock whose owner last wrote it so long ago, by its own clock, is watched for `WATCH`.
const STALE_SECONDS: i64 = 600;
/// How long a lock is watched for a change: more than two beats.
const WATCH: Duration = Duration::from_secs(25);
/// Two computers that create the file at the same moment on a server without exclusive creation both see the
/// content of the last one after this time.
const SETTLE: Duration = Duration::from_millis(300);

/// The content of the lock file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub token: String,
    pub by: String,
    pub computer: String,
    /// When the number was last raised, by the owner's clock.
    pub at: Timestamp,
    pub beat: u64,
}

/// Whether a lock of another computer is respected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respect {
    Others,
    /// Confirmed by the user (`--break-lock`).
    Nobody,
}

/// How an attempt to take the lock ended.
pub enum Taking {
    Taken,
    /// A stale lock of this holder was replaced.
    Recovered(Holder),
    HeldBy(Holder),
}

/// The lock of a running publication.
pub struct RemoteLock<'a> {
    journal: &'a Journal,
    now: &'a (dyn Fn() -> Timestamp + Sync),
    state: Mutex<Beats>,
}

struct Beats {
    holder: Holder,
    last: Instant,
}

impl<'a> RemoteLock<'a> {
    /// A lock that is not taken yet. `owner` has a token of its own.
    pub fn new(
        owner: Holder,
        journal: &'a Journal,
        now: &'a (dyn Fn() -> Timestamp + Sync),
    ) -> Self {
        Self {
            journal,
            now,
            state: Mutex::new(Beats {
                holder: owner,
                last: Instant::now(),
            }),
        }
    }

    /// Takes the lock; harmless if this run has it already.
    ///
    /// # Errors
    /// The server or the journal fails.
    pub fn take(&self, remote: &mut dyn Remote, respect: Respect) -> Result<Taking, StepError> {
        let holder = self.holder();
        self.journal.locking(&holder.token)?;
        let bytes = written(&holder);
        if remote.create(LOCK, &upload(&bytes, &FileHash::of(&bytes)))? {
            return self.settle(remote, Taking::Taken);
        }
        let Some(other) = read(remote)? else {
            // It was released in the meantime, or its content is damaged.
            write(remote, &holder)?;
            return self.settle(remote, Taking::Taken);
        };
        let is_own = self.is_own(&other);
        if is_own || respect == Respect::Nobody || self.is_stale(&other, remote)? {
            write(remote, &holder)?;
            let taking = match is_own {
                true => Taking::Taken,
                false => Taking::Recovered(other),
            };
            return self.settle(remote, taking);
        }
        Ok(Taking::HeldBy(other))
    }

    /// Whether the lock was written by this run or by an earlier one with this journal.
    fn is_own(&self, other: &Holder) -> bool {
        self.journal.is_token_of_own(&other.token)
    }

    /// Whether the owner has stopped working. Its clock may be wrong in both directions, so the age only says
    /// when watching is worth it.
    fn is_stale(&self, other: &Holder, remote: &mut dyn Remote) -> Result<bool, StepError> {
        let age_s = (self.now)().as_second() - other.at.as_second();
        if age_s.abs() < STALE_SECONDS {
            return Ok(false);
        }
        thread::sleep(WATCH);
        Ok(read(remote)?.as_ref() == Some(other))
    }

    /// Reads back whose lock it is.
    fn settle(&self, remote: &mut dyn Remote, taking: Taking) -> Result<Taking, StepError> {
        thread::sleep(SETTLE);
        match read(remote)? {
            Some(found) if self.is_own(&found) => {
                self.keep(&found, remote)?;
                Ok(taking)
            }
            Some(found) => Ok(Taking::HeldBy(found)),
            None => Ok(taking),
        }
    }

    /// Raises the number if it is time to; called between steps, by any connection.
    ///
    /// # Errors
    /// `LockLost` if somebody else has taken the lock over.
    pub fn beat(&self, remote: &mut dyn Remote) -> Result<(), StepError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.last.elapsed() < BEAT {
            return Ok(());
        }
        state.last = Instant::now();
        state.holder.beat += 1;
        state.holder.at = (self.now)();
        let holder = state.holder.clone();
        drop(state);
        self.check(remote)?;
        write(remote, &holder)
    }

    /// Checks that nobody has taken the lock over.
    ///
    /// # Errors
    /// `LockLost`, or the server fails.
    pub fn check(&self, remote: &mut dyn Remote) -> Result<(), StepError> {
        match read(remote)? {
            Some(found) if self.is_own(&found) => self.keep(&found, remote),
            _ => Err(StepError::LockLost),
        }
    }

    /// Writes the lock again if that of an earlier run has arrived over it.
    fn keep(&self, found: &Holder, remote: &mut dyn Remote) -> Result<(), StepError> {
        let holder = self.holder();
        match found.token == holder.token {
            true => Ok(()),
            false => write(remote, &holder),
        }
    }

    /// Gives the lock back.
    ///
    /// # Errors
    /// The server fails; the next publication of this computer recognises the lock.
    pub fn release(&self, remote: &mut dyn Remote) -> Result<(), StepError> {
        if read(remote)?.is_some_and(|it| self.is_own(&it)) {
            remote.delete(LOCK)?;
        }
        Ok(())
    }

    fn holder(&self) -> Holder {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.holder.clone()
    }
}

/// The present holder; `None` if nobody holds the lock, or its content stays damaged.
fn read(remote: &mut dyn Remote) -> Result<Option<Holder>, StepError> {
    // On most servers a file that is being written is short for a moment.
    for _ in 0..3 {
        let Some(bytes) = remote.get(LOCK)? else {
            return Ok(None);
        };
        if let Ok(holder) = serde_json::from_slice(&bytes) {
            return Ok(Some(holder));
        }
        thread::sleep(SETTLE);
    }
    Ok(None)
}

fn write(remote: &mut dyn Remote, holder: &Holder) -> Result<(), StepError> {
    let bytes = written(holder);
    Ok(remote.put(LOCK, &upload(&bytes, &FileHash::of(&bytes)))?)
}

fn written(holder: &Holder) -> Vec<u8> {
    serde_json::to_vec(holder).expect("plain data can be written")
}

fn upload<'u>(bytes: &'u [u8], hash: &'u FileHash) -> Upload<'u> {
    Upload {
        bytes,
        sha256: &hash.0,
        content_type: "application/json",
        cache_control: "no-store",
    }
}
