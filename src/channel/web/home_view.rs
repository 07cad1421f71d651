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
    site::Section,
    theme::view::{BlockView, SloganView, TypeView},
};

/// How many lines a section shows.
const BLOCK_ROWS: usize = 6;
/// How many slogans are shown, one of each group.
const SLOGANS: usize = 6;

/// The newest of each section directly below the home page, in the order of the menu; of a site without sections,
/// all there is.
pub fn blocks<'a>(context: &RenderContext<'a>, addresses: Addresses<'_>) -> Vec<BlockView<'a>> {
    let site = context.site;
    let block = |section: &Section, title: &str, shown: &[usize]| BlockView {
        title: title.to_owned(),
        href: addresses.href(&section.url),
        kind: section.kind.name(),
        rows: rows(shown, context),
    };
    let in_menu = |section: usize| site.menu.iter().position(|it| it.section == Some(section));
    let mut below: Vec<(usize, &Section)> = site
        .sections
        .iter()
        .enumerate()
        // Units are no news; their page is in the menu.
        .filter(|(_, it)| it.parent == Some(0) && !it.listed.is_empty() && it.kind != Kind::Unit)
        .collect();
    below.sort_by_key(|(index, _)| in_menu(*index).unwrap_or(usize::MAX));
    if below.is_empty() {
        // There is no other list: what is left out here could not be found.
        let home = &site.sections[0];
        return vec![block(home, "全部内容", &home.listed)];
    }
    let newest = |it: &Section| it.listed.len().min(BLOCK_ROWS);
    below
        .iter()
        .map(|(_, it)| block(it, &it.title, &it.listed[..newest(it)]))
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
