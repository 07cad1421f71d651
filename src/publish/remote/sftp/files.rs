//! Files and folders below the target's folder.
//!
//! In: paths relative to that folder. Out: what the trait `Remote` promises, with the reason of each refusal.
//! Never relies on the text of an answer alone: OpenSSH answers `FAILURE` for a full disk as for an existing
//! file, so the reason is found out by a further request.

use std::collections::HashSet;

use super::link_order::LinkOrder;
use super::packet::{OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_READ, OPEN_TRUNCATE, OPEN_WRITE};
use super::session::{FAILURE, Fault, Session, Status};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

pub(super) struct Files {
    pub(super) session: Session,
    /// The target's folder as an absolute path, without a slash at its end.
    root: Vec<u8>,
    /// Folders that have been used on this connection.
    known: HashSet<Vec<u8>>,
    /// Known once a link has been made.
    pub(super) link_order: Option<LinkOrder>,
}

impl Files {
    /// Finds the target's folder; that it exists is not checked.
    pub(super) async fn open(mut session: Session, folder: &str) -> Result<Self, RemoteError> {
        let mut root = if folder.starts_with('/') {
            folder.as_bytes().to_vec()
        } else if folder.as_bytes().get(1) == Some(&b':') {
            // OpenSSH on Windows writes `C:/www` as `/C:/www`.
            format!("/{}", folder.replace('\\', "/")).into_bytes()
        } else {
            let mut home = session
                .real_path(b".")
                .await
                .map_err(|fault| fault.at(b"."))?;
            let below = folder.strip_prefix("~/").unwrap_or(folder);
            if !matches!(below, "" | "." | "~") {
                home.push(b'/');
                home.extend(below.bytes());
            }
            home
        };
        while root.last() == Some(&b'/') {
            root.pop();
        }
        Ok(Self {
            session,
            root,
            known: HashSet::new(),
            link_order: None,
        })
    }

    /// The absolute path of `path`.
    pub(super) fn full(&self, path: &str) -> Result<Vec<u8>, RemoteError> {
        let is_below = !path.starts_with('/') && !path.split('/').any(|part| part == "..");
        if !is_below || path.bytes().any(|byte| byte < b' ') {
            return Err(RemoteError::new(
                RemoteErrorKind::Refused,
                format!(
                    "{}: not a path below the target's folder",
                    path.escape_debug()
                ),
            ));
        }
        if path.is_empty() {
            return Ok(self.root_path());
        }
        Ok([&self.root, b"/".as_slice(), path.as_bytes()].concat())
    }

    fn root_path(&self) -> Vec<u8> {
        match self.root.as_slice() {
            b"" => b"/".to_vec(),
            root => root.to_vec(),
        }
    }

    pub(super) async fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let full = self.full(path)?;
        let handle = match self.session.open(&full, OPEN_READ).await {
            Ok(handle) => handle,
            Err(fault) => return self.unless_missing(fault, &full).await.map(|()| None),
        };
        let result = self.session.read_all(&handle).await;
        if let Err(Fault::Lost(error)) = result {
            return Err(error);
        }
        // Nothing was written, so a refusal to close the file changes nothing.
        if let Err(Fault::Lost(error)) = self.session.close(&handle).await {
            return Err(error);
        }
        match result {
            Ok(bytes) => Ok(Some(bytes)),
            Err(fault) => self.unless_missing(fault, &full).await.map(|()| None),
        }
    }

    /// Succeeds if the cause of the refusal is that there is no file at `full`.
    async fn unless_missing(&mut self, fault: Fault, full: &[u8]) -> Result<(), RemoteError> {
        match &fault {
            Fault::Refused(status) if status.is_missing() => return Ok(()),
            Fault::Refused(status) if status.code == FAILURE => {
                let found = self.session.followed(full).await;
                match found.map_err(|fault| fault.at(full))? {
                    None => return Ok(()),
                    Some(attributes) if attributes.is_folder() => return Ok(()),
                    Some(_) => {}
                }
            }
            Fault::Refused(_) | Fault::Lost(_) => {}
        }
        Err(fault.at(full))
    }

    pub(super) async fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        let full = self.full(path)?;
        let found = self.session.attributes(&full).await;
        let Some(attributes) = found.map_err(|fault| fault.at(&full))? else {
            return Ok(None);
        };
        if attributes.is_folder() {
            return Ok(None);
        }
        match attributes.size {
            Some(size) => Ok(Some(size)),
            None => Err(RemoteError::unsupported("size")),
        }
    }

    pub(super) async fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), RemoteError> {
        let full = self.full(path)?;
        let flags = OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE;
        let opened = self.open_to_write(&full, flags).await;
        let handle = match opened {
            Ok(handle) => handle,
            Err(fault) => return Err(self.write_refused(fault, &full, bytes).await),
        };
        match self.session.write_and_close(&handle, bytes).await {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.write_refused(fault, &full, bytes).await),
        }
    }

    pub(super) async fn create(&mut self, path: &str, bytes: &[u8]) -> Result<bool, RemoteError> {
        let full = self.full(path)?;
        let flags = OPEN_WRITE | OPEN_CREATE | OPEN_EXCLUSIVE;
        let handle = match self.open_to_write(&full, flags).await {
            Ok(handle) => handle,
            Err(Fault::Refused(status)) if self.is_taken(&status, &full).await? => {
                return Ok(false);
            }
            Err(fault) => return Err(self.write_refused(fault, &full, bytes).await),
        };
        let Err(fault) = self.session.write_and_close(&handle, bytes).await else {
            return Ok(true);
        };
        let error = self.write_refused(fault, &full, bytes).await;
        if error.kind != RemoteErrorKind::Cut {
            // What is incomplete must not count as created. The first error says more than a second one.
            drop(self.session.remove(&full).await);
        }
        Err(error)
    }

    /// Whether a file was not made because there is one.
    async fn is_taken(&mut self, status: &Status, full: &[u8]) -> Result<bool, RemoteError> {
        if status.is_existing() {
            return Ok(true);
        }
        if status.is_missing() {
            return Ok(false);
        }
        match self.session.attributes(full).await {
            Ok(found) => Ok(found.is_some()),
            Err(Fault::Lost(error)) => Err(error),
            Err(Fault::Refused(_)) => Ok(false),
        }
    }

    /// Opens a file for writing; makes the folders above it if that fails without them.
    async fn open_to_write(&mut self, full: &[u8], flags: u32) -> Result<Vec<u8>, Fault> {
        let first = self.session.open(full, flags).await;
        let status = match first {
            Err(Fault::Refused(status)) => status,
            other => {
                self.known.insert(parent(full).to_vec());
                return other;
            }
        };
        // Servers differ in the code for a missing folder. One that was used before is rarely the cause.
        let may_lack_folder =
            status.is_missing() || status.code == FAILURE && !self.known.contains(parent(full));
        if !may_lack_folder {
            return Err(Fault::Refused(status));
        }
        self.make_folders(full).await?;
        self.session.open(full, flags).await
    }

    /// Makes the folders above `full`; the target's own folder too, but none above that, so that a mistake in
    /// the settings makes no second site.
    pub(super) async fn make_folders(&mut self, full: &[u8]) -> Result<(), Fault> {
        let mut missing = Vec::new();
        let mut folder = parent(full);
        while !folder.is_empty() && folder.len() >= self.root.len() {
            match self.session.make_folder(folder).await {
                Ok(()) => break,
                Err(Fault::Refused(status)) if status.is_missing() => missing.push(folder),
                Err(Fault::Refused(status)) => match self.session.followed(folder).await? {
                    Some(attributes) if attributes.is_folder() => break,
                    Some(_) => return Err(not_a_folder(folder).into()),
                    // Some servers answer `FAILURE` if the folder above is missing.
                    None if status.code == FAILURE => missing.push(folder),
                    None => return Err(Fault::Refused(status)),
                },
                Err(lost) => return Err(lost),
            }
            folder = parent(folder);
        }
        for folder in missing.into_iter().rev() {
            match self.session.make_folder(folder).await {
                Err(Fault::Refused(status)) => match self.session.followed(folder).await? {
                    // Another connection was faster.
                    Some(attributes) if attributes.is_folder() => {}
                    _ => return Err(Fault::Refused(status)),
                },
                other => other?,
            }
        }
        self.known.insert(parent(full).to_vec());
        Ok(())
    }

    /// The reason why a file could not be written.
    async fn write_refused(&mut self, fault: Fault, full: &[u8], bytes: &[u8]) -> RemoteError {
        let error = fault.at(full);
        if error.kind != RemoteErrorKind::Refused {
            return error;
        }
        let root = self.root_path();
        match self.session.space(&root).await {
            Ok(Some(space)) if space.is_out_of_files || space.free_bytes < bytes.len() as u64 => {
                RemoteError::new(RemoteErrorKind::Full, error.detail)
            }
            Ok(_) => error,
            Err(lost) => lost,
        }
    }

    pub(super) async fn delete(&mut self, path: &str) -> Result<(), RemoteError> {
        let full = self.full(path)?;
        match self.session.remove(&full).await {
            Ok(()) => Ok(()),
            Err(Fault::Refused(status)) if status.is_missing() => Ok(()),
            Err(Fault::Refused(status)) => match self.session.attributes(&full).await {
                Ok(None) => Ok(()),
                Err(Fault::Lost(error)) => Err(error),
                Ok(Some(_)) | Err(Fault::Refused(_)) => Err(Fault::Refused(status).at(&full)),
            },
            Err(Fault::Lost(error)) => Err(error),
        }
    }

    pub(super) async fn delete_folder(&mut self, path: &str) -> Result<bool, RemoteError> {
        if path.is_empty() {
            return Ok(false);
        }
        let full = self.full(path)?;
        match self.session.remove_folder(&full).await {
            Ok(()) => {
                self.known.remove(&full);
                Ok(true)
            }
            Err(Fault::Refused(status)) => Ok(status.is_missing()),
            Err(Fault::Lost(error)) => Err(error),
        }
    }

    pub(super) async fn free_space(&mut self) -> Result<Option<u64>, RemoteError> {
        let root = self.root_path();
        let space = self.session.space(&root).await?;
        Ok(space.map(|space| space.free_bytes))
    }
}

/// The folder that contains `full`.
pub(super) fn parent(full: &[u8]) -> &[u8] {
    match full.iter().rposition(|byte| *byte == b'/') {
        Some(at) => &full[..at],
        None => b"",
    }
}

fn not_a_folder(path: &[u8]) -> RemoteError {
    let path = String::from_utf8_lossy(path);
    RemoteError::new(
        RemoteErrorKind::Exists,
        format!("{path}: a file, not a folder"),
    )
}
