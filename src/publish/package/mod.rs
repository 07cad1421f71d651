//! The package for a portal's operator, where files travel on a USB stick or through a one-way gate.
//!
//! In: a release, what it replaces if only differences are wanted, and the bytes of each file. Out: one or
//! more zip archives, each with a check sum beside it. Every archive contains what is needed to check it on
//! the far side without this program: `check.cmd` for Windows, `check.sh` for the rest, and plain lists.
//! Equal releases and options make equal bytes on every system; no name in an archive is other than plain
//! ASCII.

mod archive;
mod contents;
mod lists;
mod note;
mod parts;
mod product;
mod receipt;
mod release_json;
mod scripts;
mod sink;
#[cfg(test)]
mod tests;
mod tools;

use std::io;

pub use product::{Package, PackageError, PackageOptions, Part};
pub use receipt::{Place, read_receipt};
pub use sink::{FolderSink, PackageSink};

use crate::publish::release::{Release, ReleaseFile};
use contents::Contents;

/// Writes the package of `release`; with `base`, only what has changed since then.
///
/// `open` returns the bytes of a file of the release; they are compared with its hash. With `part_bytes`,
/// each file is opened twice. At most 64 files are in memory at a time.
///
/// # Errors
/// A name that Windows or its command line cannot take, a file that is not the release's or exceeds a part,
/// and whatever `open` and `out` return.
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
        let tools = tools::tools(&contents, options, (index + 1, plan.len()));
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
