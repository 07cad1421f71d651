//! What a package contains: files of the site, files to remove, and the tools that every part brings along.
//!
//! In: a release and what it replaces. Out: sorted files, and the tools' bytes for each part.

use std::collections::BTreeMap;

use super::lists;
use crate::page::written::sum as sha256;
use crate::publish::release::{Release, ReleaseFile};

pub(super) struct Contents<'a> {
    pub release: &'a Release,
    pub base: Option<&'a Release>,
    /// The files that travel.
    pub files: Vec<&'a ReleaseFile>,
    /// Files of the base that the release has no more.
    pub removed: Vec<&'a ReleaseFile>,
    pub sums: String,
    pub sums_sha256: String,
}

impl<'a> Contents<'a> {
    pub fn new(release: &'a Release, base: Option<&'a Release>) -> Self {
        let old = by_path(base.map_or(&[], |it| &it.files));
        let new = by_path(&release.files);
        let is_same = |file: &ReleaseFile| {
            let old = old.get(file.path.as_str());
            old.is_some_and(|it| it.sha256 == file.sha256)
        };
        let files = new.values().filter(|file| !is_same(file));
        let removed = old
            .values()
            .filter(|it| !new.contains_key(it.path.as_str()));
        let sums = lists::sums(new.values().copied());
        Self {
            release,
            base,
            files: files.copied().collect(),
            removed: removed.copied().collect(),
            sums_sha256: sha256(sums.as_bytes()),
            sums,
        }
    }
}

fn by_path(files: &[ReleaseFile]) -> BTreeMap<&str, &ReleaseFile> {
    files
        .iter()
        .map(|file| (file.path.as_str(), file))
        .collect()
}
