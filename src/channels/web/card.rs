//! Draws share cards: the pictures of 1200×630 pixels that represent pages where their links are shared.
//!
//! In: the site. Out: the orders for its cards, and for each card its words and its bytes. A card shows its
//! page's title, its column and the site's hotlines, so an edit of a page's text redraws no card.
//! Nothing is ordered without a font, or where no template names `share`.

use std::{collections::HashSet, sync::OnceLock};

use super::{
    card_look::CardLook,
    card_words::{CardOf, CardWords},
};
use crate::{
    config::ShareCards,
    diagnostics::Diagnostic,
    fingerprint::Fingerprint,
    page::{Order, Output, Prepared, RenderContext, Wanted, are_drawn, card_path},
    site::Site,
    theme::Theme,
};

/// The card of one page.
#[derive(Debug)]
struct Card(CardOf);

/// The parts that all cards of a build share.
#[derive(Default)]
struct SharedLook(OnceLock<Result<CardLook, Box<Diagnostic>>>);

impl SharedLook {
    /// # Errors
    /// The theme's data are invalid.
    fn of(&self, site: &Site, theme: &Theme) -> Result<&CardLook, &Diagnostic> {
        let look = self.0.get_or_init(|| CardLook::new(&site.config, theme));
        look.as_ref().map_err(Box::as_ref)
    }
}

pub fn orders(wanted: &Wanted<'_>) -> Vec<Order> {
    let site = wanted.site;
    if !are_drawn(site, wanted.theme, wanted.has_font) {
        return Vec::new();
    }
    let mut shared = vec![CardOf::Site];
    if site.config.share_cards() == ShareCards::EveryPage {
        shared.extend(site.sections.ids().skip(1).map(CardOf::Section));
        shared.extend(site.pages.ids().map(CardOf::Page));
        for it in &site.taxonomies {
            if it.has_page() {
                shared.push(CardOf::Taxonomy(it.id));
                let terms = it.terms_with_ids();
                let terms = terms.filter(|(_, it)| it.url.is_some());
                shared.extend(terms.map(|(id, _)| CardOf::Term(id)));
            }
        }
    }
    // Pages with the same address, or with addresses that differ only in case, are reported elsewhere.
    let mut taken = HashSet::new();
    let mut orders = Vec::with_capacity(shared.len());
    for card in shared {
        let output = card_path(card.url(site));
        if taken.insert(output.as_str().to_lowercase()) {
            orders.push(Order::of_site(output, Card(card), None));
        }
    }
    orders
}

impl Output for Card {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let font = context
            .font
            .expect("pictures are ordered only where there is a font");
        let site = context.site;
        let theme = context.theme;
        let words = CardWords::of(self.0, site);
        let shared = context.state.get::<SharedLook>();
        let look = shared.of(site, theme);
        let look_inputs = look.map_or_else(|_| Fingerprint::of(b""), |it| it.fingerprint(theme));
        let inputs = vec![
            ("words", Fingerprint::of_value(&words)),
            ("look", look_inputs),
            ("font", font.fingerprint()),
        ];
        Prepared::new(inputs, move || {
            let look = shared.of(site, theme).map_err(|it| Box::new(it.clone()))?;
            look.png(&words, theme, font)
        })
    }
}
