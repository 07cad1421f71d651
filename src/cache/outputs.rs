//! How each output was made: from which inputs, and what was placed.
//!
//! And the whole build in one line: if all that it read is as it was, there is nothing to do.
//! A job whose inputs are the same and whose file is still in place is never rendered again.

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
    /// The last build that ended well.
    pub memo: Option<Memo>,
    pub jobs: Jobs,
}

/// Every file of the site and how it was made, in the order of their paths.
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
    /// The first bytes of each input's fingerprint, in the inputs' order, to say which of them has changed.
    inputs: Box<[u32]>,
    pub placed: Placed,
}

/// A whole build: what went into it, and what it said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Memo {
    /// Of everything that was read, and of the options.
    pub inputs: Fingerprint,
    /// The build is right for every moment from here …
    pub from: Moment,
    /// … to just before this one, when something comes out or expires, or the day ends.
    pub until: Moment,
    pub diagnostics: Diagnostics,
    pub pages: usize,
    pub feeds: usize,
    pub left_out: Vec<(SourcePath, String)>,
}

impl OutputsMemory {
    /// Of a build that has just ended well.
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

    /// The names of the inputs that are not as they were.
    pub fn changed(&self, inputs: &Inputs) -> Vec<&'static str> {
        let now = inputs.iter().map(|it| mark(it.1));
        // A template that names other variables has other inputs, in other places.
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
    /// Whether a build of these inputs at this moment would be the same.
    pub fn holds(&self, inputs: Fingerprint, at: Moment) -> bool {
        self.inputs == inputs && self.from <= at && at < self.until
    }
}
