//! The second half of the build, which writes: every job's file is made or kept, so that all can be put in
//! place together.
//!
//! In: jobs, and the records of how their files were made last time. Out: the new records, or the reason why
//! files were not made. A file is kept only if all inputs of its job are unchanged and the file is still in
//! place.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    BuildOptions, Explanation, Failure, Fate, LeftOut, Memory, Progress, Summary,
    compressed::{self, Copy},
    read::FOLDERS,
};
use crate::{
    cache::{JobMemory, Jobs, Memo, OutputsMemory, key_of},
    config::Compression,
    diagnostics::{Diagnostic, Diagnostics},
    fingerprint::Fingerprint,
    output::{EqualFiles, OutputError, OutputFolder, Placed, Written},
    page::{BYTES, MadeFiles, Prepared, RenderContext, Scope, Wave},
    paths::{OutputPath, SourcePath, UrlPath, shown},
    picture,
    plan::{Job, Work},
    source,
    theme::{Inputs, Problem},
};

/// The result of making the files.
pub enum Outcome {
    /// A template failed.
    Stopped,
    Changed(SourcePath),
    Made(Made),
}

/// All files are kept or staged.
pub struct Made {
    pub pages: usize,
    pub jobs: Jobs,
    pub explanation: Option<Explanation>,
}

pub struct Writer<'a> {
    pub context: RenderContext<'a>,
    pub options: &'a BuildOptions,
    pub memory: &'a OutputsMemory,
    pub progress: &'a dyn Progress,
}

impl Writer<'_> {
    /// Makes or keeps the file of every job; nothing is put in place yet.
    pub fn make(
        &self,
        jobs: Vec<Job>,
        output: &OutputFolder,
        diagnostics: &mut Diagnostics,
    ) -> Result<Outcome, Failure> {
        self.progress.begin("生成页面", jobs.len());
        let pages = jobs.iter().filter(|it| is_page(it)).count();
        let texts = self.texts(&jobs);
        let [site, packs, manifest] = waves(jobs);
        let mut made = self.wave(site, output, &[]);
        for wave in [packs, manifest] {
            if wave.is_empty() || made.iter().any(Result::is_err) {
                continue;
            }
            let files = self.wave(wave, output, &made);
            made.extend(files);
        }
        if !texts.is_empty() && made.iter().all(Result::is_ok) {
            let copies = self.copies(&texts, output, &made);
            made.extend(copies);
        }
        let mut explanation = None;
        for it in &made {
            match it {
                Ok((output, _, fate)) if self.options.explain.as_ref() == Some(output) => {
                    let (output, fate) = (output.clone(), fate.clone());
                    explanation = Some(Explanation { output, fate });
                }
                Ok(_) => (),
                Err(Stop::Machine(failure)) => return Err(failure.clone()),
                Err(Stop::Changed(path)) => return Ok(Outcome::Changed(path.clone())),
                // A broken template fails on every page that uses it, so it is reported only once.
                Err(Stop::Template(problem)) => diagnostics.push_once((**problem).clone()),
            }
        }
        if diagnostics.has_errors() {
            return Ok(Outcome::Stopped);
        }
        // The list is converted in place, without allocating a second one of the same length.
        let files = made
            .into_iter()
            .filter_map(|it| it.ok().map(|it| (it.0, it.1)));
        Ok(Outcome::Made(Made {
            pages,
            jobs: Jobs::new(files.collect()),
            explanation,
        }))
    }

    /// Makes files that do not depend on each other, but may depend on the files `before`.
    fn wave(
        &self,
        jobs: Vec<Job>,
        output: &OutputFolder,
        before: &[Result<FinishedJob, Stop>],
    ) -> Vec<Result<FinishedJob, Stop>> {
        let before = before.iter().flatten();
        let finished = Finished {
            output,
            fingerprints: before.map(|it| (&it.0, it.1.placed.fingerprint)).collect(),
        };
        let context = RenderContext {
            made: Some(&finished),
            ..self.context
        };
        let files = jobs.into_par_iter().map(|job| {
            let made = self.job(&job, output, &context);
            self.progress.step();
            made.map(|(memory, fate)| (job.output, memory, fate))
        });
        files.collect()
    }

    /// The formats in which copies of texts are kept.
    fn formats(&self) -> &[Compression] {
        match self.options.scope {
            Scope::Site => &self.context.site.config.serving.precompress,
            Scope::Feeds => &[],
        }
    }

    /// The files of which the settings ask for compressed copies.
    fn texts(&self, jobs: &[Job]) -> Vec<OutputPath> {
        if self.formats().is_empty() {
            return Vec::new();
        }
        let texts = jobs.iter().filter(|it| compressed::is_text(it));
        texts.map(|it| it.output.clone()).collect()
    }

    /// Makes or keeps the compressed copies of `texts`, which are among the files `made`.
    fn copies(
        &self,
        texts: &[OutputPath],
        output: &OutputFolder,
        made: &[Result<FinishedJob, Stop>],
    ) -> Vec<Result<FinishedJob, Stop>> {
        let files = made.iter().flatten().map(|it| (&it.0, it.1.placed));
        let files: HashMap<&OutputPath, Placed> = files.collect();
        let mut copies = Vec::new();
        for text in texts {
            let formats = self.formats().iter();
            copies.extend(formats.filter_map(|it| Copy::new(text, *files.get(text)?, *it)));
        }
        // A site may have compressed a file itself.
        copies.retain(|it| !files.contains_key(&it.output));
        self.progress.begin("压缩", copies.len());
        let copies = copies.into_par_iter().filter_map(|copy| {
            let made = self.copy(&copy, output).transpose();
            self.progress.step();
            made.map(|it| it.map(|(memory, fate)| (copy.output, memory, fate)))
        });
        copies.collect()
    }

    /// Makes or keeps one copy; `None` if it is not worth it.
    fn copy(&self, copy: &Copy, output: &OutputFolder) -> Result<Option<(JobMemory, Fate)>, Stop> {
        let known = self.memory.jobs.get(&copy.output);
        if let Some(known) = known.filter(|it| copy.keep(it, output)) {
            return Ok(Some((known.clone(), Fate::Kept)));
        }
        let inputs = copy.inputs();
        let key = key_of(&inputs);
        let Some(bytes) = copy.bytes(output) else {
            return Ok(None);
        };
        let placed = output.stage(&copy.output, &bytes)?;
        let memory = JobMemory::new(key, &inputs, placed);
        Ok(Some((memory, fate(known, key, &inputs))))
    }

    fn job(
        &self,
        job: &Job,
        output: &OutputFolder,
        context: &RenderContext<'_>,
    ) -> Result<(JobMemory, Fate), Stop> {
        let known = self.memory.jobs.get(&job.output);
        let prepared = prepare(&job.work, context, &self.options.site);
        let key = key_of(&prepared.inputs);
        if let Some(known) = known
            && known.has_key(key)
            && output.keep(&job.output, &known.placed)
        {
            return Ok((known.clone(), Fate::Kept));
        }
        let inputs = prepared.inputs.clone();
        let fate = fate(known, key, &inputs);
        let bytes = prepared.make()?;
        let placed = output.stage(&job.output, &bytes)?;
        if let Work::Copy(path, fingerprint) = &job.work
            && placed.fingerprint != *fingerprint
        {
            return Err(Stop::Changed(path.clone()));
        }
        Ok((JobMemory::new(key, &inputs, placed), fate))
    }
}

/// Why a file is made that is not kept.
fn fate(known: Option<&JobMemory>, key: Fingerprint, inputs: &Inputs) -> Fate {
    match known {
        None => Fate::New,
        Some(known) if known.has_key(key) => Fate::Lost,
        Some(known) => Fate::Changed(known.changed(inputs)),
    }
}

/// A file that is kept or staged.
type FinishedJob = (OutputPath, JobMemory, Fate);

/// The jobs in the order of their dependencies; the few that are made from other files come last.
fn waves(mut jobs: Vec<Job>) -> [Vec<Job>; 3] {
    let mut of = |wave: Wave| jobs.extract_if(.., |it| wave_of(it) == wave).collect();
    let (packs, manifest) = (of(Wave::Packs), of(Wave::Manifest));
    [jobs, packs, manifest]
}

fn wave_of(job: &Job) -> Wave {
    match &job.work {
        Work::Render(recipe) => recipe.wave(),
        Work::Builtin(_) | Work::Copy(..) | Work::Clean(..) => Wave::Site,
    }
}

/// The files of the earlier waves.
struct Finished<'a> {
    output: &'a OutputFolder,
    fingerprints: HashMap<&'a OutputPath, Fingerprint>,
}

impl MadeFiles for Finished<'_> {
    fn fingerprint(&self, path: &OutputPath) -> Option<Fingerprint> {
        self.fingerprints.get(path).copied()
    }

    fn bytes(&self, path: &OutputPath) -> Option<Vec<u8>> {
        let is_made = self.fingerprints.contains_key(path);
        is_made.then(|| self.output.bytes(path)).flatten()
    }
}

/// The inputs of a file, and the function that makes it. The caller must check whether a copied file has
/// changed since it was listed.
pub fn prepare<'a>(work: &Work, context: &RenderContext<'a>, site: &'a Path) -> Prepared<'a> {
    match work {
        Work::Render(recipe) => recipe.prepare(context),
        Work::Builtin(bytes) => Prepared::made(bytes.to_vec()),
        Work::Copy(path, fingerprint) => {
            let path = path.clone();
            Prepared::new(vec![(BYTES, *fingerprint)], move || read(site, path))
        }
        Work::Clean(path, fingerprint) => {
            let (path, fingerprint) = (path.clone(), *fingerprint);
            let sources = context.sources;
            Prepared::new(vec![(BYTES, fingerprint)], move || {
                Ok(picture::clean(sources.bytes(&path, fingerprint)?))
            })
        }
    }
}

/// Reads a file to copy. If it cannot be read, it has changed since it was listed.
fn read(site: &Path, path: SourcePath) -> Result<Vec<u8>, Problem> {
    source::read_bytes(site, &path).map_err(|_| Problem::Changed(path))
}

/// Keeps all files of the site; `None` if a file is no longer in place.
pub fn keep_all(
    memory: &OutputsMemory,
    memo: &Memo,
    options: &BuildOptions,
) -> Result<Option<Summary>, Failure> {
    let output = open_output(options)?;
    let jobs = memory.jobs.files().par_iter();
    if !jobs.all(|(path, job)| output.keep(path, &job.placed)) {
        return Ok(None);
    }
    let written = output.commit(options.removals)?;
    Ok(Some(summary(memo, written, options)))
}

/// The summary of a build with the result `memo`.
pub fn summary(memo: &Memo, written: Written, options: &BuildOptions) -> Summary {
    let left_out = |(path, reason): &(SourcePath, String)| LeftOut {
        path: path.clone(),
        reason: reason.clone(),
    };
    Summary {
        pages: memo.pages,
        feeds: memo.feeds,
        left_out: memo.left_out.iter().map(left_out).collect(),
        written: written.written,
        unchanged: written.unchanged,
        removed: written.removed,
        output: output_folder(options),
    }
}

/// Opens and locks the output folder.
pub fn open_output(options: &BuildOptions) -> Result<OutputFolder, Failure> {
    let folder = output_folder(options);
    let own_folders = FOLDERS.map(|it| options.site.join(it));
    let equal_files = match options.memory {
        Memory::Use | Memory::Reread => EqualFiles::Leave,
        Memory::Ignore => EqualFiles::WriteAgain,
    };
    let output = OutputFolder::open(&folder, &own_folders, equal_files)?;
    if options.scope == Scope::Feeds && output.had(&UrlPath::default().output()) {
        return Err(would_remove_site(&folder));
    }
    Ok(output)
}

pub fn output_folder(options: &BuildOptions) -> PathBuf {
    options
        .output
        .clone()
        .unwrap_or_else(|| options.site.join("public"))
}

/// The error for a build of the feeds alone into a folder that contains the site: the site would be removed.
fn would_remove_site(folder: &Path) -> Failure {
    Failure {
        message: format!(
            "{} 里是整个网站，只导出播放文件会删掉网页",
            shown(folder).display()
        ),
        help: "用 --output 换一个文件夹，或者运行 fanzha build 连网站一起生成".to_owned(),
    }
}

/// The reason why a file could not be made.
enum Stop {
    Template(Box<Diagnostic>),
    Changed(SourcePath),
    Machine(Failure),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Template(diagnostic) => Self::Template(diagnostic),
            Problem::Changed(path) => Self::Changed(path),
        }
    }
}

impl From<OutputError> for Stop {
    fn from(error: OutputError) -> Self {
        Self::Machine(error.into())
    }
}

fn is_page(job: &Job) -> bool {
    match &job.work {
        Work::Render(recipe) => recipe.is_page(),
        Work::Builtin(_) | Work::Copy(..) | Work::Clean(..) => false,
    }
}
