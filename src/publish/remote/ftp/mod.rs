//! Publishing over FTP and FTPS.
//!
//! In: `FtpSettings`. Out: connections (`Remote`).
//! A password is sent without TLS only with `Security::Insecure`. `create` is not atomic, since RFC 959 has
//! no command for it, and `rename` replaces a file only where the server allows it.
//!
//! The protocol is implemented here and not by suppaftp 12.2: that has no timeouts in implicit mode, closes
//! the data connection of a refused command at once (see `session.rs`) and an upload before TLS 1.3 tickets
//! are read (see `stream.rs`), gives errors of TLS as text, and needs chrono and regex.

mod control;
mod features;
mod listing;
mod login;
mod paths;
mod remote;
mod replies;
mod session;
mod settings;
mod stream;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustls::ClientConfig;
use rustls::version::{TLS12, TLS13};

use self::remote::FtpRemote;
pub use self::settings::{FtpSettings, Passive, Security, Tls13};
use crate::publish::remote::{Connect, Remote, RemoteError};

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
