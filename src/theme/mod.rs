//! The theme: templates, the files that go with them, and the views that templates see.
//!
//! In: template texts, from the binary, the site's `themes/` folder and its own `templates/` folder, which wins.
//! Out: rendered text. Templates get narrow variables, never a site object; nothing here knows a channel.

mod closure;
mod filling;
pub mod kind_view;
mod templates;
pub mod view;

pub use filling::{Filling, Inputs, LateValue, Problem, SharedValue};
pub use templates::{TemplateFile, Theme};
