//! Finds programs on this machine and identifies their versions.
//!
//! In: the folders of `PATH`, and those where installers put browsers. Out: a program's file, and the version
//! that it reports. Looks for well-known names only; nothing is run to find a program.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::run::{run, work_folder};
use crate::fingerprint::Fingerprint;

/// For the version query; a busy machine starts a program slowly.
const LIMIT: Duration = Duration::from_secs(90);

/// Where to look for programs; read from the environment by `cli`.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// The folders of `PATH`, and the folder of this program.
    pub path: Vec<PathBuf>,
    /// Folders with a subfolder per program: `C:\ExternalProgram Files`, `/Applications`.
    pub installed: Vec<PathBuf>,
}

/// Names of browsers that can print; `.exe` is added on Windows.
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

/// A program that reports its version.
#[derive(Clone, Debug)]
pub struct ExternalProgram {
    pub file: PathBuf,
    version: String,
}

impl ExternalProgram {
    /// `None` if it does not answer `option`: a program whose libraries are missing cannot even report its
    /// version.
    pub fn query(file: PathBuf, option: &str) -> Option<Self> {
        let work = work_folder().ok()?;
        let version = run(Command::new(&file).arg(option), work.path(), LIMIT).ok()?;
        Some(Self { file, version })
    }

    pub fn identity(&self) -> Fingerprint {
        Fingerprint::of_value(&(self.file.as_os_str().as_encoded_bytes(), &self.version))
    }
}

/// Identifies the version of a program by its file, without running it: on Windows, querying a browser opens
/// a window.
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
            installed: vec![place("ExternalProgram Files")],
        };
        assert_eq!((machine.weasyprint(), machine.browser()), (None, None));
        let edge = place("ExternalProgram Files/Microsoft/Edge/Application/msedge.exe");
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
