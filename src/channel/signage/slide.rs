//! A slide: one slogan as a picture, for players that take only pictures.
//!
//! In: its lines. Out: SVG. A twentieth of the picture is left free on each side, since many displays cut it off.

use super::Board;
use crate::{markdown::escape, typeset::cells};

const GROUND: &str = "#06213d";
const WORDS: &str = "#ffffff";
const ACCENT: &str = "#ffd25e";

pub fn svg(lines: &[String], board: &Board, (width, height): (u32, u32)) -> String {
    let longest = lines.iter().map(|it| cells(it)).max().unwrap_or(1).max(1);
    let longest = u32::try_from(longest).unwrap_or(u32::MAX);
    let count = u32::try_from(lines.len()).unwrap_or(1).max(1);
    let foot = height / 6;
    let free = height - foot - height / 10;
    let font_px = (width * 9 / 5 / longest).min(free * 2 / 3 / count);
    let leading = font_px * 7 / 5;
    let first = height / 20 + (free.saturating_sub(leading * count)) / 2 + font_px;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{GROUND}"/>"#
    );
    let middle = width / 2;
    for (line, y) in lines.iter().zip((first..).step_by(leading.max(1) as usize)) {
        svg.push_str(&text(line, (middle, y), font_px, WORDS));
    }
    let contact = format!("{} {}", board.contact.0, board.contact.1);
    svg.push_str(&text(
        &contact,
        (middle, height - foot / 2),
        foot * 2 / 5,
        ACCENT,
    ));
    svg.push_str("</svg>");
    svg
}

fn text(words: &str, (x, y): (u32, u32), font_px: u32, colour: &str) -> String {
    format!(
        r#"<text x="{x}" y="{y}" font-size="{font_px}" font-weight="700" fill="{colour}" text-anchor="middle">{}</text>"#,
        escape(words)
    )
}
