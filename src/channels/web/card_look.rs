//! How a card looks: a shield on a dark ground, and the words in the middle of it.
//!
//! In: the words of a card; the colours of the theme's light palette. Out: PNG, 1200×630. What matters stands in the middle
//! square of 630, since WeChat shows no more of a link's picture; at its sides there is only ground. Set by `card_title`.

use std::sync::OnceLock;

use super::{
    card_title::{LINE_PX, Room, Title, WIDE_PX},
    card_words::Words,
};
use crate::{
    config::Config,
    fingerprint::Fingerprint,
    page::CARD_SIZE,
    picture::{
        Background, Colour, Font, Palette, between,
        svg::{Anchor, picture, words},
    },
    theme::Theme,
    typeset::em_hundredths,
};

/// Where a card's own words stand: the square's width. Below it is what all cards have in common.
const WINDOW: (u32, u32) = (632, 464);
/// From where on a title stands, below the label or the icon.
const TITLE_TOP: u32 = 128;
/// What stays free above and below a title together.
const TITLE_FREE: u32 = 28;

/// The theme's file of colours, and those that a card takes from it, with what they are where it has none.
const COLOURS: &str = "css/palette-light.css";
const DEEP: (&str, Colour) = ("--deep", [0x08, 0x3a, 0x66]);
const BAR: (&str, Colour) = ("--bar", [0x0b, 0x4f, 0x8a]);
const ON_BAR: (&str, Colour) = ("--on-bar", [0xff, 0xff, 0xff]);

/// The shield of the site's icon: 48 wide, 56 high, around 24 from its left side; and the tick in it.
const SHIELD: &str = "M24 1 45 8v19c0 13-8.5 22.5-21 28C11.5 49.5 3 40 3 27V8z";
const TICK: &str = "m15.5 27.5 6.5 6.5 11-12.5";

/// What all cards of a site have in common.
pub struct Look {
    deep: Colour,
    bar: Colour,
    on_bar: Colour,
    /// Which numbers to call.
    hotlines: String,
    name: String,
    ground: OnceLock<Background>,
}

impl Look {
    pub fn new(config: &Config, theme: &Theme) -> Self {
        let colours = theme.text(COLOURS).unwrap_or_default();
        let colour = |(name, otherwise): (&str, Colour)| colour(colours, name).unwrap_or(otherwise);
        Self {
            deep: colour(DEEP),
            bar: colour(BAR),
            on_bar: colour(ON_BAR),
            hotlines: hotlines(config),
            name: config.title.clone(),
            ground: OnceLock::new(),
        }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        let colours = (self.deep, self.bar, self.on_bar);
        Fingerprint::of_value(&(colours, &self.hotlines, &self.name))
    }

    pub fn png(&self, words: &Words<'_>, font: &Font) -> Vec<u8> {
        let left = (CARD_SIZE.0 - WINDOW.0) / 2;
        let room = |width_px| Room {
            width_px,
            height_px: WINDOW.1 - TITLE_TOP - TITLE_FREE,
        };
        let inside = || Some((Title::set(words.title, room(LINE_PX))?, (left, 0), WINDOW));
        // Over the ground at the sides too.
        let whole = ((0, 0), (CARD_SIZE.0, WINDOW.1));
        let outside = || Some((Title::set(words.title, room(WIDE_PX))?, whole.0, whole.1));
        let chosen = inside().or_else(outside);
        let (title, at, size) = chosen.unwrap_or_else(|| (Title::none(), (left, 0), WINDOW));
        let svg = self.words(words, &title, size);
        if words.is_named {
            let ground = self.ground.get_or_init(|| self.ground(&self.name, font));
            ground.png_with(&svg, at, size, font)
        } else {
            self.ground("", font).png_with(&svg, at, size, font)
        }
    }

    /// All that is the same on every card.
    fn ground(&self, name: &str, font: &Font) -> Background {
        let steps = (1..=12).map(|it| between(self.bar, self.on_bar, it * 100 / 12));
        let halfway = between(self.deep, self.bar, 50);
        let mut colours = vec![self.deep, halfway, self.bar];
        colours.extend(steps);
        let shield = |scale: u32, top: i32, fill: Colour| {
            let left = CARD_SIZE.0 / 2 - 24 * scale;
            let fill = hex(fill);
            format!(
                r#"<path transform="translate({left} {top}) scale({scale})" d="{SHIELD}" fill="{fill}"/>"#
            )
        };
        let mut content = shield(21, -190, halfway) + &shield(18, -150, self.bar);
        if !self.hotlines.is_empty() {
            content += &self.pill();
        }
        content += &fitted(name, (CARD_SIZE.0 / 2, 594), (28, &hex(self.soft())));
        let svg = picture(CARD_SIZE, &hex(self.deep), &content);
        Background::new(&svg, CARD_SIZE, Palette::new(&colours), font)
    }

    fn soft(&self) -> Colour {
        between(self.bar, self.on_bar, 75)
    }

    /// The hotlines, in the colours of a pressed button the other way round.
    fn pill(&self) -> String {
        const MIDDLE: u32 = 506;
        const HEIGHT: u32 = 68;
        let width_px = |px: u32| em_hundredths(&self.hotlines) * px / 100;
        let px = (24..=34).rev().find(|it| width_px(*it) <= 420);
        let px = px.unwrap_or(24);
        let width = width_px(px) + 68;
        let (x, y) = (CARD_SIZE.0 / 2 - width / 2, MIDDLE - HEIGHT / 2);
        let fill = hex(self.on_bar);
        let radius = HEIGHT / 2;
        let shape = format!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT}" rx="{radius}" fill="{fill}"/>"#
        );
        let at = (CARD_SIZE.0 / 2, MIDDLE + px * 36 / 100);
        shape + &words(&self.hotlines, at, (px, &hex(self.bar)), Anchor::Middle)
    }

    /// The words of one card in a window whose middle is the card's.
    fn words(&self, card: &Words<'_>, title: &Title, size: (u32, u32)) -> String {
        let middle = size.0 / 2;
        let (soft, strong) = (hex(self.soft()), hex(self.on_bar));
        let mut content = match &card.label {
            Some(label) => {
                let rule = format!(
                    r#"<rect x="{}" y="106" width="48" height="5" fill="{soft}"/>"#,
                    middle - 24
                );
                rule + &fitted(label, (middle, 84), (38, &strong))
            }
            None => icon((middle, 36), &strong),
        };
        let free = WINDOW.1 - TITLE_TOP;
        // What is above the first line's letters belongs to the line.
        let first = TITLE_TOP + free.saturating_sub(title.height()) / 2 + title.ascent();
        let lines = (first..).step_by(title.leading().max(1) as usize);
        for (line, y) in title.lines.iter().zip(lines) {
            let x = middle.saturating_add_signed(title.shift(line));
            content += &words(line, (x, y), (title.px, &strong), Anchor::Middle);
        }
        picture(size, &hex(self.bar), &content)
    }
}

/// The site's icon, 72 high, with its upper edge at `at`.
fn icon(at: (u32, u32), colour: &str) -> String {
    let (left, top) = (at.0 - 31, at.1);
    format!(
        r#"<g transform="translate({left} {top}) scale(1.286)" fill="none" stroke="{colour}" stroke-linejoin="round"><path d="{SHIELD}" stroke-width="3"/><path d="{TICK}" stroke-width="4.6" stroke-linecap="round"/></g>"#
    )
}

/// One line that is drawn smaller where it is too long for a window.
fn fitted(text: &str, at: (u32, u32), (px, colour): (u32, &str)) -> String {
    let fitting = LINE_PX * 100 / em_hundredths(text).max(1);
    words(text, at, (px.min(fitting), colour), Anchor::Middle)
}

/// `拿不准打 96110，被骗打 110`; with one number its name, with none nothing.
fn hotlines(config: &Config) -> String {
    let numbers = || config.hotlines.iter().map(|it| it.number.as_str());
    match (numbers().next(), numbers().find(|it| *it == "110")) {
        (Some(first), Some(police)) if first != police => {
            format!("拿不准打 {first}，被骗打 {police}")
        }
        _ => config.contact(),
    }
}

/// The value of `name` in a style sheet: `--bar: #0b4f8a;`.
fn colour(sheet: &str, name: &str) -> Option<Colour> {
    let (_, after) = sheet.split_once(&format!("{name}:"))?;
    let digits = after.trim_start().strip_prefix('#')?;
    let end = digits.find(|it: char| !it.is_ascii_hexdigit());
    let digits = &digits[..end.unwrap_or(digits.len())];
    let part = |at: usize| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok();
    let short = |at: usize| u8::from_str_radix(digits.get(at..at + 1)?, 16).ok();
    match digits.len() {
        3 => Some([short(0)? * 17, short(1)? * 17, short(2)? * 17]),
        6 => Some([part(0)?, part(1)?, part(2)?]),
        _ => None,
    }
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_from_a_sheet() {
        let sheet = "  --bar: #0b4f8a;  /* menu */\n  --on-bar:#fff;\n  --deep: navy;";
        assert_eq!(colour(sheet, "--bar"), Some([11, 79, 138]));
        assert_eq!(colour(sheet, "--on-bar"), Some([255, 255, 255]));
        assert_eq!(colour(sheet, "--deep"), None);
        assert_eq!(colour(sheet, "--mark"), None);
    }
}
