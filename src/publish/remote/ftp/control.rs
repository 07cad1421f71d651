//! The control connection: one command at a time, and its reply (RFC 959 §4.2).
//!
//! In: command lines. Out: `Reply`, whatever its code is; an error only where the connection is of no more
//! use.
//! After such an error every further command gives the same one: nobody knows which reply would be read next.

use std::io::{self, BufRead, BufReader, Read, Write};

use super::replies::{Reply, readable};
use super::stream::Stream;
use crate::publish::remote::certificates::tls_error;
use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// No reply is longer: a server that sends more is not waited for.
const MAX_REPLY_BYTES: usize = 256 * 1024;

pub(super) struct Control {
    stream: BufReader<Stream>,
    broken: Option<RemoteError>,
    timed_out: bool,
}

impl Control {
    pub(super) fn new(stream: Stream) -> Self {
        Self {
            stream: BufReader::new(stream),
            broken: None,
            timed_out: false,
        }
    }

    pub(super) fn stream(&self) -> &Stream {
        self.stream.get_ref()
    }

    /// The connection without what it says, to go on in TLS.
    ///
    /// Bytes that came before TLS began are not from the server for certain, so `None` if there are any.
    pub(super) fn into_stream(self) -> Option<Stream> {
        self.stream
            .buffer()
            .is_empty()
            .then(|| self.stream.into_inner())
    }

    pub(super) fn timed_out(&self) -> bool {
        self.timed_out
    }

    pub(super) fn command(&mut self, line: &str) -> Result<Reply, RemoteError> {
        self.send(line)?;
        self.reply()
    }

    pub(super) fn send(&mut self, line: &str) -> Result<(), RemoteError> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        if line.contains(['\r', '\n', '\0']) {
            return Err(RemoteError::new(
                RemoteErrorKind::Forbidden,
                "a line break in a command",
            ));
        }
        let bytes = format!("{line}\r\n").into_bytes();
        let stream = self.stream.get_mut();
        match stream.write_all(&bytes).and_then(|()| stream.flush()) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.lost(&error)),
        }
    }

    pub(super) fn reply(&mut self) -> Result<Reply, RemoteError> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        let mut bytes = Vec::new();
        let Some(code) = self.reply_line(&mut bytes)? else {
            let text = readable(&bytes);
            return Err(self.give_up(format!("not a reply of FTP: {text}")));
        };
        if bytes.get(3) == Some(&b'-') {
            self.further_lines(code, &mut bytes)?;
        }
        let reply = Reply::new(code, bytes);
        match code {
            421 => Err(self.give_up(reply.text())),
            _ => Ok(reply),
        }
    }

    /// Appends the lines up to the one that begins with the same code and a space.
    fn further_lines(&mut self, code: u32, bytes: &mut Vec<u8>) -> Result<(), RemoteError> {
        while bytes.len() <= MAX_REPLY_BYTES {
            let start = bytes.len();
            let found = self.reply_line(bytes)?;
            if found == Some(code) && bytes.get(start + 3) != Some(&b'-') {
                return Ok(());
            }
        }
        Err(self.give_up("a reply without end"))
    }

    /// Appends a line; its code, if it begins with one.
    fn reply_line(&mut self, bytes: &mut Vec<u8>) -> Result<Option<u32>, RemoteError> {
        let start = bytes.len();
        let limit = MAX_REPLY_BYTES as u64;
        let read = self.stream.by_ref().take(limit).read_until(b'\n', bytes);
        if let Err(error) = read {
            return Err(self.lost(&error));
        }
        let line = &bytes[start..];
        if !line.ends_with(b"\n") {
            let said = readable(line);
            return Err(match said.as_str() {
                "" => self.give_up("the server closed the connection"),
                _ => self.give_up(format!("the server closed the connection: {said}")),
            });
        }
        let (digits, rest) = line.split_at(line.len().min(3));
        let is_code = digits.len() == 3
            && digits.iter().all(u8::is_ascii_digit)
            && matches!(rest.first(), Some(b' ' | b'-' | b'\r' | b'\n'));
        Ok(is_code.then(|| {
            digits
                .iter()
                .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
        }))
    }

    pub(super) fn lost(&mut self, error: &io::Error) -> RemoteError {
        self.timed_out |= is_timeout(error);
        let failure = io_error(error);
        self.give_up(failure.detail)
    }

    /// Says goodbye without waiting for the answer, so that the server frees the connection at once.
    pub(super) fn quit(&mut self) {
        if self.broken.is_none() {
            self.send("QUIT").ok();
        }
    }

    /// No further command is sent.
    pub(super) fn give_up(&mut self, detail: impl Into<String>) -> RemoteError {
        let error = RemoteError::new(RemoteErrorKind::Cut, detail.into());
        self.broken.get_or_insert(error).clone()
    }
}

/// An error of a connection that worked until now.
pub(super) fn io_error(error: &io::Error) -> RemoteError {
    let tls = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match tls {
        Some(tls) => tls_error(tls),
        None if is_timeout(error) => RemoteError::new(RemoteErrorKind::Cut, "no answer in time"),
        None => RemoteError::new(RemoteErrorKind::Cut, error),
    }
}

fn is_timeout(error: &io::Error) -> bool {
    // Unix says the first, Windows the second.
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
