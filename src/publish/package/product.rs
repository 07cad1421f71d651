//! What a package is made from, and what was made.
//!
//! Plain data, and the reasons why there is no package.

use std::{fmt, io};

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
