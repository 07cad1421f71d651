//! What comes of a build, and how it is told while it runs.
//!
//! Plain data; nothing here prints.

use std::path::PathBuf;

use super::LeftOut;
use crate::{diagnostics::Diagnostics, output::OutputError, paths::OutputPath, source::Sources};

/// What came of a build.
#[derive(Debug)]
pub struct Report {
    pub diagnostics: Diagnostics,
    /// What the diagnostics point into.
    pub sources: Sources,
    /// None when errors stopped the build.
    pub summary: Option<Summary>,
    /// About the file that was asked for; none if the site has no such file.
    pub explanation: Option<Explanation>,
}

#[derive(Clone, Debug)]
pub struct Summary {
    /// HTML pages, without redirects.
    pub pages: usize,
    /// Destinations that get slogans.
    pub feeds: usize,
    pub left_out: Vec<LeftOut>,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub output: PathBuf,
}

/// Why a file was made or kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub output: OutputPath,
    pub fate: Fate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// All inputs are as they were.
    Kept,
    /// Nothing is remembered of it.
    New,
    /// Its file was not in place any more as it was written.
    Lost,
    /// These inputs have changed.
    Changed(Vec<&'static str>),
}

/// The machine failed; the site's files are not to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub message: String,
    pub help: String,
}

impl From<OutputError> for Failure {
    fn from(OutputError { message, help }: OutputError) -> Self {
        Self { message, help }
    }
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// A stage of `count` steps begins; the name is a Chinese verb such as `读取内容`.
    fn begin(&self, stage: &'static str, count: usize);
    /// One step is done; called from many threads.
    fn step(&self);
}
