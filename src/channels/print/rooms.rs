//! The positions and sizes of the areas of each kind of sheet, which are data of the theme.
//!
//! In: `print/rooms.yaml`, format and print. Out: areas in the sheet's unit, which its templates and style
//! sheet use too. A5 is a scaled-down A4, and one poster a scaled-down version of the other: their units
//! differ and their areas are the same.

use serde::{Deserialize, Deserializer};

use super::setting::{HeadRoom, TextRoom};
use crate::{
    config::{Format, Print},
    diagnostics::Diagnostic,
    theme::{Theme, data::whole},
};

const FILE: &str = "print/rooms.yaml";

/// The height of a leaflet in its units.
const LEAFLET: f64 = 29.7;
const POSTER: f64 = 42.0;

/// The maximum number of columns for slogans; templates have space for two.
const COLUMNS_MAX: usize = 4;

/// The areas of all kinds of sheets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRooms {
    card: Rooms,
    leaflet: Rooms,
    leaflet_large: Rooms,
    trifold: Rooms,
    trifold_large: Rooms,
    poster: Rooms,
    poster_large: Rooms,
}

/// The areas of one kind of sheet; `None` for parts that it does not have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rooms {
    pub headline: HeadRoom,
    pub definition: Option<TextRoom>,
    pub steps: Option<TextRoom>,
    /// The number of columns for slogans on sheets with steps, and on sheets without.
    #[serde(deserialize_with = "columns")]
    pub columns: [usize; 2],
    pub slogans: TextRoom,
    /// The wanted number of slogans: letters are made smaller until this many fit.
    #[serde(deserialize_with = "whole::<_, 1, 60>")]
    pub wanted: u32,
    pub strip: Option<TextRoom>,
}

impl SheetRooms {
    /// # Errors
    /// The theme's file is invalid.
    pub fn of(theme: &Theme) -> Result<Self, Box<Diagnostic>> {
        theme.typed(FILE)
    }

    pub fn rooms(&self, format: Format, print: Print) -> &Rooms {
        match (format, print) {
            (Format::Card, _) => &self.card,
            (Format::A5 | Format::A4, Print::Usual) => &self.leaflet,
            (Format::A5 | Format::A4, Print::Large) => &self.leaflet_large,
            (Format::Trifold, Print::Usual) => &self.trifold,
            (Format::Trifold, Print::Large) => &self.trifold_large,
            (Format::PosterA3 | Format::Poster, Print::Usual) => &self.poster,
            (Format::PosterA3 | Format::Poster, Print::Large) => &self.poster_large,
        }
    }
}

/// The sheet's unit in millimetres.
pub fn unit_mm(format: Format) -> f64 {
    let height_mm = f64::from(format.size_mm().1);
    match format {
        Format::Card | Format::Trifold => 10.0,
        Format::A5 | Format::A4 => height_mm / LEAFLET,
        Format::PosterA3 | Format::Poster => height_mm / POSTER,
    }
}

fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[usize; 2], D::Error> {
    let columns = <[usize; 2]>::deserialize(deserializer)?;
    match columns.iter().all(|it| (1..=COLUMNS_MAX).contains(it)) {
        true => Ok(columns),
        false => Err(serde::de::Error::custom(
            "写两个 1 到 4 的整数，例如 [1, 2]",
        )),
    }
}
