//! Drawing: dots of an LED screen, and files of pictures.
//!
//! In: text with its measures. Out: bytes of a picture. No clock, and no disk but the one font
//! that `source` has found.

mod bmp;
mod dots;
mod palette;
mod qr;
mod raster;
pub mod svg;

pub use bmp::{Ink, bmp};
pub use dots::{Bitmap, Letters, draw, draw_strip};
pub use palette::{Colour, Ground, Palette, between};
pub use qr::{QUIET, Qr, qr};
pub use raster::{Font, png};
