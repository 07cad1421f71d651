//! Paths as the server knows them: the target's folder, and what is below it.
//!
//! In: paths of the site. Out: arguments of commands.
//! None of them can be read as a second command (rclone's GHSA-8c48-q9wj-3w37) or leads out of the folder.

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// The folder without a slash at its end.
pub(super) fn folder(folder: &str) -> &str {
    match folder {
        "/" => folder,
        _ => folder.trim_end_matches('/'),
    }
}

/// # Errors
/// `Forbidden` for anything but a relative path of printable ASCII.
pub(super) fn checked(folder: &str, path: &str) -> Result<String, RemoteError> {
    let is_safe = path.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !is_safe {
        return Err(RemoteError::new(
            RemoteErrorKind::Forbidden,
            format!("not a path for a server: {path:?}"),
        ));
    }
    Ok(below(folder, path))
}

pub(super) fn below(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        _ if folder.ends_with('/') => format!("{folder}{name}"),
        _ => format!("{folder}/{name}"),
    }
}

pub(super) fn with_argument(command: &str, argument: &str) -> String {
    match argument {
        "" => command.to_owned(),
        _ => format!("{command} {argument}"),
    }
}

/// The folders above a file, the nearest first.
pub(super) fn parents(file: &str) -> impl Iterator<Item = &str> {
    file.rmatch_indices('/')
        .map(|(end, _)| &file[..end])
        .filter(|folder| !folder.is_empty())
}

/// Beside the file; starts with no dot, which vsftpd may refuse.
pub(super) fn temporary_name(file: &str) -> String {
    let folder = parents(file).next().unwrap_or_default();
    let number = RandomState::new().build_hasher().finish();
    let name = format!("fz-tmp-{number:016x}");
    match file.starts_with('/') && folder.is_empty() {
        true => format!("/{name}"),
        false => below(folder, &name),
    }
}
