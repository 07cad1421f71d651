//! Pictures of what a screen shows, one pixel per dot.
//!
//! In: a page of an item. Out: the lit dots, as a bitmap of the screen's size, or, for scrolling text, of the
//! line's width.

use super::programme::Programme;
use crate::{
    config::{Colours, ScreenProfile},
    picture::{Bitmap, Ink, Letters, bmp, draw, draw_strip},
    typeset::advance_px,
};

/// The font is 16 dots high: at multiples of this height pictures are exact, at others they are
/// approximations.
const FONT_STEP_PX: u32 = 16;

/// Whether pictures of the screen's font size are exact and can be shown on the screen.
pub fn has_dots(screen: &ScreenProfile) -> bool {
    screen.font_px.is_multiple_of(FONT_STEP_PX)
}

/// The lit dots of one page of an item.
pub fn lit(programme: &Programme, item: usize, page: usize) -> Bitmap {
    let screen = &programme.screen;
    let letters = Letters {
        font_px: screen.font_px,
        advance_px,
    };
    let setting = &programme.items[item].setting;
    let lines = &setting.pages[page].lines;
    match setting.run {
        Some(_) => draw_strip(&lines.concat(), screen.height_px, letters),
        None => draw(lines, (screen.width_px, screen.height_px), letters),
    }
}

pub fn frame(programme: &Programme, item: usize, page: usize) -> Vec<u8> {
    bmp(&lit(programme, item, page), ink(programme.screen.colours))
}

fn ink(colours: Colours) -> Ink {
    match colours {
        Colours::Red => [255, 40, 20],
        Colours::RedGreen => [255, 200, 0],
        Colours::Full => [255, 244, 214],
    }
}
