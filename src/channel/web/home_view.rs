//! What the home page shows of the rest of the site.
//!
//! In: the site. Out: views for `home.html`. A section without pages is never shown: an empty column counts as a fault.

use super::{
    Addresses,
    rows::{rows, slogan_view},
};
use crate::{
    channel::RenderContext,
    content::{Detail, Kind},
    theme::view::{BlockView, SloganView, TypeView},
};

/// How many lines a section shows.
const BLOCK_ROWS: usize = 6;
/// How many slogans are shown, one of each group.
const SLOGANS: usize = 6;

/// The newest of each section that lies directly below the home page.
pub fn blocks(context: &RenderContext<'_>, addresses: Addresses<'_>) -> Vec<BlockView> {
    let site = context.site;
    site.sections
        .iter()
        .filter(|it| it.parent == Some(0) && !it.pages.is_empty())
        .map(|section| BlockView {
            title: section.title.clone(),
            href: addresses.href(&section.url),
            kind: section.kind.name(),
            rows: rows(
                &section.pages[..section.pages.len().min(BLOCK_ROWS)],
                site,
                addresses,
            ),
        })
        .collect()
}

pub fn types(context: &RenderContext<'_>, addresses: Addresses<'_>) -> Vec<TypeView> {
    let site = context.site;
    site.sections
        .iter()
        .filter(|it| it.kind == Kind::ScamType)
        .flat_map(|it| &it.pages)
        .filter_map(|it| {
            let page = &site.pages[*it];
            let Detail::ScamType(scam_type) = &page.document.detail else {
                return None;
            };
            Some(TypeView {
                title: page.document.title.value.clone(),
                href: addresses.href(&page.url),
                definition: scam_type.definition.clone(),
            })
        })
        .collect()
}

/// The first slogan of each group.
pub fn slogans(context: &RenderContext<'_>) -> Vec<SloganView> {
    let mut groups = Vec::new();
    let mut slogans = Vec::new();
    for slogan in &context.site.slogans {
        if !groups.contains(&slogan.page) && slogans.len() < SLOGANS {
            groups.push(slogan.page);
            slogans.push(slogan_view(slogan));
        }
    }
    slogans
}
