//! The one integration binary: a module per subject, a fixture folder per behaviour.
//!
//! The program is run as a user runs it. `SNAPSHOTS=overwrite cargo test` records what it says and writes;
//! read the diff before committing it.
#![expect(
    clippy::disallowed_methods,
    reason = "tests prepare and read files of their own"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod bad_input;
mod browser;
mod browser_modes;
mod browser_use;
mod build_command;
mod changing;
mod charts;
mod chromium;
mod commands;
mod content;
mod crash;
mod diagnostics;
mod disk;
mod editions;
mod feeds;
mod hostile;
mod html;
mod law;
mod looks;
mod navigation;
mod on_windows;
mod palettes;
mod pictures;
mod portal;
mod printed;
mod publish;
#[cfg(unix)]
mod readers;
mod sample;
mod search;
mod serve;
mod serving;
mod share;
mod signage;
mod site;
mod site_test;
mod strict_pages;
mod switching;
mod tidy;
mod together;
mod two_languages;
mod web_server;

use site_test::{Ran, SiteTest};
