//! Cinema pre-rolls: what a spot of a few seconds shows, as a script for people and as subtitles for programs.
//!
//! `feeds/cinema/<id>/<id>_script.txt` is UTF-8 with a byte-order mark and CR LF, for Notepad; `<id>.srt` is UTF-8
//! without one, because DCP-o-matic guesses the code of short texts and only UTF-8 is always guessed right
//! (`shared/domain/channels.md` §0.1, §3).
//! A spot never runs over its seconds: what does not fit is left out, and the script says so.

mod script;
mod spot;

use script::{script, subtitles};
use spot::Spot;

use super::{Order, Recipe};
use crate::{
    config::FeedKind,
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::OutputPath,
    site::{Feed, Site},
    span::Span,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Script,
    Subtitles,
}

pub fn orders(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    for (feed, it) in site.feeds.iter().enumerate() {
        let Some(spot) = spot_of(it, site) else {
            continue;
        };
        if spot.cues.is_empty() && !it.slogans.is_empty() {
            diagnostics.push(too_short(it.settings.id.span, spot.seconds));
        }
        let id = &it.settings.id.value;
        for (name, file) in [
            (format!("{id}_script.txt"), File::Script),
            (format!("{id}.srt"), File::Subtitles),
        ] {
            orders.push(Order {
                output: OutputPath::new(&format!("feeds/cinema/{id}/{name}"))
                    .expect("a feed's id is a safe name"),
                recipe: Recipe::Cinema { feed, file },
                origin: Some(it.settings.id.span),
            });
        }
    }
    orders
}

pub fn render(feed: usize, file: File, site: &Site) -> Vec<u8> {
    let feed = &site.feeds[feed];
    let spot = spot_of(feed, site).expect("only cinema feeds have cinema recipes");
    match file {
        File::Script => script(&spot, feed, site),
        File::Subtitles => subtitles(&spot),
    }
}

/// The spot of a cinema feed; none for other feeds.
fn spot_of(feed: &Feed, site: &Site) -> Option<Spot> {
    match feed.settings.kind {
        FeedKind::Cinema { seconds } => Some(Spot::new(
            feed.slogans.iter().map(|it| &site.slogans[*it]),
            seconds,
        )),
        FeedKind::Led { .. } => None,
    }
}

fn too_short(at: Span, seconds: u32) -> Diagnostic {
    Diagnostic::error(
        code::FEED_TOO_SHORT,
        format!("{seconds} 秒里一条警示语也放不下"),
    )
    .label(at, "这个播放单")
    .help("把时长秒改长，或者给警示语写一句短的“cinema: ……”（不超过 32 个字）")
}
