//! The text of one template, with its place.

use crate::span::SourceId;

/// One template text.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The name that templates use: `partials/header.html`.
    pub name: String,
    pub source: SourceId,
    pub text: String,
}
