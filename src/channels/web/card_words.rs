//! The text on a share card.

use crate::{
    paths::UrlPath,
    site::{PageId, SectionId, Site, TaxonomyId, TermId},
    vocabulary::Kind,
};

/// The page that a card represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardOf {
    /// The home page, or all pages of the site.
    Site,
    Section(SectionId),
    Page(PageId),
    Taxonomy(TaxonomyId),
    Term(TermId),
}

impl CardOf {
    /// The URL of that page.
    pub fn url(self, site: &Site) -> &UrlPath {
        match self {
            Self::Site => &site.home().url,
            Self::Section(section) => &site.sections[section].url,
            Self::Page(page) => &site.pages[page].url,
            Self::Taxonomy(taxonomy) => &site.taxonomies[taxonomy].url,
            Self::Term(term) => {
                let url = site.term(term).url.as_ref();
                url.expect("a card is ordered only for a page that is out")
            }
        }
    }
}

/// The text on a card.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct CardWords<'a> {
    /// Whether the site's name is written below the title; it is not if it is the title.
    pub is_named: bool,
    /// The label above the title: `典型案例·示例`.
    pub label: Option<String>,
    pub title: &'a str,
}

impl<'a> CardWords<'a> {
    pub fn of(card: CardOf, site: &'a Site) -> Self {
        let labelled = |label: Option<String>, title| Self {
            is_named: true,
            label,
            title,
        };
        match card {
            CardOf::Site => Self {
                is_named: false,
                label: None,
                title: &site.config.title,
            },
            CardOf::Section(section) => labelled(None, &site.sections[section].title),
            CardOf::Page(page) => {
                labelled(label(page, site), &site.pages[page].document.title.value)
            }
            CardOf::Taxonomy(taxonomy) => labelled(None, &site.taxonomies[taxonomy].title),
            CardOf::Term(term) => {
                let taxonomy = &site.taxonomies[term.taxonomy];
                labelled(Some(taxonomy.title.clone()), &site.term(term).name)
            }
        }
    }
}

/// The section of a page, followed by 示例 if it is an example.
fn label(page: PageId, site: &Site) -> Option<String> {
    let page = &site.pages[page];
    let section = &site.sections[page.section];
    let is_sample = page.document.front_matter.sample;
    let column = match section.parent {
        Some(_) => Some(section.title.as_str()),
        None => kind_in_words(page.document.kind()),
    };
    let parts = column.into_iter().chain(is_sample.then_some("示例"));
    let label = parts.collect::<Vec<_>>().join("·");
    (!label.is_empty()).then_some(label)
}

/// The kind of a page that is in no section; `None` for plain pages.
fn kind_in_words(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Page => None,
        other => Some(other.chinese()),
    }
}
