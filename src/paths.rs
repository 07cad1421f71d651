//! The three path types, which never mix: source file, page address, output file.
//!
//! All three are relative and use `/` on every system. None of them ever contains `.`, `..`, an empty
//! component or a drive.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// A path as messages show it: without a leading `./`, and with the separators of this system alone, also
/// where it was joined or typed with `/` on Windows.
pub fn shown(path: &Path) -> PathBuf {
    let plain = match path.strip_prefix(".") {
        Ok(plain) if !plain.as_os_str().is_empty() => plain,
        _ => path,
    };
    match cfg!(windows) {
        true => plain.components().collect(),
        false => plain.to_owned(),
    }
}

/// A file below the site root: `content/cases/refund.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(String);

impl SourcePath {
    /// Takes a path whose components are separated by `/`, as `source::walk` produces them.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder without a trailing slash: `content/cases`; empty for a file in the site root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |it| it.0)
    }

    /// The file name with its extension: `refund.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |it| it.1)
    }

    /// The file name without its last extension: `refund`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |it| it.0)
    }

    /// Resolves a relative link written in this file: `../types/a.md` in `content/cases/b.md` is
    /// `content/types/a.md`.
    ///
    /// None if the link leads out of the site.
    pub fn join(&self, link: &str) -> Option<Self> {
        let (mut parts, link): (Vec<&str>, _) = match link.strip_prefix('/') {
            Some(rest) => (vec!["content"], rest),
            None => (
                self.folder()
                    .split('/')
                    .filter(|it| !it.is_empty())
                    .collect(),
                link,
            ),
        };
        for part in link.split('/') {
            match part {
                "" | "." => (),
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/")))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page's address relative to the base URL, without a leading slash: `cases/refund/`, `feed.xml`; empty for
/// the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct UrlPath(String);

impl UrlPath {
    /// Joins parts that are already safe in a URL; each part gets a trailing slash.
    pub fn folder(parts: &[&str]) -> Self {
        let mut url = String::new();
        for part in parts
            .iter()
            .flat_map(|it| it.split('/'))
            .filter(|it| !it.is_empty())
        {
            url.push_str(part);
            url.push('/');
        }
        Self(url)
    }

    /// A single file in this folder, such as `feed.xml`.
    pub fn file(&self, name: &str) -> Self {
        Self(format!("{}{name}", self.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The output file of this address: for a folder, its `index.html`.
    pub fn output(&self) -> OutputPath {
        if self.0.is_empty() || self.0.ends_with('/') {
            OutputPath(format!("{}index.html", self.0))
        } else {
            OutputPath(self.0.clone())
        }
    }

    /// The relative path from this page to the base URL: one `../` per folder level.
    pub fn path_to_base(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file below the output folder: `cases/refund/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutputPath(String);

impl OutputPath {
    /// None if `path` would leave the output folder or has an empty component.
    pub fn new(path: &str) -> Option<Self> {
        let safe = !path.is_empty()
            && !path.contains(['\\', ':', '\0'])
            && path.split('/').all(|it| !matches!(it, "" | "." | ".."));
        safe.then(|| Self(path.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name with its extension: `c.html` of `a/b/c.html`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |it| it.1)
    }

    /// The parent folders from the outermost inwards: `a`, `a/b` for `a/b/c.html`.
    pub fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// Equal for paths that are equal on file systems that ignore case, as those of Windows do.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// The file in `folder`, with the separators of this system, which messages show.
    pub fn below(&self, folder: &Path) -> PathBuf {
        match cfg!(windows) {
            true => folder.join(self.0.replace('/', r"\")),
            false => folder.join(&self.0),
        }
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
