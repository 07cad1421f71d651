//! What the page of a term lists: the scam types and the other pages that name it.
//!
//! In: a term. Out: views for `term.html`. Scam types are shown as cards on the first page, and never in the
//! list of pages.

use super::home_view::type_view;
use crate::{
    content::Detail,
    page::Addresses,
    site::{PageId, Site, TermId},
    theme::view::TypeView,
    vocabulary::Kind,
};

/// The pages in the term's list, newest first: all pages that name the term, except scam types.
pub fn listed(term: TermId, site: &Site) -> Vec<PageId> {
    let pages = site.term(term).pages.iter().copied();
    let is_type = |it: &PageId| matches!(site.pages[*it].document.detail, Detail::ScamType(_));
    pages.filter(|it| !is_type(it)).collect()
}

/// The scam types that name the term, in the order of their sections.
pub fn types(term: TermId, site: &Site, addresses: Addresses<'_>) -> Vec<TypeView> {
    let named = &site.term(term).pages;
    let sections = site.sections.iter();
    let sections = sections.filter(|it| it.kind == Kind::ScamType);
    sections
        .flat_map(|it| &it.pages)
        .filter(|it| named.contains(it))
        .filter_map(|it| match &site.pages[*it].document.detail {
            Detail::ScamType(detail) => Some(type_view(&site.pages[*it], detail, addresses)),
            _ => None,
        })
        .collect()
}
