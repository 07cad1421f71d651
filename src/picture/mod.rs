//! Drawing: dots of an LED screen, and files of pictures.
//!
//! In: text with its measures. Out: bytes of a picture. No disk and no clock; the same words are the same bytes everywhere.

mod bmp;
mod dots;

pub use bmp::{Ink, bmp};
pub use dots::{Bitmap, Letters, draw, draw_strip};
