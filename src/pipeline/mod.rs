//! The build.
//!
//! In: `BuildOptions`. Out: a `Report` for every site that could be read, even if it has errors, or a
//! `Failure` of the machine. Nothing is written if there is an error. A build starts again if a source
//! changes while it runs.

mod brotli;
mod compressed;
mod documents;
mod font;
mod memo;
mod options;
mod preview;
mod read;
mod report;
mod roles;
mod survey;
mod write;

use std::sync::Arc;

use self::{
    documents::Reader,
    read::{Listing, LoadedTheme},
    write::{Outcome, output_folder},
};
use crate::{
    cache::{Cache, OutputsMemory, Stamps},
    check,
    config::Config,
    diagnostics::{Diagnostics, code},
    fingerprint::Fingerprint,
    output,
    page::{ASSETS, ChannelState, RenderContext, Shared, Wanted},
    paths::{SourcePath, shown},
    picture::Font,
    plan::{self, Naming, Plan},
    site::{self, Site},
    source::{self, Sources},
    yaml::Moment,
};

pub use self::{
    options::{BuildOptions, Memory, Warnings},
    preview::{Changes, Content, Preview, Snapshot, Standing},
    read::{FOLDERS, SETTINGS},
    report::{Explanation, Failure, Fate, Progress, Report, Summary},
    survey::{Survey, settings, survey},
};
pub use crate::{
    output::Removals,
    page::Scope,
    site::{Drafts, LeftOut},
};

/// The maximum number of attempts of a build whose sources change while it runs.
const ATTEMPTS: usize = 5;

/// Builds the site.
///
/// # Errors
/// Disk errors, or an output folder that must not be written.
pub fn build(options: &BuildOptions, progress: &dyn Progress) -> Result<Report, Failure> {
    // An interrupted earlier run is finished first, even if the files now have errors.
    output::finish(&output_folder(options))?;
    let mut changed = None;
    for _ in 0..ATTEMPTS {
        let mut build = Build::new(options, progress);
        let end = build.run()?;
        build.diagnostics.sort(&build.sources);
        let (summary, explanation) = match end {
            End::Stopped => match build.vanished() {
                Some(path) => {
                    changed = Some(path);
                    continue;
                }
                None => (None, None),
            },
            End::Done(summary, explanation) => (Some(summary), explanation),
            End::Changed(path) => {
                changed = path;
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
    Err(keeps_changing(changed, options))
}

/// The result of one attempt.
enum End {
    /// Errors in the site's files stopped the build.
    Stopped,
    Done(Summary, Option<Explanation>),
    /// This source has changed since it was read; `None` if another build has changed the output folder.
    Changed(Option<SourcePath>),
}

/// Everything that is read before the content.
struct Opened {
    config: Config,
    at: Moment,
    theme: LoadedTheme,
    listing: Listing,
    stamps: Stamps,
    font: Option<Arc<Font>>,
}

/// One attempt of a build.
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
        let edition = output::edition(&output_folder(options));
        let cache = cache(options);
        let memory = || cache.outputs(&output_folder(options));
        let Some((opened, memory)) = self.open(&cache, memory) else {
            return Ok(End::Stopped);
        };
        let font = opened.font.as_ref().map(|it| it.fingerprint());
        let told = Fingerprint::of_value(&(&self.diagnostics, font));
        if let Some(summary) = self.unchanged(&memory, &opened, &cache, told)? {
            cache.save_stamps(&opened.stamps);
            return Ok(End::Done(summary, None));
        }
        let Opened {
            config,
            at,
            theme,
            listing,
            stamps,
            font,
        } = opened;
        let reader = reader(options, &cache, &stamps);
        let site = self.site(config, at, &listing, reader);
        cache.save_stamps(&stamps);
        // From here on the site is in memory, so the file lists are no longer needed.
        drop((listing, stamps));
        let Plan { jobs, assets } = self.plan(&site, &theme, font.is_some(), Naming::Content);
        if self.diagnostics.has_errors() {
            return Ok(End::Stopped);
        }
        let inputs = memo::inputs(&site, &self.sources, told, options);
        let (output, shared) = rayon::join(
            || write::open_output(options),
            || Shared::new(&site, &theme.theme, font.is_some(), assets),
        );
        let output = output?;
        if output.is_overtaken(edition) {
            // Another build has finished since this one started to read, so the files read here may be older.
            return Ok(End::Changed(None));
        }
        let state = ChannelState::default();
        let writer = write::Writer {
            context: RenderContext {
                site: &site,
                theme: &theme.theme,
                sources: &self.sources,
                shared: &shared,
                state: &state,
                font: font.as_deref(),
                made: None,
            },
            options,
            memory: &memory,
            progress: self.progress,
        };
        let made = match writer.make(jobs, &output, &mut self.diagnostics)? {
            Outcome::Stopped => return Ok(End::Stopped),
            Outcome::Changed(path) => return Ok(End::Changed(Some(path))),
            Outcome::Made(made) => made,
        };
        let memo = memo::memo(inputs, made.pages, &site, &self.diagnostics);
        self.progress.begin("放到位", 0);
        // Dropping a large site takes time, and its memory is in use until then.
        let commit = || output.commit(options.removals);
        let (written, ()) = rayon::join(commit, || drop((site, shared, state, memory)));
        let summary = write::summary(&memo, written?, options);
        let memory = OutputsMemory::new(memo, made.jobs);
        cache.save_outputs(&output_folder(options), &memory);
        Ok(End::Done(summary, made.explanation))
    }

    /// Reads everything except the content, and runs `beside` in parallel; `None` if the settings cannot be
    /// read.
    fn open<T: Send>(
        &mut self,
        cache: &Cache,
        beside: impl FnOnce() -> T + Send,
    ) -> Option<(Opened, T)> {
        let options = self.options;
        let config = self.settings()?;
        self.progress.begin("读取主题", 0);
        let (sources, diagnostics) = (&mut self.sources, &mut self.diagnostics);
        let theme = read::theme(&config, options, sources, diagnostics);
        self.progress.begin("查看文件", 0);
        let (listing, (mut stamps, beside)) = rayon::join(
            || read::listing(&config, &options.site, diagnostics),
            || (cache.stamps(), beside()),
        );
        if options.memory == Memory::Reread {
            stamps.forget();
        }
        let font = font::font(&config, options, diagnostics);
        let opened = Opened {
            at: moment(options, &config),
            config,
            theme,
            listing,
            stamps,
            font,
        };
        Some((opened, beside))
    }

    /// A file that was listed but no longer existed when it was read. The next attempt will list the files
    /// again.
    fn vanished(&self) -> Option<SourcePath> {
        let site = &self.options.site;
        let unreadable = self.diagnostics.iter();
        let unreadable = unreadable.filter(|it| it.code == code::SOURCE_UNREADABLE);
        let mut files = unreadable.filter_map(|it| it.file.clone());
        files.find(|it| source::is_gone(site, it))
    }

    /// The settings; `None` if they cannot be read.
    fn settings(&mut self) -> Option<Config> {
        let (options, diagnostics) = (self.options, &mut self.diagnostics);
        self.progress.begin("读取设置", 0);
        let config = read::config(&options.site, &mut self.sources, diagnostics)?;
        Some(match &options.base_url {
            Some(address) => read::with_base_url(config, address, diagnostics),
            None => config,
        })
    }

    /// The result of the last build if everything that it read is unchanged; nothing is built then.
    fn unchanged(
        &mut self,
        memory: &OutputsMemory,
        opened: &Opened,
        cache: &Cache,
        told: Fingerprint,
    ) -> Result<Option<Summary>, Failure> {
        let (Some(memo), None) = (&memory.memo, &self.options.explain) else {
            return Ok(None);
        };
        let (listing, reader) = (&opened.listing, reader(self.options, cache, &opened.stamps));
        let found = memo::found(listing, reader, &self.sources, told, self.options);
        let Some(found) = found.filter(|it| memo.holds(it.inputs, opened.at)) else {
            return Ok(None);
        };
        let summary = write::keep_all(memory, memo, self.options)?;
        if summary.is_some() {
            self.diagnostics = memo.diagnostics.clone();
            found.note(listing, &mut self.sources);
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

    /// Plans and checks all files to write.
    fn plan(&mut self, site: &Site, theme: &LoadedTheme, has_font: bool, naming: Naming) -> Plan {
        self.progress.begin("安排和检查", 0);
        let (scope, diagnostics) = (self.options.scope, &mut self.diagnostics);
        let wanted = Wanted {
            site,
            sources: &self.sources,
            scope,
            theme: &theme.theme,
            has_font,
        };
        let orders = plan::orders(&wanted, diagnostics);
        // A theme that names no file by its content has each of them once.
        let naming = match theme.theme.names_anywhere(ASSETS) {
            true => naming,
            false => Naming::Plain,
        };
        let (assets, builtin) = match scope {
            Scope::Site => (&site.assets[..], theme.builtin.clone()),
            Scope::Feeds => (&[][..], Vec::new()),
        };
        let plan = plan::plan(orders, assets, builtin, naming, diagnostics);
        check::all(site, diagnostics);
        if self.options.warnings == Warnings::Forbid {
            diagnostics.promote_warnings();
        }
        plan
    }
}

/// The moment of the build: the end of the requested day, or the current time.
fn moment(options: &BuildOptions, config: &Config) -> Moment {
    match options.as_of {
        Some(day) => Moment::new(day.at(23, 59, 59, 0)),
        None => {
            let now = options.now.to_zoned_datetime(config.time_zone.clone());
            Moment::new(now.datetime())
        }
    }
}

fn reader<'a>(options: &'a BuildOptions, cache: &'a Cache, stamps: &'a Stamps) -> Reader<'a> {
    Reader {
        site: &options.site,
        cache,
        stamps,
        start: options.now,
    }
}

/// The cache of files made by external programs. With `--no-cache` it is empty, unless the files are only
/// searched and not made.
pub fn converted_cache(options: &BuildOptions, are_made: bool) -> Cache {
    match are_made {
        true => cache(options),
        false => Cache::of_site(&options.site, options.program.name()),
    }
}

fn cache(options: &BuildOptions) -> Cache {
    match options.memory {
        Memory::Use | Memory::Reread => Cache::of_site(&options.site, options.program.name()),
        Memory::Ignore => Cache::none(),
    }
}

fn keeps_changing(path: Option<SourcePath>, options: &BuildOptions) -> Failure {
    let path = match path {
        Some(path) => path.to_string(),
        None => shown(&output_folder(options)).display().to_string(),
    };
    Failure {
        message: format!("生成网站的时候，{path} 一直在变，网站没有更新"),
        help: "等文件同步或保存完成后，再运行一次".to_owned(),
    }
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod law;
