//! Writes single new files for an author: the starter site, a new article.
//!
//! Never overwrites: a file of this name is an error, whoever wrote it.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use super::error::OutputError;

/// Writes a file that must not exist yet, with the folders above it.
///
/// # Errors
/// There is something of this name already, or the disk failed; then no half-written file is left.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    let failed = |it| OutputError::disk("新建", path, &it);
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(bytes).map_err(|it| {
        // Best effort: the first failure is the one to tell.
        drop(fs::remove_file(path));
        failed(it)
    })
}

/// Creates a folder and those above it, as far as they are missing.
///
/// # Errors
/// The disk failed, or a file is in the way.
pub fn create_folder(path: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(path).map_err(|it| OutputError::disk("新建文件夹", path, &it))
}
