//! LED screens: each feed in the file formats that control cards and their programs read.
//!
//! In: the feeds of `site.yaml` that have a screen. Out: `feeds/led/<id>/…`; the files are listed in
//! `file.rs`. A programme is computed once for all its files: the wording of each slogan, its lines and
//! pages, and how long each page is shown. What a screen cannot show is an error before anything is written,
//! never replaced by `?`. Sources: `docs/led.md`.

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
    check::ScreenProblems,
    file::{LedFileName, files},
    programme::programme,
    screen_file::ScreenFile,
};
pub use self::{
    frames::lit,
    programme::{Programme, programme_of},
};
use crate::{
    config::FeedKind,
    diagnostics::Diagnostics,
    page::{Addressee, Delivery, Order, Scope, Wanted},
    paths::OutputPath,
    vocabulary::Channel,
};

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut problems = ScreenProblems::default();
    let mut orders = Vec::new();
    for (feed_id, feed) in site.feeds.iter_with_ids() {
        let FeedKind::Led { screen } = &feed.settings.kind else {
            continue;
        };
        let programme = Arc::new(programme(feed, screen, site, &mut problems));
        let id = &programme.id;
        for file in files(&programme) {
            let LedFileName { path, form } = file.name(&programme);
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
                    addressee: Addressee::Feed(feed_id),
                    slogans,
                }),
            });
        }
        if wanted.scope == Scope::Site {
            orders.extend(page::orders(&programme));
        }
    }
    problems.report(wanted.sources, diagnostics);
    orders
}
