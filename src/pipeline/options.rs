//! What a build is asked to do.
//!
//! Plain data, filled in full by the caller: the clock and the command line are read in `cli` and nowhere
//! below.

use std::{path::PathBuf, sync::Arc};

use jiff::{Timestamp, civil::Date};

use super::{Drafts, Removals, Scope};
use crate::{paths::OutputPath, program::Program};

/// What to build, and as of when.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Whose theme is used where the site has none, and whose cache is read.
    pub program: Arc<Program>,
    pub site: PathBuf,
    /// Where the website goes; none is `public` in the site.
    pub output: Option<PathBuf>,
    /// The day that counts as today, to its end; none is `now`.
    pub as_of: Option<Date>,
    pub now: Timestamp,
    pub drafts: Drafts,
    pub warnings: Warnings,
    pub memory: Memory,
    pub removals: Removals,
    /// Instead of the address in `site.yaml`.
    pub base_url: Option<String>,
    pub scope: Scope,
    /// The output file about which to tell why it was made or kept.
    pub explain: Option<OutputPath>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    Allow,
    /// Every warning is an error.
    Forbid,
}

/// What is taken from earlier builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Everything that is still right.
    Use,
    /// The same, but every source is read, whatever its time stamp says.
    Reread,
    /// Nothing: everything is made and written anew.
    Ignore,
}
