//! A link as templates see it.

use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}
