//! Reads and writes the files that publishing keeps in the site's folder `publish/`.
//!
//! A file is written under a temporary name and renamed, so a reader finds the old content or the new one.
//! Errors name the operation and the path.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use crate::{output::OutputError, pipeline::Failure};

/// The bytes of a file; `None` if there is none.
///
/// # Errors
/// It exists and cannot be read.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    #[expect(
        clippy::disallowed_methods,
        reason = "files of `publish` are no sources of the site"
    )]
    let bytes = fs::read(path);
    match bytes {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("读取", path, &error)),
    }
}

/// Writes a file, and the folders above it.
///
/// # Errors
/// An I/O error; an earlier file is intact then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let temporary = path.with_extension("tmp");
    let written = make_parent(path).and_then(|()| {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        fs::rename(&temporary, path)
    });
    written.map_err(|it| {
        // Best effort: the first failure is the one to report.
        drop(fs::remove_file(&temporary));
        failed("写入", path, &it)
    })
}

/// Same, and waits until the file is on the disk.
///
/// # Errors
/// An I/O error; an earlier file is intact then.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write(path, bytes)?;
    let synced = File::open(path).and_then(|it| it.sync_all());
    match synced {
        // Windows syncs only files that are open for writing.
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => {
            Err(failed("写入", path, &error))
        }
        _ => Ok(()),
    }
}

/// The text of a file that a person brings along, in whatever encoding.
///
/// # Errors
/// There is no such file, or it cannot be read.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let missing = || failed("读取", path, &io::ErrorKind::NotFound.into());
    let bytes = read(path)?.ok_or_else(missing)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|it| encoding_rs::GB18030.decode(it.as_bytes()).0.into_owned()))
}

/// Makes a folder and those above it.
///
/// # Errors
/// An I/O error.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|it| failed("新建文件夹", folder, &it))
}

/// Opens a file to which lines are appended.
///
/// # Errors
/// An I/O error.
pub fn open_to_append(path: &Path) -> Result<File, Failure> {
    let opened =
        make_parent(path).and_then(|()| File::options().create(true).append(true).open(path));
    opened.map_err(|it| failed("写入", path, &it))
}

/// Removes a file; one that is gone already is no error.
///
/// # Errors
/// An I/O error.
pub fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("删除", path, &error)),
        _ => Ok(()),
    }
}

/// The names in a folder, sorted; none if there is no such folder.
///
/// # Errors
/// The folder cannot be listed.
pub fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("查看", folder, &error)),
    };
    let names: io::Result<Vec<String>> = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect();
    let mut names = names.map_err(|it| failed("查看", folder, &it))?;
    names.sort();
    Ok(names)
}

pub fn failed(act: &str, path: &Path, error: &io::Error) -> Failure {
    OutputError::disk(act, path, error).into()
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}
