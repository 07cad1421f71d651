//! How a command ended, for the exit code.

use std::process::ExitCode;

/// How a command ended, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommandEnd {
    Done,
    ProblemsInFiles,
    CouldNotRun,
}

impl From<CommandEnd> for ExitCode {
    fn from(end: CommandEnd) -> Self {
        match end {
            CommandEnd::Done => Self::SUCCESS,
            CommandEnd::ProblemsInFiles => Self::from(1),
            CommandEnd::CouldNotRun => Self::from(2),
        }
    }
}
