//! One site, looked at again and again while it is being written.
//!
//! In: what has changed. Out: a `Snapshot` for each look. The first half of a build, whose second half is
//! done file by file as a browser asks for them: nothing is written, and there is no output folder.

mod changes;
mod glimpse;
mod snapshot;
mod standing;

use std::sync::Arc;

use jiff::Timestamp;

use self::snapshot::Made;
pub use self::{
    changes::Changes,
    snapshot::Snapshot,
    standing::{Content, Standing},
};
use super::{ATTEMPTS, Build, BuildOptions, Opened, Progress, cache, reader};
use crate::{diagnostics::Diagnostics, source::Sources};

/// The warm state of one site.
pub struct Preview {
    options: BuildOptions,
    /// None before the first look.
    last: Option<Arc<Snapshot>>,
}

impl Preview {
    /// A preview of the site that `options` name; it reads nothing yet.
    pub fn open(options: BuildOptions) -> Self {
        Self {
            options,
            last: None,
        }
    }

    /// What can be shown at once after an edit of texts alone, before `update` has looked at the whole site;
    /// none if the edit may have changed more.
    pub fn glimpse(&mut self, changes: &Changes) -> Option<Arc<Snapshot>> {
        let Changes::Files(files) = changes else {
            return None;
        };
        let snapshot = Arc::new(glimpse::glimpse(self.last.as_ref()?, files)?);
        self.last = Some(Arc::clone(&snapshot));
        Some(snapshot)
    }

    /// The site as it is at the moment `now`: every file is looked at; what it says is remembered by the
    /// cache.
    pub fn update(&mut self, now: Timestamp) -> Arc<Snapshot> {
        self.options.now = now;
        let mut look = Look::at_site(&self.options);
        for _ in 1..ATTEMPTS {
            if !look.is_torn {
                break;
            }
            look = Look::at_site(&self.options);
        }
        // While the settings cannot be read, the site stays as it was.
        let before = || self.last.as_ref()?.made.clone();
        let made = look.made.map(Arc::new).or_else(before);
        let snapshot = Arc::new(Snapshot::new(made, look.diagnostics, look.sources));
        self.last = Some(Arc::clone(&snapshot));
        snapshot
    }
}

/// What one look at the whole site has found.
struct Look {
    /// None if the settings cannot be read.
    made: Option<Made>,
    diagnostics: Diagnostics,
    sources: Arc<Sources>,
    /// A file went between being listed and being read.
    is_torn: bool,
}

impl Look {
    fn at_site(options: &BuildOptions) -> Self {
        let mut build = Build::new(options, &NoProgress);
        let cache = cache(options);
        let parts = build.open(&cache, || ()).map(|(opened, ())| {
            let Opened {
                config,
                at,
                theme,
                listing,
                stamps,
                font,
            } = opened;
            let reader = reader(options, &cache, &stamps);
            let site = build.site(config, at, &listing, reader);
            cache.save_stamps(&stamps);
            let jobs = build.plan(&site, &theme, font.is_some());
            ((site, theme.theme, font), jobs)
        });
        let is_torn = build.vanished().is_some();
        build.diagnostics.sort(&build.sources);
        let sources = Arc::new(build.sources);
        let made = parts.map(|(parts, jobs)| {
            let sources = Arc::clone(&sources);
            Made::new(&options.site, parts, sources, jobs)
        });
        Self {
            made,
            diagnostics: build.diagnostics,
            sources,
            is_torn,
        }
    }
}

/// Discards progress reports.
pub(super) struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _stage: &'static str, _count: usize) {}

    fn step(&self) {}
}

#[cfg(test)]
mod tests;
