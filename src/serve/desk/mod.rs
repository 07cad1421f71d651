//! The desk: an overview page for editors with the problems, all content by publication status, and the
//! programmes of screens and cinemas.
//!
//! In: a snapshot. Out: a page, and its cache key. Served by the preview only: it is never part of a build.
//! Without its script it works by reloading.

mod view;

use tera::{Context, Tera};

use self::view::Desk;
use crate::{fingerprint::Fingerprint, pipeline::Snapshot};

const TEMPLATE: &str = include_str!("desk.html");
/// The extension makes Tera escape all values.
const NAME: &str = "desk.html";

pub(super) fn page(snapshot: &Snapshot) -> String {
    let desk = Desk::of(snapshot);
    let mut tera = Tera::default();
    tera.add_raw_template(NAME, TEMPLATE)
        .expect("the built-in template is valid");
    let mut context = Context::new();
    context.insert("key", &Fingerprint::of_value(&desk).to_string());
    context.insert("desk", &desk);
    tera.render(NAME, &context)
        .expect("the template uses only variables of the view")
}

/// The fingerprint of everything that the desk shows.
pub(super) fn key(snapshot: &Snapshot) -> Fingerprint {
    Fingerprint::of_value(&Desk::of(snapshot))
}
