//! A session that has logged in: commands, and transfers over data connections of their own.
//!
//! In: command lines and bytes. Out: replies and bytes.
//! A transfer is over when its last reply has been read; no transfer is sent without TLS in a session with
//! TLS.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::Passive;
use super::control::{Control, io_error};
use super::replies::{Refusal, Reply};
use super::stream::{self, Stream, Tls};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

pub(super) struct Session {
    control: Control,
    tls: Option<Tls>,
    server: SocketAddr,
    passive: Passive,
    timeout: Duration,
    greeting: String,
    /// A data connection that was opened for a command that was refused. It stays open until the next one is
    /// opened: pyftpdlib answers 226 when one is closed that was never used, and every later reply would be
    /// taken for the reply to the command before.
    unused: Option<TcpStream>,
}

impl Session {
    /// `control` has logged in.
    pub(super) fn new(control: Control, tls: Option<Tls>, settings: SessionSettings) -> Self {
        let SessionSettings {
            server,
            passive,
            timeout,
            greeting,
        } = settings;
        Self {
            control,
            tls,
            server,
            passive,
            timeout,
            greeting,
            unused: None,
        }
    }

    pub(super) fn greeting(&self) -> &str {
        &self.greeting
    }

    pub(super) fn description(&self) -> String {
        match self.control.stream().protocol() {
            Some(protocol) => format!("{}; {protocol}", self.greeting),
            None => format!("{}; no TLS", self.greeting),
        }
    }

    pub(super) fn command(&mut self, line: &str) -> Result<Reply, RemoteError> {
        self.control.command(line)
    }

    pub(super) fn give_up(&mut self, detail: String) -> RemoteError {
        self.control.give_up(detail)
    }

    /// Whether the session ended because the server was silent.
    pub(super) fn timed_out(&self) -> bool {
        self.control.timed_out()
    }

    /// Uploads; the reply is the last one.
    pub(super) fn store(&mut self, file: &str, bytes: &[u8]) -> Result<Reply, RemoteError> {
        let mut data = match self.open(&format!("STOR {file}"))? {
            Ok(data) => data,
            Err(reply) => return Ok(reply),
        };
        let sent = data.write_all(bytes).and_then(|()| data.finish());
        self.last_reply(sent)
    }

    /// Downloads what the command gives.
    pub(super) fn fetch(&mut self, command: &str) -> Result<Result<Vec<u8>, Refusal>, RemoteError> {
        let mut data = match self.open(command)? {
            Ok(data) => data,
            Err(reply) => return Ok(Err(self.must_be_refusal(&reply)?)),
        };
        let received = data.read_all();
        drop(data);
        let (bytes, received) = match received {
            Ok(bytes) => (bytes, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        let reply = self.last_reply(received)?;
        Ok(match reply.refusal() {
            Some(refusal) => Err(refusal),
            None => Ok(bytes),
        })
    }

    /// The reply after a transfer. If the transfer failed, it says why; if it does not, the connection was
    /// cut.
    fn last_reply(&mut self, transferred: std::io::Result<()>) -> Result<Reply, RemoteError> {
        let reply = match &transferred {
            Err(error)
                if error.kind() == std::io::ErrorKind::WouldBlock
                    || error.kind() == std::io::ErrorKind::TimedOut =>
            {
                return Err(self.control.lost(error));
            }
            _ => self.control.reply()?,
        };
        match (reply.refusal(), transferred) {
            (Some(refusal), _) if refusal.error().kind == RemoteErrorKind::Cut => {
                Err(self.control.give_up(refusal.text))
            }
            (None, Err(error)) => Err(self.control.lost(&error)),
            _ if reply.code < 200 => Err(self.control.give_up(reply.text())),
            _ => Ok(reply),
        }
    }

    /// Starts a transfer; the inner error is the reply that refuses it.
    fn open(&mut self, command: &str) -> Result<Result<Stream, Reply>, RemoteError> {
        let address = match self.passive_address()? {
            Ok(address) => address,
            Err(reply) => return Ok(Err(reply)),
        };
        self.unused = None;
        let tcp = match stream::connect(address, self.timeout) {
            Ok(tcp) => tcp,
            Err(error) => {
                let detail = format!("data connection to {address}: {}", io_error(&error).detail);
                return Err(self.control.give_up(detail));
            }
        };
        let reply = self.control.command(command)?;
        if reply.code >= 200 {
            return match reply.refusal() {
                // Cannot open the data connection (425), and the like.
                Some(refusal) if refusal.error().kind == RemoteErrorKind::Cut => {
                    Err(self.control.give_up(refusal.text))
                }
                _ => {
                    self.unused = Some(tcp);
                    Ok(Err(reply))
                }
            };
        }
        self.secure(tcp)
    }

    fn secure(&mut self, tcp: TcpStream) -> Result<Result<Stream, Reply>, RemoteError> {
        let Some(tls) = &self.tls else {
            return Ok(Ok(Stream::Plain(tcp)));
        };
        match Stream::secure(tcp, tls) {
            Ok(stream) => Ok(Ok(stream)),
            // The reply says why, such as that the session had to be resumed (522 of vsftpd).
            Err(error) => {
                let reply = self.last_reply(Err(error))?;
                Ok(Err(reply))
            }
        }
    }

    fn must_be_refusal(&mut self, reply: &Reply) -> Result<Refusal, RemoteError> {
        match reply.refusal() {
            Some(refusal) => Ok(refusal),
            // Finished without a transfer.
            None => Err(self.control.give_up(reply.text())),
        }
    }

    fn passive_address(&mut self) -> Result<Result<SocketAddr, Reply>, RemoteError> {
        if self.passive != Passive::Plain {
            let reply = self.control.command("EPSV")?;
            match (reply.refusal(), reply.extended_port()) {
                (None, Some(port)) => return Ok(Ok(SocketAddr::new(self.server.ip(), port))),
                (Some(_), _) if self.passive == Passive::Auto => self.passive = Passive::Plain,
                (Some(_), _) => return Ok(Err(reply)),
                (None, None) => return Err(self.control.give_up(reply.text())),
            }
        }
        let reply = self.control.command("PASV")?;
        match (reply.refusal(), reply.plain_port()) {
            // The address in the reply is not used: behind a router it is wrong, and a server that names
            // another machine asks this one to connect there (curl does the same: CURLOPT_FTP_SKIP_PASV_IP).
            (None, Some(port)) => Ok(Ok(SocketAddr::new(self.server.ip(), port))),
            (Some(_), _) => Ok(Err(reply)),
            (None, None) => Err(self.control.give_up(reply.text())),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.control.quit();
    }
}

/// What a session knows besides its connection.
pub(super) struct SessionSettings {
    pub(super) server: SocketAddr,
    pub(super) passive: Passive,
    pub(super) timeout: Duration,
    pub(super) greeting: String,
}
