//! What one page shows of the rest of the site: the only argument of its view besides its document.
//!
//! Surroundings are serialised, and their fingerprint is part of the page's key, so a page can show nothing
//! of the site that its key does not cover.

use serde::Serialize;

use super::{chart, outreach::calendar};
use crate::{
    config::Print,
    content::Detail,
    page::{Addresses, RenderContext, RowRef, SectionPath, rows, slogan_view},
    paths::{OutputPath, UrlPath},
    site::{Page, PageId, Sheet, Site, SiteSlogan, TermId},
    theme::{
        kind_view::{ChartView, OutreachMonthView, TrendsView},
        view::{SheetLinkView, SloganView},
    },
    vocabulary::Channel,
};

/// The maximum number of cases on the page of a scam type.
const CASES_MAX: usize = 20;
/// The maximum number of slogans on the page of a scam type or unit.
const SLOGANS_MAX: usize = 8;

/// Everything that the page `Surroundings::url` shows of the rest of the site.
#[derive(Serialize)]
pub struct Surroundings<'a> {
    pub sections: SectionPath<'a>,
    pub url: &'a UrlPath,
    /// The published file of the first picture in the page's text, and its width and height in pixels.
    pub picture: Option<(&'a OutputPath, Option<(u32, u32)>)>,
    pub terms: Vec<PageTerms<'a>>,
    pub previous: Option<PageLink<'a>>,
    pub next: Option<PageLink<'a>>,
    pub related: Vec<RowRef<'a>>,
    pub explained_by: Vec<PageLink<'a>>,
    pub explains: Vec<PageLink<'a>>,
    pub slogans: Vec<SloganView>,
    /// The cases of a scam type.
    pub cases: Vec<RowRef<'a>>,
    pub sheets: Vec<SheetLinkView>,
    pub of_kind: KindSurroundings,
}

/// A link to another page.
#[derive(Clone, Copy, Serialize)]
pub struct PageLink<'a> {
    pub title: &'a str,
    pub url: &'a UrlPath,
}

/// The terms of one taxonomy that the page names.
#[derive(Serialize)]
pub struct PageTerms<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// The name of each term and the address of its page, if it has one.
    pub terms: Vec<(&'a str, Option<&'a UrlPath>)>,
}

/// The parts of the site that only pages of certain kinds show.
#[derive(Serialize)]
pub enum KindSurroundings {
    Nothing,
    Bulletin {
        trends: Option<TrendsView>,
        shares: Option<ChartView>,
    },
    Outreach(Vec<OutreachMonthView>),
}

impl<'a> Surroundings<'a> {
    /// The surroundings of page `index`.
    pub fn of(index: PageId, context: &RenderContext<'a>) -> Self {
        let site = context.site;
        let page: &'a Page = &site.pages[index];
        let own_term = term_of_page(index, site);
        let link = |it: PageId| PageLink {
            title: &site.pages[it].document.title.value,
            url: &site.pages[it].url,
        };
        let (explained_by, explains) = site.explains(index);
        let image = page.document.outline.images.first();
        let target = image.and_then(|it| page.links.get(&it.destination));
        Self {
            sections: SectionPath::of(page.section, site),
            url: &page.url,
            picture: target.and_then(|it| it.picture()),
            terms: terms(page, site),
            previous: page.neighbours.previous.map(link),
            next: page.neighbours.next.map(link),
            related: rows(&page.related, context),
            explained_by: explained_by.into_iter().map(link).collect(),
            explains: explains.into_iter().map(link).collect(),
            slogans: match own_term {
                Some(term) => slogans_about(term, site),
                None => site.slogans_of_page(index).map(slogan_view).collect(),
            },
            cases: own_term.map_or_else(Vec::new, |it| cases(it, context)),
            sheets: own_term.map_or_else(Vec::new, |it| {
                sheets(it, site, Addresses::new(&site.config))
            }),
            of_kind: KindSurroundings::of(index, site),
        }
    }
}

impl KindSurroundings {
    fn of(index: PageId, site: &Site) -> Self {
        let addresses = Addresses::new(&site.config);
        match &site.pages[index].document.detail {
            Detail::Bulletin(bulletin) => Self::Bulletin {
                trends: chart::trends(index, bulletin, site),
                shares: chart::shares(bulletin, site, addresses),
            },
            Detail::Outreach(outreach) => Self::Outreach(calendar(outreach, site, addresses)),
            _ => Self::Nothing,
        }
    }
}

fn terms<'a>(page: &Page, site: &'a Site) -> Vec<PageTerms<'a>> {
    let named = site.taxonomies.iter().map(|taxonomy| {
        let own = page.terms.iter().filter(|it| it.taxonomy == taxonomy.id);
        let own = own.map(|it| &taxonomy[*it]);
        PageTerms {
            name: &taxonomy.name,
            title: &taxonomy.title,
            terms: own.map(|it| (it.name.as_str(), it.url.as_ref())).collect(),
        }
    });
    named.filter(|it| !it.terms.is_empty()).collect()
}

/// The newest cases of `term`.
fn cases<'a>(term: TermId, context: &RenderContext<'a>) -> Vec<RowRef<'a>> {
    let site = context.site;
    let pages = site.term(term).pages.iter().copied();
    let cases = pages.filter(|it| matches!(site.pages[*it].document.detail, Detail::Case(_)));
    let cases: Vec<PageId> = cases.take(CASES_MAX).collect();
    rows(&cases, context)
}

/// The term that this page explains, if it is the page of a scam type or unit.
fn term_of_page(page: PageId, site: &Site) -> Option<TermId> {
    let is_term = matches!(
        site.pages[page].document.detail,
        Detail::ScamType(_) | Detail::Unit(_)
    );
    if !is_term {
        return None;
    }
    let taxonomies = site.taxonomies.iter().filter(|it| it.of_section);
    let mut terms = taxonomies.flat_map(|it| it.terms_with_ids());
    let own = terms.find(|(_, it)| it.page == Some(page));
    own.map(|(id, _)| id)
}

/// At most `SLOGANS_MAX` slogans about `term`; those that name the fewest other terms of its taxonomy come
/// first.
fn slogans_about(term: TermId, site: &Site) -> Vec<SloganView> {
    let mut slogans: Vec<&SiteSlogan> = site.slogans_of_term(term).collect();
    slogans.sort_by_key(|it| {
        it.terms
            .iter()
            .filter(|it| it.taxonomy == term.taxonomy)
            .count()
    });
    slogans.truncate(SLOGANS_MAX);
    slogans.into_iter().map(slogan_view).collect()
}

/// The printed sheets that name `term`.
pub fn sheets(term: TermId, site: &Site, addresses: Addresses<'_>) -> Vec<SheetLinkView> {
    let sheets = site.sheets.iter().filter(|it| it.terms.contains(&term));
    sheets
        .map(|it| SheetLinkView {
            title: title_of(it, site),
            href: addresses.file(&it.output()),
            format: it.settings.format.chinese(),
            large: it.settings.print == Print::Large,
        })
        .collect()
}

/// The name of a sheet, or the print wording of its first slogan if its settings have no title.
fn title_of(sheet: &Sheet, site: &Site) -> String {
    let first = sheet.slogans.first().map(|it| &site.slogans[*it]);
    match first.filter(|_| sheet.settings.title.is_none()) {
        Some(slogan) => slogan.wording(Channel::Print).value.clone(),
        None => sheet.name(),
    }
}
