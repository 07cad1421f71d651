//! Outside programs make other files out of those that a build has put in place: PDF out of a sheet's page, a video out of a
//! spot's stills.
//!
//! In: the folder of a finished export, and where programs may be. Out: a folder below it with a manifest of its own, so that a
//! file whose sources are gone goes too. A file is made again only if a source or the program is another one, and what one
//! program cannot make keeps nobody from the others. A build never waits for a program; this room runs after it.

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
    output::{self, EqualFiles, Output, OutputError, Removals},
    paths::OutputPath,
};

/// A file to be had.
#[derive(Clone, Debug)]
pub struct Task {
    /// In the folder of its kind.
    pub target: OutputPath,
    /// What it is made of, in the export folder: one file at least, in an order that the maker knows.
    pub sources: Vec<OutputPath>,
    /// Of all of them.
    pub fingerprint: Fingerprint,
}

impl Task {
    /// A file that is made of `sources`, each with the fingerprint that the export's list gives.
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
    /// Another one for another version: it may make the same file differently.
    fn identity(&self) -> Fingerprint;

    /// The bytes of a task's file, of sources that lie in `export`.
    ///
    /// # Errors
    /// Why there is none, in words for people.
    fn make(&self, task: &Task, export: &Path) -> Result<Vec<u8>, String>;
}

/// What a program left at `path`; nothing if there is nothing to read.
#[expect(
    clippy::disallowed_methods,
    reason = "reads what was made here or by a program for us, no source"
)]
fn made(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// Where converted files go, and what is remembered of them.
pub struct Place<'a> {
    /// Of the whole export.
    pub export: &'a Path,
    /// The folder of this kind in it: `pdf`.
    pub name: &'a str,
    pub cache: Cache,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Converted {
    pub made: usize,
    pub kept: usize,
    /// Of which a source is gone, or another one now.
    pub removed: usize,
    /// What could not be made, and why.
    pub failed: Vec<(OutputPath, String)>,
}

/// Whether anything was ever made in `folder`: only then is something to be taken away where nobody asks for more.
///
/// # Errors
/// The disk failed.
pub fn is_used(folder: &Path) -> Result<bool, OutputError> {
    Ok(output::listed(folder)?.is_some())
}

/// Brings the place to what `tasks` say; without a maker only what is out of date is removed.
///
/// # Errors
/// The disk failed, or the folder is being written by another run.
pub fn convert(
    tasks: &[Task],
    place: &Place<'_>,
    maker: Option<&dyn Maker>,
) -> Result<Converted, OutputError> {
    let folder = place.export.join(place.name);
    if (tasks.is_empty() || maker.is_none()) && !is_used(&folder)? {
        return Ok(Converted::default());
    }
    let known = place.cache.outputs(&folder).jobs;
    let output = Output::open(&folder, &[], EqualFiles::Leave)?;
    let workshop = Workshop {
        export: place.export,
        known: &known,
        output: &output,
        maker,
    };
    let ends: Result<Vec<End>, OutputError> =
        tasks.par_iter().map(|it| workshop.task(it)).collect();
    let mut converted = Converted::default();
    let mut jobs = Vec::new();
    for end in ends? {
        match end {
            End::Made(target, job) => {
                converted.made += 1;
                jobs.push((target, job));
            }
            End::Kept(target, job) => {
                converted.kept += 1;
                jobs.push((target, job));
            }
            End::Failed(target, reason) => converted.failed.push((target, reason)),
            End::None => (),
        }
    }
    // Nobody is asked: each was made by a program and can be made again.
    converted.removed = output.commit(Removals::Any)?.removed;
    let memory = OutputsMemory {
        memo: None,
        jobs: Jobs::new(jobs),
    };
    place.cache.save_outputs(&folder, &memory);
    Ok(converted)
}

enum End {
    Made(OutputPath, JobMemory),
    Kept(OutputPath, JobMemory),
    Failed(OutputPath, String),
    /// There is nothing up to date, and nobody to make it.
    None,
}

struct Workshop<'a> {
    export: &'a Path,
    known: &'a Jobs,
    output: &'a Output,
    maker: Option<&'a dyn Maker>,
}

impl Workshop<'_> {
    fn task(&self, task: &Task) -> Result<End, OutputError> {
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
            return Ok(End::Kept(target.clone(), known.clone()));
        }
        let Some(maker) = self.maker else {
            return Ok(End::None);
        };
        let bytes = match maker.make(task, self.export) {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(End::Failed(target.clone(), reason)),
        };
        let placed = self.output.stage(target, &bytes)?;
        let inputs = inputs(maker);
        let job = JobMemory::new(key, &inputs, placed);
        Ok(End::Made(target.clone(), job))
    }
}
