//! `release.json` of a package: what it is, for programs.

use serde::Serialize;

use super::{PackageOptions, contents::Contents};
use crate::publish::release::ReleaseFile;

#[derive(Serialize)]
struct ReleaseJson<'a> {
    id: &'a str,
    title: &'a str,
    organizer: &'a str,
    /// Of the release that the package of differences goes on top of.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<&'a str>,
    sums_sha256: &'a str,
    files: &'a [ReleaseFile],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remove: Vec<&'a str>,
}

pub(super) fn release_json(contents: &Contents<'_>, options: &PackageOptions) -> Vec<u8> {
    let json = ReleaseJson {
        id: &contents.release.id,
        title: &options.title,
        organizer: &options.organizer,
        base: contents.base.map(|it| it.id.as_str()),
        sums_sha256: &contents.sums_sha256,
        files: &contents.release.files,
        remove: contents.removed.iter().map(|it| it.path.as_str()).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&json).expect("all keys are strings");
    bytes.push(b'\n');
    bytes
}
