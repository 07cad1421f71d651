//! A connection to an SSH server, up to the point where its host key is accepted.
//!
//! In: address, pinned key and algorithms. Out: an encrypted connection, or the reason why there is none.
//! Nothing about the account is sent before the host key has been accepted.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, Config, Handle};
use russh::keys::{Algorithm, EcdsaCurve, HashAlg};
use russh::{Preferred, cipher, kex, mac};
use tokio::net::TcpStream;

use super::activity::{Activity, ObservedStream};
use super::host_key::{HostKeyCheck, Notes};
use super::{Algorithms, SftpSettings};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// An encrypted connection on which nobody has logged in.
pub(super) struct Connection {
    pub(super) handle: Handle<HostKeyCheck>,
    pub(super) activity: Activity,
    pub(super) notes: Notes,
}

/// Connects, and accepts only the pinned host key.
///
/// A server has keys of several kinds and shows one that the client prefers. So if it shows another key than
/// the pinned one, it is asked for those of the other kinds.
pub(super) async fn connect(settings: &SftpSettings) -> Result<Connection, RemoteError> {
    let all = host_key_algorithms(settings.algorithms);
    let mismatch = match connect_with(settings, all.clone()).await {
        Err(error)
            if matches!(
                error.kind,
                RemoteErrorKind::HostKey {
                    pinned: Some(_),
                    ..
                }
            ) =>
        {
            error
        }
        other => return other,
    };
    let first_kind = all.first().cloned();
    for kind in [is_ed25519, is_ecdsa, is_rsa] {
        let some: Vec<Algorithm> = all.iter().filter(|name| kind(name)).cloned().collect();
        if some.first() == first_kind.as_ref() {
            continue;
        }
        if let Ok(connection) = connect_with(settings, some).await {
            return Ok(connection);
        }
    }
    Err(mismatch)
}

fn is_ed25519(name: &Algorithm) -> bool {
    matches!(name, Algorithm::Ed25519)
}

fn is_ecdsa(name: &Algorithm) -> bool {
    matches!(name, Algorithm::Ecdsa { .. })
}

fn is_rsa(name: &Algorithm) -> bool {
    matches!(name, Algorithm::Rsa { .. })
}

async fn connect_with(
    settings: &SftpSettings,
    host_keys: Vec<Algorithm>,
) -> Result<Connection, RemoteError> {
    let activity = Activity::new(settings.timeout);
    let address = (settings.host.as_str(), settings.port);
    let stream = tokio::time::timeout(settings.timeout, TcpStream::connect(address))
        .await
        .map_err(|_| unreachable_in(settings.timeout))?
        .map_err(|error| RemoteError::new(RemoteErrorKind::Unreachable, error))?;
    // Requests and replies are small, and each waits for the other. A system that refuses this is only
    // slower.
    drop(stream.set_nodelay(true));
    let notes = Notes::default();
    let check = HostKeyCheck {
        pinned: settings.host_key.clone(),
        notes: notes.clone(),
    };
    let config = Arc::new(config(settings, host_keys));
    let stream = ObservedStream::new(stream, activity.clone());
    activity.advance();
    let handshake = client::connect_stream(config, stream, check);
    let result = tokio::select! {
        result = activity.watch(handshake) => result,
        protocol = foreign_protocol(&activity) => return Err(wrong_protocol(protocol, &activity)),
    };
    match result {
        Ok(Ok(handle)) => Ok(Connection {
            handle,
            activity,
            notes,
        }),
        Ok(Err(error)) => Err(handshake_failed(&error, settings, &activity, &notes)),
        Err(silent) => Err(silent),
    }
}

fn config(settings: &SftpSettings, host_keys: Vec<Algorithm>) -> Config {
    Config {
        preferred: preferred(settings.algorithms, host_keys),
        // Whether an answer is missing is decided by `Activity`, so these requests are sent without a limit.
        keepalive_interval: Some(settings.timeout / 3),
        keepalive_max: 0,
        ..Config::default()
    }
}

fn preferred(algorithms: Algorithms, host_keys: Vec<Algorithm>) -> Preferred {
    let mut preferred = Preferred {
        key: Cow::Owned(host_keys),
        ..Preferred::DEFAULT
    };
    match algorithms {
        Algorithms::Modern => {}
        Algorithms::Legacy => {
            preferred.kex.to_mut().extend([
                kex::ECDH_SHA2_NISTP256,
                kex::ECDH_SHA2_NISTP384,
                kex::ECDH_SHA2_NISTP521,
                kex::DH_G14_SHA1,
            ]);
            preferred.cipher.to_mut().extend([
                cipher::AES_256_CBC,
                cipher::AES_192_CBC,
                cipher::AES_128_CBC,
            ]);
            preferred
                .mac
                .to_mut()
                .extend([mac::HMAC_SHA1_ETM, mac::HMAC_SHA1]);
        }
    }
    preferred
}

fn host_key_algorithms(algorithms: Algorithms) -> Vec<Algorithm> {
    let mut names = vec![
        Algorithm::Ed25519,
        Algorithm::Ecdsa {
            curve: EcdsaCurve::NistP256,
        },
        Algorithm::Ecdsa {
            curve: EcdsaCurve::NistP384,
        },
        Algorithm::Ecdsa {
            curve: EcdsaCurve::NistP521,
        },
        Algorithm::Rsa {
            hash: Some(HashAlg::Sha512),
        },
        Algorithm::Rsa {
            hash: Some(HashAlg::Sha256),
        },
    ];
    match algorithms {
        Algorithms::Modern => {}
        // The signature `ssh-rsa`, by SHA-1.
        Algorithms::Legacy => names.push(Algorithm::Rsa { hash: None }),
    }
    names
}

/// Returns when the server has greeted in another protocol; a server of SSH may send lines before its banner.
async fn foreign_protocol(activity: &Activity) -> &'static str {
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if let Some(name) = protocol_of(&activity.head()) {
            return name;
        }
    }
}

fn protocol_of(head: &[u8]) -> Option<&'static str> {
    let has = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    match head {
        [b'2', b'2', b'0', b' ' | b'-', ..] if has(b"SMTP") => Some("SMTP"),
        [b'2', b'2', b'0', b' ' | b'-', ..] => Some("FTP"),
        [b'H', b'T', b'T', b'P', b'/', ..] => Some("HTTP"),
        [0x15, 0x03, ..] => Some("TLS"),
        [b'R', b'F', b'B', b' ', ..] => Some("VNC"),
        [b'S', b'S', b'H', b'-', b'1', b'.', minor, ..] if *minor != b'9' => Some("SSH-1"),
        _ => None,
    }
}

/// The name and version that the server gives itself: `OpenSSH_9.2p1 Debian-2`.
pub(super) fn software(activity: &Activity) -> String {
    let head = activity.head();
    let text = String::from_utf8_lossy(&head);
    text.lines()
        .find_map(|line| {
            line.strip_prefix("SSH-2.0-")
                .or_else(|| line.strip_prefix("SSH-1.99-"))
        })
        .unwrap_or_default()
        .to_owned()
}

fn handshake_failed(
    error: &russh::Error,
    settings: &SftpSettings,
    activity: &Activity,
    notes: &Notes,
) -> RemoteError {
    if let (russh::Error::UnknownKey, Some(found)) = (error, notes.fingerprint()) {
        let kind = RemoteErrorKind::HostKey {
            pinned: settings.host_key.clone(),
            found: found.clone(),
        };
        return RemoteError::new(kind, found);
    }
    if let Some(protocol) = protocol_of(&activity.head()) {
        return wrong_protocol(protocol, activity);
    }
    match error {
        russh::Error::NoCommonAlgo { kind, ours, theirs } => {
            no_common(&format!("{kind:?}"), ours, theirs)
        }
        russh::Error::Version => wrong_protocol("", activity),
        _ => {
            let said = notes.farewell().unwrap_or_else(|| greeting(activity));
            RemoteError::new(RemoteErrorKind::Cut, format!("{error}; {said}"))
        }
    }
}

/// The server's first line, as far as it is text.
fn greeting(activity: &Activity) -> String {
    let head = activity.head();
    let text = String::from_utf8_lossy(&head);
    text.lines()
        .next()
        .unwrap_or_default()
        .escape_debug()
        .to_string()
}

fn no_common(kind: &str, ours: &[String], theirs: &[String]) -> RemoteError {
    let (ours, theirs) = (ours.join(" "), theirs.join(" "));
    RemoteError::new(
        RemoteErrorKind::Algorithms,
        format!("{kind}: client offers {ours}; server offers {theirs}"),
    )
}

fn wrong_protocol(name: &str, activity: &Activity) -> RemoteError {
    RemoteError::new(
        RemoteErrorKind::WrongProtocol(name.to_owned()),
        greeting(activity),
    )
}

fn unreachable_in(limit: Duration) -> RemoteError {
    let seconds = limit.as_secs_f32();
    RemoteError::new(
        RemoteErrorKind::Unreachable,
        format!("no connection within {seconds} s"),
    )
}
