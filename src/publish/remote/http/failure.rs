//! What a status, or a request without an answer, means for publishing.
//!
//! In: an answer or an error of the client. Out: a `RemoteError`.
//! Never contains the request: its headers hold passwords and signatures.

use std::{error::Error, io};

use ureq::{Timeout, http::Uri};

use super::{Answer, banner};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// As much of an answer's text is passed on.
const TEXT_CHARS: usize = 200;

/// The meaning of a status that is not a success (RFC 9110 §15, RFC 4918 §11).
pub fn kind_of_status(status: u16) -> RemoteErrorKind {
    match status {
        401 | 407 => RemoteErrorKind::Denied,
        403 => RemoteErrorKind::Forbidden,
        404 | 409 | 410 => RemoteErrorKind::NotFound,
        405 | 501 => RemoteErrorKind::Unsupported,
        412 => RemoteErrorKind::Exists,
        507 => RemoteErrorKind::Full,
        // Too many requests at once, or a gateway without its server: the same request may succeed later.
        408 | 429 | 502 | 503 | 504 => RemoteErrorKind::Cut,
        _ => RemoteErrorKind::Refused,
    }
}

/// The error for an answer that refuses: its status, where it points to, and the beginning of its text.
pub fn refused(answer: &Answer) -> RemoteError {
    let reason = ureq::http::StatusCode::from_u16(answer.status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let mut detail = format!("{} {reason}", answer.status);
    if let Some(location) = answer.header("location") {
        detail.push_str(" → ");
        detail.extend(location.chars().take(TEXT_CHARS));
    }
    let text = plain_text(&answer.body);
    if !text.is_empty() {
        detail.push_str(": ");
        detail.push_str(&text);
    }
    if answer.status == 400 && text.contains("plain HTTP request was sent to HTTPS port") {
        let kind = RemoteErrorKind::WrongProtocol("HTTPS".to_owned());
        return RemoteError::new(kind, detail);
    }
    RemoteError::new(kind_of_status(answer.status), detail)
}

/// The first characters of a body without its tags and its runs of white space.
fn plain_text(body: &[u8]) -> String {
    let beginning = &body[..body.len().min(8 * TEXT_CHARS)];
    let text = String::from_utf8_lossy(beginning);
    let mut is_tag = false;
    let shown: String = text
        .chars()
        .map(|character| {
            is_tag = match character {
                '<' => true,
                '>' => false,
                _ => is_tag,
            };
            let hidden = is_tag || character == '>' || character.is_control();
            if hidden { ' ' } else { character }
        })
        .collect();
    let words: Vec<&str> = shown.split_whitespace().collect();
    words.join(" ").chars().take(TEXT_CHARS).collect()
}

/// Why there was no whole answer.
pub fn without_answer(error: ureq::Error, address: &Uri) -> RemoteError {
    let detail = error.to_string();
    let kind = match error {
        ureq::Error::Io(error) => return without_answer_by_io(&error, address),
        ureq::Error::Rustls(error) => return of_tls(&error, address),
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::InvalidProxyUrl => RemoteErrorKind::Unreachable,
        ureq::Error::Timeout(_) | ureq::Error::BodyStalled => RemoteErrorKind::Cut,
        ureq::Error::Tls(_) | ureq::Error::Pem(_) => RemoteErrorKind::Certificate,
        ureq::Error::Protocol(_) => return wrong_protocol(&detail, address),
        _ => RemoteErrorKind::Refused,
    };
    RemoteError::new(kind, detail)
}

fn without_answer_by_io(error: &io::Error, address: &Uri) -> RemoteError {
    if let Some(error) = inner::<rustls::Error>(error) {
        return of_tls(error, address);
    }
    let kind = match error.kind() {
        io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::Interrupted
        | io::ErrorKind::InvalidData
        | io::ErrorKind::NotConnected
        | io::ErrorKind::TimedOut
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::WouldBlock => RemoteErrorKind::Cut,
        // Refused, no route, no such name: a failed look-up has no kind of its own.
        _ => RemoteErrorKind::Unreachable,
    };
    RemoteError::new(kind, error)
}

/// An error that is wrapped in an I/O error, or in one that the client wrapped in its turn.
fn inner<E: Error + 'static>(error: &io::Error) -> Option<&E> {
    let wrapped = error.get_ref()?;
    if let Some(found) = wrapped.downcast_ref::<E>() {
        return Some(found);
    }
    match wrapped.downcast_ref::<ureq::Error>()? {
        ureq::Error::Io(error) => inner(error),
        _ => None,
    }
}

fn of_tls(error: &rustls::Error, address: &Uri) -> RemoteError {
    use rustls::Error as Tls;

    let kind = match error {
        Tls::InvalidCertificate(_) | Tls::NoCertificatesPresented | Tls::General(_) => {
            RemoteErrorKind::Certificate
        }
        Tls::PeerIncompatible(_) => RemoteErrorKind::Algorithms,
        Tls::AlertReceived(alert) => of_alert(*alert),
        Tls::InvalidMessage(_) | Tls::InappropriateMessage { .. } => {
            return wrong_protocol(&error.to_string(), address);
        }
        Tls::DecryptError | Tls::PeerMisbehaved(_) => RemoteErrorKind::Cut,
        _ => RemoteErrorKind::Refused,
    };
    RemoteError::new(kind, error)
}

fn of_alert(alert: rustls::AlertDescription) -> RemoteErrorKind {
    use rustls::AlertDescription as Alert;

    match alert {
        Alert::HandshakeFailure | Alert::ProtocolVersion | Alert::InsufficientSecurity => {
            RemoteErrorKind::Algorithms
        }
        Alert::UnrecognisedName
        | Alert::BadCertificate
        | Alert::UnknownCA
        | Alert::CertificateRequired => RemoteErrorKind::Certificate,
        _ => RemoteErrorKind::Cut,
    }
}

/// The server's words are not HTTP, or not TLS: asks it once more what it speaks.
fn wrong_protocol(detail: &str, address: &Uri) -> RemoteError {
    let name = banner::protocol(address).unwrap_or_default();
    let kind = RemoteErrorKind::WrongProtocol(name.to_owned());
    RemoteError::new(kind, detail)
}
