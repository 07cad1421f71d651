//! Where what stands on each kind of sheet.
//!
//! In: format and print. Out: rooms in the sheet's unit, which its templates and style sheet (`themes/default/templates/print`)
//! use too: whoever moves a region there moves it here. A5 is A4 made smaller, and so are the posters one of the other: their
//! units differ and their rooms are the same.

use super::setting::{HeadRoom, Room};
use crate::config::{Format, Print};

/// The rooms of one kind of sheet; what it does not show has none.
#[derive(Clone, Copy, Debug)]
pub struct Rooms {
    pub headline: HeadRoom,
    pub definition: Option<Room>,
    pub steps: Option<Room>,
    /// Columns for slogans beside the steps, or without them.
    pub columns: [usize; 2],
    pub slogans: Room,
    /// So many slogans are worth smaller letters.
    pub wanted: usize,
    pub strip: Option<Room>,
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

/// Units of height.
const LEAFLET: f64 = 29.7;
const POSTER: f64 = 42.0;

pub fn rooms(format: Format, print: Print) -> Rooms {
    match (format, print) {
        (Format::Card, _) => CARD,
        (Format::A5 | Format::A4, Print::Usual) => LEAFLET_USUAL,
        (Format::A5 | Format::A4, Print::Large) => LEAFLET_LARGE,
        (Format::Trifold, Print::Usual) => TRIFOLD_USUAL,
        (Format::Trifold, Print::Large) => TRIFOLD_LARGE,
        (Format::PosterA3 | Format::Poster, Print::Usual) => POSTER_USUAL,
        (Format::PosterA3 | Format::Poster, Print::Large) => POSTER_LARGE,
    }
}

const CARD: Rooms = Rooms {
    headline: HeadRoom {
        width: 7.9,
        size_max: 0.6,
        characters_max: 14,
        lines_max: 1,
    },
    definition: None,
    steps: None,
    columns: [1, 1],
    slogans: Room {
        width: 7.4,
        height: 2.1,
        sizes: &[0.42, 0.38, 0.34],
        leading: 1.35,
        gap: [0.1, 0.26],
        lines_max: 2,
    },
    wanted: 3,
    strip: None,
};

const LEAFLET_USUAL: Rooms = Rooms {
    headline: HeadRoom {
        width: 17.6,
        size_max: 1.6,
        characters_max: 14,
        lines_max: 2,
    },
    definition: Some(Room {
        width: 17.6,
        height: 1.7,
        sizes: &[0.52, 0.46],
        leading: 1.55,
        gap: [0.0, 0.0],
        lines_max: 2,
    }),
    steps: Some(Room {
        width: 7.3,
        height: 6.4,
        sizes: &[0.56, 0.52, 0.48, 0.44],
        leading: 1.5,
        gap: [0.2, 0.6],
        lines_max: 3,
    }),
    columns: [1, 2],
    slogans: Room {
        width: 7.8,
        height: 6.4,
        sizes: &[0.62, 0.58, 0.52],
        leading: 1.45,
        gap: [0.24, 0.6],
        lines_max: 2,
    },
    wanted: 5,
    strip: Some(Room {
        width: 16.6,
        height: 1.9,
        sizes: &[0.7, 0.6],
        leading: 1.4,
        gap: [0.0, 0.0],
        lines_max: 2,
    }),
};

const LEAFLET_LARGE: Rooms = Rooms {
    headline: HeadRoom {
        width: 17.6,
        size_max: 2.0,
        characters_max: 14,
        lines_max: 2,
    },
    definition: None,
    steps: None,
    columns: [1, 1],
    slogans: Room {
        width: 16.6,
        height: 5.2,
        sizes: &[1.3, 1.15, 1.0],
        leading: 1.35,
        gap: [0.3, 0.7],
        lines_max: 2,
    },
    wanted: 3,
    strip: None,
};

const TRIFOLD_USUAL: Rooms = Rooms {
    headline: HeadRoom {
        width: 8.0,
        size_max: 1.25,
        characters_max: 8,
        lines_max: 4,
    },
    definition: Some(Room {
        width: 8.0,
        height: 4.2,
        sizes: &[0.52, 0.46],
        leading: 1.6,
        gap: [0.0, 0.0],
        lines_max: 6,
    }),
    steps: Some(Room {
        width: 6.9,
        height: 11.4,
        sizes: &[0.58, 0.54, 0.5, 0.46],
        leading: 1.55,
        gap: [0.3, 1.1],
        lines_max: 4,
    }),
    columns: [1, 2],
    slogans: Room {
        width: 7.4,
        height: 16.8,
        sizes: &[0.66, 0.6, 0.54],
        leading: 1.45,
        gap: [0.4, 1.0],
        lines_max: 2,
    },
    wanted: 8,
    strip: Some(Room {
        width: 6.9,
        height: 3.4,
        sizes: &[0.58, 0.52],
        leading: 1.45,
        gap: [0.0, 0.0],
        lines_max: 4,
    }),
};

const TRIFOLD_LARGE: Rooms = Rooms {
    definition: None,
    steps: Some(Room {
        width: 6.9,
        height: 16.4,
        sizes: &[0.72, 0.65],
        leading: 1.5,
        gap: [0.4, 1.0],
        lines_max: 4,
    }),
    slogans: Room {
        width: 7.4,
        height: 16.4,
        sizes: &[0.84, 0.76],
        leading: 1.4,
        gap: [0.4, 1.2],
        lines_max: 3,
    },
    wanted: 5,
    strip: None,
    ..TRIFOLD_USUAL
};

const POSTER_USUAL: Rooms = Rooms {
    headline: HeadRoom {
        width: 25.6,
        size_max: 4.4,
        characters_max: 14,
        lines_max: 3,
    },
    definition: None,
    steps: None,
    columns: [1, 1],
    slogans: Room {
        width: 23.6,
        height: 9.4,
        sizes: &[1.7, 1.5],
        leading: 1.4,
        gap: [0.7, 1.2],
        lines_max: 2,
    },
    wanted: 3,
    strip: None,
};

const POSTER_LARGE: Rooms = Rooms {
    slogans: Room {
        sizes: &[2.4, 2.1, 1.9],
        ..POSTER_USUAL.slogans
    },
    wanted: 2,
    ..POSTER_USUAL
};
