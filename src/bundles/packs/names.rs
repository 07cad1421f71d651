//! The names of files and channels in packs.

use crate::paths::OutputPath;

/// The path of a file within an archive: `feeds/` is removed, since it means nothing outside the output
/// folder.
pub fn name_in_pack(output: &OutputPath) -> &str {
    let path = output.as_str();
    path.strip_prefix("feeds/").unwrap_or(path)
}
