//! The three kinds of path, which never mix: where a source lies, where a page is found, where a file is written.
//!
//! All three are relative and use `/` on every system. None of them ever holds `.`, `..`, an empty part or a drive.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// A file below the site's root: `content/cases/refund.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(String);

impl SourcePath {
    /// Takes a path with `/` between its parts, as `source::walk` makes them.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a slash at its end: `content/cases`; empty for a file in the site's root.
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

    /// Follows a relative link written in this file: `../types/a.md` in `content/cases/b.md` is `content/types/a.md`.
    ///
    /// None if the link climbs out of the site.
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

/// A page's address below the base URL, without a slash at its start: `cases/refund/`, `feed.xml`; empty for the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct UrlPath(String);

impl UrlPath {
    /// Joins parts that are already safe to show in an address; a folder ends in a slash.
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

    /// A single file, such as `feed.xml`, inside this folder.
    pub fn file(&self, name: &str) -> Self {
        Self(format!("{}{name}", self.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the page of this address is written: a folder's page is its `index.html`.
    pub fn output(&self) -> OutputPath {
        if self.0.is_empty() || self.0.ends_with('/') {
            OutputPath(format!("{}index.html", self.0))
        } else {
            OutputPath(self.0.clone())
        }
    }

    /// `../` as often as this page lies below the base URL: the way from it back to the home folder.
    pub fn way_home(&self) -> String {
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
    /// None if `path` would leave the output folder or has an empty part.
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

    /// The folders above it: `a`, `a/b` of `a/b/c.html`.
    pub fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    pub fn below(&self, folder: &Path) -> PathBuf {
        folder.join(&self.0)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
