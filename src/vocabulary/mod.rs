//! The vocabularies of the program, each as one table: what there is, and all its names.
//!
//! Plain data. Whatever differs from entry to entry and is text is a column here; whatever is behaviour is in
//! the room that it belongs to.

mod channel;
mod kind;
mod media;

pub use channel::{Channel, SHORT};
pub use kind::{Kind, SearchGroup};
pub use media::{MEDIA_TYPES, is_utf8, media_type};
