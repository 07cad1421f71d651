//! Where programs are on this machine, and which they are.
//!
//! In: the folders that the system looks through, and those where installers put browsers. Out: a program's file, and the
//! version that it says. Looks for well-known names only; nothing is run to find it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::run::{run, workplace};
use crate::fingerprint::Fingerprint;

/// For an answer; a machine that is busy starts a program slowly.
const LIMIT: Duration = Duration::from_secs(90);

/// What is known of the machine; read from the environment by `cli`.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// The folders of `PATH`, and the one that this program lies in.
    pub path: Vec<PathBuf>,
    /// Folders with a folder for each program: `C:\Program Files`, `/Applications`.
    pub installed: Vec<PathBuf>,
}

/// Names of browsers that print; `.exe` is added on Windows.
const BROWSERS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
];

/// Where installers put them, below `Machine::installed`.
const BROWSERS_INSTALLED: [&str; 6] = [
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

impl Machine {
    pub fn weasyprint(&self) -> Option<PathBuf> {
        self.on_path(&["weasyprint"])
    }

    pub fn ffmpeg(&self) -> Option<PathBuf> {
        self.on_path(&["ffmpeg"])
    }

    pub fn browser(&self) -> Option<PathBuf> {
        let installed = self.installed.iter();
        let mut installed =
            installed.flat_map(|folder| BROWSERS_INSTALLED.map(|it| folder.join(it)));
        self.on_path(&BROWSERS)
            .or_else(|| installed.find(|it| it.is_file()))
    }

    fn on_path(&self, names: &[&str]) -> Option<PathBuf> {
        let files = names.iter().flat_map(|name| {
            let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
            self.path.iter().map(move |it| it.join(&name))
        });
        let mut files = files.filter(|it| it.is_file());
        files.next()
    }
}

/// A program that can be asked what it is.
#[derive(Clone, Debug)]
pub struct Program {
    pub file: PathBuf,
    version: String,
}

impl Program {
    /// None if it does not answer `option`: one whose libraries are missing cannot even say what it is.
    pub fn asked(file: PathBuf, option: &str) -> Option<Self> {
        let work = workplace().ok()?;
        let version = run(Command::new(&file).arg(option), work.path(), LIMIT).ok()?;
        Some(Self { file, version })
    }

    pub fn identity(&self) -> Fingerprint {
        Fingerprint::of_value(&(self.file.as_os_str().as_encoded_bytes(), &self.version))
    }
}

/// Which version a program's file is, without running it: on Windows a browser that is asked opens a window.
pub fn file_identity(file: &Path) -> Fingerprint {
    let metadata = file.metadata().ok();
    let facts = metadata.map(|it| (it.len(), it.modified().ok()));
    Fingerprint::of_value(&(file.as_os_str().as_encoded_bytes(), facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_browser_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let place = |it: &str| folder.path().join(it);
        let machine = Machine {
            path: vec![place("bin")],
            installed: vec![place("Program Files")],
        };
        assert_eq!((machine.weasyprint(), machine.browser()), (None, None));
        let edge = place("Program Files/Microsoft/Edge/Application/msedge.exe");
        std::fs::create_dir_all(edge.parent().unwrap()).unwrap();
        std::fs::File::create(&edge).unwrap();
        assert_eq!(machine.browser(), Some(edge));
        std::fs::create_dir(place("bin")).unwrap();
        let suffix = std::env::consts::EXE_SUFFIX;
        let chrome = place(&format!("bin/google-chrome{suffix}"));
        std::fs::File::create(&chrome).unwrap();
        assert_eq!(machine.browser(), Some(chrome));
    }
}
