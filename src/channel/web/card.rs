//! Cards: the picture of 1200×630 that stands for a page where its link is sent on.
//!
//! In: what is shared. Out: the orders for the cards, and for each its words, its address and its bytes. What stands on a
//! card is its page's title, its column, and the site's hotlines; whoever changes a text alone draws no card anew.
//! Nothing is ordered without a font, or where no template names `share`.

use std::collections::HashSet;

use super::card_look::Look;
use crate::{
    channel::{Order, Prepared, Recipe, RenderContext, Wanted},
    config::ShareCards,
    content::Kind,
    fingerprint::Fingerprint,
    paths::{OutputPath, UrlPath},
    site::{Site, TermRef},
    theme::Theme,
};

/// Which page a card stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardOf {
    /// The home page, or all pages.
    Site,
    Section(usize),
    Page(usize),
    Taxonomy(usize),
    Term(TermRef),
}

/// What is written on a card.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct Words<'a> {
    /// Whether the site's name stands below; it does not where it is the title.
    pub is_named: bool,
    /// `典型案例·示例`.
    pub label: Option<String>,
    pub title: &'a str,
}

/// The variable of a template that shows a page's card.
pub const SHARE: &str = "share";

/// Whether there are cards at all.
pub fn are_drawn(site: &Site, theme: &Theme, has_font: bool) -> bool {
    has_font && site.config.share_cards() != ShareCards::None && theme.names_anywhere(SHARE)
}

pub fn orders(site: &Site, wanted: Wanted<'_>) -> Vec<Order> {
    if !are_drawn(site, wanted.theme, wanted.has_font) {
        return Vec::new();
    }
    let mut shared = vec![CardOf::Site];
    if site.config.share_cards() == ShareCards::EveryPage {
        shared.extend((1..site.sections.len()).map(CardOf::Section));
        shared.extend((0..site.pages.len()).map(CardOf::Page));
        for (taxonomy, it) in site.taxonomies.iter().enumerate() {
            if it.has_page() {
                shared.push(CardOf::Taxonomy(taxonomy));
                let terms = (0..it.terms.len()).map(|term| TermRef { taxonomy, term });
                let terms = terms.filter(|it| site.term(*it).url.is_some());
                shared.extend(terms.map(CardOf::Term));
            }
        }
    }
    // Two pages of one address are told of by themselves, in whatever letters they are written.
    let mut taken = HashSet::new();
    let mut orders = Vec::with_capacity(shared.len());
    for card in shared {
        let output = card.output(site);
        if taken.insert(output.as_str().to_lowercase()) {
            orders.push(Order {
                output,
                recipe: Recipe::Card(card),
                origin: None,
                delivery: None,
            });
        }
    }
    orders
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
            Self::Site => &site.sections[0].url,
            Self::Section(section) => &site.sections[section].url,
            Self::Page(page) => &site.pages[page].url,
            Self::Taxonomy(taxonomy) => &site.taxonomies[taxonomy].url,
            Self::Term(term) => {
                let url = site.term(term).url.as_ref();
                url.expect("a card is ordered only for a page that is out")
            }
        }
    }

    pub fn words(self, site: &Site) -> Words<'_> {
        let labelled = |label: Option<String>, title| Words {
            is_named: true,
            label,
            title,
        };
        match self {
            Self::Site => Words {
                is_named: false,
                label: None,
                title: &site.config.title,
            },
            Self::Section(section) => labelled(None, &site.sections[section].title),
            Self::Page(page) => labelled(label(page, site), &site.pages[page].document.title.value),
            Self::Taxonomy(taxonomy) => labelled(None, &site.taxonomies[taxonomy].title),
            Self::Term(term) => {
                let taxonomy = &site.taxonomies[term.taxonomy];
                labelled(Some(taxonomy.title.clone()), &site.term(term).name)
            }
        }
    }
}

/// The column of a page, and that it is an example where it is one.
fn label(page: usize, site: &Site) -> Option<String> {
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

/// What a page of no column is; a plain one needs no word.
fn kind_in_words(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Page => None,
        other => Some(other.chinese()),
    }
}

pub fn prepare<'a>(card: CardOf, context: &RenderContext<'a>) -> Prepared<'a> {
    let font = context
        .font
        .expect("pictures are ordered only where there is a font");
    let (words, look): (Words<'a>, &'a Look) = (card.words(context.site), &context.shared.look);
    let inputs = vec![
        ("words", Fingerprint::of_value(&words)),
        ("look", look.fingerprint()),
        ("font", font.fingerprint()),
    ];
    Prepared::new(inputs, move || Ok(look.png(&words, font)))
}
