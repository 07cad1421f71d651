//! The lists in a package, and the names that they may contain.
//!
//! In: files of a release. Out: lists as `sha256sum -c` reads them, and `release.json`.
//! A name that would mean something to a command line never gets into a package.

use super::PackageError;
use crate::page::written::sum as sha256;
use crate::publish::release::{Release, ReleaseFile};

/// All files of the release, whether they travel or not. Its hash is the identity that receipts confirm.
pub(super) const SUMS: &str = "SHA256SUMS";
/// The files that travel, in a package of differences.
pub(super) const CHANGED: &str = "CHANGED";
/// Files to remove, with the hash that they had.
pub(super) const REMOVE: &str = "remove.txt";
pub(super) const RELEASE: &str = "release.json";

/// Lines of `sha256sum`, sorted by path: hash, two spaces, path below the site's folder.
pub(super) fn sums<'a>(files: impl Iterator<Item = &'a ReleaseFile>) -> String {
    files
        .map(|file| format!("{}  {}\n", file.sha256.0, file.path))
        .collect()
}

/// The hash of `SHA256SUMS` of a release.
pub(super) fn sums_sha256(release: &Release) -> String {
    let mut files: Vec<&ReleaseFile> = release.files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    sha256(sums(files.into_iter()).as_bytes())
}

/// Refuses what the scripts on the far side could misread.
pub(super) fn check_names(release: &Release, base: Option<&Release>) -> Result<(), PackageError> {
    let ids = std::iter::once(release).chain(base).map(|it| &it.id);
    if let Some(id) = ids.clone().find(|id| !is_id(id)) {
        return Err(PackageError::Name(id.clone()));
    }
    let old = base.map_or(&[][..], |it| &it.files);
    let mut files = release.files.iter().chain(old);
    match files.find(|file| !is_path(&file.path) || !is_hash(&file.sha256.0)) {
        Some(file) => Err(PackageError::Name(file.path.clone())),
        None => Ok(()),
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

fn is_hash(hash: &str) -> bool {
    let is_hex = |it: u8| matches!(it, b'0'..=b'9' | b'a'..=b'f');
    hash.len() == 64 && hash.bytes().all(is_hex)
}

fn is_path(path: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b" ._~+=@,()-/".contains(&it);
    path.bytes().all(is_plain) && path.split('/').all(is_part)
}

/// Windows drops spaces and dots at the end of a name; `..` leads out of the folder.
fn is_part(part: &str) -> bool {
    !part.is_empty() && !part.starts_with(' ') && !part.ends_with([' ', '.'])
}
