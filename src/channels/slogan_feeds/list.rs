//! The lists of slogans, and the formats in which each list is written.

use std::sync::Arc;

use crate::{
    page::Form,
    site::{AUDIENCES, SCAM_TYPES, Site, SiteSlogan, SloganId, TermId},
};

/// Slogans that are written to the same files.
#[derive(Clone, Debug)]
pub struct SloganList {
    /// The folder of the files, relative to the output folder, with a trailing slash.
    pub folder: String,
    /// The term that all slogans of the list name; `None` for the list of all slogans.
    pub term: Option<TermId>,
    /// Never empty.
    pub slogans: Arc<[SloganId]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SloganFormat {
    Text,
    Json,
    Csv,
    Rss,
    JsonFeed,
    Calendar,
    Xibo,
    Anthias,
}

impl SloganFormat {
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Json,
        Self::Csv,
        Self::Rss,
        Self::JsonFeed,
        Self::Calendar,
        Self::Xibo,
        Self::Anthias,
    ];

    pub fn file_name(self) -> &'static str {
        match self {
            Self::Text => "slogans.txt",
            Self::Json => "slogans.json",
            Self::Csv => "slogans.csv",
            Self::Rss => "slogans.rss.xml",
            Self::JsonFeed => "slogans.feed.json",
            Self::Calendar => "schedule.ics",
            Self::Xibo => "xibo-dataset.json",
            Self::Anthias => "anthias-assets.json",
        }
    }

    pub fn form(self) -> Form {
        match self {
            Self::Calendar => Form::Utf8CrLf,
            _ => Form::Utf8,
        }
    }
}

impl SloganList {
    pub fn of<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a SiteSlogan> {
        self.slogans.iter().map(|it| &site.slogans[*it])
    }

    /// The title of the list: the term, if any, and the site's title.
    pub fn title(&self, site: &Site) -> String {
        let title = &site.config.title;
        match self.term {
            Some(term) => format!("{}警示语 - {title}", site.term(term).name),
            None => format!("警示语 - {title}"),
        }
    }
}

/// The list of all slogans, and a list for each audience and scam type that any slogan names.
pub fn lists(site: &Site) -> Vec<SloganList> {
    let list = |folder: String, term: Option<TermId>| {
        let takes = |it: &SiteSlogan| term.is_none_or(|term| it.terms.contains(&term));
        let slogans = site.slogans.iter_with_ids();
        let slogans = slogans.filter(|(_, it)| !it.is_early && takes(it));
        SloganList {
            folder,
            term,
            slogans: slogans.map(|(id, _)| id).collect(),
        }
    };
    let mut lists = vec![list("feeds/".to_owned(), None)];
    for (name, folder) in [(AUDIENCES, "audiences"), (SCAM_TYPES, "scam-types")] {
        let Some(taxonomy) = site.taxonomy(name) else {
            continue;
        };
        for (term, it) in site.taxonomies[taxonomy].terms_with_ids() {
            lists.push(list(format!("feeds/{folder}/{}/", it.slug()), Some(term)));
        }
    }
    lists.retain(|it| !it.slogans.is_empty());
    lists
}
