//! Renaming, copies made by the server, and symbolic links.
//!
//! In: paths relative to the target's folder. Out: one step for a reader of the site, or `Unsupported`.
//! Never removes what is to be replaced before the new one is in its place.

use super::files::{Files, parent};
use super::link_order::LinkOrder;
use super::packet::{FileType, OPEN_CREATE, OPEN_EXCLUSIVE, OPEN_READ, OPEN_WRITE};
use super::session::Fault;
use crate::publish::remote::{RemoteError, RemoteErrorKind};

const POSIX_RENAME: &str = "posix-rename@openssh.com";
const HARD_LINK: &str = "hardlink@openssh.com";
const COPY_DATA: &str = "copy-data";

impl Files {
    pub(super) async fn rename(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let (full_from, full_to) = (self.full(from)?, self.full(to)?);
        if full_from == full_to {
            // Windows' OpenSSH deletes a file that is renamed to its own name
            // (PowerShell/Win32-OpenSSH#1849).
            return Err(to_own_name(from));
        }
        match self.move_to(&full_from, &full_to).await {
            Ok(()) => Ok(()),
            Err(Fault::Refused(status)) if status.is_missing() => {
                if !self.is_there(&full_from).await? {
                    return Err(Fault::Refused(status).at(&full_from));
                }
                self.make_folders(&full_to)
                    .await
                    .map_err(|fault| fault.at(&full_to))?;
                let again = self.move_to(&full_from, &full_to).await;
                again.map_err(|fault| fault.at(&full_to))
            }
            Err(Fault::Refused(status)) => {
                let error = Fault::Refused(status).at(&full_to);
                if error.kind == RemoteErrorKind::Refused && self.is_there(&full_to).await? {
                    return Err(RemoteError::new(RemoteErrorKind::Exists, error.detail));
                }
                if error.kind == RemoteErrorKind::Refused && !self.is_there(&full_from).await? {
                    return Err(RemoteError::new(RemoteErrorKind::NotFound, error.detail));
                }
                Err(error)
            }
            Err(Fault::Lost(error)) => Err(error),
        }
    }

    /// Renames, and replaces what is at `to` if the server can.
    async fn move_to(&mut self, from: &[u8], to: &[u8]) -> Result<(), Fault> {
        if self.session.offers(POSIX_RENAME) {
            match self.session.extended_paths(POSIX_RENAME, from, to).await {
                Err(Fault::Refused(status)) if status.is_unsupported() => {}
                other => return other,
            }
        }
        self.session.rename(from, to).await
    }

    async fn is_there(&mut self, full: &[u8]) -> Result<bool, RemoteError> {
        match self.session.attributes(full).await {
            Ok(found) => Ok(found.is_some()),
            Err(fault) => Err(fault.at(full)),
        }
    }

    pub(super) async fn copy(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let (full_from, full_to) = (self.full(from)?, self.full(to)?);
        let fault = match self.duplicate(&full_from, &full_to).await? {
            Ok(()) => return Ok(()),
            Err(fault) => fault,
        };
        if !self.is_there(&full_from).await? {
            return Err(missing(&full_from));
        }
        if self.is_there(&full_to).await? {
            return Err(exists(&full_to));
        }
        if matches!(&fault, Fault::Refused(status) if status.is_missing()) {
            self.make_folders(&full_to)
                .await
                .map_err(|fault| fault.at(&full_to))?;
            let again = self.duplicate(&full_from, &full_to).await?;
            return again.map_err(|fault| fault.at(&full_to));
        }
        Err(fault.at(&full_to))
    }

    /// The outer error is `Unsupported` or a lost connection, the inner one the last refusal.
    async fn duplicate(
        &mut self,
        from: &[u8],
        to: &[u8],
    ) -> Result<Result<(), Fault>, RemoteError> {
        let mut outcome = None;
        if self.session.offers(HARD_LINK) {
            outcome = Some(self.session.extended_paths(HARD_LINK, from, to).await);
        }
        // File systems without hard links refuse with `FAILURE` or `OP_UNSUPPORTED`.
        let is_decided = match &outcome {
            Some(Err(Fault::Refused(status))) => status.is_missing() || status.is_existing(),
            Some(_) => true,
            None => false,
        };
        if !is_decided && self.session.offers(COPY_DATA) {
            outcome = Some(self.copy_data(from, to).await);
        }
        match outcome {
            None => Err(RemoteError::unsupported("copy")),
            Some(Err(Fault::Lost(error))) => Err(error),
            Some(Err(Fault::Refused(status))) if status.is_unsupported() => {
                Err(RemoteError::unsupported("copy"))
            }
            Some(result) => Ok(result),
        }
    }

    async fn copy_data(&mut self, from: &[u8], to: &[u8]) -> Result<(), Fault> {
        let source = self.session.open(from, OPEN_READ).await?;
        let flags = OPEN_WRITE | OPEN_CREATE | OPEN_EXCLUSIVE;
        let outcome = match self.session.open(to, flags).await {
            Ok(copy) => self.copy_open(&source, &copy).await,
            Err(fault) => Err((fault, false)),
        };
        self.session.close(&source).await?;
        match outcome {
            Ok(()) => Ok(()),
            Err((fault @ Fault::Refused(_), true)) => {
                // The refusal says more than a second one for the incomplete copy.
                drop(self.session.remove(to).await);
                Err(fault)
            }
            Err((fault, _)) => Err(fault),
        }
    }

    /// Copies between two open files and closes the second. The error says whether the copy was begun.
    async fn copy_open(&mut self, source: &[u8], copy: &[u8]) -> Result<(), (Fault, bool)> {
        let request = self.session.extended(COPY_DATA);
        // From the start, up to the end, to the start (draft-ietf-secsh-filexfer-extensions-00 §7).
        let request = request.string(source).u64(0).u64(0).string(copy).u64(0);
        let copied = self.session.ask(request).await;
        let closed = self.session.close(copy).await;
        copied.and(closed).map_err(|fault| (fault, true))
    }

    /// Makes the link under a temporary name, reads it back, and renames it over the old one.
    pub(super) async fn link(&mut self, target: &str, link: &str) -> Result<(), RemoteError> {
        let full = self.full(link)?;
        if !self.session.offers(POSIX_RENAME) && self.is_there(&full).await? {
            return Err(RemoteError::unsupported(
                "a link cannot be replaced in one step",
            ));
        }
        let order = match self.link_order {
            Some(order) => order,
            None => self.find_link_order(&full).await?,
        };
        let temporary = temporary_beside(&full)?;
        let result = self.link_new(target, &temporary, order).await;
        if let Err(error) = result {
            self.discard(&temporary).await?;
            return Err(error);
        }
        let moved = self.move_to(&temporary, &full).await;
        let Err(fault) = moved else {
            return Ok(());
        };
        let error = fault.at(&full);
        if error.kind != RemoteErrorKind::Cut {
            self.discard(&temporary).await?;
        }
        Err(error)
    }

    async fn link_new(
        &mut self,
        target: &str,
        link: &[u8],
        order: LinkOrder,
    ) -> Result<(), RemoteError> {
        match order {
            LinkOrder::TargetFirst => self.symlink(target.as_bytes(), link, link).await?,
            LinkOrder::LinkFirst => self.symlink(link, target.as_bytes(), link).await?,
        }
        let stored = self.session.link_target(link).await;
        let stored = stored.map_err(|fault| fault.at(link))?;
        if stored == target.as_bytes() {
            return Ok(());
        }
        let stored = String::from_utf8_lossy(&stored);
        Err(RemoteError::unsupported(&format!(
            "symlink: {target} was stored as {stored}"
        )))
    }

    /// Sends the two paths of a link in this order; makes the folders above `link` if that fails without
    /// them.
    async fn symlink(
        &mut self,
        first: &[u8],
        second: &[u8],
        link: &[u8],
    ) -> Result<(), RemoteError> {
        let made = self.session.symlink(first, second).await;
        let may_lack_folder =
            matches!(&made, Err(Fault::Refused(status)) if !status.is_unsupported());
        if !may_lack_folder {
            return made.map_err(|fault| fault.at(link));
        }
        self.make_folders(link)
            .await
            .map_err(|fault| fault.at(link))?;
        let again = self.session.symlink(first, second).await;
        again.map_err(|fault| fault.at(link))
    }

    /// Makes a link between two temporary names and looks which of them is the link. A relative target in the
    /// wrong order would leave a link of that name in the login folder.
    async fn find_link_order(&mut self, beside: &[u8]) -> Result<LinkOrder, RemoteError> {
        let (first, second) = (temporary_beside(beside)?, temporary_beside(beside)?);
        self.symlink(&first, &second, beside).await?;
        let order = match self.session.link_target(&second).await {
            Ok(_) => LinkOrder::TargetFirst,
            Err(Fault::Refused(_)) => LinkOrder::LinkFirst,
            Err(Fault::Lost(error)) => return Err(error),
        };
        match order {
            LinkOrder::TargetFirst => self.discard(&second).await?,
            LinkOrder::LinkFirst => self.discard(&first).await?,
        }
        self.link_order = Some(order);
        Ok(order)
    }

    /// Removes a temporary link, if it is there.
    async fn discard(&mut self, full: &[u8]) -> Result<(), RemoteError> {
        match self.session.remove(full).await {
            Err(Fault::Lost(error)) => Err(error),
            Ok(()) | Err(Fault::Refused(_)) => Ok(()),
        }
    }

    pub(super) async fn read_link(&mut self, link: &str) -> Result<Option<String>, RemoteError> {
        let full = self.full(link)?;
        match self.session.link_target(&full).await {
            Ok(target) => Ok(Some(String::from_utf8_lossy(&target).into_owned())),
            Err(Fault::Refused(status)) if status.is_missing() => Ok(None),
            Err(Fault::Refused(status)) if status.is_unsupported() => {
                Err(RemoteError::unsupported("readlink"))
            }
            Err(fault @ Fault::Refused(_)) => {
                let found = self.session.attributes(&full).await;
                let found = found.map_err(|fault| fault.at(&full))?;
                match found.and_then(|attributes| attributes.file_type()) {
                    Some(FileType::Link) => Err(fault.at(&full)),
                    _ => Ok(None),
                }
            }
            Err(Fault::Lost(error)) => Err(error),
        }
    }
}

/// A name that no site uses; some servers refuse a dot as the first character (rclone's documentation of
/// FTP).
fn temporary_beside(full: &[u8]) -> Result<Vec<u8>, RemoteError> {
    let number = getrandom::u64().map_err(|error| {
        RemoteError::new(RemoteErrorKind::Refused, format!("random numbers: {error}"))
    })?;
    let name = format!("/fz-tmp-{number:016x}");
    Ok([parent(full), name.as_bytes()].concat())
}

fn to_own_name(path: &str) -> RemoteError {
    RemoteError::new(
        RemoteErrorKind::Refused,
        format!("{path}: would be renamed to its own name"),
    )
}

fn missing(full: &[u8]) -> RemoteError {
    RemoteError::new(RemoteErrorKind::NotFound, String::from_utf8_lossy(full))
}

fn exists(full: &[u8]) -> RemoteError {
    RemoteError::new(RemoteErrorKind::Exists, String::from_utf8_lossy(full))
}
