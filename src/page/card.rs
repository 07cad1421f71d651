//! Share cards: which picture stands for a page where its link is shared, and where that picture lies.
//!
//! The website draws them; pages only name them, and name no card that is not there.

use crate::{
    config::ShareCards,
    paths::{OutputPath, UrlPath},
    site::{PageId, SectionId, Site, TaxonomyId, TermId},
    theme::Theme,
};

/// Width and height of a card, in pixels.
pub const CARD_SIZE: (u32, u32) = (1200, 630);

/// Which page a card stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardOf {
    /// The home page, or all pages.
    Site,
    Section(SectionId),
    Page(PageId),
    Taxonomy(TaxonomyId),
    Term(TermId),
}

/// The variable of a template that shows a page's card.
pub const SHARE: &str = "share";

/// Whether there are cards at all.
pub fn are_drawn(site: &Site, theme: &Theme, has_font: bool) -> bool {
    has_font && site.config.share_cards() != ShareCards::None && theme.names_anywhere(SHARE)
}

impl CardOf {
    /// The card that the settings give to this page.
    pub fn chosen(self, site: &Site) -> Self {
        match site.config.share_cards() {
            ShareCards::EveryPage => self,
            ShareCards::OneForSite | ShareCards::None => Self::Site,
        }
    }

    /// `share/cases/refund.png`; of the home page `share.png`, which no page's can be.
    pub fn output(self, site: &Site) -> OutputPath {
        let url = self.url(site).as_str().trim_end_matches('/');
        let path = match url {
            "" => "share.png".to_owned(),
            url => format!("share/{url}.png"),
        };
        OutputPath::new(&path).expect("an address is a safe path")
    }

    fn url(self, site: &Site) -> &UrlPath {
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
