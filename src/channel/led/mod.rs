//! LED screens: each feed in the files that control cards and their programs take.
//!
//! In: the feeds of `site.yaml` that have a screen. Out: `feeds/led/<id>/…`, file by file in `file.rs`. A programme is
//! composed once: which words of each slogan, where its lines and pages end, how long they stand.
//! What a screen cannot show is an error before anything is written, never a `?` in a street. Sources:
//! `shared/domain/channels.md` §1.

mod check;
mod file;
mod frames;
mod notes;
mod page;
mod players;
mod rtf;
mod table;

use std::sync::Arc;

use jiff::civil::Date;

use self::{
    check::Complaints,
    file::{Name, files},
};
pub use self::{
    file::{File, render},
    frames::lit,
    page::{frame_path, orders as page_orders, page, url as page_url},
};
use super::{Addressee, Delivery, Order, Recipe};
use crate::{
    charset::normalise_for_screen,
    config::{Charset, FeedKind, Mode, ScreenProfile},
    content::{Channel, Words},
    diagnostics::Diagnostics,
    paths::OutputPath,
    site::{Feed, Site, SiteSlogan},
    source::Sources,
    typeset::{DisplayArea, Motion, Setting, fit},
};

/// Everything that one screen shows.
#[derive(Clone, Debug)]
pub struct Programme {
    pub id: String,
    pub name: String,
    pub place: Option<String>,
    pub screen: ScreenProfile,
    pub items: Vec<Item>,
    /// How many slogans suit the screen, also beyond its limit.
    pub suited: usize,
    /// The day for which it was made.
    pub date: Date,
    /// Whom to ask: `反诈预警劝阻专线 96110`.
    pub contact: String,
}

/// One slogan on the screen.
#[derive(Clone, Debug)]
pub struct Item {
    pub slogan: String,
    /// On one line, as it goes into files.
    pub text: String,
    pub setting: Setting,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
}

pub fn orders(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Order> {
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
                recipe: Recipe::Led(Arc::clone(&programme), file),
                origin: Some(feed.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Led,
                    form,
                    addressee: Addressee::Feed(index),
                    slogans,
                }),
            });
        }
    }
    complaints.tell(sources, diagnostics);
    orders
}

/// What the screen would show, whatever is wrong with it.
pub fn programme_of(feed: &Feed, screen: &ScreenProfile, site: &Site) -> Programme {
    programme(feed, screen, site, &mut Complaints::default())
}

fn programme(
    feed: &Feed,
    screen: &ScreenProfile,
    site: &Site,
    complaints: &mut Complaints,
) -> Programme {
    let settings = &feed.settings;
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    Programme {
        id: settings.id.value.clone(),
        name: settings.name.clone(),
        place: settings.place.clone(),
        screen: screen.clone(),
        items: slogans
            .filter_map(|it| item(it, screen, complaints))
            .collect(),
        suited: feed.suited,
        date: site.at.date(),
        contact: site.config.contact(),
    }
}

/// A slogan as the screen shows it; a problem is noted, and then the item is as good as can be.
fn item(slogan: &SiteSlogan, screen: &ScreenProfile, complaints: &mut Complaints) -> Option<Item> {
    let wordings = wordings(slogan);
    let prepared: Vec<String> = wordings.iter().map(|it| prepare(&it.marked())).collect();
    let setting = match fit(&prepared, &room(screen)) {
        Ok(setting) => setting,
        Err(overflow) => {
            complaints.too_wide(wordings[0], overflow, screen);
            let running = DisplayArea {
                motion: Motion::Scroll,
                ..room(screen)
            };
            fit(&prepared, &running).ok()?
        }
    };
    complaints.check(wordings[setting.wording], screen);
    Some(Item {
        slogan: slogan.id.clone(),
        text: prepare(&wordings[setting.wording].value),
        setting,
        valid_from: slogan.valid_from,
        valid_until: slogan.valid_until,
    })
}

/// The words that a screen may show, best first.
fn wordings(slogan: &SiteSlogan) -> Vec<&Words> {
    let own = &slogan.wordings;
    let mut wordings: Vec<&Words> = own.led.iter().collect();
    wordings.push(&slogan.text);
    wordings.extend(&own.short);
    wordings
}

fn room(screen: &ScreenProfile) -> DisplayArea {
    DisplayArea {
        width_px: screen.width_px,
        font_px: screen.font_px,
        rows: screen.rows(),
        motion: match screen.mode {
            Mode::Static => Motion::Static,
            Mode::Paged => Motion::Paged,
            Mode::Scroll => Motion::Scroll,
            Mode::Auto => Motion::Auto,
        },
    }
}

/// The words as they go into a file. A full stop at the end takes a cell and says nothing.
fn prepare(text: &str) -> String {
    let text = normalise_for_screen(text);
    text.trim_end_matches(['。', '|']).trim_end().to_owned()
}

impl Programme {
    /// Whether its card reads the code of Chinese Windows.
    fn has_cp936(&self) -> bool {
        self.screen.charset != Charset::Utf8
    }
}
