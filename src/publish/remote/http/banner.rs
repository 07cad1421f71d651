//! Which protocol a server speaks that does not speak the one of the settings.
//!
//! In: an address. Out: `SSH`, `FTP`, `HTTP` or `HTTPS`, from the server's first bytes.
//! Sends nothing but an empty request, and no secret.

use std::{
    io::{Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use ureq::http::Uri;

const WAIT: Duration = Duration::from_secs(3);

/// The name of the protocol; `None` if the server says nothing known.
pub fn protocol(address: &Uri) -> Option<&'static str> {
    let is_https = address.scheme_str() == Some("https");
    let port = address
        .port_u16()
        .unwrap_or(if is_https { 443 } else { 80 });
    let host = address.host()?.trim_matches(['[', ']']);
    let socket = (host, port).to_socket_addrs().ok()?.next()?;
    let mut stream = TcpStream::connect_timeout(&socket, WAIT).ok()?;
    stream.set_read_timeout(Some(WAIT)).ok()?;
    stream.set_write_timeout(Some(WAIT)).ok()?;
    stream.write_all(b"OPTIONS * HTTP/1.0\r\n\r\n").ok()?;
    let mut beginning = [0; 5];
    let mut length = 0;
    while length < beginning.len() {
        match stream.read(&mut beginning[length..]) {
            Ok(0) | Err(_) => break,
            Ok(count) => length += count,
        }
    }
    name(&beginning[..length])
}

fn name(beginning: &[u8]) -> Option<&'static str> {
    match beginning {
        [b'S', b'S', b'H', b'-', ..] => Some("SSH"),
        [b'2', b'2', b'0', b' ' | b'-', ..] => Some("FTP"),
        [b'H', b'T', b'T', b'P', ..] => Some("HTTP"),
        // A TLS alert: RFC 8446 §5.1.
        [0x15, 0x03, ..] => Some("HTTPS"),
        _ => None,
    }
}
