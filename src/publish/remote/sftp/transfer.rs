//! Whole files over an open handle, with several blocks under way at once.
//!
//! In: the bytes of a file. Out: the server's confirmation of every block and of the closing; and the
//! reverse.
//! Never returns while a request is under way, unless the connection is lost: the next call would get its
//! reply.

use std::collections::HashMap;

use super::packet::{self, Malformed};
use super::session::{Fault, Session, data, done};

/// Blocks under way at once. On a line of 100 ms, 64 of 32 KiB are 20 MB/s; OpenSSH's own client uses 64 too
/// (`DEFAULT_NUM_REQUESTS` in sftp-client.c).
const UNDER_WAY: usize = 64;

impl Session {
    /// Writes the bytes from the start of the file and closes it.
    ///
    /// After a refusal nothing more is sent, but the file is closed all the same.
    pub(super) async fn write_and_close(
        &mut self,
        handle: &[u8],
        bytes: &[u8],
    ) -> Result<(), Fault> {
        let mut outcome = Ok(());
        let mut under_way = 0;
        let mut offset = 0;
        for block in bytes.chunks(self.write_bytes as usize) {
            if under_way == UNDER_WAY {
                self.confirm(&mut outcome).await?;
                under_way -= 1;
            }
            if outcome.is_err() {
                break;
            }
            let request = self.wire.request(packet::WRITE);
            let request = request.string(handle).u64(offset).string(block);
            self.wire.send(request).await?;
            under_way += 1;
            offset += block.len() as u64;
        }
        // The server handles the requests for one file in order (draft-ietf-secsh-filexfer-02 §6), so closing
        // need not wait for the replies to the blocks.
        let request = self.wire.request(packet::CLOSE).string(handle);
        self.wire.send(request).await?;
        for _ in 0..=under_way {
            self.confirm(&mut outcome).await?;
        }
        outcome
    }

    /// Takes one reply; `outcome` keeps the first refusal.
    async fn confirm(&mut self, outcome: &mut Result<(), Fault>) -> Result<(), Fault> {
        let reply = self.wire.reply().await?;
        match done(&reply) {
            Err(Fault::Lost(error)) => return Err(Fault::Lost(error)),
            Err(refused) if outcome.is_ok() => *outcome = Err(refused),
            _ => {}
        }
        Ok(())
    }

    /// The bytes of an open file, from its start to its end.
    pub(super) async fn read_all(&mut self, handle: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut reading = Reading {
            bytes: Vec::new(),
            end: None,
            next: 0,
            under_way: HashMap::new(),
        };
        let mut refused = None;
        // Most files are a single block: the second finds the end.
        let mut most_under_way = 2;
        loop {
            while reading.end.is_none() && reading.under_way.len() < most_under_way {
                let block = Block {
                    offset: reading.next,
                    length: self.read_bytes,
                };
                reading.next += u64::from(self.read_bytes);
                self.ask_block(handle, block, &mut reading).await?;
            }
            if reading.under_way.is_empty() {
                break;
            }
            match self.take_block(handle, &mut reading).await {
                Ok(()) => most_under_way = (most_under_way + 1).min(UNDER_WAY),
                Err(Fault::Refused(status)) => {
                    reading.end = Some(0);
                    refused = refused.or(Some(status));
                }
                Err(lost) => return Err(lost),
            }
        }
        match refused {
            Some(status) => Err(Fault::Refused(status)),
            None => Ok(reading.into_bytes()),
        }
    }

    async fn ask_block(
        &mut self,
        handle: &[u8],
        block: Block,
        reading: &mut Reading,
    ) -> Result<(), Fault> {
        let request = self.wire.request(packet::READ);
        let request = request.string(handle).u64(block.offset).u32(block.length);
        reading.under_way.insert(self.wire.last_id(), block);
        self.wire.send(request).await?;
        Ok(())
    }

    async fn take_block(&mut self, handle: &[u8], reading: &mut Reading) -> Result<(), Fault> {
        let reply = self.wire.reply().await?;
        let block = reading.under_way.remove(&reply.id).ok_or(Malformed)?;
        let Some(bytes) = data(&reply)? else {
            reading.ends_at(block.offset);
            return Ok(());
        };
        let got = u32::try_from(bytes.len()).map_err(|_| Malformed)?;
        if got == 0 || got > block.length {
            return Err(Malformed.into());
        }
        reading.put(block.offset, &bytes);
        if got < block.length {
            // Less than a block is the end of the file, or all that the server sends at once.
            let rest = Block {
                offset: block.offset + u64::from(got),
                length: block.length - got,
            };
            self.ask_block(handle, rest, reading).await?;
        }
        Ok(())
    }
}

struct Block {
    offset: u64,
    length: u32,
}

/// A file that is being read; its blocks arrive in any order.
struct Reading {
    bytes: Vec<u8>,
    /// Known when a block was asked for beyond it.
    end: Option<u64>,
    /// Where the next block begins.
    next: u64,
    under_way: HashMap<u32, Block>,
}

impl Reading {
    fn put(&mut self, offset: u64, bytes: &[u8]) {
        let start =
            usize::try_from(offset).expect("a file in memory is smaller than the address space");
        let end = start + bytes.len();
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.bytes[start..end].copy_from_slice(bytes);
    }

    fn ends_at(&mut self, offset: u64) {
        self.end = Some(self.end.map_or(offset, |end| end.min(offset)));
    }

    fn into_bytes(mut self) -> Vec<u8> {
        if let Some(end) = self.end.and_then(|end| usize::try_from(end).ok()) {
            self.bytes.truncate(end);
        }
        self.bytes
    }
}
