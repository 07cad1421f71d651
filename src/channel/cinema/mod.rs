//! Cinema pre-rolls: what a spot of a few seconds shows, as a script for people, subtitles for programs, and stills.
//!
//! `feeds/cinema/<id>/`, file by file in `file.rs`. Subtitles are UTF-8 without a byte-order mark, because
//! DCP-o-matic guesses the encoding of short texts, and only UTF-8 is always guessed right
//! (`docs/charset.md#detection-of-short-texts`). Other sources: `docs/cinema.md`.
//! A spot never runs over its seconds: what does not fit is left out, and the script says so.

mod file;
mod schedule;
mod script;
mod sheet;
mod still;
mod subtitles;

use std::sync::Arc;

use schedule::{Cue, CueSheet, schedule};

pub use file::{File, render};
use file::{Name, files};
pub use still::{Frame, GROUND};

use super::{Addressee, Delivery, Order, Recipe};
use crate::{
    config::FeedKind,
    content::{Channel, SpotClass},
    diagnostics::Diagnostics,
    paths::OutputPath,
    site::{Feed, Site},
};

/// A spot and when it shows what.
#[derive(Clone, Debug)]
pub struct Reel {
    spot: Spot,
    sheet: CueSheet,
    /// At the foot of each still.
    foot: still::Foot,
}

/// One cinema pre-roll.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    id: String,
    name: String,
    place: String,
    seconds: u32,
    /// The day for which it was made.
    date: String,
    /// Whom to ask: `反诈预警劝阻专线 96110`.
    contact: String,
    /// In the order in which they should be shown.
    lines: Vec<SpotLine>,
}

/// One slogan of a spot.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SpotLine {
    /// The slogan's id.
    slogan: String,
    /// With the author's hints.
    text: String,
    /// What a voice says while it is shown.
    voice: Option<String>,
    /// 公益广告 or 公共信息: the law treats them differently (《公益广告促进和管理暂行办法》 art. 2).
    class: Option<SpotClass>,
}

pub fn orders(site: &Site, has_font: bool, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    for (index, feed) in site.feeds.iter().enumerate() {
        let Some(spot) = spot(feed, site) else {
            continue;
        };
        let span = feed.settings.id.span;
        let words = |line: usize| {
            site.slogans[feed.slogans[line]]
                .wording(Channel::Cinema)
                .span
        };
        let sheet = match schedule(&spot) {
            Ok(sheet) => sheet,
            Err(problem) => {
                if !feed.slogans.is_empty() {
                    diagnostics.push(problem.diagnostic(words(0), span));
                }
                continue;
            }
        };
        for (line, over_ms) in sheet.spoken_over(&spot) {
            let voice = &site.slogans[feed.slogans[line]].wordings.voice;
            let at = voice.as_ref().map_or(span, |it| it.span);
            diagnostics.push_once(schedule::spoken_too_long(at, over_ms));
        }
        let reel = Arc::new(Reel {
            foot: still::Foot::new(&spot, site),
            spot,
            sheet,
        });
        for file in files(&reel, has_font) {
            let Name { path, form } = file.name(&reel);
            let shown = file.lines(&reel);
            orders.push(Order {
                output: OutputPath::new(&format!("feeds/cinema/{}/{path}", reel.spot.id))
                    .expect("a feed's id is a safe name"),
                recipe: Recipe::Cinema(Arc::clone(&reel), file),
                origin: Some(span),
                delivery: Some(Delivery {
                    channel: Channel::Cinema,
                    form,
                    addressee: Addressee::Feed(index),
                    slogans: shown.into_iter().map(|it| feed.slogans[it]).collect(),
                }),
            });
        }
    }
    orders
}

/// The spot of a cinema feed; none for other feeds.
fn spot(feed: &Feed, site: &Site) -> Option<Spot> {
    let settings = &feed.settings;
    let FeedKind::Cinema { seconds } = settings.kind else {
        return None;
    };
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    Some(Spot {
        id: settings.id.value.clone(),
        name: settings.name.clone(),
        place: settings.place.clone().unwrap_or_default(),
        seconds,
        date: site.at.date().to_string(),
        contact: site.config.contact(),
        lines: slogans
            .map(|it| SpotLine {
                slogan: it.id.clone(),
                text: it.wording(Channel::Cinema).marked().into_owned(),
                voice: it.wordings.voice.as_ref().map(|it| it.value.clone()),
                class: it.class,
            })
            .collect(),
    })
}

impl SpotLine {
    /// What is shown, without hints.
    fn words(&self) -> String {
        self.text.replace('|', "")
    }
}

impl Reel {
    pub fn name(&self) -> &str {
        &self.spot.name
    }

    pub fn place(&self) -> &str {
        &self.spot.place
    }

    pub fn seconds(&self) -> u32 {
        self.spot.seconds
    }

    /// When a cue comes and goes, in milliseconds from the spot's start.
    pub fn times(&self, cue: usize) -> (u32, u32) {
        let cue = &self.sheet.cues[cue];
        (cue.start_ms, cue.end_ms)
    }
}
