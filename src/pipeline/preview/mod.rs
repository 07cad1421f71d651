//! A preview of one site, which is updated repeatedly while the site is edited.
//!
//! In: the changes. Out: a `Snapshot` for each update. An update is the first half of a build; the second
//! half runs for single files when a browser requests them. Nothing is written, and there is no output
//! folder.

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
use crate::{diagnostics::Diagnostics, plan::Naming, source::Sources};

/// The state of one site that is kept between updates.
pub struct Preview {
    options: BuildOptions,
    /// The last snapshot; `None` before the first update.
    last: Option<Arc<Snapshot>>,
}

impl Preview {
    /// Creates a preview of the site given by `options`; nothing is read yet.
    pub fn open(options: BuildOptions) -> Self {
        Self {
            options,
            last: None,
        }
    }

    /// The snapshot that can be shown immediately after an edit that changed only texts, before `update`
    /// examines the whole site; `None` if the edit may have changed more.
    pub fn glimpse(&mut self, changes: &Changes) -> Option<Arc<Snapshot>> {
        let Changes::Files(files) = changes else {
            return None;
        };
        let snapshot = Arc::new(glimpse::glimpse(self.last.as_ref()?, files)?);
        self.last = Some(Arc::clone(&snapshot));
        Some(snapshot)
    }

    /// A snapshot of the site at the moment `now`. Every file is examined; parsed files are taken from the
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
        // While the settings cannot be read, the last state of the site is used.
        let before = || self.last.as_ref()?.made.clone();
        let made = look.made.map(Arc::new).or_else(before);
        let snapshot = Arc::new(Snapshot::new(made, look.diagnostics, look.sources));
        self.last = Some(Arc::clone(&snapshot));
        snapshot
    }
}

/// The result of one full update.
struct Look {
    /// The site; `None` if the settings cannot be read.
    made: Option<Made>,
    diagnostics: Diagnostics,
    sources: Arc<Sources>,
    /// Whether a file was removed after it was listed and before it was read.
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
            let plan = build.plan(&site, &theme, font.is_some(), Naming::Plain);
            ((site, theme.theme, font), plan)
        });
        let is_torn = build.vanished().is_some();
        build.diagnostics.sort(&build.sources);
        let sources = Arc::new(build.sources);
        let made = parts.map(|(parts, plan)| {
            let sources = Arc::clone(&sources);
            Made::new(&options.site, parts, sources, plan)
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
