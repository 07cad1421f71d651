//! Publishing over FTP and FTPS.
//!
//! In: `FtpSettings`. Out: connections (`Remote`).
//! A password is sent without TLS only with `Security::Insecure`. Files cannot be made in one step here: `create` is
//! the best that RFC 959 allows, and `rename` replaces a file only if the server likes to.

mod control;
mod features;
mod listing;
mod login;
mod paths;
mod remote;
mod replies;
mod session;
mod stream;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::version::{TLS12, TLS13};

use self::remote::FtpRemote;
use crate::publish::remote::certificates::Certificates;
use crate::publish::remote::{Connect, Remote, RemoteError, Secret};

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
/// Servers want data connections to resume the session of the control connection. Under TLS 1.3 each ticket is good
/// for one of them, and a server may give too few (iterate-ch/cyberduck#18399).
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

/// A server with its settings checked.
pub struct FtpTarget {
    settings: FtpSettings,
    tls: Option<ClientConfig>,
    mlsd_fails: Arc<AtomicBool>,
}

impl FtpTarget {
    /// # Errors
    /// `Certificate` if the system's authorities cannot be read.
    pub fn new(settings: FtpSettings) -> Result<Self, RemoteError> {
        let versions = match settings.tls13 {
            Tls13::Off => &[&TLS12][..],
            Tls13::On => &[&TLS13, &TLS12][..],
        };
        let tls = match settings.security {
            Security::Explicit | Security::Implicit => {
                Some(settings.certificates.client_config(versions)?)
            }
            Security::Insecure => None,
        };
        Ok(Self {
            settings,
            tls,
            mlsd_fails: Arc::default(),
        })
    }
}

impl Connect for FtpTarget {
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError> {
        let session = login::log_in(&self.settings, self.tls.as_ref())?;
        let mlsd_fails = Arc::clone(&self.mlsd_fails);
        let remote = FtpRemote::new(session, &self.settings.folder, mlsd_fails)?;
        Ok(Box::new(remote))
    }

    /// Shared hosts allow two to five for each account, and other people work there as well.
    fn connections(&self) -> usize {
        1
    }
}
