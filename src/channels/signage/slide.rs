//! A slide: one slogan as a picture, for players that take only pictures.
//!
//! In: its lines. Out: SVG. A twentieth of the picture is left free on each side, since many displays cut it off.

use super::board::Board;
use crate::{
    picture::svg::{Anchor, picture, words},
    typeset::em_hundredths,
};

const GROUND: &str = "#06213d";
const WORDS: &str = "#ffffff";
const ACCENT: &str = "#ffd25e";

pub fn svg(lines: &[String], board: &Board, (width, height): (u32, u32)) -> String {
    // The largest letters in which nothing stands in the margins.
    let fitting = |text: &str| width * 90 / em_hundredths(text).max(1);
    let widest = lines.iter().map(|it| fitting(it)).min().unwrap_or(height);
    let count = u32::try_from(lines.len()).unwrap_or(1).max(1);
    let foot = height / 6;
    let free = height - foot - height / 10;
    let font_px = widest.min(free * 2 / 3 / count);
    let leading = font_px * 7 / 5;
    let first = height / 20 + (free.saturating_sub(leading * count)) / 2 + font_px;
    let at_middle = |text: &str, y: u32, look| words(text, (width / 2, y), look, Anchor::Middle);
    let mut content = String::new();
    for (line, y) in lines.iter().zip((first..).step_by(leading.max(1) as usize)) {
        content += &at_middle(line, y, (font_px, WORDS));
    }
    let contact = format!("{} {}", board.contact.0, board.contact.1);
    let contact_px = (fitting(&contact) * 4 / 5).min(foot * 2 / 5);
    content += &at_middle(&contact, height - foot / 2, (contact_px, ACCENT));
    picture((width, height), GROUND, &content)
}
