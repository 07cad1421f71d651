//! Chooses the files to compare.
//!
//! In: a release and how many. Out: files in an order that depends on the release alone, so that two runs
//! compare the same files and two releases different ones. The home page is always first.

use std::collections::BTreeMap;

use crate::page::written::sum as sha256;
use crate::publish::release::{Release, ReleaseFile};

pub(super) fn choose(release: &Release, count: Option<usize>) -> Vec<&ReleaseFile> {
    let count = count.unwrap_or(usize::MAX).min(release.files.len());
    let mut kinds: BTreeMap<(&str, &str), Vec<(String, &ReleaseFile)>> = BTreeMap::new();
    let mut chosen = Vec::with_capacity(count);
    for file in &release.files {
        if file.path == "index.html" {
            chosen.push(file);
            continue;
        }
        let order = sha256(format!("{}/{}", release.id, file.path).as_bytes());
        kinds
            .entry(kind(&file.path))
            .or_default()
            .push((order, file));
    }
    let mut kinds: Vec<_> = kinds.into_values().collect();
    for files in &mut kinds {
        // Taken from the end.
        files.sort_by(|a, b| b.0.cmp(&a.0));
    }
    while chosen.len() < count {
        for files in &mut kinds {
            if let Some((_, file)) = files.pop() {
                chosen.push(file);
            }
        }
        kinds.retain(|files| !files.is_empty());
    }
    chosen.truncate(count);
    chosen
}

/// The first folder and the extension: pages of one section are of one kind.
fn kind(path: &str) -> (&str, &str) {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    (folder, extension)
}
