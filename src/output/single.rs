//! Writes the new files of an author: the starter site, a new article. All of them, or none.
//!
//! Never overwrites: a file of this name is an error, whoever wrote it.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::error::OutputError;

/// Writes files that must not exist yet, with the folders above them.
///
/// # Errors
/// There is something of this name already, or the disk failed; then nothing is left of what was made here.
pub fn create_new(files: &[(PathBuf, &[u8])]) -> Result<(), OutputError> {
    let mut made = Made::default();
    for (path, bytes) in files {
        if let Err(error) = made.file(path, bytes) {
            made.take_away();
            return Err(error);
        }
    }
    Ok(())
}

/// What was made, in order.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
        if let Some(folder) = path.parent() {
            self.folder(folder)?;
        }
        let failed = |it| OutputError::disk("新建", path, &it);
        let mut file = File::create_new(path).map_err(failed)?;
        self.files.push(path.to_owned());
        file.write_all(bytes).map_err(failed)
    }

    fn folder(&mut self, path: &Path) -> Result<(), OutputError> {
        let missing: Vec<&Path> = path
            .ancestors()
            .take_while(|it| !it.as_os_str().is_empty() && fs::symlink_metadata(it).is_err())
            .collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_owned()),
                // Someone else was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => (),
                Err(error) => return Err(OutputError::disk("新建文件夹", folder, &error)),
            }
        }
        Ok(())
    }

    /// Best effort: the failure before is the one to tell.
    fn take_away(&self) {
        for file in &self.files {
            drop(fs::remove_file(file));
        }
        for folder in self.folders.iter().rev() {
            drop(fs::remove_dir(folder));
        }
    }
}
