//! A folder of this computer or of the network as a target.
//!
//! In: a path. Out: a `Remote` that writes there. Renames replace files in one step on every system; on
//! Windows a file that another program holds open is tried again for some seconds.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{Connect, Listed, Remote, RemoteError, RemoteErrorKind, Upload};
use crate::publish::disk;

/// How often and how long a file that is held open is tried again; virus scanners hold new files for a
/// moment.
const BUSY_PAUSES_MS: [u64; 7] = [50, 100, 200, 400, 800, 1600, 3200];

pub struct FolderTarget(pub PathBuf);

impl Connect for FolderTarget {
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError> {
        // Never made: below a mount point without its disk it would be a folder of this computer.
        fs::read_dir(&self.0).map_err(|it| failed(&it, &self.0))?;
        Ok(Box::new(Folder(self.0.clone())))
    }

    fn connections(&self) -> usize {
        4
    }
}

struct Folder(PathBuf);

impl Remote for Folder {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let path = self.0.join(path);
        disk::read(&path).or_else(|failure| match path.is_dir() || !path.exists() {
            true => Ok(None),
            false => Err(RemoteError::new(
                RemoteErrorKind::Forbidden,
                failure.message,
            )),
        })
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        match fs::symlink_metadata(self.0.join(path)) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) => or_absent(&error, &self.0),
        }
    }

    fn put(&mut self, path: &str, file: &Upload<'_>) -> Result<(), RemoteError> {
        self.write(
            path,
            file,
            OpenOptions::new().write(true).create(true).truncate(true),
        )
    }

    fn create(&mut self, path: &str, file: &Upload<'_>) -> Result<bool, RemoteError> {
        match self.write(path, file, OpenOptions::new().write(true).create_new(true)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind == RemoteErrorKind::Exists => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn creates_exclusively(&self) -> bool {
        true
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let (from, to) = (self.0.join(from), self.0.join(to));
        unless_busy(|| fs::rename(&from, &to)).map_err(|it| failed(&it, &to))
    }

    fn delete(&mut self, path: &str) -> Result<(), RemoteError> {
        let path = self.0.join(path);
        match unless_busy(|| fs::remove_file(&path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&error, &path)),
            _ => Ok(()),
        }
    }

    fn delete_folder(&mut self, path: &str) -> Result<bool, RemoteError> {
        Ok(fs::remove_dir(self.0.join(path)).is_ok())
    }

    fn list(&mut self, folder: &str, each: &mut dyn FnMut(Listed)) -> Result<(), RemoteError> {
        let top = self.0.join(folder);
        if !top.exists() {
            return Ok(());
        }
        for entry in walkdir::WalkDir::new(&top) {
            let entry = entry.map_err(|it| RemoteError::new(RemoteErrorKind::Refused, it))?;
            if entry.file_type().is_dir() {
                continue;
            }
            let below = entry.path().strip_prefix(&self.0).unwrap_or(entry.path());
            let parts: Vec<_> = below.iter().map(|it| it.to_string_lossy()).collect();
            each(Listed {
                path: parts.join("/"),
                size: entry.metadata().ok().map(|it| it.len()),
            });
        }
        Ok(())
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let (from, to) = (self.0.join(from), self.0.join(to));
        let made = make_parent(&to);
        let linked = made
            .and_then(|()| fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)));
        linked.map_err(|it| failed(&it, &to))
    }

    #[cfg(unix)]
    fn link(&mut self, target: &str, link: &str) -> Result<(), RemoteError> {
        let link = self.0.join(link);
        let temporary = link.with_extension("fz-tmp");
        drop(fs::remove_file(&temporary));
        let made = std::os::unix::fs::symlink(target, &temporary);
        made.and_then(|()| fs::rename(&temporary, &link))
            .map_err(|it| failed(&it, &link))
    }

    fn read_link(&mut self, link: &str) -> Result<Option<String>, RemoteError> {
        let target = fs::read_link(self.0.join(link)).ok();
        Ok(target.map(|it| it.to_string_lossy().into_owned()))
    }

    #[cfg(unix)]
    fn free_space(&mut self) -> Result<Option<u64>, RemoteError> {
        let found = rustix::fs::statvfs(&self.0).ok();
        Ok(found.map(|it| it.f_bavail.saturating_mul(it.f_frsize)))
    }

    fn description(&self) -> String {
        "folder".to_owned()
    }
}

impl Folder {
    fn write(
        &self,
        path: &str,
        file: &Upload<'_>,
        options: &OpenOptions,
    ) -> Result<(), RemoteError> {
        let path = self.0.join(path);
        let opened = make_parent(&path).and_then(|()| unless_busy(|| options.open(&path)));
        let written = opened.and_then(|mut it: File| it.write_all(file.bytes));
        written.map_err(|it| failed(&it, &path))
    }
}

/// Tries again while another program holds the file (Windows: `ERROR_ACCESS_DENIED`,
/// `ERROR_SHARING_VIOLATION`).
fn unless_busy<T>(act: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for pause in BUSY_PAUSES_MS {
        match act() {
            Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32)) => {
                thread::sleep(Duration::from_millis(pause));
            }
            result => return result,
        }
    }
    act()
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn or_absent<T>(error: &io::Error, path: &Path) -> Result<Option<T>, RemoteError> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
        _ => Err(failed(error, path)),
    }
}

fn failed(error: &io::Error, path: &Path) -> RemoteError {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => RemoteErrorKind::NotFound,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            RemoteErrorKind::Forbidden
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => RemoteErrorKind::Full,
        io::ErrorKind::AlreadyExists => RemoteErrorKind::Exists,
        io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::StaleNetworkFileHandle => RemoteErrorKind::Unreachable,
        _ => RemoteErrorKind::Refused,
    };
    RemoteError::new(kind, format!("{}: {error}", path.display()))
}
