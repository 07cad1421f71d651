//! One page's view: all that stands around its text.
//!
//! In: a page of the site. Out: a `PageView`. The text itself is `body`'s business and never in a view.

use jiff::civil::Date;

use super::{
    Addresses,
    rows::{date_of, rfc3339, rows, slogan_view, summary_of},
};
use crate::{
    channel::RenderContext,
    content::{Bulletin, Case, Detail, Document, ScamType},
    markdown::{self, TocEntry},
    site::{Page, Site, SiteSlogan, TermRef},
    theme::view::{
        BulletinView, CaseView, EditionView, IndicatorView, LabelledView, LinkView, PageView,
        PolicyView, ScamTypeView, SloganView, TaxonomyTermsView, TermLinkView, TocView, UnitView,
    },
    yaml::Moment,
};

/// How many of a scam type's cases its page shows.
const CASES_MAX: usize = 20;
/// How many slogans it shows.
const SLOGANS_MAX: usize = 8;

pub fn page_view<'a>(
    index: usize,
    context: &RenderContext<'a>,
    addresses: Addresses<'_>,
) -> PageView<'a> {
    let site = context.site;
    let page = &site.pages[index];
    let document = &page.document;
    let front_matter = &document.front_matter;
    let date = date_of(document);
    let own_term = term_of_page(index, site);
    let link = |it: usize| LinkView {
        title: site.pages[it].document.title.value.clone(),
        href: addresses.href(&site.pages[it].url),
    };
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
            let cases: Vec<usize> = pages
                .iter()
                .copied()
                .filter(|it| matches!(site.pages[*it].document.detail, Detail::Case(_)))
                .take(CASES_MAX)
                .collect();
            rows(&cases, context)
        }),
        ..detail_view(document)
    }
}

/// The term that this page explains, if it is one.
fn term_of_page(page: usize, site: &Site) -> Option<TermRef> {
    let is_term = matches!(
        site.pages[page].document.detail,
        Detail::ScamType(_) | Detail::Unit(_)
    );
    if !is_term {
        return None;
    }
    site.taxonomies
        .iter()
        .enumerate()
        .filter(|(_, it)| it.of_section)
        .find_map(|(taxonomy, it)| {
            let term = it.terms.iter().position(|it| it.page == Some(page))?;
            Some(TermRef { taxonomy, term })
        })
}

/// A few slogans about `term`, first those of groups that are about little else.
fn slogans_about(term: TermRef, site: &Site) -> Vec<SloganView> {
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
        .enumerate()
        .filter_map(|(index, taxonomy)| {
            let terms: Vec<TermLinkView> = page
                .terms
                .iter()
                .filter(|it| it.taxonomy == index)
                .map(|it| &taxonomy.terms[it.term])
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

/// A page view that knows only what its kind adds.
fn detail_view<'a>(document: &Document) -> PageView<'a> {
    let mut view = PageView::default();
    match &document.detail {
        Detail::Case(case) => view.case = Some(case_view(case)),
        Detail::ScamType(it) => view.scam_type = Some(scam_type_view(it)),
        Detail::Bulletin(it) => view.bulletin = Some(bulletin_view(it)),
        Detail::Policy(policy) => {
            let mut fields: Vec<LabelledView> = policy
                .fields
                .iter()
                .map(|(label, value)| LabelledView {
                    label: label.to_string(),
                    value: value.clone(),
                })
                .collect();
            let keywords = document.front_matter.keywords.join("、");
            if !keywords.is_empty() {
                fields.push(LabelledView {
                    label: "关键词".to_owned(),
                    value: keywords,
                });
            }
            view.policy = Some(PolicyView { fields });
        }
        Detail::Unit(unit) => {
            view.unit = Some(UnitView {
                number: unit.number,
                duty: unit.duty.clone(),
                carriers: unit.carriers.clone(),
            });
        }
        Detail::Slogans(_) | Detail::Page => (),
    }
    view
}

fn case_view(case: &Case) -> CaseView {
    CaseView {
        month: month_in_words(case.month),
        loss: case.loss.clone(),
        outcome: case.outcome.clone(),
    }
}

fn scam_type_view(scam_type: &ScamType) -> ScamTypeView {
    let id = scam_type.id.as_ref();
    ScamTypeView {
        id: id.map_or_else(String::new, |it| it.value.clone()),
        also_known_as: scam_type
            .also_known_as
            .iter()
            .map(|it| it.value.clone())
            .collect(),
        editions: scam_type
            .editions
            .iter()
            .map(|(year, rank)| EditionView {
                year: *year,
                rank: *rank,
            })
            .collect(),
        definition: scam_type.definition.clone(),
        steps: scam_type.steps.clone(),
        targets: scam_type.targets.clone(),
        prevention: scam_type.prevention.clone(),
    }
}

fn bulletin_view(bulletin: &Bulletin) -> BulletinView {
    BulletinView {
        period: month_in_words(bulletin.period),
        data_source: bulletin.data_source.clone(),
        indicators: bulletin
            .indicators
            .iter()
            .map(|it| IndicatorView {
                name: it.name.clone(),
                value: it.value.clone(),
                unit: it.unit.clone(),
                year_on_year: it.year_on_year.clone(),
                month_on_month: it.month_on_month.clone(),
            })
            .collect(),
    }
}

fn month_in_words(month: Option<Date>) -> String {
    month.map_or_else(String::new, |it| format!("{}年{}月", it.year(), it.month()))
}
