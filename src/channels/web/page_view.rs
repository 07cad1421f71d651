//! The view of a page: everything that is shown around its text.
//!
//! In: a document and its surroundings. Out: a `PageView`. The text itself is never part of a view.

use super::{
    kinds::kind_view,
    surroundings::{PageLink, PageTerms, Surroundings},
};
use crate::{
    content::{Detail, Document},
    markdown::{self, TocEntry},
    page::{Addresses, FrameSettings, date_of, link, row_views, summary_of},
    theme::view::{LinkView, PageView, TaxonomyTermsView, TermLinkView, TocView},
    yaml::Moment,
};

pub fn page_view(
    document: &Document,
    around: &Surroundings<'_>,
    settings: &FrameSettings<'_>,
) -> PageView {
    let addresses = settings.addresses;
    let front_matter = &document.front_matter;
    let date = date_of(document);
    let links = |them: &[PageLink<'_>]| them.iter().map(|it| view_of(*it, addresses)).collect();
    PageView {
        title: document.title.value.clone(),
        href: addresses.href(around.url),
        kind: document.kind().name(),
        date: date.map(Moment::minutes),
        date_iso: date.map(|it| settings.rfc3339(it)),
        updated: front_matter.updated.as_ref().map(|it| it.value.minutes()),
        author: front_matter.author.clone(),
        source: front_matter.source.clone(),
        keywords: front_matter.keywords.clone(),
        summary: summary_of(document),
        sample: front_matter.sample,
        toc: match document.detail {
            // The page of a slogans file does not show its headings.
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
        terms: around
            .terms
            .iter()
            .map(|it| terms_view(it, addresses))
            .collect(),
        prev: around.previous.map(|it| view_of(it, addresses)),
        next: around.next.map(|it| view_of(it, addresses)),
        slogans: around.slogans.clone(),
        cases: row_views(&around.cases),
        sheets: around.sheets.clone(),
        explained_by: links(&around.explained_by),
        explains: links(&around.explains),
        ..kind_view(document, &around.of_kind)
    }
}

fn view_of(page: PageLink<'_>, addresses: Addresses<'_>) -> LinkView {
    link(page.title, page.url, addresses)
}

fn toc_view(entry: TocEntry) -> TocView {
    TocView {
        id: entry.id,
        text: entry.text,
        children: entry.children.into_iter().map(toc_view).collect(),
    }
}

fn terms_view(taxonomy: &PageTerms<'_>, addresses: Addresses<'_>) -> TaxonomyTermsView {
    let terms = taxonomy.terms.iter().map(|(name, url)| TermLinkView {
        name: (*name).to_owned(),
        href: url.map(|it| addresses.href(it)),
    });
    TaxonomyTermsView {
        taxonomy: taxonomy.name.to_owned(),
        title: taxonomy.title.to_owned(),
        terms: terms.collect(),
    }
}
