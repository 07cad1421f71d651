//! Words in a width and in a time: how wide a text is, where its lines break, how long it takes to read.
//!
//! In: text and the measures of a screen. Out: widths, lines, milliseconds.
//! Type is never shrunk and no word is dropped: what does not fit is said, and the caller decides.

mod breaks;
mod fit;
mod measure;
mod timing;
mod words;
mod wrap;

pub use fit::{Motion, Overflow, Room, Setting, fit};
pub use measure::{Measure, advance_px, beyond, cells, em_hundredths, width_px};
pub use timing::{
    GAP_MS, dwell_ms, reading_ms, reading_ms_min, scroll_ms, scroll_px_per_second, speaking_ms,
};
pub use wrap::{line_ends, wrap};
