//! Words in a width and in a time: how wide a text is, where its lines break, how long it takes to read.
//!
//! In: text and the measures of a screen. Out: widths, lines, milliseconds.
//! Type is never shrunk and no word is dropped: what does not fit is said, and the caller decides.

mod breaks;
mod measure;
mod timing;

pub use breaks::wrap;
pub use measure::{cells, width_px};
pub use timing::reading_ms;
