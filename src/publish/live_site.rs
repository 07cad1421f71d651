//! What the live site should send beside its files: the headers that `verify` looks for.
//!
//! In: a release. Out: its Content Security Policy, and how long a file may be kept.

use super::{caching::cache_control, plan::is_page, release::Release, store::Store, verify::Cache};
use crate::pipeline::Failure;

/// The file of the site with the headers for its server.
const HEADERS: &str = "csp-headers.conf";

/// Folders that are carried elsewhere and have a policy of their own.
const CARRIED: [&str; 3] = ["signage/", "print/", "wechat/"];

/// The Content Security Policy that the site's own header file asks for; `None` if it has no such file.
///
/// # Errors
/// The release cannot be read.
pub fn policy_of(release: &Release, store: &Store) -> Result<Option<String>, Failure> {
    let Some(file) = release.file(HEADERS) else {
        return Ok(None);
    };
    let bytes = store.bytes(file)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text
        .lines()
        .filter(|it| it.contains("Content-Security-Policy"));
    let policy = lines.next().and_then(|it| it.split('"').nth(1));
    Ok(policy.map(str::to_owned))
}

/// Whether the policy of the site applies to a file.
pub fn has_policy(path: &str) -> bool {
    is_page(path) && !CARRIED.iter().any(|it| path.starts_with(it))
}

pub fn wanted_cache(path: &str) -> Cache {
    match cache_control(path).contains("immutable") {
        true => Cache::Immutable,
        false => Cache::Short,
    }
}
