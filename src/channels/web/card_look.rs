//! The look of a card: its templates, colours and measures.
//!
//! In: the text of a card; templates and data of the theme. Out: a PNG of 1200×630 pixels. `share/ground.svg`
//! draws the background that all cards share, once per build; `share/card.svg` draws the text of one card
//! into a window of it. `card_title` breaks the title into lines.

use std::sync::OnceLock;

use serde::Serialize;

use super::{
    card_measures::{Measures, Shade},
    card_title::{Title, TitleRoom},
    card_words::CardWords,
};
use crate::{
    config::Config,
    diagnostics::Diagnostic,
    fingerprint::Fingerprint,
    page::CARD_SIZE,
    picture::{Background, Colour, Font, NoDrawing, Palette, between, hex_colour},
    theme::{Filling, Problem, Theme},
};

/// The theme's style sheet that defines the colours.
const COLOURS: &str = "css/palette-light.css";
const CARD: &str = "share/card.svg";
const GROUND: &str = "share/ground.svg";

/// The parts that all cards of a site share.
pub struct CardLook {
    measures: Measures,
    ground_colour: Colour,
    panel: Colour,
    words: Colour,
    /// The line that names the hotlines.
    hotlines: String,
    name: String,
    ground: OnceLock<Result<Background, Box<Diagnostic>>>,
}

/// The colours in the form that templates use.
#[derive(Serialize)]
struct ColoursView {
    ground: String,
    /// The colour halfway between the ground and the panel.
    edge: String,
    panel: String,
    words: String,
    /// A colour that is nearly as light as the text.
    soft: String,
}

/// One line of a title.
#[derive(Serialize)]
struct LineView {
    text: String,
    shift: i32,
}

impl CardLook {
    /// # Errors
    /// The theme's data are invalid.
    pub fn new(config: &Config, theme: &Theme) -> Result<Self, Box<Diagnostic>> {
        let measures = Measures::of(theme)?;
        let sheet = theme.text(COLOURS).unwrap_or_default();
        let colour = |Shade(name, otherwise): &Shade| colour(sheet, name).unwrap_or(*otherwise);
        Ok(Self {
            ground_colour: colour(&measures.colours.ground),
            panel: colour(&measures.colours.panel),
            words: colour(&measures.colours.words),
            hotlines: hotlines(config),
            name: config.title.clone(),
            measures,
            ground: OnceLock::new(),
        })
    }

    /// The fingerprint of everything that cards share, including the templates.
    pub fn fingerprint(&self, theme: &Theme) -> Fingerprint {
        let templates = [CARD, GROUND].map(|it| theme.closure(it));
        let colours = (self.ground_colour, self.panel, self.words);
        let measures = (
            self.measures.window,
            self.measures.title,
            self.measures.letters,
        );
        Fingerprint::of_value(&(templates, colours, measures, &self.hotlines, &self.name))
    }

    /// # Errors
    /// A template fails, or its output is not valid SVG.
    pub fn png(
        &self,
        words: &CardWords<'_>,
        theme: &Theme,
        font: &Font,
    ) -> Result<Vec<u8>, Problem> {
        let (window, measures) = (self.measures.window, self.measures.title);
        let letters = self.measures.letters;
        let left = (CARD_SIZE.0 - window.width) / 2;
        let room = |width_px| TitleRoom {
            width_px,
            height_px: window.height - measures.top - measures.free,
        };
        let window = (window.width, window.height);
        let inside = || {
            let title = Title::set(words.title, room(measures.width), letters)?;
            Some((title, (left, 0), window))
        };
        // The title may also extend over the ground at the sides of the window.
        let outside = || {
            let title = Title::set(words.title, room(measures.width_max), letters)?;
            Some((title, (0, 0), (CARD_SIZE.0, window.1)))
        };
        let chosen = inside().or_else(outside);
        let (title, at, size) = chosen.unwrap_or_else(|| (Title::none(letters), (left, 0), window));
        let svg = self.words(words, &title, size, theme)?;
        let own;
        let ground = if words.is_named {
            let shared = self
                .ground
                .get_or_init(|| self.ground(&self.name, theme, font));
            shared.as_ref().map_err(Box::clone)?
        } else {
            own = self.ground("", theme, font)?;
            &own
        };
        let drawn = ground.png_with(&svg, at, size, font);
        Ok(drawn.map_err(|it| theme.undrawable(CARD, &it.0))?)
    }

    /// The background, which is the same on every card.
    fn ground(
        &self,
        name: &str,
        theme: &Theme,
        font: &Font,
    ) -> Result<Background, Box<Diagnostic>> {
        let mut filling = self.filling(GROUND, CARD_SIZE, theme);
        filling.insert("hotlines", self.hotlines.clone());
        filling.insert("name", name.to_owned());
        let svg = filling.render_plain()?;
        let steps = (1..=12).map(|it| between(self.panel, self.words, it * 100 / 12));
        let mut colours = vec![self.ground_colour, self.edge(), self.panel];
        colours.extend(steps);
        let ground = Background::new(&svg, CARD_SIZE, Palette::new(&colours), font);
        ground.map_err(|NoDrawing(reason)| theme.undrawable(GROUND, &reason))
    }

    /// The text of one card in a window that is centred on the card.
    fn words(
        &self,
        words: &CardWords<'_>,
        title: &Title,
        size: (u32, u32),
        theme: &Theme,
    ) -> Result<String, Box<Diagnostic>> {
        let lines = title.lines.iter().map(|it| LineView {
            text: it.clone(),
            shift: title.shift(it),
        });
        let mut filling = self.filling(CARD, size, theme);
        filling.insert("label", words.label.clone());
        filling.insert("lines", lines.collect::<Vec<_>>());
        filling.insert("letters", title.px);
        filling.insert("leading", title.leading());
        filling.render_plain()
    }

    /// A template with the variables that both templates use.
    fn filling<'a>(&self, template: &str, size: (u32, u32), theme: &'a Theme) -> Filling<'a> {
        let mut filling = Filling::new(theme, template);
        filling.insert("width", size.0);
        filling.insert("height", size.1);
        filling.insert("title", self.measures.title);
        filling.insert(
            "colours",
            ColoursView {
                ground: hex(self.ground_colour),
                edge: hex(self.edge()),
                panel: hex(self.panel),
                words: hex(self.words),
                soft: hex(between(self.panel, self.words, 75)),
            },
        );
        filling
    }

    fn edge(&self) -> Colour {
        between(self.ground_colour, self.panel, 50)
    }
}

/// The line of hotlines: `拿不准打 96110，被骗打 110`. With a single number it is the name of that number,
/// without any number it is empty.
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
    hex_colour(after.trim_start())
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
