//! Fits text into a width and a duration: how wide a text is, where its lines break, how long it takes to
//! read.
//!
//! In: text and the measures of a screen. Out: widths, lines, milliseconds.
//! The font size is never reduced and no word is dropped: what does not fit is returned, and the caller
//! decides.

mod breaks;
mod fit;
mod measure;
mod timing;
mod words;
mod wrap;

pub use fit::{DisplayArea, Motion, Overflow, Setting, fit};
pub use measure::{Measure, advance_px, beyond, cells, em_hundredths, width_px};
pub use timing::{
    GAP_MS, dwell_ms, reading_ms, reading_ms_min, scroll_ms, scroll_px_per_second, speaking_ms,
};
pub use wrap::{line_ends, wrap};
