//! Packets of the SFTP protocol, version 3 (draft-ietf-secsh-filexfer-02), as bytes.
//!
//! In: numbers and strings of a request. Out: the bytes to send; and the reverse for replies.
//! Handles and names are bytes: a handle is any string of up to 256 bytes (§6.3), a name has no declared
//! encoding.

pub(super) const INIT: u8 = 1;
pub(super) const OPEN: u8 = 3;
pub(super) const CLOSE: u8 = 4;
pub(super) const READ: u8 = 5;
pub(super) const WRITE: u8 = 6;
pub(super) const LSTAT: u8 = 7;
pub(super) const OPENDIR: u8 = 11;
pub(super) const READDIR: u8 = 12;
pub(super) const REMOVE: u8 = 13;
pub(super) const MKDIR: u8 = 14;
pub(super) const RMDIR: u8 = 15;
pub(super) const REALPATH: u8 = 16;
pub(super) const STAT: u8 = 17;
pub(super) const RENAME: u8 = 18;
pub(super) const READLINK: u8 = 19;
pub(super) const SYMLINK: u8 = 20;
pub(super) const EXTENDED: u8 = 200;

pub(super) const VERSION: u8 = 2;
pub(super) const STATUS: u8 = 101;
pub(super) const HANDLE: u8 = 102;
pub(super) const DATA: u8 = 103;
pub(super) const NAME: u8 = 104;
pub(super) const ATTRS: u8 = 105;
pub(super) const EXTENDED_REPLY: u8 = 201;

pub(super) const OPEN_READ: u32 = 0x01;
pub(super) const OPEN_WRITE: u32 = 0x02;
pub(super) const OPEN_CREATE: u32 = 0x08;
pub(super) const OPEN_TRUNCATE: u32 = 0x10;
pub(super) const OPEN_EXCLUSIVE: u32 = 0x20;

/// A packet that is being written.
pub(super) struct Request(Vec<u8>);

impl Request {
    pub(super) fn new(kind: u8, id: u32) -> Self {
        Self(vec![0, 0, 0, 0, kind]).u32(id)
    }

    pub(super) fn u32(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn u64(mut self, number: u64) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn string(mut self, bytes: &[u8]) -> Self {
        self.0.extend(length(bytes.len()).to_be_bytes());
        self.0.extend(bytes);
        self
    }

    /// The whole packet with its length before it.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        let size = length(self.0.len() - 4);
        self.0[..4].copy_from_slice(&size.to_be_bytes());
        self.0
    }
}

/// A packet that was received: its kind, the id of its request, and what follows.
pub(super) struct Reply {
    pub(super) kind: u8,
    /// The version of the protocol, where `kind` is `VERSION`.
    pub(super) id: u32,
    body: Vec<u8>,
}

impl Reply {
    /// Takes the first whole packet out of what was received; `None` if there is none yet.
    ///
    /// # Errors
    /// The bytes are no packet.
    pub(super) fn take(received: &mut Vec<u8>) -> Result<Option<Self>, Malformed> {
        let Some(size) = received.first_chunk::<4>() else {
            return Ok(None);
        };
        let size = u32::from_be_bytes(*size) as usize;
        // No reply to a request of ours is longer: data is asked for in blocks of 32 KiB, and names of a
        // folder come in packets of at most 256 KiB.
        if !(5..=MAX_PACKET).contains(&size) {
            return Err(Malformed);
        }
        let Some(packet) = received.get(4..4 + size) else {
            return Ok(None);
        };
        let mut fields = Fields(packet);
        let kind = fields.u8()?;
        let id = fields.u32()?;
        let body = fields.0.to_vec();
        received.drain(..4 + size);
        Ok(Some(Self { kind, id, body }))
    }

    pub(super) fn fields(&self) -> Fields<'_> {
        Fields(&self.body)
    }
}

const MAX_PACKET: usize = 1024 * 1024;

/// The server sent bytes that are no packet of the protocol.
#[derive(Debug)]
pub(super) struct Malformed;

/// What is left to read of a packet.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn u8(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.0.split_first().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Malformed> {
        let (number, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(u32::from_be_bytes(*number))
    }

    pub(super) fn u64(&mut self) -> Result<u64, Malformed> {
        let (number, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(u64::from_be_bytes(*number))
    }

    pub(super) fn string(&mut self) -> Result<&'a [u8], Malformed> {
        let size = self.u32()? as usize;
        let (bytes, rest) = self.0.split_at_checked(size).ok_or(Malformed)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(super) fn attributes(&mut self) -> Result<Attributes, Malformed> {
        let flags = self.u32()?;
        let size = (flags & 1 != 0).then(|| self.u64()).transpose()?;
        if flags & 2 != 0 {
            self.u64()?;
        }
        let mode = (flags & 4 != 0).then(|| self.u32()).transpose()?;
        if flags & 8 != 0 {
            self.u64()?;
        }
        if flags & 0x8000_0000 != 0 {
            for _ in 0..self.u32()? {
                self.string()?;
                self.string()?;
            }
        }
        Ok(Attributes { size, mode })
    }
}

/// What the server says of a file.
#[derive(Clone, Copy)]
pub(super) struct Attributes {
    pub(super) size: Option<u64>,
    /// As `st_mode` of Unix.
    pub(super) mode: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FileType {
    File,
    Folder,
    Link,
    Other,
}

impl Attributes {
    /// `None` if the server does not say.
    pub(super) fn file_type(self) -> Option<FileType> {
        Some(match self.mode? & 0o170_000 {
            0 => return None,
            0o100_000 => FileType::File,
            0o040_000 => FileType::Folder,
            0o120_000 => FileType::Link,
            _ => FileType::Other,
        })
    }

    pub(super) fn is_folder(self) -> bool {
        self.file_type() == Some(FileType::Folder)
    }
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("paths and blocks are far below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_taken_when_it_is_whole() {
        let packet = Request::new(STATUS, 7)
            .u32(4)
            .string(b"Failure")
            .string(b"")
            .into_bytes();
        let mut received = packet[..10].to_vec();
        assert!(Reply::take(&mut received).unwrap().is_none());
        received.extend(&packet[10..]);
        received.push(0);
        let reply = Reply::take(&mut received).unwrap().unwrap();
        assert_eq!((reply.kind, reply.id), (STATUS, 7));
        let mut fields = reply.fields();
        assert_eq!(fields.u32().unwrap(), 4);
        assert_eq!(fields.string().unwrap(), b"Failure");
        assert_eq!(received, [0]);
    }

    #[test]
    fn impossible_lengths_are_refused() {
        assert!(Reply::take(&mut vec![0xff; 8]).is_err());
        assert!(Reply::take(&mut vec![0; 8]).is_err());
        let mut short = Request::new(STATUS, 1).u32(9).into_bytes();
        let reply = Reply::take(&mut short).unwrap().unwrap();
        assert!(reply.fields().string().is_err());
    }
}
