//! A snapshot of a site at one moment, from which each of its files can be made.
//!
//! In: the path of a file. Out: whether it exists, its inputs, and its bytes. A snapshot is immutable and
//! shared by all threads. A file whose sources have changed since is rejected, so old and new contents are
//! never mixed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use super::standing::{Content, PageState};
use crate::{
    cache::key_of,
    content::Document,
    diagnostics::{Diagnostic, Diagnostics, Severity, SourceTexts as _},
    fingerprint::Fingerprint,
    page::{ChannelState, Prepared, RenderContext, Shared},
    paths::{OutputPath, SourcePath},
    picture::Font,
    pipeline::write,
    plan::{Plan, Work},
    site::Site,
    source::Sources,
    theme::{Problem, Theme},
};

/// The folder of the texts of single pages.
const CONTENT: &str = "content/";

/// A site and its diagnostics.
pub struct Snapshot {
    pub(super) made: Option<Arc<Made>>,
    pub diagnostics: Diagnostics,
    /// The texts into which the diagnostics point.
    pub sources: Arc<Sources>,
}

/// Everything from which the site's files are made.
pub(super) struct Made {
    pub root: PathBuf,
    pub site: Site,
    theme: Arc<Theme>,
    font: Option<Arc<Font>>,
    sources: Arc<Sources>,
    pub shared: Shared,
    /// The values that channels compute once per snapshot, such as the search index, which is lazily
    /// computed.
    state: ChannelState,
    files: Arc<BTreeMap<OutputPath, Work>>,
}

impl Made {
    pub fn new(
        root: &Path,
        (site, theme, font): (Site, Theme, Option<Arc<Font>>),
        sources: Arc<Sources>,
        plan: Plan,
    ) -> Self {
        Self {
            root: root.to_owned(),
            shared: Shared::new(&site, &theme, font.is_some(), plan.assets),
            site,
            state: ChannelState::default(),
            theme: Arc::new(theme),
            font,
            sources,
            files: Arc::new(
                plan.jobs
                    .into_iter()
                    .map(|it| (it.output, it.work))
                    .collect(),
            ),
        }
    }

    /// The same files for a site whose pages have other texts.
    pub fn with(&self, site: Site, shared: Shared, sources: Arc<Sources>) -> Self {
        Self {
            root: self.root.clone(),
            site,
            theme: Arc::clone(&self.theme),
            font: self.font.clone(),
            sources,
            shared,
            state: ChannelState::default(),
            files: Arc::clone(&self.files),
        }
    }

    /// Every file of the site.
    pub fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.files.keys()
    }

    fn prepare(&self, work: &Work) -> Prepared<'_> {
        let context = RenderContext {
            site: &self.site,
            theme: &self.theme,
            sources: &self.sources,
            shared: &self.shared,
            state: &self.state,
            font: self.font.as_deref(),
            made: None,
        };
        write::prepare(work, &context, &self.root)
    }
}

impl Snapshot {
    pub(super) fn new(
        made: Option<Arc<Made>>,
        diagnostics: Diagnostics,
        sources: Arc<Sources>,
    ) -> Self {
        Self {
            made,
            diagnostics,
            sources,
        }
    }

    /// The site as it was read; `None` if its settings could never be read.
    pub fn site(&self) -> Option<&Site> {
        self.made.as_ref().map(|it| &it.site)
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.has_errors()
    }

    /// Whether an error may affect the page at `path`: it is in the page's own text, or in an input of all
    /// pages. Errors in other texts do not count.
    pub fn is_faulty(&self, path: &OutputPath) -> bool {
        let own = self.source_of(path).map(SourcePath::as_str);
        let errors = self.diagnostics.iter();
        let mut errors = errors.filter(|it| it.severity == Severity::Error);
        errors.any(|it| {
            let file = self.file_of(it);
            file.is_none_or(|it| Some(it) == own || !it.starts_with(CONTENT))
        })
    }

    /// The file that contains the problem.
    pub fn file_of<'a>(&'a self, problem: &'a Diagnostic) -> Option<&'a str> {
        let own = problem.file.as_ref().map(SourcePath::as_str);
        let place = || Some(self.sources.path(problem.labels.first()?.span.source));
        own.or_else(place)
    }

    /// The moment until which the snapshot is valid, according to the site's schedule; `None` if there is no
    /// site.
    pub fn until(&self) -> Option<Timestamp> {
        let site = self.site()?;
        let until = site.until.zoned(&site.config.time_zone);
        Some(until.timestamp())
    }

    pub fn has(&self, path: &OutputPath) -> bool {
        self.work(path).is_some()
    }

    /// The cache key of a file: the fingerprint of all its inputs; `None` if there is no such file.
    pub fn key(&self, path: &OutputPath) -> Option<Fingerprint> {
        let made = self.made.as_ref()?;
        let prepared = made.prepare(made.files.get(path)?);
        Some(key_of(&prepared.inputs))
    }

    /// A file's key, and its bytes; `None` if there is no such file.
    ///
    /// The bytes are those that a build would write, but the theme's own files have plain names.
    ///
    /// The bytes are an error if a template fails, or if a source has changed since it was read.
    pub fn file(&self, path: &OutputPath) -> Option<(Fingerprint, Result<Vec<u8>, Problem>)> {
        let made = self.made.as_ref()?;
        let work = made.files.get(path)?;
        let prepared = made.prepare(work);
        let key = key_of(&prepared.inputs);
        let bytes = prepared.make().and_then(|bytes| match work {
            Work::Copy(source, fingerprint) if Fingerprint::of(&bytes) != *fingerprint => {
                Err(Problem::Changed(source.clone()))
            }
            _ => Ok(bytes),
        });
        Some((key, bytes))
    }

    /// Whether the file is made by a recipe and not copied.
    pub fn is_rendered(&self, path: &OutputPath) -> bool {
        matches!(self.work(path), Some(Work::Render(_)))
    }

    /// The style sheets of the site.
    pub fn styles(&self) -> impl Iterator<Item = &OutputPath> {
        let files = self.made.iter().flat_map(|it| it.paths());
        files.filter(|it| it.as_str().ends_with(".css"))
    }

    /// The fingerprint of all files that are copied unchanged, including pictures.
    pub fn copied(&self) -> Fingerprint {
        let assets = self.site().map_or(&[][..], |it| &it.assets);
        let all: Vec<_> = assets
            .iter()
            .map(|it| (&it.output, it.fingerprint))
            .collect();
        Fingerprint::of_value(&all)
    }

    /// The source of a page's text or of a copied file; `None` for lists and other files without a single
    /// source.
    pub fn source_of(&self, path: &OutputPath) -> Option<&SourcePath> {
        match self.work(path)? {
            Work::Copy(source, _) | Work::Clean(source, _) => Some(source),
            Work::Render(_) => self.document(path).map(|it| &it.path),
            Work::Builtin(_) => None,
        }
    }

    /// The publication state of a page; `None` for lists and other files that are not pages of a document.
    pub fn page_state(&self, path: &OutputPath) -> Option<PageState> {
        let site = self.site()?;
        let document = self.document(path)?;
        Some(PageState::of(document, site.at))
    }

    /// All pages written by authors, in the order of source paths: first the published ones, then the others.
    pub fn contents(&self) -> Vec<Content> {
        let Some(site) = self.site() else {
            return Vec::new();
        };
        let shown = site.pages.iter().map(|page| {
            let output = Some(page.url.output());
            Content::of(&page.document, output, site.at)
        });
        let hidden = site.hidden.iter();
        let hidden = hidden.map(|document| Content::of(document, None, site.at));
        shown.chain(hidden).collect()
    }

    fn work(&self, path: &OutputPath) -> Option<&Work> {
        self.made.as_ref()?.files.get(path)
    }

    fn document(&self, path: &OutputPath) -> Option<&Document> {
        let site = self.site()?;
        let Work::Render(recipe) = self.work(path)? else {
            return None;
        };
        recipe.document(site)
    }
}
