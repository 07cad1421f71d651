//! Folders of a WebDAV server: making, listing, and removing those that are empty.
//!
//! In: paths of folders. Out: requests on the connection.
//! Where a server has no listings (nginx without `dav-ext`), nothing is removed that may be a folder.

use super::{Call, Connection, Listing, multistatus};
use crate::publish::{
    remote::http::{Answer, refused},
    remote::{Listed, RemoteError, RemoteErrorKind},
};

impl Connection {
    pub fn propfind(&mut self, path: &str, depth: &'static str) -> Result<Answer, RemoteError> {
        self.send(&Call {
            method: "PROPFIND",
            path,
            headers: &[
                ("depth", depth),
                ("content-type", "application/xml; charset=utf-8"),
            ],
            body: Some(multistatus::QUESTION.as_bytes()),
        })
    }

    /// The size of a file by its listing.
    pub fn listed_size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        let missing = || RemoteError::unsupported("Content-Length");
        if self.listing == Listing::None {
            return Err(missing());
        }
        let answer = self.propfind(path, "0")?;
        if answer.is_missing() {
            return Ok(None);
        }
        if answer.status != 207 {
            return Err(refused(&answer));
        }
        let entries = multistatus::parse(&answer.body)?;
        let size = entries.first().and_then(|entry| entry.size);
        size.map(Some).ok_or_else(missing)
    }

    /// Makes the folders above a file. Those that cannot be made are left to the request that needs them:
    /// some accounts may not make folders, and servers tell in several ways that one exists.
    pub fn make_folders_above(&mut self, path: &str) -> Result<(), RemoteError> {
        let path = path.trim_end_matches('/');
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.make_folder(folder)
    }

    fn make_folder(&mut self, folder: &str) -> Result<(), RemoteError> {
        if self.folders.contains(folder) {
            return Ok(());
        }
        let path = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let answer = self.send(&Call::new("MKCOL", &path))?;
        let is_orphan = matches!(answer.status, 404 | 409);
        if is_orphan && !folder.is_empty() {
            self.make_folders_above(folder)?;
            self.send(&Call::new("MKCOL", &path))?;
        }
        self.folders.insert(folder.to_owned());
        Ok(())
    }

    pub fn delete_file(&mut self, path: &str) -> Result<(), RemoteError> {
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            let detail = "DELETE: the folder of the target itself";
            return Err(RemoteError::new(RemoteErrorKind::Refused, detail));
        }
        // Apache deletes a folder and all that is in it by its path without a separator; nginx answers 409.
        if self.listing == Listing::Propfind {
            let answer = self.propfind(path, "0")?;
            if answer.is_missing() {
                return Ok(());
            }
            let is_folder = answer.status != 207
                || multistatus::parse(&answer.body)?
                    .iter()
                    .any(|entry| entry.is_folder);
            if is_folder {
                let detail = format!("DELETE {path}: not a file");
                return Err(RemoteError::new(RemoteErrorKind::Refused, detail));
            }
        }
        let answer = self.send(&Call::new("DELETE", path))?;
        match answer.status {
            404 | 410 => Ok(()),
            207 => match multistatus::failure(&answer.body)? {
                None => Ok(()),
                Some(_) => Err(refused(&answer)),
            },
            _ if answer.is_success() => Ok(()),
            // What nginx says of a folder; elsewhere a status of a missing one.
            409 => {
                let detail = refused(&answer).detail;
                Err(RemoteError::new(RemoteErrorKind::Refused, detail))
            }
            _ => Err(refused(&answer)),
        }
    }

    pub fn delete_empty_folder(&mut self, folder: &str) -> Result<bool, RemoteError> {
        let folder = folder.trim_end_matches('/');
        if self.listing == Listing::None || folder.is_empty() {
            return Ok(false);
        }
        let path = format!("{folder}/");
        let answer = self.propfind(&path, "1")?;
        if answer.is_missing() {
            return Ok(true);
        }
        if answer.status != 207 || !is_empty_folder(&answer)? {
            return Ok(false);
        }
        let answer = self.send(&Call::new("DELETE", &path))?;
        self.folders.remove(folder);
        Ok(answer.is_missing() || answer.is_success() && answer.status != 207)
    }

    pub fn list_all(
        &mut self,
        folder: &str,
        each: &mut dyn FnMut(Listed),
    ) -> Result<(), RemoteError> {
        if self.listing == Listing::None {
            return Err(RemoteError::unsupported("PROPFIND"));
        }
        let first = folder.trim_end_matches('/');
        let mut waiting = vec![if first.is_empty() {
            String::new()
        } else {
            format!("{first}/")
        }];
        while let Some(folder) = waiting.pop() {
            let answer = self.propfind(&folder, "1")?;
            // Another hand may remove a folder between its listing and this one.
            if answer.is_missing() {
                continue;
            }
            if answer.status != 207 {
                return Err(refused(&answer));
            }
            let entries = multistatus::parse(&answer.body)?;
            let (folders, files): (Vec<_>, Vec<_>) =
                multistatus::inside(&entries).partition(|(_, entry)| entry.is_folder);
            waiting.extend(folders.iter().map(|(name, _)| format!("{folder}{name}/")));
            for (name, entry) in files {
                let path = format!("{folder}{name}");
                let size = entry.size;
                each(Listed { path, size });
            }
        }
        Ok(())
    }
}

/// Whether a listing has one entry, a folder: itself.
fn is_empty_folder(answer: &Answer) -> Result<bool, RemoteError> {
    let entries = multistatus::parse(&answer.body)?;
    Ok(matches!(entries.as_slice(), [entry] if entry.is_folder))
}
