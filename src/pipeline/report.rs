//! The result of a build, and the interface for its progress.
//!
//! Plain data; nothing here prints.

use std::path::PathBuf;

use super::LeftOut;
use crate::{diagnostics::Diagnostics, output::OutputError, paths::OutputPath, source::Sources};

/// The result of a build.
#[derive(Debug)]
pub struct Report {
    pub diagnostics: Diagnostics,
    /// The texts into which the diagnostics point.
    pub sources: Sources,
    /// The summary; `None` if errors stopped the build.
    pub summary: Option<Summary>,
    /// The explanation for the requested file; `None` if the site has no such file.
    pub explanation: Option<Explanation>,
}

#[derive(Clone, Debug)]
pub struct Summary {
    /// The number of HTML pages, without redirects.
    pub pages: usize,
    /// The number of feeds.
    pub feeds: usize,
    pub left_out: Vec<LeftOut>,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub output: PathBuf,
}

/// The reason why a file was made or kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub output: OutputPath,
    pub fate: Fate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// All inputs are unchanged.
    Kept,
    /// The cache has no record of the file.
    New,
    /// The file was missing or different from what was written.
    Lost,
    /// These inputs have changed.
    Changed(Vec<&'static str>),
}

/// A failure of the machine that is not caused by the site's files.
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

/// Receives the progress of a build.
pub trait Progress: Sync {
    /// A stage of `count` steps begins; the name is a Chinese verb such as `读取内容`.
    fn begin(&self, stage: &'static str, count: usize);
    /// One step is done; called from many threads.
    fn step(&self);
}
