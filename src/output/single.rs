//! Writes an author's new files: a starter site, a new article. Either all are written or none.
//!
//! Never overwrites: an existing file is an error, whoever wrote it.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::error::OutputError;

/// Creates files that must not exist yet, with their parent folders.
///
/// # Errors
/// Something of this name exists already, or an I/O error; everything created here has been removed then.
pub fn create_new(files: &[(PathBuf, &[u8])]) -> Result<(), OutputError> {
    let mut created = CreatedFiles::default();
    for (path, bytes) in files {
        if let Err(error) = created.file(path, bytes) {
            created.roll_back();
            return Err(error);
        }
    }
    Ok(())
}

/// What has been created, in order.
#[derive(Default)]
struct CreatedFiles {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl CreatedFiles {
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
                // Created concurrently by another process.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => (),
                Err(error) => return Err(OutputError::disk("新建文件夹", folder, &error)),
            }
        }
        Ok(())
    }

    /// Best effort: the failure before it is the one to report.
    fn roll_back(&self) {
        for file in &self.files {
            drop(fs::remove_file(file));
        }
        for folder in self.folders.iter().rev() {
            drop(fs::remove_dir(folder));
        }
    }
}
