//! Pages as lines of a list.
//!
//! Every line has its date, since a list without dates counts as not kept up to date (检查指标, 2019).

use rayon::prelude::*;

use super::{Addresses, kinds::id_of};
use crate::{
    channel::RenderContext,
    content::{Detail, Document},
    fingerprint::Fingerprint,
    markdown,
    site::{Page, Site, SiteSlogan},
    theme::{
        LateView,
        view::{RowView, Rows, SloganView},
    },
    yaml::Moment,
};

/// How many of a page's terms stand in its line; the page itself shows all.
const TERMS_MAX: usize = 20;

pub fn rows<'a>(pages: &[usize], context: &RenderContext<'a>) -> Rows<'a> {
    let (site, shared) = (context.site, context.shared);
    pages
        .iter()
        .map(|it| {
            let page = &site.pages[*it];
            let make = move || row(page, site, Addresses::new(&site.config));
            LateView::new(shared.rows[*it], make)
        })
        .collect()
}

/// The fingerprint of each page's line, in the order of the pages.
pub fn fingerprints(site: &Site) -> Vec<Fingerprint> {
    let pages = site.pages.par_iter();
    pages.map(|it| fingerprint(it, site)).collect()
}

pub fn fingerprint(page: &Page, site: &Site) -> Fingerprint {
    Fingerprint::of_value(&row(page, site, Addresses::new(&site.config)))
}

fn row(page: &Page, site: &Site, addresses: Addresses<'_>) -> RowView {
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

/// When the page came out: its own date, or else when it was scheduled.
pub fn date_of(document: &Document) -> Option<Moment> {
    let front_matter = &document.front_matter;
    let date = front_matter.date.as_ref();
    date.or(front_matter.schedule.publish_at.as_ref())
        .map(|it| it.value)
}

/// The author's summary, or the beginning of the text; of a group of slogans, its first ones.
pub fn summary_of(document: &Document) -> String {
    match &document.front_matter.summary {
        Some(summary) => summary.clone(),
        None => match &document.detail {
            // The list as written holds ids and the wordings of single channels too.
            Detail::Slogans(group) if !document.outline.has_paragraph => {
                markdown::summary_of(group.slogans.iter().map(|it| it.text.value.as_str()))
            }
            _ => document.outline.summary.clone(),
        },
    }
}

pub fn rfc3339(moment: Moment, site: &Site) -> String {
    let zoned = moment.zoned(&site.config.time_zone);
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

pub fn slogan_view(slogan: &SiteSlogan) -> SloganView {
    SloganView {
        id: slogan.id.clone(),
        text: slogan.text.value.clone(),
        short: slogan.wordings.short.as_ref().map(|it| it.value.clone()),
    }
}
