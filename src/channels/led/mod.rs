//! LED screens: each feed in the files that control cards and their programs take.
//!
//! In: the feeds of `site.yaml` that have a screen. Out: `feeds/led/<id>/…`, file by file in `file.rs`. A programme is
//! composed once: which words of each slogan, where its lines and pages end, how long they stand.
//! What a screen cannot show is an error before anything is written, never a `?` in a street. Sources:
//! `docs/led.md`.

mod check;
mod file;
mod frames;
mod notes;
mod page;
mod players;
mod programme;
mod rtf;
mod screen_file;
mod table;
mod words;

use std::sync::Arc;

use self::{
    check::Complaints,
    file::{Name, files},
    programme::programme,
    screen_file::ScreenFile,
};
pub use self::{
    frames::lit,
    programme::{Programme, programme_of},
};
use crate::{
    config::FeedKind,
    content::Channel,
    diagnostics::Diagnostics,
    page::{Addressee, Delivery, Order, Scope, Wanted},
    paths::OutputPath,
};

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut complaints = Complaints::default();
    let mut orders = Vec::new();
    for (index, feed) in site.feeds.iter().enumerate() {
        let FeedKind::Led { screen } = &feed.settings.kind else {
            continue;
        };
        let programme = Arc::new(programme(feed, screen, site, &mut complaints));
        let id = &programme.id;
        for file in files(&programme) {
            let Name { path, form } = file.name(&programme);
            let slogans = match file.item() {
                Some(item) => Arc::from([feed.slogans[item]]),
                None => Arc::from(feed.slogans.as_slice()),
            };
            orders.push(Order {
                output: OutputPath::new(&format!("feeds/led/{id}/{path}"))
                    .expect("a feed's id is a safe name"),
                recipe: Arc::new(ScreenFile::new(&programme, file)),
                origin: Some(feed.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Led,
                    form,
                    addressee: Addressee::Feed(index),
                    slogans,
                }),
            });
        }
        if wanted.scope == Scope::Site {
            orders.extend(page::orders(&programme));
        }
    }
    complaints.tell(wanted.sources, diagnostics);
    orders
}
