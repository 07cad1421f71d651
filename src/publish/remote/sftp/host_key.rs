//! The server's host key: compared with the pinned one before anything about the account is sent.
//!
//! In: the key that the server proved to have, or an OpenSSH `known_hosts` file. Out: whether it is the
//! pinned one; fingerprints as OpenSSH prints them.
//! Never accepts a key because it is the first one seen: pinning is the caller's decision.

use std::sync::{Arc, Mutex};

use ring::hmac;
use russh::client::{DisconnectReason, Handler};
use russh::keys::ssh_key::known_hosts::{HostPatterns, KnownHosts, Marker};
use russh::keys::{HashAlg, PublicKeyOrCertificate};

/// What a connection learned before it could be used.
#[derive(Clone, Default)]
pub(super) struct Notes(Arc<Mutex<NotesState>>);

#[derive(Default)]
struct NotesState {
    fingerprint: Option<String>,
    farewell: Option<String>,
}

impl Notes {
    /// The fingerprint of the key that the server has.
    pub(super) fn fingerprint(&self) -> Option<String> {
        self.with(|state| state.fingerprint.clone())
    }

    /// The server's reason for ending the connection.
    pub(super) fn farewell(&self) -> Option<String> {
        self.with(|state| state.farewell.clone())
    }

    fn with<T>(&self, f: impl FnOnce(&mut NotesState) -> T) -> T {
        f(&mut self
            .0
            .lock()
            .expect("no code panics while it holds this lock"))
    }
}

pub(super) struct HostKeyCheck {
    pub(super) pinned: Option<String>,
    pub(super) notes: Notes,
}

impl Handler for HostKeyCheck {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        key: &PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        let found = key.public_key().fingerprint(HashAlg::Sha256).to_string();
        let is_pinned = self
            .pinned
            .as_deref()
            .is_some_and(|pinned| normal(pinned) == normal(&found));
        self.notes.with(|state| state.fingerprint = Some(found));
        Ok(is_pinned)
    }

    async fn disconnected(
        &mut self,
        reason: DisconnectReason<Self::Error>,
    ) -> Result<(), Self::Error> {
        match reason {
            DisconnectReason::ReceivedDisconnect(info) => {
                self.notes.with(|state| state.farewell = Some(info.message));
                Ok(())
            }
            DisconnectReason::Error(error) => Err(error),
        }
    }
}

/// A fingerprint without its prefix and padding, which people leave out or copy along.
fn normal(fingerprint: &str) -> &str {
    let text = fingerprint.trim();
    text.strip_prefix("SHA256:")
        .unwrap_or(text)
        .trim_end_matches('=')
}

/// The fingerprints that an OpenSSH `known_hosts` file lists for a server, also under hashed names; keys that
/// are marked as revoked are left out, and so are authorities, since a certificate has no fingerprint to pin.
pub fn known_host_key(host: &str, port: u16, known_hosts_text: &str) -> Vec<String> {
    let host = host.to_ascii_lowercase();
    let name = match port {
        22 => host,
        _ => format!("[{host}]:{port}"),
    };
    let mut fingerprints = Vec::new();
    let mut revoked = Vec::new();
    for entry in KnownHosts::new(known_hosts_text).flatten() {
        if !is_for(&name, entry.host_patterns()) {
            continue;
        }
        let fingerprint = entry.public_key().fingerprint(HashAlg::Sha256).to_string();
        match entry.marker() {
            None if !fingerprints.contains(&fingerprint) => fingerprints.push(fingerprint),
            Some(Marker::Revoked) => revoked.push(fingerprint),
            None | Some(Marker::CertAuthority) => {}
        }
    }
    fingerprints.retain(|fingerprint| !revoked.contains(fingerprint));
    fingerprints
}

/// As in sshd(8), `SSH_KNOWN_HOSTS FILE FORMAT`.
fn is_for(name: &str, patterns: &HostPatterns) -> bool {
    match patterns {
        HostPatterns::HashedName { salt, hash } => {
            let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, salt);
            hmac::verify(&key, name.as_bytes(), hash).is_ok()
        }
        HostPatterns::Patterns(patterns) => {
            let excluded = patterns
                .iter()
                .filter_map(|pattern| pattern.strip_prefix('!'))
                .any(|pattern| matches(pattern, name));
            !excluded && patterns.iter().any(|pattern| matches(pattern, name))
        }
    }
}

/// `*` stands for any number of characters, `?` for one.
fn matches(pattern: &str, name: &str) -> bool {
    let mut pattern_chars = pattern.chars();
    match (pattern_chars.next(), name.chars().next()) {
        (None, None) => true,
        (Some('*'), _) => {
            let rest = pattern_chars.as_str();
            (0..=name.len())
                .filter(|&at| name.is_char_boundary(at))
                .any(|at| matches(rest, &name[at..]))
        }
        (Some(wanted), Some(found)) if wanted == '?' || wanted.eq_ignore_ascii_case(&found) => {
            matches(pattern_chars.as_str(), &name[found.len_utf8()..])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";

    fn check(line_start: &str, host: &str, port: u16, count: usize) {
        let text = format!("# comment\n{line_start} {KEY}\nbroken line\n");
        let found = known_host_key(host, port, &text);
        assert_eq!(found.len(), count, "{line_start} {host}:{port}");
    }

    #[test]
    fn plain_names_and_patterns() {
        check("portal.example", "portal.example", 22, 1);
        check("portal.example", "Portal.Example", 22, 1);
        check("portal.example", "portal.example", 2222, 0);
        check("[portal.example]:2222,10.0.0.1", "portal.example", 2222, 1);
        check("*.example,!test.example", "portal.example", 22, 1);
        check("*.example,!test.example", "test.example", 22, 0);
        check("10.0.0.?", "10.0.0.7", 22, 1);
        check("@cert-authority portal.example", "portal.example", 22, 0);
        check("@revoked portal.example", "portal.example", 22, 0);
    }

    #[test]
    fn hashed_names() {
        // Made by `ssh-keygen -H` from `[portal.example]:2222`.
        let hashed = "|1|yfBYyIZrUFnhOMTrAAwBfFQPfwg=|4Otq//+xK/laF/0gUoTGQlytduQ=";
        check(hashed, "portal.example", 2222, 1);
        check(hashed, "portal.example", 22, 0);
    }

    #[test]
    fn fingerprints_are_equal_without_prefix_and_padding() {
        assert_eq!(normal(" SHA256:abc= "), normal("abc"));
    }
}
