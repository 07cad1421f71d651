//! What publishing needs of a server: a connection that reads, writes, renames and deletes files in one
//! folder.
//!
//! Paths are relative to the target's folder, ASCII, separated by `/`: `cases/a/index.html`. The folder
//! itself is `""`. A call that returned `Ok` has been confirmed by the server. Nothing here retries or
//! decides an order.

#[cfg(feature = "network")]
mod certificates;
#[cfg(feature = "network")]
mod fetch;
mod folder;
#[cfg(feature = "network")]
mod ftp;
#[cfg(feature = "network")]
mod http;
#[cfg(feature = "network")]
mod s3;
#[cfg(feature = "network")]
mod sftp;
#[cfg(feature = "network")]
mod webdav;

use std::fmt;

pub use self::folder::FolderTarget;
#[cfg(feature = "network")]
pub use self::{
    certificates::Certificates,
    fetch::{Encoding, Fetcher},
    ftp::{FtpSettings, FtpTarget, Passive, Security, Tls13},
    http::PlainText,
    s3::{Addressing, CreateOnly, S3Settings},
    sftp::{AgentUse, Algorithms, PrivateKeyText, SftpSettings, WINDOWS_AGENT, known_host_key},
    webdav::WebdavSettings,
};

/// The settings of a target, with which connections are opened.
pub trait Connect: Send + Sync {
    /// Opens and authenticates one connection.
    ///
    /// # Errors
    /// The server cannot be reached, is not the one that was pinned, or refuses the account.
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError>;

    /// The number of connections that servers of this kind usually allow at once.
    fn connections(&self) -> usize;
}

/// One connection.
pub trait Remote: Send {
    /// The bytes of a file; `None` if there is no such file.
    ///
    /// # Errors
    /// The server refuses, or the connection is cut.
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError>;

    /// The size of a file in bytes; `None` if there is no such file.
    ///
    /// # Errors
    /// The server refuses, or the connection is cut. `Unsupported` if the server never tells sizes.
    fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError>;

    /// Writes a whole file, replaces an existing one, and makes the folders above it.
    ///
    /// The new bytes are complete when it returns; until then readers may see a part of them, unless
    /// `puts_whole`.
    ///
    /// # Errors
    /// The server refuses, its disk is full, or the connection is cut.
    fn put(&mut self, path: &str, file: &Upload<'_>) -> Result<(), RemoteError>;

    /// Whether a reader of a file that `put` replaces gets either the old bytes or the new ones.
    fn puts_whole(&self) -> bool {
        false
    }

    /// Writes a file only if there is none; false if there is one.
    ///
    /// # Errors
    /// As `put`.
    fn create(&mut self, path: &str, file: &Upload<'_>) -> Result<bool, RemoteError>;

    /// Whether `create` is sure: of two computers that call it at the same moment, exactly one succeeds.
    fn creates_exclusively(&self) -> bool {
        false
    }

    /// Renames a file; replaces an existing one where the server can do so.
    ///
    /// # Errors
    /// `Exists` if there is a file at `to` and the server replaces none; `NotFound`; `Unsupported`.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), RemoteError>;

    /// Removes a file; a file that is gone already is no error.
    ///
    /// # Errors
    /// The server refuses, or the connection is cut.
    fn delete(&mut self, path: &str) -> Result<(), RemoteError>;

    /// Removes a folder if it is empty; false if it is not, or if the server has no folders.
    ///
    /// # Errors
    /// The connection is cut.
    fn delete_folder(&mut self, path: &str) -> Result<bool, RemoteError>;

    /// Calls `each` with every file at any depth below `folder`, in no order. A folder that does not exist
    /// has none. Keeps at most one page or one folder of the listing in memory.
    ///
    /// # Errors
    /// The server refuses, or the connection is cut. `Unsupported` if the server has no listings.
    fn list(&mut self, folder: &str, each: &mut dyn FnMut(Listed)) -> Result<(), RemoteError>;

    /// Makes `to` another name of the file `from`, or a copy made by the server; `to` does not exist yet.
    ///
    /// # Errors
    /// `Unsupported` where the server can do neither.
    fn copy(&mut self, _from: &str, _to: &str) -> Result<(), RemoteError> {
        Err(RemoteError::unsupported("copy"))
    }

    /// Makes `link` a symbolic link to `target`, a path relative to the link's own folder; replaces an
    /// existing link in one step.
    ///
    /// # Errors
    /// `Unsupported` where the server has no symbolic links or cannot replace one in one step.
    fn link(&mut self, _target: &str, _link: &str) -> Result<(), RemoteError> {
        Err(RemoteError::unsupported("symlink"))
    }

    /// The target of a symbolic link, as it is stored; `None` if there is no link at `link`.
    ///
    /// # Errors
    /// `Unsupported`, or the connection is cut.
    fn read_link(&mut self, _link: &str) -> Result<Option<String>, RemoteError> {
        Err(RemoteError::unsupported("readlink"))
    }

    /// Free space for this account in bytes; `None` if the server does not tell.
    ///
    /// # Errors
    /// The connection is cut.
    fn free_space(&mut self) -> Result<Option<u64>, RemoteError> {
        Ok(None)
    }

    /// What the server says of itself, for the record of `target check`: `OpenSSH_9.2; posix-rename,
    /// statvfs`.
    fn description(&self) -> String;
}

/// A file to be written.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    pub bytes: &'a [u8],
    /// Lower-case hex.
    pub sha256: &'a str,
    /// `text/html; charset=utf-8`; for servers that store it.
    pub content_type: &'a str,
    /// `public, max-age=31536000, immutable`; for servers that store it. Empty for none.
    pub cache_control: &'a str,
}

/// A file in a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub path: String,
    pub size: Option<u64>,
}

/// Why a server did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteError {
    pub kind: RemoteErrorKind,
    /// The server's own answer or the system's error, for the message; never contains a secret.
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteErrorKind {
    /// No connection could be made: wrong address or port, no network, a firewall.
    Unreachable,
    /// A working connection was cut or timed out; the same call may succeed on a new one.
    Cut,
    /// The server speaks another protocol; the name of it where it is known: `SSH`.
    WrongProtocol(String),
    /// The user name, password or key is refused.
    Denied,
    /// The server's SSH host key is not the pinned one, or none is pinned yet. Fingerprints as OpenSSH prints
    /// them: `SHA256:…`.
    HostKey {
        pinned: Option<String>,
        found: String,
    },
    /// The TLS certificate is expired, for another name, or of an unknown authority.
    Certificate,
    /// No cipher, key exchange or TLS version in common.
    Algorithms,
    /// The account may not do this to this path.
    Forbidden,
    /// The disk is full or a quota is used up.
    Full,
    /// A file exists and is not replaced.
    Exists,
    /// A file or folder that was needed does not exist.
    NotFound,
    /// The server cannot do this at all.
    Unsupported,
    /// Any other refusal.
    Refused,
}

impl RemoteError {
    pub fn new(kind: RemoteErrorKind, detail: impl fmt::Display) -> Self {
        Self {
            kind,
            detail: detail.to_string(),
        }
    }

    pub fn unsupported(command: &str) -> Self {
        Self::new(RemoteErrorKind::Unsupported, command)
    }

    /// Whether the same call may succeed on a new connection.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            RemoteErrorKind::Cut | RemoteErrorKind::Unreachable
        )
    }
}

/// A password or key; its `Debug` form does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}
