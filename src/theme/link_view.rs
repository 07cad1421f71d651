//! The view of a link that is passed to templates.

use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}
