//! The calls of SFTP that publishing uses, each with its reply checked.
//!
//! In: absolute remote paths as bytes. Out: handles, attributes, names, or the server's refusal.
//! Of the reasons for a refusal it knows only the server's code: what lies behind `FAILURE` is found out by
//! `files`.

use std::collections::BTreeSet;

use super::packet::{self, Attributes, Fields, Malformed, Reply, Request};
use super::wire::{Wire, malformed};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// The size of blocks to read and write; every server accepts 32 KiB (draft-ietf-secsh-filexfer-02 §3).
pub(super) const BLOCK_BYTES: u32 = 32 * 1024;

const NO_SUCH_FILE: u32 = 2;
const PERMISSION_DENIED: u32 = 3;
pub(super) const FAILURE: u32 = 4;
const NO_CONNECTION: u32 = 6;
const CONNECTION_LOST: u32 = 7;
const OP_UNSUPPORTED: u32 = 8;
/// Codes of later versions, which some servers send all the same (draft-ietf-secsh-filexfer-13 §9.1).
const NO_SUCH_PATH: u32 = 10;
const FILE_ALREADY_EXISTS: u32 = 11;
const WRITE_PROTECT: u32 = 12;
const NO_SPACE_ON_FILESYSTEM: u32 = 14;
const QUOTA_EXCEEDED: u32 = 15;

/// Why a call failed.
#[derive(Debug)]
pub(super) enum Fault {
    Refused(Status),
    Lost(RemoteError),
}

/// A refusal in the server's own words.
#[derive(Debug)]
pub(super) struct Status {
    pub(super) code: u32,
    text: String,
}

impl Status {
    /// There is nothing at the path, or the folder above it is missing.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.code, NO_SUCH_FILE | NO_SUCH_PATH)
    }

    pub(super) fn is_existing(&self) -> bool {
        self.code == FILE_ALREADY_EXISTS
    }

    pub(super) fn is_unsupported(&self) -> bool {
        self.code == OP_UNSUPPORTED
    }

    fn kind(&self) -> RemoteErrorKind {
        let text = self.text.to_ascii_lowercase();
        match self.code {
            NO_SUCH_FILE | NO_SUCH_PATH => RemoteErrorKind::NotFound,
            PERMISSION_DENIED | WRITE_PROTECT => RemoteErrorKind::Forbidden,
            NO_CONNECTION | CONNECTION_LOST => RemoteErrorKind::Cut,
            OP_UNSUPPORTED => RemoteErrorKind::Unsupported,
            FILE_ALREADY_EXISTS => RemoteErrorKind::Exists,
            NO_SPACE_ON_FILESYSTEM | QUOTA_EXCEEDED => RemoteErrorKind::Full,
            _ if text.contains("quota") || text.contains("no space") => RemoteErrorKind::Full,
            _ => RemoteErrorKind::Refused,
        }
    }
}

impl From<RemoteError> for Fault {
    fn from(error: RemoteError) -> Self {
        Self::Lost(error)
    }
}

impl From<Malformed> for Fault {
    fn from(error: Malformed) -> Self {
        Self::Lost(malformed(error))
    }
}

impl Fault {
    /// The error for a call on `path`.
    pub(super) fn at(self, path: &[u8]) -> RemoteError {
        match self {
            Self::Lost(error) => error,
            Self::Refused(status) => {
                let path = String::from_utf8_lossy(path);
                let Status { code, text } = &status;
                RemoteError::new(status.kind(), format!("{path}: {text} ({code})"))
            }
        }
    }
}

/// Free space of a file system.
#[derive(Clone, Copy)]
pub(super) struct Space {
    pub(super) free_bytes: u64,
    /// No further file can be made, whatever its size.
    pub(super) is_out_of_files: bool,
}

/// An entry of a folder.
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) attributes: Attributes,
}

pub(super) struct Session {
    pub(super) wire: Wire,
    extensions: BTreeSet<String>,
    /// The size of blocks, for writing and for reading.
    pub(super) write_bytes: u32,
    pub(super) read_bytes: u32,
}

impl Session {
    /// Agrees on the protocol's version and learns what the server can do.
    pub(super) async fn start(mut wire: Wire) -> Result<Self, RemoteError> {
        wire.send(Request::new(packet::INIT, 3)).await?;
        let reply = wire.reply().await?;
        if reply.kind != packet::VERSION {
            return Err(malformed(Malformed));
        }
        let mut session = Self {
            wire,
            extensions: extensions(reply.fields()).map_err(malformed)?,
            write_bytes: BLOCK_BYTES,
            read_bytes: BLOCK_BYTES,
        };
        if session.offers("limits@openssh.com") {
            session.take_limits().await?;
        }
        Ok(session)
    }

    pub(super) fn offers(&self, extension: &str) -> bool {
        self.extensions.contains(extension)
    }

    pub(super) fn extensions(&self) -> impl Iterator<Item = &str> {
        self.extensions.iter().map(String::as_str)
    }

    async fn take_limits(&mut self) -> Result<(), RemoteError> {
        let request = self.extended("limits@openssh.com");
        let reply = self.wire.ask(request).await?;
        if reply.kind != packet::EXTENDED_REPLY {
            return Ok(());
        }
        let mut fields = reply.fields();
        let mut limit = || fields.u64().map_err(malformed);
        let [_packet, read, write] = [limit()?, limit()?, limit()?];
        self.read_bytes = block(read);
        self.write_bytes = block(write);
        Ok(())
    }

    pub(super) fn extended(&mut self, name: &str) -> Request {
        self.wire.request(packet::EXTENDED).string(name.as_bytes())
    }

    pub(super) async fn open(&mut self, path: &[u8], flags: u32) -> Result<Vec<u8>, Fault> {
        let request = self
            .wire
            .request(packet::OPEN)
            .string(path)
            .u32(flags)
            .u32(0);
        let reply = self.wire.ask(request).await?;
        handle(&reply)
    }

    pub(super) async fn open_folder(&mut self, path: &[u8]) -> Result<Vec<u8>, Fault> {
        let request = self.wire.request(packet::OPENDIR).string(path);
        let reply = self.wire.ask(request).await?;
        handle(&reply)
    }

    pub(super) async fn close(&mut self, handle: &[u8]) -> Result<(), Fault> {
        self.call(packet::CLOSE, handle).await
    }

    pub(super) async fn remove(&mut self, path: &[u8]) -> Result<(), Fault> {
        self.call(packet::REMOVE, path).await
    }

    pub(super) async fn remove_folder(&mut self, path: &[u8]) -> Result<(), Fault> {
        self.call(packet::RMDIR, path).await
    }

    pub(super) async fn make_folder(&mut self, path: &[u8]) -> Result<(), Fault> {
        let request = self.wire.request(packet::MKDIR).string(path).u32(0);
        self.ask(request).await
    }

    pub(super) async fn rename(&mut self, from: &[u8], to: &[u8]) -> Result<(), Fault> {
        let request = self.wire.request(packet::RENAME).string(from).string(to);
        self.ask(request).await
    }

    /// Sends the two paths of a symbolic link in this order; which of them becomes the link depends on the
    /// server.
    pub(super) async fn symlink(&mut self, first: &[u8], second: &[u8]) -> Result<(), Fault> {
        let request = self
            .wire
            .request(packet::SYMLINK)
            .string(first)
            .string(second);
        self.ask(request).await
    }

    /// An extension with two paths.
    pub(super) async fn extended_paths(
        &mut self,
        name: &str,
        from: &[u8],
        to: &[u8],
    ) -> Result<(), Fault> {
        let request = self.extended(name).string(from).string(to);
        self.ask(request).await
    }

    /// Attributes of what is at `path`, of a link itself; `None` if there is nothing.
    pub(super) async fn attributes(&mut self, path: &[u8]) -> Result<Option<Attributes>, Fault> {
        self.attributes_by(packet::LSTAT, path).await
    }

    /// As `attributes`, but of what a link points to.
    pub(super) async fn followed(&mut self, path: &[u8]) -> Result<Option<Attributes>, Fault> {
        self.attributes_by(packet::STAT, path).await
    }

    async fn attributes_by(&mut self, kind: u8, path: &[u8]) -> Result<Option<Attributes>, Fault> {
        let request = self.wire.request(kind).string(path);
        let reply = self.wire.ask(request).await?;
        if reply.kind == packet::ATTRS {
            return Ok(Some(reply.fields().attributes()?));
        }
        match refusal(&reply)? {
            status if status.is_missing() => Ok(None),
            status => Err(Fault::Refused(status)),
        }
    }

    pub(super) async fn real_path(&mut self, path: &[u8]) -> Result<Vec<u8>, Fault> {
        let request = self.wire.request(packet::REALPATH).string(path);
        let reply = self.wire.ask(request).await?;
        only_name(&reply)
    }

    pub(super) async fn link_target(&mut self, path: &[u8]) -> Result<Vec<u8>, Fault> {
        let request = self.wire.request(packet::READLINK).string(path);
        let reply = self.wire.ask(request).await?;
        only_name(&reply)
    }

    /// The next entries of an open folder; `None` after the last.
    pub(super) async fn entries(&mut self, handle: &[u8]) -> Result<Option<Vec<Entry>>, Fault> {
        let request = self.wire.request(packet::READDIR).string(handle);
        let reply = self.wire.ask(request).await?;
        if reply.kind == packet::NAME {
            return Ok(Some(names(&reply)?));
        }
        match refusal(&reply)? {
            status if status.code == END_OF_FILE => Ok(None),
            status => Err(Fault::Refused(status)),
        }
    }

    /// `None` if the server does not tell.
    pub(super) async fn space(&mut self, path: &[u8]) -> Result<Option<Space>, RemoteError> {
        if !self.offers("statvfs@openssh.com") {
            return Ok(None);
        }
        let request = self.extended("statvfs@openssh.com").string(path);
        let reply = self.wire.ask(request).await?;
        if reply.kind != packet::EXTENDED_REPLY {
            return Ok(None);
        }
        let mut fields = reply.fields();
        let mut number = || fields.u64().map_err(malformed);
        // The order of OpenSSH's PROTOCOL §4.4.
        let [_block, fragment_bytes, _blocks, _free, available] =
            [number()?, number()?, number()?, number()?, number()?];
        let [files, _free_files, available_files] = [number()?, number()?, number()?];
        Ok(Some(Space {
            free_bytes: fragment_bytes.saturating_mul(available),
            // File systems without a fixed number of files report zero for both.
            is_out_of_files: files > 0 && available_files == 0,
        }))
    }

    async fn call(&mut self, kind: u8, argument: &[u8]) -> Result<(), Fault> {
        let request = self.wire.request(kind).string(argument);
        self.ask(request).await
    }

    /// Sends a request whose reply is a status.
    pub(super) async fn ask(&mut self, request: Request) -> Result<(), Fault> {
        let reply = self.wire.ask(request).await?;
        done(&reply)
    }
}

const OK: u32 = 0;
const END_OF_FILE: u32 = 1;

fn block(limit: u64) -> u32 {
    match u32::try_from(limit) {
        // Zero means that the server names no limit.
        Ok(0) | Err(_) => BLOCK_BYTES,
        Ok(limit) => limit.min(BLOCK_BYTES),
    }
}

fn extensions(mut fields: Fields<'_>) -> Result<BTreeSet<String>, Malformed> {
    let mut names = BTreeSet::new();
    while !fields.is_empty() {
        names.insert(String::from_utf8_lossy(fields.string()?).into_owned());
        fields.string()?;
    }
    Ok(names)
}

fn handle(reply: &Reply) -> Result<Vec<u8>, Fault> {
    if reply.kind == packet::HANDLE {
        Ok(reply.fields().string()?.to_vec())
    } else {
        Err(Fault::Refused(refusal(reply)?))
    }
}

fn only_name(reply: &Reply) -> Result<Vec<u8>, Fault> {
    if reply.kind != packet::NAME {
        return Err(Fault::Refused(refusal(reply)?));
    }
    let mut fields = reply.fields();
    match fields.u32()? {
        1 => Ok(fields.string()?.to_vec()),
        _ => Err(Malformed.into()),
    }
}

fn names(reply: &Reply) -> Result<Vec<Entry>, Malformed> {
    let mut fields = reply.fields();
    let count = fields.u32()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let name = fields.string()?.to_vec();
        let _as_ls_prints_it = fields.string()?;
        let attributes = fields.attributes()?;
        entries.push(Entry { name, attributes });
    }
    Ok(entries)
}

/// Checks a reply that can only be a status.
pub(super) fn done(reply: &Reply) -> Result<(), Fault> {
    match refusal(reply)? {
        status if status.code == OK => Ok(()),
        status => Err(Fault::Refused(status)),
    }
}

/// The bytes of a block that was read; `None` at the end of the file.
pub(super) fn data(reply: &Reply) -> Result<Option<Vec<u8>>, Fault> {
    if reply.kind == packet::DATA {
        return Ok(Some(reply.fields().string()?.to_vec()));
    }
    match refusal(reply)? {
        status if status.code == END_OF_FILE => Ok(None),
        status => Err(Fault::Refused(status)),
    }
}

fn refusal(reply: &Reply) -> Result<Status, Malformed> {
    if reply.kind != packet::STATUS {
        return Err(Malformed);
    }
    let mut fields = reply.fields();
    let code = fields.u32()?;
    // Servers of the first drafts send no text.
    let text = fields.string().unwrap_or_default();
    Ok(Status {
        code,
        text: String::from_utf8_lossy(text).into_owned(),
    })
}
