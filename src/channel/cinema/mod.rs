//! Cinema pre-rolls: what a spot of a few seconds shows, as a script for people and as subtitles for programs.
//!
//! `feeds/cinema/<id>/<id>_script.txt` is UTF-8 with a byte-order mark and CR LF, for Notepad; `<id>.srt` is UTF-8
//! without one, because DCP-o-matic guesses the code of short texts and only UTF-8 is always guessed right
//! (`shared/domain/channels.md` §0.1, §3).
//! A spot never runs over its seconds: what does not fit is left out, and the script says so.

mod schedule;
mod script;
mod subtitles;

use schedule::{Cue, CueSheet, schedule};

use super::{Addressee, Delivery, Form, Order, Recipe};
use crate::{
    config::FeedKind,
    content::{Channel, SpotClass},
    diagnostics::Diagnostics,
    paths::OutputPath,
    site::{Feed, Site},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Script,
    Subtitles,
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
    text: String,
    /// What a voice says while it is shown.
    voice: Option<String>,
    /// 公益广告 or 公共信息: the law treats them differently (《公益广告促进和管理暂行办法》 art. 2).
    class: Option<SpotClass>,
}

pub fn orders(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    for (feed, it) in site.feeds.iter().enumerate() {
        let Some(spot) = spot(it, site) else {
            continue;
        };
        if let (Err(problem), Some(first)) = (schedule(&spot), it.slogans.first()) {
            let words = site.slogans[*first].wording(Channel::Cinema);
            diagnostics.push(problem.diagnostic(words.span, it.settings.id.span));
        }
        let id = &it.settings.id.value;
        for (name, file, form) in [
            (format!("{id}_script.txt"), File::Script, Form::Utf8Bom),
            (format!("{id}.srt"), File::Subtitles, Form::Utf8CrLf),
        ] {
            orders.push(Order {
                output: OutputPath::new(&format!("feeds/cinema/{id}/{name}"))
                    .expect("a feed's id is a safe name"),
                recipe: Recipe::Cinema { feed, file },
                origin: Some(it.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Cinema,
                    form,
                    addressee: Addressee::Feed(feed),
                    slogans: it.slogans.as_slice().into(),
                }),
            });
        }
    }
    orders
}

pub fn render(feed: usize, file: File, site: &Site) -> Vec<u8> {
    let spot = spot(&site.feeds[feed], site).expect("only cinema feeds have cinema recipes");
    let sheet = schedule(&spot).expect("`orders` has refused spots that are too short");
    match file {
        File::Script => script::script(&spot, &sheet),
        File::Subtitles => subtitles::srt(&sheet),
    }
}

/// The spot of a cinema feed; none for other feeds.
fn spot(feed: &Feed, site: &Site) -> Option<Spot> {
    let settings = &feed.settings;
    let FeedKind::Cinema { seconds } = settings.kind else {
        return None;
    };
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    let hotline = site.config.hotlines.first();
    Some(Spot {
        id: settings.id.value.clone(),
        name: settings.name.clone(),
        place: settings.place.clone().unwrap_or_default(),
        seconds,
        date: site.at.date().to_string(),
        contact: hotline.map_or_else(String::new, |it| format!("{} {}", it.name, it.number)),
        lines: slogans
            .map(|it| SpotLine {
                text: it.wording(Channel::Cinema).value.clone(),
                voice: it.wordings.voice.as_ref().map(|it| it.value.clone()),
                class: it.class,
            })
            .collect(),
    })
}
