//! SFTP targets: an account on an SSH server that takes files.
//!
//! In: address, account, and the pinned host key. Out: connections, each with a runtime of its own, so that
//! callers on any thread simply wait.
//! Never sends anything about the account to a server whose host key is not the pinned one, and reads neither
//! the environment nor the user's own SSH settings.

mod activity;
mod connect;
mod files;
mod host_key;
mod link_order;
mod links;
mod listing;
mod login;
mod packet;
mod session;
mod settings;
mod transfer;
mod wire;

use tokio::runtime::{Builder, Runtime};

use crate::publish::remote::{Connect, Listed, Remote, RemoteError, RemoteErrorKind, Upload};
use files::Files;
pub use host_key::known_host_key;
use session::Session;
pub use settings::{AgentUse, Algorithms, PrivateKeyText, SftpSettings, WINDOWS_AGENT};
use wire::Wire;

impl Connect for SftpSettings {
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| RemoteError::new(RemoteErrorKind::Unreachable, error))?;
        match runtime.block_on(self.open()) {
            Ok((files, description)) => Ok(Box::new(SftpRemote {
                files,
                description,
                runtime,
            })),
            Err(error) => {
                // Does not wait for the system's resolver, which may take longer than the timeout.
                runtime.shutdown_background();
                Err(error)
            }
        }
    }

    /// Portals that limit the sessions of one account allow at least so many; OpenSSH itself refuses new
    /// connections at random beyond ten that are not logged in (`MaxStartups`).
    fn connections(&self) -> usize {
        4
    }
}

impl SftpSettings {
    async fn open(&self) -> Result<(Files, String), RemoteError> {
        let mut connection = connect::connect(self).await?;
        let software = connect::software(&connection.activity);
        login::log_in(&mut connection, self).await?;
        let activity = connection.activity.clone();
        let channel = async {
            let channel = connection.handle.channel_open_session().await?;
            channel.request_subsystem(true, "sftp").await?;
            Ok::<_, russh::Error>(channel)
        };
        let channel = activity
            .watch(channel)
            .await?
            .map_err(|error| no_sftp(&error))?;
        let wire = Wire::new(connection.handle, channel, activity);
        let session = Session::start(wire).await?;
        let description = describe(software, &session);
        Ok((Files::open(session, &self.folder).await?, description))
    }
}

fn describe(software: String, session: &Session) -> String {
    let mut words: Vec<&str> = session
        .extensions()
        .map(|name| name.trim_end_matches("@openssh.com"))
        .collect();
    words.dedup();
    if words.is_empty() {
        return software;
    }
    format!("{software}; {}", words.join(", "))
}

struct SftpRemote {
    // Dropped before the runtime, which drives its connection.
    files: Files,
    description: String,
    runtime: Runtime,
}

impl Remote for SftpRemote {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        self.runtime.block_on(self.files.get(path))
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        self.runtime.block_on(self.files.size(path))
    }

    fn put(&mut self, path: &str, file: &Upload<'_>) -> Result<(), RemoteError> {
        self.runtime.block_on(self.files.put(path, file.bytes))
    }

    fn create(&mut self, path: &str, file: &Upload<'_>) -> Result<bool, RemoteError> {
        self.runtime.block_on(self.files.create(path, file.bytes))
    }

    fn creates_exclusively(&self) -> bool {
        true
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        self.runtime.block_on(self.files.rename(from, to))
    }

    fn delete(&mut self, path: &str) -> Result<(), RemoteError> {
        self.runtime.block_on(self.files.delete(path))
    }

    fn delete_folder(&mut self, path: &str) -> Result<bool, RemoteError> {
        self.runtime.block_on(self.files.delete_folder(path))
    }

    fn list(&mut self, folder: &str, each: &mut dyn FnMut(Listed)) -> Result<(), RemoteError> {
        self.runtime.block_on(self.files.list(folder, each))
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        self.runtime.block_on(self.files.copy(from, to))
    }

    fn link(&mut self, target: &str, link: &str) -> Result<(), RemoteError> {
        self.runtime.block_on(self.files.link(target, link))
    }

    fn read_link(&mut self, link: &str) -> Result<Option<String>, RemoteError> {
        self.runtime.block_on(self.files.read_link(link))
    }

    fn free_space(&mut self) -> Result<Option<u64>, RemoteError> {
        self.runtime.block_on(self.files.free_space())
    }

    fn description(&self) -> String {
        self.description.clone()
    }
}

fn no_sftp(error: &russh::Error) -> RemoteError {
    match error {
        russh::Error::ChannelOpenFailure(reason) => RemoteError::new(
            RemoteErrorKind::Denied,
            format!("the account may open no session: {reason:?}"),
        ),
        _ => RemoteError::new(RemoteErrorKind::Cut, error),
    }
}
