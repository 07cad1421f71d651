//! `fanzha export --preview`: shows the content of an LED screen as dots in the terminal.
//!
//! In: a site and the id of a feed or a screen. Out: text; each character shows two by four dots. A screen
//! that is wider than the terminal is drawn in strips, one below the other. No file is written.

use crate::{
    channels::led::{Programme, lit, programme_of},
    config::FeedKind,
    diagnostics::nearest,
    picture::Bitmap,
    site::Site,
};

use super::usage::Complaint;

/// Dots per terminal character: horizontally and vertically.
const ACROSS: u32 = 2;
const DOWN: u32 = 4;
/// The first of the 256 Braille characters, without any dots.
const BRAILLE: u32 = 0x2800;
/// The bit of each dot, row by row.
const BITS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// Everything that the feed, or the first feed of the screen, shows, for a terminal of this many columns.
///
/// # Errors
/// There is no such feed or screen.
pub(super) fn draw(id: &str, site: &Site, columns: usize) -> Result<String, Complaint> {
    let programme = find(id, site)?;
    let screen = &programme.screen;
    let mut text = format!(
        "{}：{}，{}×{} 点\n",
        programme.name, screen.name, screen.width_px, screen.height_px
    );
    for (index, item) in programme.items.iter().enumerate() {
        text.push_str(&format!("\n{}. {}\n", index + 1, item.text));
        for (page, shown) in item.setting.pages.iter().enumerate() {
            let seconds = f64::from(shown.dwell_ms) / 1000.0;
            text.push_str(&match item.setting.run {
                Some(run) => format!(
                    "   滚动：每秒 {} 点，一遍 {seconds} 秒\n",
                    run.px_per_second
                ),
                None if item.setting.pages.len() > 1 => {
                    format!("   第 {} 页，停留 {seconds} 秒\n", page + 1)
                }
                None => format!("   静止，停留 {seconds} 秒\n"),
            });
            text.push_str(&dots(&lit(&programme, index, page), columns));
        }
    }
    Ok(text)
}

fn find(id: &str, site: &Site) -> Result<Programme, Complaint> {
    let screens = site
        .feeds
        .iter()
        .filter_map(|feed| match &feed.settings.kind {
            FeedKind::Led { screen } => Some((feed, screen)),
            _ => None,
        });
    let screens: Vec<_> = screens.collect();
    let by_feed = screens.iter().find(|it| it.0.settings.id.value == id);
    let found = by_feed.or_else(|| screens.iter().find(|it| it.1.id == id));
    let Some((feed, screen)) = found else {
        let names = || screens.iter().map(|it| it.0.settings.id.value.as_str());
        let help = match (nearest(id, names()), screens.is_empty()) {
            (Some(near), _) => format!("是不是想写 {near}？"),
            (None, true) => "先在 site.yaml 的 feeds 里写一个 channel: led 的播放单".to_owned(),
            (None, false) => format!("可以写：{}", names().collect::<Vec<_>>().join("、")),
        };
        return Err(Complaint::new(
            format!("没有编号为 {id} 的 LED 播放单"),
            help,
        ));
    };
    Ok(programme_of(feed, screen, site))
}

/// The dots in strips of at most `columns` characters, each with a frame.
fn dots(bitmap: &Bitmap, columns: usize) -> String {
    let columns = u32::try_from(columns).unwrap_or(u32::MAX);
    let strip_px = columns.saturating_sub(2).max(8).saturating_mul(ACROSS);
    let mut text = String::new();
    for left in (0..bitmap.width).step_by(strip_px as usize) {
        let right = left.saturating_add(strip_px).min(bitmap.width);
        let line = "─".repeat((right - left).div_ceil(ACROSS) as usize);
        text.push_str(&format!("┌{line}┐\n"));
        for top in (0..bitmap.height).step_by(DOWN as usize) {
            let cells = (left..right).step_by(ACROSS as usize);
            let row: String = cells.map(|x| cell(bitmap, x, top)).collect();
            text.push_str(&format!("│{row}│\n"));
        }
        text.push_str(&format!("└{line}┘\n"));
    }
    text
}

fn cell(bitmap: &Bitmap, left: u32, top: u32) -> char {
    let mut code = BRAILLE;
    for (y, row) in (top..).zip(BITS) {
        for (x, bit) in (left..).zip(row) {
            code += if bitmap.is_lit(x, y) { bit } else { 0 };
        }
    }
    char::from_u32(code).expect("the 256 characters from U+2800 exist")
}
