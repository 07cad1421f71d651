//! How to reach a folder of an SSH server.
//!
//! Plain data.

use std::{path::PathBuf, time::Duration};

use crate::publish::remote::Secret;

/// An SFTP target.
#[derive(Clone, Debug)]
pub struct SftpSettings {
    /// A name or an address, IPv6 without brackets.
    pub host: String,
    pub port: u16,
    pub user: String,
    /// The target's folder: absolute, or relative to the folder in which the account begins.
    pub folder: String,
    pub password: Option<Secret>,
    pub key: Option<PrivateKeyText>,
    pub agent: AgentUse,
    /// The fingerprint of the server's key, as OpenSSH prints it: `SHA256:…`. Without one, no connection is
    /// made.
    pub host_key: Option<String>,
    pub algorithms: Algorithms,
    /// How long the server may be silent, not how long a request may take.
    pub timeout: Duration,
}

/// A private key as text: OpenSSH's own format, PKCS #1, PKCS #8 or `PuTTY`'s.
#[derive(Clone, Debug)]
pub struct PrivateKeyText {
    pub text: Secret,
    pub passphrase: Option<Secret>,
}

/// Whether an SSH agent signs the login.
#[derive(Clone, Debug)]
pub enum AgentUse {
    Never,
    /// At a socket, as in `SSH_AUTH_SOCK`, or at a named pipe of Windows.
    At(PathBuf),
}

/// The named pipe of the agent that comes with Windows.
pub const WINDOWS_AGENT: &str = r"\\.\pipe\openssh-ssh-agent";

/// Which algorithms of SSH are offered to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithms {
    Modern,
    /// Also NIST's curves for the key exchange, and those by SHA-1 and CBC that OpenSSH no longer offers.
    Legacy,
}
