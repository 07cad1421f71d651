//! The commands that deliver the site: `publish`, `rollback`, `releases`, `target`, `verify`, `status`,
//! `schedule`.
//!
//! The environment, the clock and the terminal are accessed here; all decisions about a target are made in
//! `publish`.

mod arguments;
mod check;
mod office;
mod package;
mod progress;
mod releases;
mod run;
mod schedule;
mod status;
mod verify;

pub(super) use self::{
    arguments::{
        PublishArguments, ReleasesArguments, RollbackArguments, ScheduleArguments, TargetArguments,
        VerifyArguments,
    },
    check::run as target,
    releases::{releases, rollback},
    run::publish,
    schedule::schedule,
    status::status,
    verify::verify,
};
