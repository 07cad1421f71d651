//! The operator's note: which file is for which program, the number of slogans, and the end of validity.
//!
//! It is rendered from the template `notes/led.txt`. It contains only characters of CP936, and nothing of it
//! is shown on a screen.

use serde::Serialize;

use super::{file::LedEncoding, programme::Programme};
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
    /// The day for which the programme was computed.
    date: String,
    count: usize,
    /// How many slogans are suitable for the screen, including those beyond its limit.
    suited: usize,
    /// The earliest last day of validity of a slogan.
    until: Option<String>,
    contact: String,
    /// The extension of text files in the encoding of the control card: `gbk`.
    extension: &'static str,
}

/// The variable `screen`.
#[derive(Serialize)]
struct NoteScreenView {
    name: String,
    width_px: u32,
    height_px: u32,
    font_px: u32,
    /// The colours of the screen: `red`, `red-green` or `full`.
    colours: &'static str,
    notes: Option<String>,
}

pub fn readme<'a>(
    programme: &Programme,
    encoding: LedEncoding,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let mut filling = Filling::new(context.theme, "notes/led.txt");
    filling.insert("playlist", playlist(programme));
    filling.insert("screen", screen(&programme.screen));
    note::prepared(filling, move |lines| {
        // Names from the settings may contain characters that CP936 lacks.
        let lines = lines.iter().map(|it| writable(it, Repertoire::Gbk));
        encoding.encode(&lines.collect::<Vec<_>>())
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
        extension: programme.encoding().extension(),
    }
}

fn screen(screen: &ScreenProfile) -> NoteScreenView {
    NoteScreenView {
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
