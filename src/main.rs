//! The program `fanzha`: hands its arguments, its theme and its identity to the library, and ends with the
//! code that it returns.
//!
//! Only this file embeds the default theme and the variable of `build.rs`: after a change of the theme this
//! file is compiled again, and the library is not.

use std::{borrow::Cow, process::ExitCode};

use fanzha::{Program, ThemeFile};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct DefaultTheme;

fn main() -> ExitCode {
    let program = Program::new(env!("FANZHA_BUILD"), theme());
    fanzha::run(std::env::args_os().collect(), program)
}

fn theme() -> Vec<ThemeFile> {
    let file = |path: Cow<'static, str>| {
        let bytes = DefaultTheme::get(&path)?.data;
        Some(ThemeFile { path, bytes })
    };
    DefaultTheme::iter().filter_map(file).collect()
}
