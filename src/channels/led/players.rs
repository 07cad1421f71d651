//! Files for cards that fetch their content over HTTP: Huidu's and Colorlight's.
//!
//! UTF-8 without a byte-order mark, LF. The structures are those of the vendors' interfaces
//! (`docs/led.md#network-cards`); none has been tested on hardware, and each JSON file states this.

use serde_json::{Value, json};

use super::programme::{Programme, ProgrammeItem};
use crate::{config::Colours, page::written};

const UNTRIED: &str = "未在真机上试过，请先在一块屏上试用";
/// Huidu's effects: shown immediately, and scrolled to the left continuously.
const HUIDU_AT_ONCE: u32 = 0;
const HUIDU_RUNNING: u32 = 26;
/// The middle one of nine speeds.
const HUIDU_SPEED: u32 = 4;

/// One `slogan1,文本` per line, as `setPeriodicTask` reads it: a value cannot contain a comma or a line
/// break.
pub fn huidu_values(programme: &Programme) -> Vec<u8> {
    let items = programme.items.iter().enumerate();
    let lines = items.map(|(index, it)| {
        let text = it.text.replace(',', "，");
        format!("slogan{},{text}\n", index + 1)
    });
    lines.collect::<String>().into_bytes()
}

pub fn huidu_programme(programme: &Programme) -> Vec<u8> {
    let screen = &programme.screen;
    let items: Vec<Value> = programme
        .items
        .iter()
        .map(|it| huidu_item(it, programme))
        .collect();
    written::json(&json!({
        "note": UNTRIED,
        "name": programme.name,
        "area": [{
            "x": 0,
            "y": 0,
            "width": screen.width_px,
            "height": screen.height_px,
            "item": items,
        }],
    }))
}

fn huidu_item(item: &ProgrammeItem, programme: &Programme) -> Value {
    let hold_ms: u32 = item
        .setting
        .pages
        .iter()
        .map(|it| it.dwell_ms)
        .max()
        .unwrap_or(0);
    let effect = match item.setting.run {
        Some(_) => HUIDU_RUNNING,
        None => HUIDU_AT_ONCE,
    };
    json!({
        "type": "text",
        "string": item.lines().join("\n"),
        "multiLine": item.setting.run.is_none() && programme.screen.rows() > 1,
        "font": {
            "name": "宋体",
            "size": programme.screen.font_px * 3 / 4,
            "color": colour(programme),
        },
        "effect": {"type": effect, "speed": HUIDU_SPEED, "hold": hold_ms},
        "playControl": {"date": [{"start": day(item.valid_from), "end": day(item.valid_until)}]},
    })
}

pub fn colorlight(programme: &Programme) -> Vec<u8> {
    let screen = &programme.screen;
    let pages: Vec<Value> = programme
        .items
        .iter()
        .map(|it| colorlight_page(it, programme))
        .collect();
    written::json(&json!({
        "note": UNTRIED,
        "Programs": [{
            "Program": {
                "Information": {"Width": screen.width_px, "Height": screen.height_px},
                "Pages": pages,
            },
        }],
    }))
}

fn colorlight_page(item: &ProgrammeItem, programme: &Programme) -> Value {
    let screen = &programme.screen;
    let dwell_ms: u32 = item.setting.pages.iter().map(|it| it.dwell_ms).sum();
    json!({
        "Name": item.slogan,
        "AppointDuration": dwell_ms,
        "Regions": [{
            "Rect": {"X": 0, "Y": 0, "Width": screen.width_px, "Height": screen.height_px},
            "Items": [{
                "Type": "5",
                "Text": item.lines().join("\n"),
                "IsScroll": if item.setting.run.is_some() { "1" } else { "0" },
                "Speed": item.setting.run.map_or(0, |it| it.px_per_second),
                "TextColor": colour(programme),
                "BackColor": "#000000",
                "LogFont": {"lfHeight": screen.font_px, "lfFaceName": "宋体"},
                "MultiPicInfo": {"OnePicDuration": dwell_ms},
            }],
        }],
    })
}

fn colour(programme: &Programme) -> &'static str {
    match programme.screen.colours {
        Colours::Red => "#ff0000",
        Colours::RedGreen => "#ffff00",
        Colours::Full => "#ffffff",
    }
}

fn day(date: Option<jiff::civil::Date>) -> Option<String> {
    date.map(|it| it.to_string())
}
