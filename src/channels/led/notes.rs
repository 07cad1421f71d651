//! The operator's note: which file for which program, how many slogans, until when.
//!
//! Its words are the template `notes/led.txt`. Only characters of CP936; nothing in it is shown on a screen.

use serde::Serialize;

use super::{file::Code, programme::Programme};
use crate::{
    charset::{Repertoire, writable},
    config::{Colours, ScreenProfile},
    page::{Prepared, RenderContext, note},
    theme::Filling,
};

/// The variable `playlist`.
#[derive(Serialize)]
struct PlaylistView {
    id: String,
    name: String,
    place: Option<String>,
    /// The day for which it was made.
    date: String,
    count: usize,
    /// How many slogans suit the screen, also beyond its limit.
    suited: usize,
    /// The first of the days on which a slogan holds for the last time.
    until: Option<String>,
    contact: String,
    /// Of the text files in the code of the screen's card: `gbk`.
    extension: &'static str,
}

/// The variable `screen`.
#[derive(Serialize)]
struct ScreenView {
    name: String,
    width_px: u32,
    height_px: u32,
    font_px: u32,
    /// `red`, `red-green` or `full`.
    colours: &'static str,
    notes: Option<String>,
}

pub fn readme<'a>(programme: &Programme, code: Code, context: &RenderContext<'a>) -> Prepared<'a> {
    let mut filling = Filling::new(context.theme, "notes/led.txt");
    filling.insert("playlist", playlist(programme));
    filling.insert("screen", screen(&programme.screen));
    note::prepared(filling, move |lines| {
        // A name from the settings may hold what the code cannot.
        let lines = lines.iter().map(|it| writable(it, Repertoire::Gbk));
        code.encode(&lines.collect::<Vec<_>>())
    })
}

fn playlist(programme: &Programme) -> PlaylistView {
    let until = programme.items.iter().filter_map(|it| it.valid_until).min();
    PlaylistView {
        id: programme.id.clone(),
        name: programme.name.clone(),
        place: programme.place.clone(),
        date: programme.date.to_string(),
        count: programme.items.len(),
        suited: programme.suited,
        until: until.map(|it| it.to_string()),
        contact: programme.contact.clone(),
        extension: programme.code().extension(),
    }
}

fn screen(screen: &ScreenProfile) -> ScreenView {
    ScreenView {
        name: screen.name.clone(),
        width_px: screen.width_px,
        height_px: screen.height_px,
        font_px: screen.font_px,
        colours: match screen.colours {
            Colours::Red => "red",
            Colours::RedGreen => "red-green",
            Colours::Full => "full",
        },
        notes: screen.notes.clone(),
    }
}
