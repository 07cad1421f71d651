//! The theme: templates, the files that go with them, and the views that templates see.
//!
//! In: template texts, from the binary, the site's `themes/` folder and its own `templates/` folder, which wins.
//! Out: rendered text. Templates get narrow variables, never a site object; nothing here knows a channel.

mod builtin;
mod closure;
pub mod data;
mod engine;
mod filling;
pub mod kind_view;
mod late;
mod templates;
pub mod view;

pub use builtin::{BuiltinFile, builtin_files, builtin_looks};
pub use filling::{Filling, Inputs, LateValue, Problem, SharedValue};
pub use late::LateView;
pub use templates::{TemplateFile, Theme};
