//! One page's view: all that stands around its text.
//!
//! In: a page of the site. Out: a `PageView`. The text itself is `body`'s business and never in a view.

use super::kinds::kind_view;
use crate::{
    config::Print,
    content::{Channel, Detail},
    markdown::{self, TocEntry},
    page::{Addresses, RenderContext, date_of, rfc3339, rows, slogan_view, summary_of},
    site::{Page, PageId, Sheet, Site, SiteSlogan, TermId},
    theme::view::{
        LinkView, PageView, SheetLinkView, SloganView, TaxonomyTermsView, TermLinkView, TocView,
    },
    yaml::Moment,
};

/// How many of a scam type's cases its page shows.
const CASES_MAX: usize = 20;
/// How many slogans it shows.
const SLOGANS_MAX: usize = 8;

pub fn page_view<'a>(
    index: PageId,
    context: &RenderContext<'a>,
    addresses: Addresses<'_>,
) -> PageView<'a> {
    let site = context.site;
    let page = &site.pages[index];
    let document = &page.document;
    let front_matter = &document.front_matter;
    let date = date_of(document);
    let own_term = term_of_page(index, site);
    let link = |it: PageId| LinkView {
        title: site.pages[it].document.title.value.clone(),
        href: addresses.href(&site.pages[it].url),
    };
    let (explained_by, explains) = site.explains(index);
    PageView {
        title: document.title.value.clone(),
        href: addresses.href(&page.url),
        kind: document.kind().name(),
        date: date.map(Moment::minutes),
        date_iso: date.map(|it| rfc3339(it, site)),
        updated: front_matter.updated.as_ref().map(|it| it.value.minutes()),
        author: front_matter.author.clone(),
        source: front_matter.source.clone(),
        keywords: front_matter.keywords.clone(),
        summary: summary_of(document),
        sample: front_matter.sample,
        toc: match document.detail {
            // The headings of a slogans file are not on its page.
            Detail::Slogans(_) => Vec::new(),
            _ => markdown::table_of_contents(&document.outline.headings)
                .into_iter()
                .map(toc_view)
                .collect(),
        },
        reading_minutes: markdown::reading_minutes(
            document.outline.han_count,
            document.outline.word_count,
        ),
        terms: terms_view(page, site, addresses),
        prev: page.neighbours.previous.map(link),
        next: page.neighbours.next.map(link),
        slogans: match own_term {
            Some(term) => slogans_about(term, site),
            None => site.slogans_of_page(index).map(slogan_view).collect(),
        },
        cases: own_term.map_or_else(Vec::new, |it| {
            let pages = &site.term(it).pages;
            let cases: Vec<PageId> = pages
                .iter()
                .copied()
                .filter(|it| matches!(site.pages[*it].document.detail, Detail::Case(_)))
                .take(CASES_MAX)
                .collect();
            rows(&cases, context)
        }),
        sheets: own_term.map_or_else(Vec::new, |it| sheets(it, site, addresses)),
        explained_by: explained_by.into_iter().map(link).collect(),
        explains: explains.into_iter().map(link).collect(),
        ..kind_view(index, site, addresses)
    }
}

/// The term that this page explains, if it is one.
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

/// A few slogans about `term`, first those of groups that are about little else.
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

/// The sheets of paper that are about `term` or for it.
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

/// A sheet without a headline begins with its first slogan.
fn title_of(sheet: &Sheet, site: &Site) -> String {
    let first = sheet.slogans.first().map(|it| &site.slogans[*it]);
    match first.filter(|_| sheet.settings.title.is_none()) {
        Some(slogan) => slogan.wording(Channel::Print).value.clone(),
        None => sheet.name(),
    }
}

fn toc_view(entry: TocEntry) -> TocView {
    TocView {
        id: entry.id,
        text: entry.text,
        children: entry.children.into_iter().map(toc_view).collect(),
    }
}

fn terms_view(page: &Page, site: &Site, addresses: Addresses<'_>) -> Vec<TaxonomyTermsView> {
    site.taxonomies
        .iter()
        .filter_map(|taxonomy| {
            let terms: Vec<TermLinkView> = page
                .terms
                .iter()
                .filter(|it| it.taxonomy == taxonomy.id)
                .map(|it| &taxonomy[*it])
                .map(|it| TermLinkView {
                    name: it.name.clone(),
                    href: it.url.as_ref().map(|it| addresses.href(it)),
                })
                .collect();
            (!terms.is_empty()).then(|| TaxonomyTermsView {
                taxonomy: taxonomy.name.clone(),
                title: taxonomy.title.clone(),
                terms,
            })
        })
        .collect()
}
