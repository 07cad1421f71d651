//! What the user decided about a delivery.
//!
//! In: options of the command. Out: values; nothing is decided here.

use super::lock::Respect;
use crate::output::Removals;

/// What the user decided.
#[derive(Clone, Copy, Debug)]
pub struct Decisions {
    pub removals: Removals,
    pub respect: Respect,
    pub trust: Trust,
    pub foreign: Foreign,
}

/// Whether the record of what is at the target is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    Record,
    /// Every file is read back first (`--distrust-remote`).
    Nothing,
}

/// What happens to files of somebody else that are in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    Stop,
    /// Those that the release needs are overwritten (`--overwrite`).
    Overwrite,
}
