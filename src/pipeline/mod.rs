//! The build on one screen.
//!
//! In: `BuildOptions`. Out: a `Report` for every site that could be read, however wrong, or a `Failure` of the machine.
//! Nothing is written while there is an error; a source that changes during the build starts it anew.

mod documents;
mod memo;
mod read;
mod roles;
mod write;

use std::path::{Path, PathBuf};

use jiff::{Timestamp, civil::Date};

use self::{documents::Reader, read::Listing, write::Outcome};
use crate::{
    cache::{Cache, OutputsMemory},
    channel::{self, RenderContext, Shared},
    check,
    config::Config,
    content::Document,
    diagnostics::Diagnostics,
    output::{self, EqualFiles, Output, OutputError},
    paths::{OutputPath, SourcePath, UrlPath},
    plan::{self, BuiltinAsset, Job},
    site::{self, Kinds, Site},
    source::Sources,
    yaml::Moment,
};

pub use self::write::{Explanation, Fate};
pub use crate::{
    channel::Scope,
    output::Removals,
    site::{Drafts, LeftOut},
};

/// How often a build begins anew because a source has changed under it.
const ATTEMPTS: usize = 5;

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
    let mut changed = None;
    for _ in 0..ATTEMPTS {
        let mut build = Build::new(options, progress);
        let end = build.run()?;
        build.diagnostics.sort(&build.sources);
        let (summary, explanation) = match end {
            End::Stopped => (None, None),
            End::Done(summary, explanation) => (Some(summary), explanation),
            End::Changed(path) => {
                changed = Some(path);
                continue;
            }
        };
        return Ok(Report {
            diagnostics: build.diagnostics,
            sources: build.sources,
            summary,
            explanation,
        });
    }
    Err(keeps_changing(changed))
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
    let mut sources = Sources::new(site);
    let config = read::config(site, &mut sources, &mut unheard)?;
    let listing = read::listing(&config, site, &mut unheard);
    let cache = Cache::none();
    let reader = Reader {
        site,
        cache: &cache,
        stamps: &cache.stamps(),
        start: Timestamp::UNIX_EPOCH,
    };
    let entries = &listing.markdown;
    let content = documents::content(entries, &config, reader, &mut sources, &mut unheard);
    Some(Survey {
        config,
        documents: content.documents,
        kinds: content.kinds,
    })
}

/// How one attempt ended.
enum End {
    /// By errors in the site's files.
    Stopped,
    Done(Summary, Option<Explanation>),
    /// This source is no longer the one that was read.
    Changed(SourcePath),
}

/// One attempt.
struct Build<'a> {
    options: &'a BuildOptions,
    progress: &'a dyn Progress,
    diagnostics: Diagnostics,
    sources: Sources,
}

impl<'a> Build<'a> {
    fn new(options: &'a BuildOptions, progress: &'a dyn Progress) -> Self {
        Self {
            options,
            progress,
            diagnostics: Diagnostics::default(),
            sources: Sources::new(&options.site),
        }
    }

    fn run(&mut self) -> Result<End, Failure> {
        let options = self.options;
        let Some(config) = self.settings() else {
            return Ok(End::Stopped);
        };
        let at = moment(options, &config);
        self.progress.begin("读取主题", 0);
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        let theme = read::theme(&config, &options.site, sources, diagnostics);
        self.progress.begin("查看文件", 0);
        let listing = read::listing(&config, &options.site, diagnostics);
        let cache = cache(options);
        let mut stamps = cache.stamps();
        if options.memory == Memory::Reread {
            stamps.forget();
        }
        let reader = Reader {
            site: &options.site,
            cache: &cache,
            stamps: &stamps,
            start: options.now,
        };
        let memory = cache.outputs(&output_folder(options));
        if let Some(summary) = self.unchanged(&memory, at, &listing, reader)? {
            cache.save_stamps(&stamps);
            return Ok(End::Done(summary, None));
        }
        let site = self.site(config, at, &listing, reader);
        cache.save_stamps(&stamps);
        let jobs = self.plan(&site, theme.builtin);
        if self.diagnostics.has_errors() {
            return Ok(End::Stopped);
        }
        let inputs = memo::inputs(&listing, &site, &self.sources, options);
        let shared = Shared::new(&site);
        let context = RenderContext {
            site: &site,
            theme: &theme.theme,
            sources: &self.sources,
            shared: &shared,
        };
        let writer = write::Writer {
            context,
            options,
            memory: &memory,
            progress: self.progress,
        };
        Ok(match writer.write(&jobs, &mut self.diagnostics)? {
            Outcome::Stopped => End::Stopped,
            Outcome::Changed(path) => End::Changed(path),
            Outcome::Written(written) => {
                let memory = memo::memory(&written, inputs, &site, &self.diagnostics);
                cache.save_outputs(&output_folder(options), &memory);
                End::Done(written.summary, written.explanation)
            }
        })
    }

    /// The settings; none if they cannot be read.
    fn settings(&mut self) -> Option<Config> {
        let (options, diagnostics) = (self.options, &mut self.diagnostics);
        self.progress.begin("读取设置", 0);
        let config = read::config(&options.site, &mut self.sources, diagnostics)?;
        Some(match &options.base_url {
            Some(address) => read::with_base_url(config, address, diagnostics),
            None => config,
        })
    }

    /// If all that the last build read is as it was: that build once more, without doing it.
    fn unchanged(
        &mut self,
        memory: &OutputsMemory,
        at: Moment,
        listing: &Listing,
        reader: Reader<'_>,
    ) -> Result<Option<Summary>, Failure> {
        let Some(memo) = &memory.memo else {
            return Ok(None);
        };
        if self.options.explain.is_some() {
            return Ok(None);
        }
        let inputs = memo::inputs_by_stamps(listing, reader, &self.sources, self.options);
        if !inputs.is_some_and(|it| memo.holds(it, at)) {
            return Ok(None);
        }
        let summary = write::keep_all(memory, memo, self.options)?;
        if summary.is_some() {
            self.diagnostics = memo.diagnostics.clone();
            memo::note_sources(listing, reader.stamps, &mut self.sources);
        }
        Ok(summary)
    }

    fn site(&mut self, config: Config, at: Moment, listing: &Listing, reader: Reader<'_>) -> Site {
        self.progress.begin("读取内容", 0);
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        let content = documents::content(&listing.markdown, &config, reader, sources, diagnostics);
        let input = site::Input {
            assets: read::assets(listing, reader, diagnostics),
            documents: content.documents,
            kinds: content.kinds,
            drafts: self.options.drafts,
            config,
            at,
        };
        self.progress.begin("汇总内容", 0);
        site::assemble(input, diagnostics)
    }

    /// Every file to write, checked.
    fn plan(&mut self, site: &Site, builtin: Vec<BuiltinAsset>) -> Vec<Job> {
        self.progress.begin("安排和检查", 0);
        let (scope, diagnostics) = (self.options.scope, &mut self.diagnostics);
        let orders = channel::orders(site, &self.sources, scope, diagnostics);
        let jobs = match scope {
            Scope::Site => plan::plan(orders, &site.assets, builtin, diagnostics),
            Scope::Feeds => plan::plan(orders, &[], Vec::new(), diagnostics),
        };
        check::all(site, diagnostics);
        if self.options.warnings == Warnings::Forbid {
            diagnostics.promote_warnings();
        }
        jobs
    }
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

fn cache(options: &BuildOptions) -> Cache {
    match options.memory {
        Memory::Use | Memory::Reread => Cache::of_site(&options.site),
        Memory::Ignore => Cache::none(),
    }
}

/// Takes hold of the output folder.
fn open_output(options: &BuildOptions) -> Result<Output, Failure> {
    let folder = output_folder(options);
    let own_folders = read::FOLDERS.map(|it| options.site.join(it));
    let equal_files = match options.memory {
        Memory::Use | Memory::Reread => EqualFiles::Leave,
        Memory::Ignore => EqualFiles::WriteAgain,
    };
    let output = Output::open(&folder, &own_folders, equal_files)?;
    if options.scope == Scope::Feeds && output.had(&UrlPath::default().output()) {
        return Err(would_remove_site(&folder));
    }
    Ok(output)
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

fn keeps_changing(path: Option<SourcePath>) -> Failure {
    let path = path.map_or_else(String::new, |it| it.to_string());
    Failure {
        message: format!("生成网站的时候，{path} 一直在变，网站没有更新"),
        help: "等文件同步或保存完成后，再运行一次".to_owned(),
    }
}

#[cfg(test)]
mod fuzz;
