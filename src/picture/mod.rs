//! Drawing: the dots of LED screens and picture files; and photos, resized and stripped of metadata.
//!
//! In: text with its measures, or a photo's bytes. Out: bytes of a picture. No clock, and no disk access
//! except for the one font that `source` has found.

mod bmp;
mod clean;
mod colour;
mod decode_cache;
mod dots;
mod palette;
mod photo;
mod qr;
mod raster;

pub use bmp::{Ink, bmp};
pub use clean::clean;
pub use colour::{Colour, hex_colour};
pub use decode_cache::DecodeCache;
pub use dots::{Bitmap, Letters, draw, draw_strip};
pub use palette::{Background, Palette, between};
pub use photo::Damage;
pub use qr::{QUIET, Qr, qr};
pub use raster::{Font, NoDrawing, corner, png};
