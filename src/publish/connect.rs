//! How to connect to a target of the settings.
//!
//! In: its settings and secrets. Out: a `Connect` of its kind.

use super::{
    network,
    record::TargetRecord,
    remote::{Connect, FolderTarget, Remote, RemoteError},
    secrets::Secrets,
};
use crate::{
    config::{TargetKind, TargetSettings},
    pipeline::Failure,
};

/// Prepares connections to the target with these settings; none is opened yet.
///
/// # Errors
/// A secret or a certificate cannot be read.
pub fn connect(
    settings: &TargetSettings,
    secrets: Secrets<'_>,
    record: &TargetRecord,
) -> Result<Box<dyn Connect>, Failure> {
    match &settings.kind {
        TargetKind::Folder(folder) => Ok(Box::new(FolderTarget(secrets.site.join(folder)))),
        TargetKind::Package(_) => Ok(Box::new(NoConnection)),
        TargetKind::Sftp(_) | TargetKind::Ftp(_) | TargetKind::WebDav(_) | TargetKind::S3(_) => {
            network::connect(&settings.kind, secrets, record)
        }
    }
}

/// A target without a server: packages are carried there.
struct NoConnection;

impl Connect for NoConnection {
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError> {
        Err(RemoteError::unsupported("a package has no server"))
    }

    fn connections(&self) -> usize {
        1
    }
}
