//! The editor's desk: problems, all content by how it stands with its readers, and what screens and cinemas show.
//!
//! In: a snapshot. Out: a page, and the key that tells whether it is still right. Served by the preview alone: nothing
//! of it is ever part of a build. Works without its script, by loading it again.

mod view;

use tera::{Context, Tera};

use self::view::Desk;
use crate::{fingerprint::Fingerprint, pipeline::Snapshot};

const TEMPLATE: &str = include_str!("desk.html");
/// The ending tells Tera to escape all that it fills in.
const NAME: &str = "desk.html";

pub(super) fn page(snapshot: &Snapshot) -> String {
    let desk = Desk::of(snapshot);
    let mut tera = Tera::default();
    tera.add_raw_template(NAME, TEMPLATE)
        .expect("the template inside the program is whole");
    let mut context = Context::new();
    context.insert("key", &Fingerprint::of_value(&desk).to_string());
    context.insert("desk", &desk);
    tera.render(NAME, &context)
        .expect("the template names only what the view has")
}

/// The fingerprint of all that the desk shows.
pub(super) fn key(snapshot: &Snapshot) -> Fingerprint {
    Fingerprint::of_value(&Desk::of(snapshot))
}
