//! One page as a line of a list.
//!
//! Every line has its date, since a list without dates counts as not kept up to date (检查指标, 2019).

use rayon::prelude::*;

use super::{Addresses, date_of, rfc3339};
use crate::{
    content::{Detail, Document, ScamType},
    fingerprint::Fingerprint,
    markdown,
    site::{Page, PageId, Site},
    table::Table,
    theme::view::RowView,
    yaml::Moment,
};

/// How many of a page's terms its line shows; the page itself shows all.
const TERMS_MAX: usize = 20;

/// The fingerprint of each page's line.
pub fn fingerprints(site: &Site) -> Table<PageId, Fingerprint> {
    let pages = site.pages.as_slice().par_iter();
    let rows: Vec<Fingerprint> = pages.map(|it| fingerprint(it, site)).collect();
    rows.into()
}

pub fn fingerprint(page: &Page, site: &Site) -> Fingerprint {
    Fingerprint::of_value(&row(page, site, Addresses::new(&site.config)))
}

pub fn row(page: &Page, site: &Site, addresses: Addresses<'_>) -> RowView {
    let document = &page.document;
    let date = date_of(document);
    RowView {
        title: document.title.value.clone(),
        href: addresses.href(&page.url),
        date: date.map(Moment::minutes),
        date_iso: date.map(|it| rfc3339(it, site)),
        summary: summary_of(document),
        kind: document.kind().name(),
        id: match &document.detail {
            Detail::ScamType(it) => Some(id_of(it)),
            _ => None,
        },
        sample: document.front_matter.sample,
        terms: page
            .terms
            .iter()
            .take(TERMS_MAX)
            .map(|it| site.term(*it).name.clone())
            .collect(),
        loss: match &document.detail {
            Detail::Case(case) => Some(case.loss.clone()),
            _ => None,
        },
    }
}

/// The id, which selects the type's icon in the theme; empty if the author gave none.
pub fn id_of(scam_type: &ScamType) -> String {
    let id = scam_type.id.as_ref();
    id.map_or_else(String::new, |it| it.value.clone())
}

/// The author's summary, or else the beginning of the text, or the first slogans of a group.
pub fn summary_of(document: &Document) -> String {
    match &document.front_matter.summary {
        Some(summary) => summary.clone(),
        None => match &document.detail {
            // The list in the source also contains ids and the wordings of single channels.
            Detail::Slogans(group) if !document.outline.has_paragraph => {
                markdown::summary_of(group.slogans.iter().map(|it| it.text.value.as_str()))
            }
            _ => document.outline.summary.clone(),
        },
    }
}
