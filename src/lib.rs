#![doc = include_str!("README.md")]
#![cfg_attr(
    not(feature = "network"),
    expect(dead_code, unused_imports, reason = "what only servers need")
)]

// Ground floor: small values.
mod fingerprint;
mod media;
mod paths;
mod span;
mod table;
mod vocabulary;

// What the binary brings along.
mod program;

// What we tell authors.
mod diagnostics;

// Files and text of all kinds.
mod charset;
mod markdown;
mod source;
mod yaml;

// What one file means.
mod config;
mod content;

// What all files mean together.
mod site;

// How things look.
mod picture;
mod theme;
mod typeset;

// What all channels share.
mod page;

// What a site becomes: a folder per channel.
mod channels;

// Files made of other files, and the plan of all files.
mod bundles;
mod plan;

// The editor's eye, and the hand that writes.
mod check;
mod output;

// What earlier builds found out.
mod cache;

// The build on one screen, and what outside programs make of its files.
mod convert;
mod pipeline;

// Delivery to a server, and back.
mod publish;

// The preview.
mod serve;

// Commands.
mod cli;

#[cfg(feature = "bench")]
pub mod bench;

use std::{ffi::OsString, process::ExitCode, sync::Arc};

pub use program::{Program, ThemeFile};

/// Runs the program: `arguments` as the system passes them, the program's name first.
pub fn run(arguments: Vec<OsString>, program: Program) -> ExitCode {
    cli::run(arguments, Arc::new(program))
}
