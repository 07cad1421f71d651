//! `playlist.csv`: the operator's table, for Excel.
//!
//! UTF-8 with a byte-order mark and CR LF. The duration is that of the item's longest page, in seconds
//! (`hold_s`) and in the half seconds of Onbon's cards (`hold_bx`). Speeds are in dots per second; only a
//! scrolling text has one. Dates are written as `2026-05-01`.

use super::programme::{Programme, ProgrammeItem};
use crate::{
    page::written,
    typeset::{cells, width_px},
};

const HEADER: [&str; 15] = [
    "no",
    "id",
    "text",
    "chars",
    "px",
    "mode",
    "pages",
    "hold_s",
    "hold_bx",
    "speed_px_s",
    "valid_from",
    "valid_to",
    "weekdays",
    "times",
    "sha256",
];
/// Slogans have no times of day: they are shown every day, all day.
const WEEKDAYS: &str = "1234567";
const TIMES: &str = "00:00-24:00";

pub fn playlist(programme: &Programme) -> Vec<u8> {
    let rows = programme.items.iter().enumerate();
    let rows = rows.map(|(index, it)| row(index, it, programme));
    written::table(HEADER, rows, written::Reader::Excel)
}

fn row(index: usize, item: &ProgrammeItem, programme: &Programme) -> [String; 15] {
    let setting = &item.setting;
    let day = |it: Option<jiff::civil::Date>| it.map_or_else(String::new, |it| it.to_string());
    let mode = match (setting.run, setting.pages.len()) {
        (Some(_), _) => "scroll",
        (None, 1) => "static",
        (None, _) => "paged",
    };
    let hold_ms = setting
        .pages
        .iter()
        .map(|it| it.dwell_ms)
        .max()
        .unwrap_or(0);
    let bytes = programme.encoding().encode(&item.lines());
    [
        (index + 1).to_string(),
        item.slogan.clone(),
        item.text.clone(),
        cells(&item.text).div_ceil(2).to_string(),
        width_px(&item.text, programme.screen.font_px).to_string(),
        mode.to_owned(),
        setting.pages.len().to_string(),
        format!("{}.{}", hold_ms / 1000, hold_ms % 1000 / 100),
        hold_ms.div_ceil(500).to_string(),
        setting.run.map_or(0, |it| it.px_per_second).to_string(),
        day(item.valid_from),
        day(item.valid_until),
        WEEKDAYS.to_owned(),
        TIMES.to_owned(),
        written::sum(&bytes),
    ]
}
