//! A programme: everything that one screen shows, computed once for all of its files.
//!
//! In: a feed and its screen. Out: the wording of each slogan, its lines and pages, and how long each page is
//! shown.

use jiff::civil::Date;

use super::{
    check::ScreenProblems,
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
    pub items: Vec<ProgrammeItem>,
    /// How many slogans are suitable for the screen, including those beyond its limit.
    pub suited: usize,
    /// The day for which the programme was computed.
    pub date: Date,
    /// The contact for questions: `反诈预警劝阻专线 96110`.
    pub contact: String,
}

/// One slogan on the screen.
#[derive(Clone, Debug)]
pub struct ProgrammeItem {
    pub slogan: String,
    /// The prepared wording, on one line.
    pub text: String,
    pub setting: Setting,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
}

/// The programme of the screen; problems are ignored.
pub fn programme_of(feed: &Feed, screen: &ScreenProfile, site: &Site) -> Programme {
    programme(feed, screen, site, &mut ScreenProblems::default())
}

pub fn programme(
    feed: &Feed,
    screen: &ScreenProfile,
    site: &Site,
    problems: &mut ScreenProblems,
) -> Programme {
    let settings = &feed.settings;
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    Programme {
        id: settings.id.value.clone(),
        name: settings.name.clone(),
        place: settings.place.clone(),
        screen: screen.clone(),
        items: slogans
            .filter_map(|it| item(it, screen, problems))
            .collect(),
        suited: feed.suited,
        date: site.at.date(),
        contact: site.config.contact(),
    }
}

/// A slogan as the screen shows it. Problems are added to `problems`, and the item is then the best
/// approximation.
fn item(
    slogan: &SiteSlogan,
    screen: &ScreenProfile,
    problems: &mut ScreenProblems,
) -> Option<ProgrammeItem> {
    let wordings = wordings(slogan);
    let prepared: Vec<String> = wordings.iter().map(|it| prepare(&it.marked())).collect();
    let setting = match fit(&prepared, &room(screen)) {
        Ok(setting) => setting,
        Err(overflow) => {
            problems.too_wide(wordings[0], overflow, screen);
            let running = DisplayArea {
                motion: Motion::Scroll,
                ..room(screen)
            };
            fit(&prepared, &running).ok()?
        }
    };
    problems.check(wordings[setting.wording], screen);
    Some(ProgrammeItem {
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
    /// Whether the control card reads CP936.
    pub fn has_cp936(&self) -> bool {
        self.screen.charset != Charset::Utf8
    }
}
