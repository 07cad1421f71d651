//! Jobs for the schedulers of Linux and Windows, that publish when something appears or expires.
//!
//! In: a `Job`. Out: the text of units, of a line or of a task, and the commands that install and remove
//! them. Nothing is run or written here.

mod commands;
mod cron;
mod job;
mod systemd;
#[cfg(test)]
mod tests;
mod windows;

pub use commands::{Action, Step, Steps, cron_steps, systemd_steps, windows_steps};
pub use job::{Job, ScheduleError, When};

/// What runs jobs on a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheduler {
    Systemd,
    Cron,
    /// Task Scheduler.
    Windows,
}

impl Scheduler {
    pub fn of_this_system() -> Self {
        match cfg!(windows) {
            true => Self::Windows,
            false => Self::Systemd,
        }
    }
}

/// The content of a file of a job, for a terminal: a task for Windows is UTF-16.
pub fn readable(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xff, 0xfe]) {
        Some(rest) => encoding_rs::UTF_16LE.decode(rest).0.into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
