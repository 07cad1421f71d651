//! How to reach a folder of an FTP server.
//!
//! Plain data.

use std::time::Duration;

use crate::publish::remote::{Secret, certificates::Certificates};

/// How to reach one folder of one server.
#[derive(Clone, Debug)]
pub struct FtpSettings {
    /// A name or an address; the certificate must be for it.
    pub host: String,
    pub port: u16,
    pub user: String,
    pub password: Option<Secret>,
    /// As the account sees it: `/site`, or `site` below the folder in which it starts. Empty for that folder.
    pub folder: String,
    pub security: Security,
    pub certificates: Certificates,
    pub tls13: Tls13,
    pub passive: Passive,
    /// How long the server may be silent, and how long a connection may take.
    pub timeout: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS begins with AUTH TLS (RFC 4217), usually on port 21.
    Explicit,
    /// TLS begins with the connection, usually on port 990.
    Implicit,
    /// FTP as of 1985: everybody on the way can read the password.
    Insecure,
}

/// Whether TLS 1.3 is offered besides 1.2.
///
/// Servers want data connections to resume the session of the control connection. Under TLS 1.3 each ticket
/// is good for one of them, and a server may give too few (iterate-ch/cyberduck#18399).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls13 {
    Off,
    On,
}

/// How data connections are opened; always by this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passive {
    /// EPSV, and PASV if that is refused.
    Auto,
    /// EPSV (RFC 2428).
    Extended,
    /// PASV (RFC 959).
    Plain,
}
