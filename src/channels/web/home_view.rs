//! What the home page shows of the rest of the site.
//!
//! In: the site. Out: views for `home.html`. A section without pages is never shown, because an empty column
//! counts as a defect.

use serde::Serialize;

use super::{kinds::indicators, named::month_in_words};
use crate::{
    content::{Detail, ScamType},
    page::{Addresses, RenderContext, RowRef, id_of, row_views, rows, slogan_view},
    site::{Page, PageId, Section, SectionId},
    theme::{
        kind_view::{FiguresView, FinderView, SituationView},
        view::{BlockView, SloganView, TypeView},
    },
    vocabulary::Kind,
};

/// The maximum number of rows in a section's block.
const BLOCK_ROWS: usize = 6;
/// The maximum number of slogans, one of each group.
const SLOGANS: usize = 6;
/// The maximum number of indicators of the newest bulletin.
const FIGURES: usize = 4;

/// The newest pages of one section.
#[derive(Serialize)]
pub struct HomeBlock<'a> {
    title: String,
    href: String,
    kind: &'static str,
    rows: Vec<RowRef<'a>>,
}

/// The newest pages of each section directly below the home page, in the order of the menu. A site without
/// sections has one block with all pages.
pub fn blocks<'a>(context: &RenderContext<'a>) -> Vec<HomeBlock<'a>> {
    let site = context.site;
    let addresses = Addresses::new(&site.config);
    let block = |section: &Section, title: &str, shown: &[PageId]| HomeBlock {
        title: title.to_owned(),
        href: addresses.href(&section.url),
        kind: section.kind.name(),
        rows: rows(shown, context),
    };
    let in_menu = |section: SectionId| site.menu.iter().position(|it| it.section == Some(section));
    let mut below: Vec<(SectionId, &Section)> = site
        .sections
        .iter_with_ids()
        // Units are not news; the menu links to their list.
        .filter(|(_, it)| {
            it.parent == Some(SectionId::HOME) && !it.listed.is_empty() && it.kind != Kind::Unit
        })
        .collect();
    // Archived sections come last. If they were omitted, no page would link to them.
    below.sort_by_key(|(index, it)| {
        (
            it.archived_on().is_some(),
            in_menu(*index).unwrap_or(usize::MAX),
        )
    });
    if below.is_empty() {
        // There is no other list, so every page has to be listed here.
        let home = site.home();
        return vec![block(home, "全部内容", &home.listed)];
    }
    let newest = |it: &Section| it.listed.len().min(BLOCK_ROWS);
    below
        .iter()
        .map(|(_, it)| block(it, &it.title, &it.listed[..newest(it)]))
        .collect()
}

pub fn block_views(blocks: &Vec<HomeBlock<'_>>) -> Vec<BlockView> {
    let view = |block: &HomeBlock<'_>| BlockView {
        title: block.title.clone(),
        href: block.href.clone(),
        kind: block.kind,
        rows: row_views(&block.rows),
    };
    blocks.iter().map(view).collect()
}

pub fn types(context: &RenderContext<'_>, addresses: Addresses<'_>) -> Vec<TypeView> {
    let types = scam_types(context).into_iter();
    types
        .map(|(page, scam_type)| type_view(page, scam_type, addresses))
        .collect()
}

pub fn type_view(page: &Page, scam_type: &ScamType, addresses: Addresses<'_>) -> TypeView {
    TypeView {
        id: id_of(scam_type),
        title: page.document.title.value.clone(),
        href: addresses.href(&page.url),
        definition: scam_type.definition.clone(),
    }
}

/// The finder: the situations that scam types describe, each with a link to its type.
pub fn finder(context: &RenderContext<'_>, addresses: Addresses<'_>) -> FinderView {
    let mut finder = FinderView::default();
    for (page, scam_type) in scam_types(context) {
        let views = scam_type.situations.iter().map(|it| SituationView {
            text: it.clone(),
            title: page.document.title.value.clone(),
            href: addresses.href(&page.url),
            id: id_of(scam_type),
        });
        let mut views = views.collect::<Vec<_>>().into_iter();
        finder.first.extend(views.next());
        finder.more.extend(views);
    }
    finder
}

/// All published scam types, in the order of their sections.
fn scam_types<'a>(context: &RenderContext<'a>) -> Vec<(&'a Page, &'a ScamType)> {
    let site = context.site;
    site.sections
        .iter()
        .filter(|it| it.kind == Kind::ScamType)
        .flat_map(|it| &it.pages)
        .filter_map(|it| match &site.pages[*it].document.detail {
            Detail::ScamType(scam_type) => Some((&*site.pages[*it], &**scam_type)),
            _ => None,
        })
        .collect()
}

/// The bulletin of the latest month.
pub fn figures(context: &RenderContext<'_>, addresses: Addresses<'_>) -> Option<FiguresView> {
    let bulletins = context.site.pages.iter().filter_map(|page| {
        let Detail::Bulletin(bulletin) = &page.document.detail else {
            return None;
        };
        Some((bulletin.period?, page, bulletin))
    });
    let (period, page, bulletin) = bulletins.max_by_key(|it| it.0)?;
    let mut shown = indicators(bulletin);
    shown.truncate(FIGURES);
    Some(FiguresView {
        period: month_in_words(Some(period)),
        title: page.document.title.value.clone(),
        href: addresses.href(&page.url),
        data_source: bulletin.data_source.clone(),
        sample: page.document.front_matter.sample,
        indicators: shown,
    })
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
