//! Words in a width and in a time: how wide a text is, where its lines break, how long it takes to read.
//!
//! In: text and the measures of a screen. Out: widths, lines, milliseconds.
//! Type is never shrunk and no word is dropped: what does not fit is said, and the caller decides.

mod breaks;
mod measure;
mod timing;
mod words;
mod wrap;

pub use measure::{cells, overflow_px};
pub use timing::{GAP_MS, reading_ms, reading_ms_min, speaking_ms};
pub use wrap::wrap;
