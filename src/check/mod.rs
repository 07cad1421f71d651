//! Checks: rules over the whole site that run before anything is written.
//!
//! To add a check: one file with its manual in the header, one line in `CHECKS`, one code, one fixture.
//! A check only reads the site; it changes nothing and writes nothing.

mod metadata;

use crate::{diagnostics::Diagnostics, site::Site};

/// All checks, in the order in which they report.
const CHECKS: &[fn(&Site, &mut Diagnostics)] = &[metadata::check];

pub fn all(site: &Site, diagnostics: &mut Diagnostics) {
    for check in CHECKS {
        check(site, diagnostics);
    }
}
