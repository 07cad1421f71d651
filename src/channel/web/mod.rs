//! The website: pages, lists, terms, and the small files that go with them.
//!
//! In: a `Site`. Out: orders, and for each its HTML, filled into the theme's templates.
//! Nothing on a page comes from a clock, and no page asks another host for anything.

mod address;
mod body;
mod card;
mod card_look;
mod card_title;
mod chart;
pub mod glance;
mod head;
mod home_view;
mod kinds;
mod leaving;
mod linked_data;
mod listing;
mod page;
pub mod pictures;
mod render;
mod rows;
mod share;
mod shared;
pub mod sitemap;
mod staff;
mod term_view;
mod text_file;
mod unit_view;

pub use address::{Addresses, encoded};
pub use body::{BodyHtml, Place};
pub use card::{CardOf, prepare as card};
pub use leaving::page as leaving;
pub use render::{home, not_found, page, redirect, section, taxonomy, term};
pub use rows::{date_of, summary_of};
pub use shared::Shared;
pub use staff::StaffPage;
pub use text_file::{TextFile, render as text_file};

use super::{Order, Recipe, Wanted};
use crate::{
    paths::UrlPath,
    site::{Site, TermRef},
    span::Span,
};

/// Every file of the website.
pub fn orders(site: &Site, wanted: Wanted<'_>) -> Vec<Order> {
    let mut orders = vec![
        order(&UrlPath::default(), Recipe::Home, section_origin(site, 0)),
        order(&UrlPath::default().file("404.html"), Recipe::NotFound, None),
    ];
    orders.extend(text_file::orders(wanted.theme));
    orders.extend(sitemap::orders(site));
    orders.extend(leaving::orders(site));
    orders.extend(card::orders(site, wanted));
    orders.extend(pictures::orders(site));
    for (section, it) in site.sections.iter().enumerate().skip(1) {
        for list in listing::pages(it.listed.len(), it.paginate_by) {
            let recipe = Recipe::Section { section, list };
            let url = listing::url(&it.url, list);
            orders.push(order(&url, recipe, section_origin(site, section)));
        }
    }
    for (page, it) in site.pages.iter().enumerate() {
        let origin = Some(it.document.place());
        orders.push(order(&it.url, Recipe::Page { page }, origin));
        for (alias, url) in it.aliases.iter().enumerate() {
            orders.push(order(url, Recipe::Redirect { page, alias }, origin));
        }
    }
    for (taxonomy, it) in site.taxonomies.iter().enumerate() {
        if !it.has_page() {
            continue;
        }
        orders.push(order(&it.url, Recipe::Taxonomy { taxonomy }, it.place));
        for term in 0..it.terms.len() {
            orders.extend(term_orders(site, TermRef { taxonomy, term }));
        }
    }
    orders
}

fn term_orders(site: &Site, reference: TermRef) -> Vec<Order> {
    let Some(url) = &site.term(reference).url else {
        return Vec::new();
    };
    let place = site.taxonomies[reference.taxonomy].place;
    let count = term_view::listed(reference, site).len();
    listing::pages(count, site.config.paginate_by)
        .into_iter()
        .map(|list| {
            let recipe = Recipe::Term {
                term: reference,
                list,
            };
            order(&listing::url(url, list), recipe, place)
        })
        .collect()
}

fn order(url: &UrlPath, recipe: Recipe, origin: Option<Span>) -> Order {
    Order {
        output: url.output(),
        recipe,
        origin,
        delivery: None,
    }
}

fn section_origin(site: &Site, section: usize) -> Option<Span> {
    let document = site.sections[section].document.as_ref();
    document.map(|it| it.place())
}
