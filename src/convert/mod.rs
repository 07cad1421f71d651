//! Runs external programs that convert files of a finished export: a sheet's page to PDF, a spot's stills to
//! a video.
//!
//! In: the folder of a finished export, and where programs may be. Out: a folder below it with its own
//! manifest, so that files whose sources are gone are removed too. A file is converted again only if a source
//! or the program has changed, and a file that a program cannot convert does not affect the others. A build
//! never waits for a program; this room runs after it.

mod pdf;
mod programs;
mod run;
mod video;

use std::{fs, path::Path};

use rayon::prelude::*;

pub use self::{
    pdf::{pdf_maker, pdf_tasks},
    programs::Machine,
    video::{video_maker, video_tasks},
};
use crate::{
    cache::{Cache, JobMemory, Jobs, OutputsMemory, key_of},
    fingerprint::Fingerprint,
    output::{self, EqualFiles, OutputError, OutputFolder, Removals},
    paths::OutputPath,
};

/// A file to be made.
#[derive(Clone, Debug)]
pub struct Task {
    /// In the folder of its kind.
    pub target: OutputPath,
    /// Its source files in the export folder: at least one, in the order that the maker expects.
    pub sources: Vec<OutputPath>,
    /// The fingerprint of all of them.
    pub fingerprint: Fingerprint,
}

impl Task {
    /// A file made from `sources`, each with its fingerprint from the export's manifest.
    fn new(target: OutputPath, sources: Vec<(OutputPath, Fingerprint)>) -> Self {
        let fingerprint = Fingerprint::of_value(&sources);
        let sources = sources.into_iter().map(|(path, _)| path).collect();
        Self {
            target,
            sources,
            fingerprint,
        }
    }
}

/// A program that makes files.
pub trait Maker: Sync {
    /// Differs between versions, which may make the same file differently.
    fn identity(&self) -> Fingerprint;

    /// The bytes of a task's file, from sources in `export`.
    ///
    /// # Errors
    /// Why it could not be made, as a Chinese phrase.
    fn make(&self, task: &Task, export: &Path) -> Result<Vec<u8>, String>;
}

/// Reads the file that a program wrote to `path`; empty if it cannot be read.
#[expect(
    clippy::disallowed_methods,
    reason = "reads the result of a program, not a source"
)]
fn read_result(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// The folder of converted files, with its cache.
pub struct ConversionFolder<'a> {
    /// The folder of the whole export.
    pub export: &'a Path,
    /// The name of the subfolder for this kind: `pdf`.
    pub name: &'a str,
    pub cache: Cache,
}

/// The result of a conversion.
#[derive(Debug, Default)]
pub struct Converted {
    pub made: usize,
    pub kept: usize,
    /// Files whose source is gone or has changed.
    pub removed: usize,
    /// What could not be made, and why.
    pub failed: Vec<(OutputPath, String)>,
}

/// Whether anything was ever made in `folder`; otherwise there is nothing to remove when no conversion is
/// requested.
///
/// # Errors
/// An I/O error.
pub fn is_used(folder: &Path) -> Result<bool, OutputError> {
    Ok(output::listed(folder)?.is_some())
}

/// Brings the folder in line with `tasks`; without a maker, only outdated files are removed.
///
/// # Errors
/// An I/O error, or the folder is being written by another run.
pub fn convert(
    tasks: &[Task],
    place: &ConversionFolder<'_>,
    maker: Option<&dyn Maker>,
) -> Result<Converted, OutputError> {
    let folder = place.export.join(place.name);
    if (tasks.is_empty() || maker.is_none()) && !is_used(&folder)? {
        return Ok(Converted::default());
    }
    let known = place.cache.outputs(&folder).jobs;
    let output = OutputFolder::open(&folder, &[], EqualFiles::Leave)?;
    let workshop = Conversion {
        export: place.export,
        known: &known,
        output: &output,
        maker,
    };
    let ends: Result<Vec<TaskEnd>, OutputError> =
        tasks.par_iter().map(|it| workshop.task(it)).collect();
    let mut converted = Converted::default();
    let mut jobs = Vec::new();
    for end in ends? {
        match end {
            TaskEnd::Made(target, job) => {
                converted.made += 1;
                jobs.push((target, job));
            }
            TaskEnd::Kept(target, job) => {
                converted.kept += 1;
                jobs.push((target, job));
            }
            TaskEnd::Failed(target, reason) => converted.failed.push((target, reason)),
            TaskEnd::None => (),
        }
    }
    // No confirmation is needed: every file was made by a program and can be made again.
    converted.removed = output.commit(Removals::Any)?.removed;
    let memory = OutputsMemory {
        memo: None,
        jobs: Jobs::new(jobs),
    };
    place.cache.save_outputs(&folder, &memory);
    Ok(converted)
}

enum TaskEnd {
    Made(OutputPath, JobMemory),
    Kept(OutputPath, JobMemory),
    Failed(OutputPath, String),
    /// There is no current file, and no maker.
    None,
}

struct Conversion<'a> {
    export: &'a Path,
    known: &'a Jobs,
    output: &'a OutputFolder,
    maker: Option<&'a dyn Maker>,
}

impl Conversion<'_> {
    fn task(&self, task: &Task) -> Result<TaskEnd, OutputError> {
        let target = &task.target;
        let key = key_of(&vec![("sources", task.fingerprint)]);
        let inputs = |maker: &dyn Maker| {
            let program = maker.identity();
            vec![("sources", task.fingerprint), ("program", program)]
        };
        let is_right = |it: &&JobMemory| match self.maker {
            Some(maker) => it.has_key(key) && it.changed(&inputs(maker)).is_empty(),
            None => it.has_key(key),
        };
        if let Some(known) = self.known.get(target).filter(is_right)
            && self.output.keep(target, &known.placed)
        {
            return Ok(TaskEnd::Kept(target.clone(), known.clone()));
        }
        let Some(maker) = self.maker else {
            return Ok(TaskEnd::None);
        };
        let bytes = match maker.make(task, self.export) {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(TaskEnd::Failed(target.clone(), reason)),
        };
        let placed = self.output.stage(target, &bytes)?;
        let inputs = inputs(maker);
        let job = JobMemory::new(key, &inputs, placed);
        Ok(TaskEnd::Made(target.clone(), job))
    }
}
