//! An overview of a site, read without building it.
//!
//! In: the folder of the site. Out: settings and documents. Nothing is reported, written or remembered.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use super::{
    documents::{self, Reader},
    read,
};
use crate::{
    cache::Cache, config::Config, content::Document, diagnostics::Diagnostics, site::Kinds,
    source::Sources,
};

/// An overview of a site, for a command that adds to it.
pub struct Survey {
    pub config: Config,
    pub documents: Vec<Arc<Document>>,
    /// The kinds that folders set for their pages.
    pub kinds: Kinds,
}

/// Reads a site without building it; `None` if it has no readable settings. Problems are reported by the next
/// build.
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

/// The settings of a site, with the problems in them.
pub struct Settings {
    pub config: Option<Config>,
    pub diagnostics: Diagnostics,
    pub sources: Sources,
}

/// Reads the settings alone.
pub fn settings(site: &Path) -> Settings {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::new(site);
    let config = read::config(site, &mut sources, &mut diagnostics);
    Settings {
        config,
        diagnostics,
        sources,
    }
}
