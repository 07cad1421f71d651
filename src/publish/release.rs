//! One version of the whole site, as it is published: its files, each with its hash.
//!
//! In: an output folder with a complete site. Out: a `Release`.
//! Sorted by path; never lists a file twice, and only files that the build wrote.

use std::path::Path;

use jiff::{ToSpan as _, ZonedDateTime, civil::DateTime};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::disk;
use crate::{output, pipeline::Failure};

/// The identity of a file: the SHA-256 of its bytes, in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileHash(pub String);

impl FileHash {
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_digest(&Sha256::digest(bytes))
    }

    /// From the 32 bytes of a digest.
    pub fn of_digest(digest: &[u8]) -> Self {
        Self(digest.iter().map(|it| format!("{it:02x}")).collect())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseFile {
    /// As output path: `cases/a/index.html`.
    pub path: String,
    pub sha256: FileHash,
    pub bytes: u64,
}

/// Its id begins with the second at which it was first made, so that ids sort by time:
/// `20261127-232405-3f9c2a81`; the end is the beginning of the hash of its list of files, so equal sites have
/// equal ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub id: String,
    /// When it was built; RFC 3339 with the site's time zone.
    pub built_at: String,
    pub files: Vec<ReleaseFile>,
}

impl Release {
    /// Reads the site in `output`, which was just built.
    ///
    /// # Errors
    /// There is no complete site, or a file cannot be read or was changed by hand since the build.
    pub fn of_folder(output: &Path, built_at: &ZonedDateTime) -> Result<Self, Failure> {
        let Some(listed) = output::listed(output)? else {
            return Err(no_site(output));
        };
        let files: Result<Vec<ReleaseFile>, Failure> = listed
            .par_iter()
            .map(|(path, fingerprint)| {
                let bytes = disk::read(&path.below(output))?;
                let bytes =
                    bytes.filter(|it| crate::fingerprint::Fingerprint::of(it) == *fingerprint);
                let bytes = bytes.ok_or_else(|| changed(&path.below(output)))?;
                Ok(ReleaseFile {
                    path: path.as_str().to_owned(),
                    sha256: FileHash::of(&bytes),
                    bytes: bytes.len() as u64,
                })
            })
            .collect();
        let files = files?;
        let second = built_at.strftime(ID_TIME);
        Ok(Self {
            id: format!("{second}-{}", &content_of(&files).0[..8]),
            built_at: built_at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            files,
        })
    }

    /// The same with an id that sorts after `newest`, whatever the clock says.
    #[must_use]
    pub fn after(self, newest: &str) -> Self {
        let time = newest
            .get(..15)
            .and_then(|it| DateTime::strptime(ID_TIME, it).ok());
        let next = time.and_then(|it| it.checked_add(1.second()).ok());
        match next {
            Some(next) if self.id.as_str() <= newest => Self {
                id: format!("{}-{}", next.strftime(ID_TIME), self.short_hash()),
                ..self
            },
            _ => self,
        }
    }

    /// The hash of the list of files; equal sites have equal ones.
    pub fn content(&self) -> FileHash {
        content_of(&self.files)
    }

    /// The end of the id, which depends on the files alone.
    pub fn short_hash(&self) -> &str {
        self.id.rsplit('-').next().unwrap_or(&self.id)
    }

    pub fn file(&self, path: &str) -> Option<&ReleaseFile> {
        let at = self.files.binary_search_by(|it| it.path.as_str().cmp(path));
        at.ok().map(|it| &self.files[it])
    }

    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|it| it.bytes).sum()
    }
}

/// The beginning of an id.
const ID_TIME: &str = "%Y%m%d-%H%M%S";

fn content_of(files: &[ReleaseFile]) -> FileHash {
    let mut sum = Sha256::new();
    for file in files {
        sum.update(format!("{}  {}\n", file.sha256.0, file.path));
    }
    FileHash::of_digest(&sum.finalize())
}

fn no_site(output: &Path) -> Failure {
    Failure {
        message: format!("{} 里没有完整的网站", output.display()),
        help: "先运行 fanzha build，看看有没有错误".to_owned(),
    }
}

fn changed(path: &Path) -> Failure {
    Failure {
        message: format!(
            "{} 不是刚才生成的样子：文件被改动或者删掉了",
            path.display()
        ),
        help: "public 文件夹里的文件不要手工改；运行 fanzha build --no-cache 重新生成，再发布"
            .to_owned(),
    }
}
