//! Where programs, fonts and sites may be, according to the environment of this process.
//!
//! Out: folders, whether they exist or not. Never looks into them.

use std::{env, path::PathBuf};

use crate::convert::Machine;

/// Where to look for programs that make PDF files and videos.
pub(super) fn machine() -> Machine {
    let windows = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
    let mut installed: Vec<PathBuf> = windows.into_iter().filter_map(folder).collect();
    installed.push(PathBuf::from("/Applications"));
    let path = env::var_os("PATH").unwrap_or_default();
    let mut path: Vec<PathBuf> = env::split_paths(&path).collect();
    // A user without permission to install programs can put one next to this program.
    path.extend(beside());
    Machine { path, installed }
}

/// Where to look for fonts before the folders of the system: `fonts` next to this program, which its package
/// brings along, and the folders into which a user without administrator's rights installs fonts.
pub(super) fn font_folders() -> Vec<PathBuf> {
    let folders = [
        beside().map(|it| it.join("fonts")),
        // Since Windows 10 1809.
        folder("LOCALAPPDATA").map(|it| it.join("Microsoft").join("Windows").join("Fonts")),
        folder("SystemRoot").map(|it| it.join("Fonts")),
        folder("HOME").map(|it| it.join(".local/share/fonts")),
    ];
    folders.into_iter().flatten().collect()
}

/// The folder of this program.
pub(super) fn beside() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    program.parent().map(PathBuf::from)
}

/// The current folder.
pub(super) fn current() -> Option<PathBuf> {
    env::current_dir().ok()
}

fn folder(variable: &str) -> Option<PathBuf> {
    let value = env::var_os(variable).filter(|it| !it.is_empty())?;
    Some(PathBuf::from(value))
}
