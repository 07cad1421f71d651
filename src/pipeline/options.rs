//! The options of a build.
//!
//! Plain data, completed by the caller: the clock and the command line are read only in `cli`.

use std::{path::PathBuf, sync::Arc};

use jiff::{Timestamp, civil::Date};

use super::{Drafts, Removals, Scope};
use crate::{paths::OutputPath, program::Program};

/// The site to build, the date of the build, and all other options.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// The program, whose theme is used if the site has none and whose cache is read.
    pub program: Arc<Program>,
    pub site: PathBuf,
    /// The output folder of the website; `None` for `public` in the site.
    pub output: Option<PathBuf>,
    /// The day as of which the site is built, up to its end; `None` for `now`.
    pub as_of: Option<Date>,
    pub now: Timestamp,
    pub drafts: Drafts,
    pub warnings: Warnings,
    pub memory: Memory,
    pub removals: Removals,
    /// Replaces the address in `site.yaml`.
    pub base_url: Option<String>,
    /// Where to look for fonts before the folders of the system.
    pub font_folders: Vec<PathBuf>,
    pub scope: Scope,
    /// The output file for which the report explains why it was made or kept.
    pub explain: Option<OutputPath>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    Allow,
    /// Warnings are treated as errors.
    Forbid,
}

/// How the results of earlier builds are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// All valid results are used.
    Use,
    /// Valid results are used, but every source is read regardless of its time stamp.
    Reread,
    /// No results are used: everything is made and written again.
    Ignore,
}
