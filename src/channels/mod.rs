//! The list of all channels, that is, of everything that a site is published to. A new channel is one folder
//! here and one line in the list.
//!
//! In: a site. Out: the orders of all channels. No channel imports another one; what they share is in `page`.

pub mod cinema;
mod feeds;
pub mod led;
mod print;
mod search;
mod signage;
mod slogan_feeds;
mod voice;
mod web;
mod wechat;

use crate::{
    diagnostics::Diagnostics,
    page::{Order, Scope, Wanted},
};

/// A channel's function that returns its orders.
type Orders = fn(&Wanted<'_>, &mut Diagnostics) -> Vec<Order>;

/// The channels of the website, which `fanzha export` omits; they have by far the most files.
const WEBSITE: &[Orders] = &[web::orders, feeds::orders, search::orders];

/// The channels that show slogans.
const SLOGANS: &[Orders] = &[
    slogan_feeds::orders,
    led::orders,
    cinema::orders,
    signage::orders,
    voice::orders,
    wechat::orders,
    print::orders,
];

/// The orders of all channels in `wanted.scope`.
pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let website = match wanted.scope {
        Scope::Site => WEBSITE,
        Scope::Feeds => &[],
    };
    let mut orders = Vec::new();
    for channel in website.iter().chain(SLOGANS) {
        orders.append(&mut channel(wanted, diagnostics));
    }
    orders
}
