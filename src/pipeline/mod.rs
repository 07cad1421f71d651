//! The build on one screen.
//!
//! In: `BuildOptions`. Out: a `Report` for every site that could be read, however wrong, or a `Failure` of the machine.
//! Nothing is written while there is an error.

mod read;
mod roles;

use std::path::{Path, PathBuf};

use jiff::{Timestamp, civil::Date};
use rayon::prelude::*;

use crate::{
    channel::{self, Recipe, RenderContext, Shared},
    check,
    config::Config,
    content::Document,
    diagnostics::{Diagnostic, Diagnostics},
    output::{self, EqualFiles, Output, OutputError},
    paths::{SourcePath, UrlPath},
    plan::{self, Job, Work},
    site::{self, Kinds},
    source::{self, Sources},
    yaml::Moment,
};

pub use crate::{
    channel::Scope,
    output::Removals,
    site::{Drafts, LeftOut},
};

/// What to build, and as of when.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    pub site: PathBuf,
    /// Where the website goes; none is `public` in the site.
    pub output: Option<PathBuf>,
    /// The day that counts as today, to its end; none is `now`.
    pub as_of: Option<Date>,
    pub now: Timestamp,
    pub drafts: Drafts,
    pub warnings: Warnings,
    pub cache: Cache,
    pub removals: Removals,
    /// Instead of the address in `site.yaml`.
    pub base_url: Option<String>,
    pub scope: Scope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    Allow,
    /// Every warning is an error.
    Forbid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Files that are right already stay as they are.
    Use,
    /// Everything is written anew.
    Ignore,
}

/// What came of a build.
#[derive(Debug)]
pub struct Report {
    pub diagnostics: Diagnostics,
    /// What the diagnostics point into.
    pub sources: Sources,
    /// None when errors stopped the build.
    pub summary: Option<Summary>,
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

/// Builds the site.
///
/// # Errors
/// The disk failed, or the output folder may not be written.
pub fn build(options: &BuildOptions, progress: &dyn Progress) -> Result<Report, Failure> {
    // Whatever is wrong with the files now, a run that was cut off is finished first.
    output::finish(&output_folder(options))?;
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    progress.begin("读取设置", 0);
    let config = read::config(&options.site, &mut sources, &mut diagnostics);
    let config = config.map(|config| match &options.base_url {
        Some(address) => read::with_base_url(config, address, &mut diagnostics),
        None => config,
    });
    let summary = match config {
        Some(config) => build_site(config, options, progress, &mut sources, &mut diagnostics)?,
        None => None,
    };
    diagnostics.sort();
    Ok(Report {
        diagnostics,
        sources,
        summary,
    })
}

/// What a site has, for a command that adds to it.
pub struct Survey {
    pub config: Config,
    pub documents: Vec<Document>,
    /// The kinds that folders give to their pages.
    pub kinds: Kinds,
}

/// Reads a site without building it; none if it has no readable settings. What is wrong is told by the next build.
pub fn survey(site: &Path) -> Option<Survey> {
    let mut unheard = Diagnostics::default();
    let mut sources = Sources::default();
    let config = read::config(site, &mut sources, &mut unheard)?;
    let content = read::content(&config, site, &mut sources, &mut unheard);
    Some(Survey {
        config,
        documents: content.documents,
        kinds: content.kinds,
    })
}

/// Everything after the settings; none if there are errors.
fn build_site(
    config: Config,
    options: &BuildOptions,
    progress: &dyn Progress,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Summary>, Failure> {
    let at = moment(options, &config);
    progress.begin("读取主题", 0);
    let theme = read::theme(&config, &options.site, sources, diagnostics);
    progress.begin("读取内容", 0);
    let content = read::content(&config, &options.site, sources, diagnostics);
    let input = site::Input {
        assets: read::assets(&config, &options.site, diagnostics),
        documents: content.documents,
        kinds: content.kinds,
        drafts: options.drafts,
        config,
        at,
    };
    progress.begin("汇总内容", 0);
    let site = site::assemble(input, diagnostics);
    progress.begin("安排和检查", 0);
    let orders = channel::orders(&site, sources, options.scope, diagnostics);
    let jobs = match options.scope {
        Scope::Site => plan::plan(orders, &site.assets, theme.builtin, diagnostics),
        Scope::Feeds => plan::plan(orders, &[], Vec::new(), diagnostics),
    };
    check::all(&site, diagnostics);
    if options.warnings == Warnings::Forbid {
        diagnostics.promote_warnings();
    }
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let shared = Shared::new(&site);
    let context = RenderContext {
        site: &site,
        theme: &theme.theme,
        sources,
        shared: &shared,
    };
    write(&jobs, &context, options, progress, diagnostics)
}

/// The end of the day asked for, or this very moment.
fn moment(options: &BuildOptions, config: &Config) -> Moment {
    match options.as_of {
        Some(day) => Moment::new(day.at(23, 59, 59, 0)),
        None => {
            let now = options.now.to_zoned_datetime(config.time_zone.clone());
            Moment::new(now.datetime())
        }
    }
}

/// Renders every job and puts all files in place at once; none if a template fails.
fn write(
    jobs: &[Job],
    context: &RenderContext<'_>,
    options: &BuildOptions,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Summary>, Failure> {
    let folder = output_folder(options);
    let own_folders = read::FOLDERS.map(|it| options.site.join(it));
    let equal_files = match options.cache {
        Cache::Use => EqualFiles::Leave,
        Cache::Ignore => EqualFiles::WriteAgain,
    };
    let output = Output::open(&folder, &own_folders, equal_files)?;
    if options.scope == Scope::Feeds && output.had(&UrlPath::default().output()) {
        return Err(would_remove_site(&folder));
    }
    progress.begin("生成页面", jobs.len());
    let problems: Vec<Problem> = jobs
        .par_iter()
        .filter_map(|job| {
            let result = make(job, context, options, &output);
            progress.step();
            result.err()
        })
        .collect();
    for problem in problems {
        match problem {
            Problem::Machine(failure) => return Err(failure),
            // One broken template fails on every page that uses it; it is told once.
            Problem::Template(problem) => diagnostics.push_once(*problem),
        }
    }
    if diagnostics.has_errors() {
        return Ok(None);
    }
    progress.begin("放到位", 0);
    let written = output.commit(options.removals)?;
    let site = context.site;
    Ok(Some(Summary {
        pages: jobs.iter().filter(|it| is_page(it)).count(),
        feeds: site.feeds.len(),
        left_out: site.left_out.clone(),
        written: written.written,
        unchanged: written.unchanged,
        removed: written.removed,
        output: folder,
    }))
}

/// Why a file could not be made.
enum Problem {
    Template(Box<Diagnostic>),
    Machine(Failure),
}

fn make(
    job: &Job,
    context: &RenderContext<'_>,
    options: &BuildOptions,
    output: &Output,
) -> Result<(), Problem> {
    let bytes = match &job.work {
        Work::Render(recipe) => recipe.render(context).map_err(Problem::Template)?.into(),
        Work::Builtin(bytes) => bytes.clone(),
        Work::Copy(path) => source::read_bytes(&options.site, path)
            .map_err(|it| Problem::Machine(cannot_copy(path, &it)))?
            .into(),
    };
    output
        .stage(&job.output, &bytes)
        .map_err(|it| Problem::Machine(it.into()))?;
    Ok(())
}

fn is_page(job: &Job) -> bool {
    matches!(
        job.work,
        Work::Render(
            Recipe::Home
                | Recipe::Section { .. }
                | Recipe::Page { .. }
                | Recipe::Taxonomy { .. }
                | Recipe::Term { .. }
                | Recipe::NotFound
        )
    )
}

fn output_folder(options: &BuildOptions) -> PathBuf {
    options
        .output
        .clone()
        .unwrap_or_else(|| options.site.join("public"))
}

/// The feeds alone would be the whole new content of the folder.
fn would_remove_site(folder: &Path) -> Failure {
    Failure {
        message: format!(
            "{} 里是整个网站，只导出播放文件会删掉网页",
            folder.display()
        ),
        help: "用 --output 换一个文件夹，或者运行 fanzha build 连网站一起生成".to_owned(),
    }
}

fn cannot_copy(path: &SourcePath, error: &std::io::Error) -> Failure {
    Failure {
        message: format!("无法读取 {path}：{error}"),
        help: "等文件同步或保存完成后，再运行一次".to_owned(),
    }
}
