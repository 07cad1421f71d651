//! A TCP connection, plain or in TLS, that waits a bounded time.
//!
//! In: an address, a timeout, and the settings of TLS. Out: a stream whose handshake is complete.
//! The end of a TLS stream is always said by `close_notify` before the connection closes, since servers
//! answer 426 otherwise.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

/// After an upload, for the server to close its side.
const CLOSING_TIMEOUT: Duration = Duration::from_secs(5);

/// TLS sessions of one control connection and its data connections.
pub(super) struct Tls {
    config: Arc<ClientConfig>,
    server: ServerName<'static>,
}

impl Tls {
    /// Sessions are not shared with other control connections: a server that has a process for each (vsftpd)
    /// knows only the sessions of its own, and refuses data connections that resume another one's.
    pub(super) fn new(config: &ClientConfig, server: ServerName<'static>) -> Self {
        let mut config = config.clone();
        config.resumption = Resumption::in_memory_sessions(32);
        Self {
            config: Arc::new(config),
            server,
        }
    }
}

pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// Connects, with `timeout` for the connection and for every later silence.
pub(super) fn connect(address: SocketAddr, timeout: Duration) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    // Commands are short and each waits for its reply.
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Stream {
    pub(super) fn secure(mut tcp: TcpStream, tls: &Tls) -> io::Result<Self> {
        let mut connection = ClientConnection::new(Arc::clone(&tls.config), tls.server.clone())
            .map_err(io::Error::other)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut tcp)?;
        }
        Ok(Self::Tls(Box::new(StreamOwned::new(connection, tcp))))
    }

    /// The plain connection, to go on in TLS.
    pub(super) fn into_plain(self) -> Option<TcpStream> {
        match self {
            Self::Plain(stream) => Some(stream),
            Self::Tls(_) => None,
        }
    }

    /// The version of TLS, for the record.
    pub(super) fn protocol(&self) -> Option<String> {
        match self {
            Self::Plain(_) => None,
            Self::Tls(stream) => stream
                .conn
                .protocol_version()
                .map(|version| format!("{version:?}")),
        }
    }

    /// Everything until the other side closes.
    ///
    /// Some servers close without `close_notify`, so a missing one is no error: the size of a file tells
    /// whether it is whole.
    pub(super) fn read_all(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.read_to_end(&mut bytes) {
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
            _ => Ok(bytes),
        }
    }

    /// Ends an upload: what was written is on its way, and the server has seen the end.
    ///
    /// Waits until the server has closed its side as well. Under TLS 1.3 this reads the tickets with which
    /// the next connection resumes the session; closing while they are unread would reset the connection and
    /// lose bytes.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if let Self::Tls(stream) = &mut self {
            stream.conn.send_close_notify();
            stream.flush()?;
        }
        let tcp = self.tcp();
        tcp.shutdown(Shutdown::Write)?;
        tcp.set_read_timeout(Some(CLOSING_TIMEOUT))?;
        let mut rest = [0; 1024];
        while self.read(&mut rest).is_ok_and(|count| count > 0) {}
        Ok(())
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => &stream.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
