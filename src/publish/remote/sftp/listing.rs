//! Every file below a folder.
//!
//! In: a folder of the target. Out: its files at any depth, in the order in which the server tells them.
//! Never follows a link below that folder, and keeps one answer of the server in memory, not the listing.

use super::files::Files;
use super::packet::FileType;
use super::session::{Entry, Fault};
use crate::publish::remote::{Listed, RemoteError};

impl Files {
    /// Links and other things that are no folders count as files without a size; links are not followed.
    pub(super) async fn list(
        &mut self,
        folder: &str,
        each: &mut dyn FnMut(Listed),
    ) -> Result<(), RemoteError> {
        let mut waiting = vec![Folder {
            full: self.full(folder)?,
            path: folder.as_bytes().to_vec(),
        }];
        while let Some(folder) = waiting.pop() {
            match self.session.open_folder(&folder.full).await {
                Ok(handle) => self.list_one(&handle, &folder, &mut waiting, each).await?,
                Err(fault) => self.unless_gone(fault, &folder.full).await?,
            }
        }
        Ok(())
    }

    /// Calls `each` with the files of one open folder, puts its folders on the list, and closes it.
    async fn list_one(
        &mut self,
        handle: &[u8],
        folder: &Folder,
        waiting: &mut Vec<Folder>,
        each: &mut dyn FnMut(Listed),
    ) -> Result<(), RemoteError> {
        let at = |fault: Fault| fault.at(&folder.full);
        while let Some(entries) = self.session.entries(handle).await.map_err(at)? {
            for entry in entries {
                let file_type = self.entry_type(&entry, &folder.full).await?;
                let path = join(&folder.path, &entry.name);
                match file_type {
                    None => (),
                    Some(FileType::Folder) => waiting.push(Folder {
                        full: join(&folder.full, &entry.name),
                        path,
                    }),
                    Some(file_type) => each(Listed {
                        path: String::from_utf8_lossy(&path).into_owned(),
                        size: entry
                            .attributes
                            .size
                            .filter(|_| file_type == FileType::File),
                    }),
                }
            }
        }
        let closed = self.session.close(handle).await;
        closed.map_err(|fault| fault.at(&folder.full))
    }

    /// `None` for entries that are not listed: the folder itself, the one above it, and names that are no
    /// names.
    async fn entry_type(
        &mut self,
        entry: &Entry,
        folder: &[u8],
    ) -> Result<Option<FileType>, RemoteError> {
        if matches!(entry.name.as_slice(), b"" | b"." | b"..") || entry.name.contains(&b'/') {
            return Ok(None);
        }
        if let Some(file_type) = entry.attributes.file_type() {
            return Ok(Some(file_type));
        }
        let full = join(folder, &entry.name);
        let found = self.session.attributes(&full).await;
        let attributes = found.map_err(|fault| fault.at(&full))?;
        Ok(attributes.map(|attributes| attributes.file_type().unwrap_or(FileType::Other)))
    }

    /// Succeeds if a folder could not be opened because it does not exist.
    async fn unless_gone(&mut self, fault: Fault, full: &[u8]) -> Result<(), RemoteError> {
        match fault {
            Fault::Refused(status) if status.is_missing() => Ok(()),
            Fault::Refused(status) => match self.session.followed(full).await {
                Ok(None) => Ok(()),
                Err(Fault::Lost(error)) => Err(error),
                Ok(Some(_)) | Err(Fault::Refused(_)) => Err(Fault::Refused(status).at(full)),
            },
            Fault::Lost(error) => Err(error),
        }
    }
}

/// A folder that is to be listed.
struct Folder {
    full: Vec<u8>,
    /// The path for the caller.
    path: Vec<u8>,
}

fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    match folder {
        b"" => name.to_vec(),
        b"/" => [b"/", name].concat(),
        folder => [folder, b"/", name].concat(),
    }
}
