//! Text for devices: which characters a screen can show, and the bytes that its controller reads.
//!
//! In: text. Out: text that the device has glyphs for, or the characters it lacks; bytes in CP936 or UTF-8.
//! What cannot be encoded exactly is reported, never replaced.

mod encode;
mod gb2312;
mod normalise;
mod replacements;
mod showable;

pub use encode::{cp936, cp936_lines, utf8_bom_lines};
use gb2312::is_gb2312;
pub use normalise::normalise_for_screen;
pub use showable::{Repertoire, Unshowable, unshowable, writable};
