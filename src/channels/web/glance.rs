//! All that a page's file depends on, at a glance: enough to see that nothing has changed, not what has.
//!
//! In: a page of the site. Out: one fingerprint, for a tenth of what its variables and theirs cost.
//! Never too little: with an equal glance all inputs of the file are equal. It may be too much; then the inputs tell.

use crate::{
    content::Detail,
    fingerprint::Fingerprint,
    page::{Addresses, PageTargets, RenderContext},
    site::{Page, PageId},
};

/// Of page `index`; none where a page shows more of the site than its own surroundings.
pub fn page(index: PageId, context: &RenderContext<'_>) -> Option<Fingerprint> {
    let (site, shared) = (context.site, context.shared);
    let page = &site.pages[index];
    let document = &page.document;
    if let Detail::ScamType(_)
    | Detail::Unit(_)
    | Detail::Slogans(_)
    | Detail::Bulletin(_)
    | Detail::Outreach(_) = document.detail
    {
        return None;
    }
    let beside = |it: Option<PageId>| it.map(|it| title_and_address(&site.pages[it]));
    let terms = page.terms.iter().map(|it| {
        let term = site.term(*it);
        (
            it.taxonomy,
            term.name.as_str(),
            term.url.as_ref().map(|it| it.as_str()),
        )
    });
    let (explained_by, explains) = site.explains(index);
    let partners = |them: Vec<PageId>| {
        them.into_iter()
            .map(|it| title_and_address(&site.pages[it]))
    };
    let addresses = Addresses::new(&site.config);
    let targets = PageTargets {
        links: &page.links,
        addresses,
        root: &addresses.root(&page.url),
        here: "",
    };
    Some(Fingerprint::of_value(&(
        shared.frame,
        // Whether there are cards: all else that they hang on is in the frame.
        context.font.is_some(),
        page.section,
        document.path.as_str(),
        document.role,
        context.sources.fingerprint(document.source),
        page.url.as_str(),
        terms.collect::<Vec<_>>(),
        beside(page.neighbours.previous),
        beside(page.neighbours.next),
        page.related
            .iter()
            .map(|it| shared.rows[*it])
            .collect::<Vec<_>>(),
        targets.fingerprint(),
        partners(explained_by).collect::<Vec<_>>(),
        partners(explains).collect::<Vec<_>>(),
    )))
}

fn title_and_address(page: &Page) -> (&str, &str) {
    (&page.document.title.value, page.url.as_str())
}
