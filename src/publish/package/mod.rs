//! The package for a portal's operator, where files travel on a USB stick or through a one-way gate.
//!
//! In: a release, what it replaces if only differences are wanted, and the bytes of each file. Out: one or more
//! zip archives, each with a check sum beside it. Every archive contains what is needed to check it on the far
//! side without this program: `check.cmd` for Windows, `check.sh` for the rest, and plain lists.
//! Equal releases and options make equal bytes on every system; no name in an archive is other than plain ASCII.

mod archive;
mod contents;
mod lists;
mod note;
mod parts;
mod receipt;
mod scripts;
mod sink;
#[cfg(test)]
mod tests;

use std::{fmt, io};

use sha2::{Digest as _, Sha256};

pub use receipt::read_receipt;
pub use sink::{FolderSink, PackageSink};

use crate::publish::release::{Release, ReleaseFile};
use contents::Contents;

/// What the package says of itself, and how it is split.
#[derive(Clone, Debug)]
pub struct PackageOptions {
    /// The site's title.
    pub title: String,
    /// Who publishes the site.
    pub organizer: String,
    /// Whom the operator tells of problems and sends the receipt to: `宣传科 张三 8123`. Empty for none.
    pub contact: String,
    /// The address at which the site is to be seen. Empty if unknown.
    pub address: String,
    /// The size that no archive exceeds; `None` for a single archive.
    pub part_bytes: Option<u64>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    pub parts: Vec<Part>,
    /// Files of the site in all parts together.
    pub file_count: usize,
    /// Files that the operator's check offers to remove.
    pub removed_count: usize,
}

/// One archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `fanzha-20261127-2324-3f9c2a81-1of3.zip`
    pub name: String,
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
}

/// Writes the package of `release`; with `base`, only what has changed since then.
///
/// `open` returns the bytes of a file of the release; they are compared with its hash. With `part_bytes`, each
/// file is opened twice. At most 64 files are in memory at a time.
///
/// # Errors
/// A name that Windows or its command line cannot take, a file that is not the release's or exceeds a part, and
/// whatever `open` and `out` return.
pub fn write(
    release: &Release,
    base: Option<&Release>,
    options: &PackageOptions,
    open: &dyn Fn(&ReleaseFile) -> io::Result<Vec<u8>>,
    out: &mut dyn PackageSink,
) -> Result<Package, PackageError> {
    lists::check_names(release, base)?;
    let contents = Contents::new(release, base);
    let plan = parts::plan(&contents, options, open)?;
    let mut parts = Vec::with_capacity(plan.len());
    for (index, files) in plan.iter().enumerate() {
        let tools = contents.tools(options, index + 1, plan.len());
        let name = part_name(&contents, index + 1, plan.len());
        let part = archive::write(name, &tools, &contents.files[files.clone()], open, out)?;
        parts.push(part);
    }
    Ok(Package {
        parts,
        file_count: contents.files.len(),
        removed_count: contents.removed.len(),
    })
}

fn part_name(contents: &Contents<'_>, number: usize, count: usize) -> String {
    let kind = match contents.base {
        Some(_) => "-changes",
        None => "",
    };
    let part = match count {
        1 => String::new(),
        _ => format!("-{number}of{count}"),
    };
    format!("fanzha-{}{kind}{part}.zip", contents.release.id)
}

/// Lower-case hex.
fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why a package was not written.
#[derive(Debug)]
pub enum PackageError {
    /// The name of a file or of the release has a character that a command line of Windows would interpret.
    Name(String),
    /// The bytes at hand are not those of the release.
    Changed(String),
    /// A single file exceeds what a part may contain.
    TooLarge {
        path: String,
        bytes: u64,
        part_bytes: u64,
    },
    Io(io::Error),
}

impl fmt::Display for PackageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                formatter,
                "文件名“{name}”里有 Windows 命令行不能处理的字符，请只用英文字母、数字和 - _ . 改名后再发布"
            ),
            Self::Changed(path) => write!(
                formatter,
                "{path} 和要发布的版本不一样，可能刚被改过，请重新生成网站再打包"
            ),
            Self::TooLarge {
                path,
                bytes,
                part_bytes,
            } => write!(
                formatter,
                "{path} 压缩后有 {bytes} 字节，一个分包最多 {part_bytes} 字节，请把分包调大，或者把文件改小"
            ),
            Self::Io(error) => write!(formatter, "打包时读写文件失败：{error}"),
        }
    }
}

impl std::error::Error for PackageError {}

impl From<io::Error> for PackageError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<zip::result::ZipError> for PackageError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Io(io::Error::other(error))
    }
}
