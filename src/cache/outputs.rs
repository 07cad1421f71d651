//! How each output was made: its inputs and the file that was placed.
//!
//! Also a memo of the whole build: if nothing that it read has changed, there is nothing to do.
//! A job whose inputs are unchanged and whose file is still in place is never rendered again.

use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    output::Placed,
    paths::{OutputPath, SourcePath},
    theme::Inputs,
    yaml::Moment,
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OutputsMemory {
    /// The last successful build.
    pub memo: Option<Memo>,
    pub jobs: Jobs,
}

/// Every file of the site and how it was made, sorted by path.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Jobs(Vec<(OutputPath, JobMemory)>);

impl Jobs {
    pub fn new(mut files: Vec<(OutputPath, JobMemory)>) -> Self {
        files.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        Self(files)
    }

    pub fn files(&self) -> &[(OutputPath, JobMemory)] {
        &self.0
    }

    pub fn get(&self, path: &OutputPath) -> Option<&JobMemory> {
        let at = self.0.binary_search_by(|it| it.0.cmp(path));
        at.ok().map(|it| &self.0[it].1)
    }
}

/// How one file was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobMemory {
    key: Fingerprint,
    /// A prefix of each input's fingerprint, in input order, used to report which input has changed.
    inputs: Box<[u32]>,
    pub placed: Placed,
}

/// A whole build: its inputs and its result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Memo {
    /// The fingerprint of everything that was read, and of the options.
    pub inputs: Fingerprint,
    /// The start of the interval for which the build is valid.
    pub from: Moment,
    /// The exclusive end of that interval: when something is published or expires, or the day ends.
    pub until: Moment,
    pub diagnostics: Diagnostics,
    pub pages: usize,
    pub feeds: usize,
    pub left_out: Vec<(SourcePath, String)>,
}

impl OutputsMemory {
    /// The memory of a build that has just succeeded.
    pub fn new(memo: Memo, jobs: Jobs) -> Self {
        let memo = Some(memo);
        Self { memo, jobs }
    }
}

/// The fingerprint of all inputs together.
pub fn key_of(inputs: &Inputs) -> Fingerprint {
    Fingerprint::of_value(inputs)
}

impl JobMemory {
    pub fn new(key: Fingerprint, inputs: &Inputs, placed: Placed) -> Self {
        Self {
            key,
            inputs: inputs.iter().map(|it| mark(it.1)).collect(),
            placed,
        }
    }

    pub fn has_key(&self, key: Fingerprint) -> bool {
        self.key == key
    }

    /// The names of the inputs that have changed.
    pub fn changed(&self, inputs: &Inputs) -> Vec<&'static str> {
        let now = inputs.iter().map(|it| mark(it.1));
        // A template that uses other variables has other inputs at other indices.
        let is_other = self.inputs.len() != inputs.len();
        let pairs = self.inputs.iter().zip(now).zip(inputs);
        let changed = pairs.filter(|((before, now), _)| is_other || *before != now);
        changed.map(|(_, (name, _))| *name).collect()
    }
}

/// The first bytes of a fingerprint.
fn mark(fingerprint: Fingerprint) -> u32 {
    fingerprint.short() as u32
}

impl Memo {
    /// Whether a build with these inputs at this moment would give the same result.
    pub fn holds(&self, inputs: Fingerprint, at: Moment) -> bool {
        self.inputs == inputs && self.from <= at && at < self.until
    }
}
