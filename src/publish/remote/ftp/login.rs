//! From a name to a session that has logged in: TCP, greeting, TLS, account, binary transfers.
//!
//! In: `FtpSettings`. Out: `Session`, or an error that says which of these failed.
//! The password is sent only after TLS has begun, unless the settings say otherwise.

use std::net::{SocketAddr, TcpStream, ToSocketAddrs};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;

use super::control::{Control, io_error};
use super::replies::{Refusal, Reply};
use super::session::{Session, SessionSettings};
use super::stream::{self, Stream, Tls};
use super::{FtpSettings, Security};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// `tls` as the settings ask for it.
pub(super) fn log_in(
    settings: &FtpSettings,
    tls: Option<&ClientConfig>,
) -> Result<Session, RemoteError> {
    let tls = match tls {
        Some(config) => Some(Tls::new(config, server_name(&settings.host)?)),
        None => None,
    };
    let (tcp, server) = reach(settings)?;
    let stream = match (&tls, settings.security) {
        (Some(tls), Security::Implicit) => secure(tcp, tls)?,
        _ => Stream::Plain(tcp),
    };
    let mut control = Control::new(stream);
    let greeting = greeting(&mut control)?;
    if let (Some(tls), Security::Explicit) = (&tls, settings.security) {
        control = start_tls(control, tls)?;
    }
    sign_in(&mut control, settings)?;
    if tls.is_some() {
        protect_data(&mut control)?;
    }
    // Otherwise servers change line ends, and refuse SIZE.
    if let Some(refusal) = control.command("TYPE I")?.refusal() {
        return Err(refusal.error());
    }
    let session = SessionSettings {
        server,
        passive: settings.passive,
        timeout: settings.timeout,
        greeting,
    };
    Ok(Session::new(control, tls, session))
}

fn server_name(host: &str) -> Result<ServerName<'static>, RemoteError> {
    ServerName::try_from(host.to_owned())
        .map_err(|error| RemoteError::new(RemoteErrorKind::Unreachable, format!("{host}: {error}")))
}

/// The first of the host's addresses that answers.
fn reach(settings: &FtpSettings) -> Result<(TcpStream, SocketAddr), RemoteError> {
    let host = settings.host.as_str();
    let unreachable = |error: &std::io::Error| {
        RemoteError::new(
            RemoteErrorKind::Unreachable,
            format!("{host}:{}: {error}", settings.port),
        )
    };
    let addresses = (host, settings.port)
        .to_socket_addrs()
        .map_err(|error| unreachable(&error))?;
    let mut failure = std::io::Error::other("no address");
    for address in addresses {
        match stream::connect(address, settings.timeout) {
            Ok(tcp) => return Ok((tcp, address)),
            Err(error) => failure = error,
        }
    }
    Err(unreachable(&failure))
}

fn secure(tcp: TcpStream, tls: &Tls) -> Result<Stream, RemoteError> {
    Stream::secure(tcp, tls).map_err(|error| io_error(&error))
}

/// In one line.
fn greeting(control: &mut Control) -> Result<String, RemoteError> {
    let reply = loop {
        match control.reply() {
            // Ready in some minutes.
            Ok(reply) if reply.code == 120 => {}
            Ok(reply) => break reply,
            Err(error) => return Err(foreign_greeting(error)),
        }
    };
    match reply.refusal() {
        Some(refusal) => Err(refusal.error()),
        None => Ok(reply.text()),
    }
}

/// What a server that does not greet as FTP is.
fn foreign_greeting(error: RemoteError) -> RemoteError {
    let Some((_, said)) = error.detail.split_once("not a reply of FTP: ") else {
        return match error.detail.starts_with("421") {
            true => error,
            // No word of FTP was heard: perhaps a firewall, perhaps a server that waits for TLS.
            false => RemoteError::new(
                RemoteErrorKind::Unreachable,
                format!("no greeting of an FTP server: {}", error.detail),
            ),
        };
    };
    let protocol = match said {
        _ if said.starts_with("SSH-") => "SSH",
        _ if said.starts_with("HTTP/") || said.starts_with('<') => "HTTP",
        _ => "",
    };
    RemoteError::new(RemoteErrorKind::WrongProtocol(protocol.to_owned()), said)
}

fn start_tls(mut control: Control, tls: &Tls) -> Result<Control, RemoteError> {
    let reply = control.command("AUTH TLS")?;
    if let Some(refusal) = reply.refusal() {
        return Err(no_tls("AUTH TLS", &refusal));
    }
    let tcp = control.into_stream().and_then(Stream::into_plain);
    match tcp {
        Some(tcp) => Ok(Control::new(secure(tcp, tls)?)),
        None => Err(RemoteError::new(
            RemoteErrorKind::Refused,
            "bytes without TLS after AUTH TLS",
        )),
    }
}

fn protect_data(control: &mut Control) -> Result<(), RemoteError> {
    // Its answer means nothing (RFC 4217 §8), but servers want it before PROT.
    control.command("PBSZ 0")?;
    match control.command("PROT P")?.refusal() {
        Some(refusal) => Err(no_tls("PROT P", &refusal)),
        None => Ok(()),
    }
}

fn no_tls(command: &str, refusal: &Refusal) -> RemoteError {
    let detail = format!("{command}: {}", refusal.text);
    RemoteError::new(RemoteErrorKind::Unsupported, detail)
}

fn sign_in(control: &mut Control, settings: &FtpSettings) -> Result<(), RemoteError> {
    let mut reply = control.command(&format!("USER {}", settings.user))?;
    if reply.code == 331 {
        let password = settings
            .password
            .as_ref()
            .map_or("", |password| password.reveal());
        reply = control.command(&format!("PASS {password}"))?;
    }
    match reply.refusal() {
        None if reply.code != 332 => Ok(()),
        _ => Err(denied(&reply)),
    }
}

fn denied(reply: &Reply) -> RemoteError {
    let kind = match reply.refusal().map(|refusal| refusal.error().kind) {
        Some(RemoteErrorKind::Cut) => RemoteErrorKind::Cut,
        _ => RemoteErrorKind::Denied,
    };
    RemoteError::new(kind, reply.text())
}
