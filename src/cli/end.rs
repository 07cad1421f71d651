//! How a command ended, for the exit code.

use std::process::ExitCode;

/// How a command ended, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Done,
    ProblemsInFiles,
    CouldNotRun,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Done => Self::SUCCESS,
            End::ProblemsInFiles => Self::from(1),
            End::CouldNotRun => Self::from(2),
        }
    }
}
