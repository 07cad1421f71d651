//! Bundles: files made of the files of other channels, namely packs, the manifest and the page of all
//! screens.
//!
//! In: the orders of all channels. Out: more orders. Nothing here names a channel: what a bundle needs to
//! know of a file is in its order.

mod manifest;
mod member;
mod packs;
mod screens;

use member::Member;

use crate::page::{Order, Scope, Wanted};

/// The orders for all bundles that are made of `orders`.
pub fn orders(wanted: &Wanted<'_>, orders: &[Order]) -> Vec<Order> {
    let mut members = Member::of(orders);
    let (packs, pack_page) = packs::orders(wanted.site, &members);
    members.extend(Member::of(&packs));
    let mut bundles = Vec::new();
    if wanted.scope == Scope::Site {
        bundles.extend(pack_page);
        bundles.extend(screens::order(orders));
    }
    bundles.extend(packs);
    bundles.extend(manifest::order(members));
    bundles
}
