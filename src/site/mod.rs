//! All documents together: what has which address, belongs where, comes before what, and links to what.
//!
//! In: documents, settings and the moment of the build. Out: a `Site` and diagnostics; pure, once per build.
//! After `assemble` nothing changes; nothing here knows a template or an output format.

mod assemble;
mod feeds;
mod interpretations;
mod links;
mod menu;
mod order;
mod permalink;
mod pictures;
mod rules;
mod section;
mod selection;
mod sheets;
mod slogans;
mod standing;
mod target;
mod taxonomy;

pub use assemble::{Input, assemble};
pub use feeds::Feed;
pub use interpretations::Interpretation;
pub use menu::{MenuEntry, MenuTarget};
pub use order::Neighbours;
pub use permalink::slug;
pub use pictures::{Encoding, Pictures, Publishing, Versions};
pub use rules::rules;
pub use section::{Kinds, Section, kind_of};
pub use selection::{AUDIENCES, SCAM_TYPES, UNITS, VENUES};
pub use sheets::Sheet;
pub use slogans::SiteSlogan;
pub use standing::Drafts;
pub use target::{Links, Target};
pub use taxonomy::{Taxonomy, Term, TermRef};

use std::sync::Arc;

use crate::{
    config::Config,
    content::Document,
    fingerprint::Fingerprint,
    paths::{OutputPath, SourcePath, UrlPath},
    source::Photo,
    yaml::Moment,
};

#[derive(Clone)]
pub struct Site {
    pub config: Config,
    /// The moment that decides what is out.
    pub at: Moment,
    /// The first later moment at which something comes out, expires, or another day begins.
    pub until: Moment,
    /// The home section comes first, then the folders of `content/` in their order.
    pub sections: Vec<Section>,
    /// What the links in the sections' own texts lead to, in the order of `sections`.
    pub section_links: Vec<Links>,
    /// Every page that is out, in the order of source paths.
    pub pages: Vec<Arc<Page>>,
    pub taxonomies: Vec<Taxonomy>,
    /// The slogans that hold on the day, in the order of their groups (weight, then source path) and items.
    pub slogans: Vec<SiteSlogan>,
    pub feeds: Vec<Feed>,
    pub sheets: Vec<Sheet>,
    pub interpretations: Vec<Interpretation>,
    pub menu: Vec<MenuEntry>,
    pub assets: Vec<Asset>,
    /// The pictures that are shown in several widths.
    pub pictures: Pictures,
    /// What is not out, in the order of source paths.
    pub hidden: Vec<Arc<Document>>,
    /// The same for the summary of a build.
    pub left_out: Vec<LeftOut>,
}

#[derive(Clone)]
pub struct Page {
    pub document: Arc<Document>,
    pub url: UrlPath,
    /// Index in `Site::sections`.
    pub section: usize,
    pub terms: Vec<TermRef>,
    pub neighbours: Neighbours,
    pub related: Vec<usize>,
    /// Old addresses that lead here.
    pub aliases: Vec<UrlPath>,
    pub links: Links,
}

/// A file that is no text: copied, or a picture.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Below the site's root: `content/cases/a.png` or `static/logo.png`.
    pub source: SourcePath,
    pub output: OutputPath,
    pub fingerprint: Fingerprint,
    /// If it is a picture.
    pub photo: Option<Photo>,
    pub publishing: Publishing,
    /// Its length when the site was listed.
    pub bytes: u64,
}

/// Content that is not out, and why.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub path: SourcePath,
    /// In Chinese, for the summary of a build.
    pub reason: String,
}

impl Site {
    pub fn term(&self, reference: TermRef) -> &Term {
        &self.taxonomies[reference.taxonomy].terms[reference.term]
    }

    /// The taxonomy of this name and title, such as `AUDIENCES`.
    pub fn taxonomy(&self, name: (&str, &str)) -> Option<usize> {
        selection::taxonomy_named(name, &self.taxonomies)
    }

    /// The pages that explain policy document `page`, then the documents that it explains.
    pub fn explains(&self, page: usize) -> (Vec<usize>, Vec<usize>) {
        let pairs = || self.interpretations.iter();
        let explained_by = pairs().filter(|it| it.policy == page).map(|it| it.page);
        let explains = pairs().filter(|it| it.page == page).map(|it| it.policy);
        (explained_by.collect(), explains.collect())
    }

    /// The slogans of the group that has page `page`.
    pub fn slogans_of_page(&self, page: usize) -> impl Iterator<Item = &SiteSlogan> {
        self.slogans.iter().filter(move |it| it.page == page)
    }

    /// The slogans about `term`.
    pub fn slogans_of_term(&self, term: TermRef) -> impl Iterator<Item = &SiteSlogan> {
        self.slogans
            .iter()
            .filter(move |it| it.terms.contains(&term))
    }
}
