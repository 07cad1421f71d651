//! `<id>_cue.csv`: the cues with their times, for Excel and for mastering the spot.
//!
//! UTF-8 with a byte-order mark and CR LF; times in seconds from the start of the spot. `convert` reads the
//! file to render the video.

use super::{
    file::{Reel, SpotPart},
    schedule::Cue,
    script::seconds,
    still::StillFormat,
};
use crate::page::written;

const HEADER: [&str; 11] = [
    "no", "id", "start_s", "end_s", "hold_s", "line_1", "line_2", "voice", "class", "still",
    "spot_s",
];

pub fn cue_sheet(reel: &Reel) -> Vec<u8> {
    let rows = reel.sheet.cues.iter().enumerate();
    let rows = rows.map(|(index, it)| row(index, it, reel));
    written::table(HEADER, rows, written::Reader::Excel)
}

fn row(index: usize, cue: &Cue, reel: &Reel) -> [String; 11] {
    let line = &reel.spot.lines[cue.line_index];
    let words = |it: usize| cue.lines.get(it).cloned().unwrap_or_default();
    [
        (index + 1).to_string(),
        line.slogan.clone(),
        seconds(cue.start_ms),
        seconds(cue.end_ms),
        seconds(cue.end_ms - cue.start_ms),
        words(0),
        words(1),
        line.voice
            .clone()
            .unwrap_or_default()
            .replace(['\r', '\n'], " "),
        line.class.map_or("", |it| it.name()).to_owned(),
        SpotPart::Still(index, StillFormat::Flat).name(reel).path,
        reel.spot.seconds.to_string(),
    ]
}
