//! Drawing: dots of an LED screen, and files of pictures; and photos made smaller and clean.
//!
//! In: text with its measures, or a photo's bytes. Out: bytes of a picture. No clock, and no disk but the one font
//! that `source` has found.

mod bmp;
mod clean;
mod dots;
mod palette;
mod photo;
mod qr;
mod raster;
mod studio;

pub use bmp::{Ink, bmp};
pub use clean::clean;
pub use dots::{Bitmap, Letters, draw, draw_strip};
pub use palette::{Colour, Ground, Palette, between};
pub use photo::Damage;
pub use qr::{QUIET, Qr, qr};
pub use raster::{Font, NoDrawing, corner, png};
pub use studio::Studio;
