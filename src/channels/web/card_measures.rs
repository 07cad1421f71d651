//! The measures and colours of share cards, which are data of the theme.
//!
//! In: `share/card.yaml`. Out: measures that are valid for drawing a card: the window fits into the card, and
//! a line of a title fits into the window.

use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::Diagnostic,
    page::CARD_SIZE,
    picture::{Colour, hex_colour},
    theme::{Theme, data::whole},
};

const FILE: &str = "share/card.yaml";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    pub colours: CardColours,
    pub window: Window,
    pub title: TitleMeasures,
    pub letters: TitleLetters,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardColours {
    pub ground: Shade,
    pub panel: Shade,
    pub words: Shade,
}

/// The name of a colour in the theme's light palette, and the default if the palette has no such name.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "(String, String)")]
pub struct Shade(pub String, pub Colour);

/// The area of a card's own text, centred at the top of the card.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    #[serde(deserialize_with = "window_width")]
    pub width: u32,
    #[serde(deserialize_with = "whole::<_, 200, 630>")]
    pub height: u32,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleMeasures {
    /// The top of the area for the title.
    #[serde(deserialize_with = "whole::<_, 0, 500>")]
    pub top: u32,
    /// The total height that is left free above and below the title.
    #[serde(deserialize_with = "whole::<_, 0, 300>")]
    pub free: u32,
    /// The maximum width of a line inside the window.
    #[serde(deserialize_with = "whole::<_, 100, 1200>")]
    pub width: u32,
    /// The maximum width of a line if the title does not fit inside the window.
    #[serde(deserialize_with = "whole::<_, 100, 1200>")]
    pub width_max: u32,
}

/// The sizes of the letters of a title, in pixels.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleLetters {
    #[serde(deserialize_with = "whole::<_, 16, 300>")]
    pub largest: u32,
    /// The smallest size for titles of up to four lines.
    #[serde(deserialize_with = "whole::<_, 16, 300>")]
    pub smallest_of_four: u32,
    #[serde(deserialize_with = "whole::<_, 16, 300>")]
    pub smallest: u32,
}

impl Measures {
    /// # Errors
    /// The values in the theme's file are invalid for drawing a card.
    pub fn of(theme: &Theme) -> Result<Self, Box<Diagnostic>> {
        let measures: Self = theme.typed(FILE)?;
        match measures.problem() {
            Some(problem) => Err(theme.wrong_data(FILE, problem)),
            None => Ok(measures),
        }
    }

    /// The reason why no title could be typeset with these measures.
    fn problem(&self) -> Option<&'static str> {
        let (title, letters) = (&self.title, &self.letters);
        if letters.smallest > letters.smallest_of_four || letters.smallest_of_four > letters.largest
        {
            return Some("letters 里的三个数要一个不大于一个：smallest、smallest_of_four、largest");
        }
        let needed = title.top + title.free + leading(letters.smallest);
        (needed > self.window.height).then_some(
            "标题放不进去：title 的 top、free 和一行最小的字加起来，比 window 的 height 还高",
        )
    }
}

impl TryFrom<(String, String)> for Shade {
    type Error = String;

    fn try_from((name, otherwise): (String, String)) -> Result<Self, String> {
        match hex_colour(&otherwise) {
            Some(colour) => Ok(Self(name, colour)),
            None => Err(format!("“{otherwise}”不是颜色，写成 \"#0b4f8a\" 这样")),
        }
    }
}

/// Deserialises the width of the window. It has restrictions because a byte holds two pixels and the window
/// is centred.
fn window_width<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let width = u32::deserialize(deserializer)?;
    match width.is_multiple_of(4) && (200..=CARD_SIZE.0).contains(&width) {
        true => Ok(width),
        false => Err(serde::de::Error::custom(
            "写 200 到 1200 的整数，是 4 的倍数",
        )),
    }
}

/// The height of a line of letters of `px` pixels.
pub fn leading(px: u32) -> u32 {
    px * 128 / 100
}
