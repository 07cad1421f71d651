//! All that a page's file depends on, at a glance: enough to see that nothing has changed, not what has.
//!
//! In: a page of the site. Out: one fingerprint, for a tenth of what its variables and theirs cost.
//! Never too little: with an equal glance all inputs of the file are equal. It may be too much; then the inputs tell.

use super::{Addresses, address::PageTargets};
use crate::{
    channel::RenderContext,
    content::Detail,
    fingerprint::Fingerprint,
    site::{Page, Site},
    theme::{SharedValue, Theme},
};

/// Of page `index`; none where a page shows more of the site than its own surroundings.
pub fn page(index: usize, context: &RenderContext<'_>) -> Option<Fingerprint> {
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
    let beside = |it: Option<usize>| it.map(|it| title_and_address(&site.pages[it]));
    let terms = page.terms.iter().map(|it| {
        let term = site.term(*it);
        (
            it.taxonomy,
            term.name.as_str(),
            term.url.as_ref().map(|it| it.as_str()),
        )
    });
    let (explained_by, explains) = site.explains(index);
    let partners = |them: Vec<usize>| {
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

/// Of what stands around every page: settings, templates, menu and sections.
pub fn frame(site: &Site, theme: &Theme, menu: &SharedValue) -> Fingerprint {
    let sections = site.sections.iter().map(|it| {
        let own = it.document.as_deref();
        let own = own.map(|it| (&it.title.value, &it.front_matter, &it.outline));
        (
            &it.folder,
            &it.title,
            it.url.as_str(),
            it.kind,
            it.parent,
            own,
        )
    });
    Fingerprint::of_value(&(
        // Settings are no data that is written anywhere; what they are is seen in how they are shown to us.
        format!("{:?}", site.config),
        theme.fingerprint(),
        menu.fingerprint(),
        sections.collect::<Vec<_>>(),
    ))
}
