//! Cinema pre-rolls: a spot of a few seconds as a script for people, subtitles for programs, and stills.
//!
//! The files in `feeds/cinema/<id>/` are listed in `file.rs`. Subtitles are UTF-8 without a byte-order mark,
//! because DCP-o-matic detects the encoding of short texts, and only UTF-8 is always detected correctly
//! (`docs/charset.md#detection-of-short-texts`). Other sources: `docs/cinema.md`. A spot is never longer than
//! its seconds: slogans that do not fit are omitted, and the script lists them.

mod file;
mod schedule;
mod script;
mod sheet;
mod spot;
mod spot_file;
mod still;
mod subtitles;

use std::sync::Arc;

pub use self::still::StillFormat;
use self::{
    file::{Name, Reel, files},
    schedule::{schedule, spoken_too_long},
    spot::spot,
    spot_file::SpotFile,
    still::Foot,
};
use crate::{
    diagnostics::Diagnostics,
    page::{Addressee, Delivery, Order, Wanted},
    paths::OutputPath,
    vocabulary::Channel,
};

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut orders = Vec::new();
    for (id, feed) in site.feeds.iter_with_ids() {
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
            let voice = site.slogans[feed.slogans[line]].wordings.of(Channel::Voice);
            let at = voice.map_or(span, |it| it.span);
            diagnostics.push_once(spoken_too_long(at, over_ms));
        }
        let reel = Arc::new(Reel {
            foot: Foot::new(&spot, site),
            spot,
            sheet,
        });
        for file in files(&reel, wanted.has_font) {
            let Name { path, form } = file.name(&reel);
            let shown = file.lines(&reel);
            let output = OutputPath::new(&format!("feeds/cinema/{}/{path}", reel.spot.id))
                .expect("a feed's id is a safe name");
            orders.push(Order {
                recipe: Arc::new(SpotFile::new(&reel, file, output.clone())),
                output,
                origin: Some(span),
                delivery: Some(Delivery {
                    channel: Channel::Cinema,
                    form,
                    addressee: Addressee::Feed(id),
                    slogans: shown.into_iter().map(|it| feed.slogans[it]).collect(),
                }),
            });
        }
    }
    orders
}
