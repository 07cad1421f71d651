//! The files that every part of a package brings along: lists, scripts, the note for its operator.
//!
//! In: what the package contains. Out: the tools of one part.

use std::collections::BTreeMap;

use super::{
    PackageOptions,
    archive::Tool,
    contents::Contents,
    lists::{self, CHANGED, RELEASE, REMOVE, SUMS},
    note,
    release_json::release_json,
    scripts,
};

/// The tools of one part, sorted by name.
pub(super) fn tools(
    contents: &Contents<'_>,
    options: &PackageOptions,
    (number, count): (usize, usize),
) -> Vec<Tool> {
    let mut tools = BTreeMap::from([
        (SUMS.to_owned(), contents.sums.clone().into_bytes()),
        (RELEASE.to_owned(), release_json(contents, options)),
        ("check.cmd".to_owned(), scripts::cmd(contents, count)),
        ("check.sh".to_owned(), scripts::sh(contents, count)),
        (
            "shuoming.txt".to_owned(),
            note::text(contents, options, number, count),
        ),
    ]);
    if contents.base.is_some() {
        let changed = lists::sums(contents.files.iter().copied());
        tools.insert(CHANGED.to_owned(), changed.into_bytes());
        let removed = lists::sums(contents.removed.iter().copied());
        tools.insert(REMOVE.to_owned(), removed.into_bytes());
    }
    if count > 1 {
        tools.insert(format!("parts/{number}-of-{count}.txt"), b"\r\n".to_vec());
    }
    let tools = tools.into_iter();
    tools.map(|(name, bytes)| Tool { name, bytes }).collect()
}
