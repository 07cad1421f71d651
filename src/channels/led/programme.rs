//! A programme: everything that one screen shows, composed once for all of its files.
//!
//! In: a feed and its screen. Out: which words of each slogan, where its lines and pages end, how long each page stands.

use jiff::civil::Date;

use super::{
    check::Complaints,
    words::{prepare, wordings},
};
use crate::{
    config::{Charset, Mode, ScreenProfile},
    site::{Feed, Site, SiteSlogan},
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

/// What the screen would show, whatever is wrong with it.
pub fn programme_of(feed: &Feed, screen: &ScreenProfile, site: &Site) -> Programme {
    programme(feed, screen, site, &mut Complaints::default())
}

pub fn programme(
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

impl Programme {
    /// Whether its card reads the code of Chinese Windows.
    pub fn has_cp936(&self) -> bool {
        self.screen.charset != Charset::Utf8
    }
}
