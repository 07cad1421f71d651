//! The targets of `publish` in `site.yaml`: where the site is delivered, and how.
//!
//! No password is ever part of the settings: `site.yaml` is copied, sent and kept in version control. They
//! name a file outside the site, or the password is in the environment.

mod read;

use std::path::PathBuf;

pub use self::read::read_targets;
use crate::span::Spanned;

/// One place to which the site is published.
#[derive(Clone, Debug)]
pub struct TargetSettings {
    pub id: Spanned<String>,
    pub kind: TargetKind,
    /// The address at which readers see the target's folder; ends with `/`.
    pub url: Option<String>,
    pub switch: Switch,
    /// How many releases are kept for `rollback`.
    pub kept_releases: usize,
    /// How many connections are used at once; `None` for what is usual for the kind.
    pub connections: Option<usize>,
    /// A command that is run after a publication, with the list of changed addresses as its input.
    pub purge_command: Option<String>,
}

impl TargetSettings {
    /// The file with the authorities that may have signed the server's certificate.
    pub fn ca_file(&self) -> Option<&PathBuf> {
        match &self.kind {
            TargetKind::Ftp(it) => it.ca_file.as_ref(),
            TargetKind::WebDav(it) => it.ca_file.as_ref(),
            TargetKind::S3(it) => it.ca_file.as_ref(),
            TargetKind::Folder(_) | TargetKind::Sftp(_) | TargetKind::Package(_) => None,
        }
    }
}

/// How readers get from one release to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Files are replaced one by one, in an order in which no page refers to a missing file.
    InPlace,
    /// Each release has a folder in `releases/`; the symbolic link `current` names the one that is shown.
    Link,
}

#[derive(Clone, Debug)]
pub enum TargetKind {
    Folder(PathBuf),
    Sftp(SftpSettings),
    Ftp(FtpSettings),
    WebDav(WebDavSettings),
    S3(S3Settings),
    Package(PackageSettings),
}

/// The account on a server, without its password.
#[derive(Clone, Debug)]
pub struct Account {
    pub user: String,
    /// The file whose first line is the password or the secret key.
    pub password_file: Option<PathBuf>,
}

#[derive(Clone, Debug)]
pub struct SftpSettings {
    pub host: String,
    pub port: u16,
    pub folder: String,
    pub account: Account,
    pub key_file: Option<PathBuf>,
    pub agent: bool,
    /// `SHA256:…`, as `fanzha target trust` shows it; `None` for the one that was trusted there.
    pub host_key: Option<String>,
    pub legacy_algorithms: bool,
}

#[derive(Clone, Debug)]
pub struct FtpSettings {
    pub host: String,
    pub port: Option<u16>,
    pub folder: String,
    pub account: Account,
    pub security: FtpSecurity,
    pub tls13: bool,
    pub passive: PassiveMode,
    pub ca_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FtpSecurity {
    /// `AUTH TLS` (RFC 4217).
    Explicit,
    /// TLS from the first byte, usually on port 990.
    Implicit,
    /// No encryption: the password can be read on the way.
    None,
}

/// How data connections are opened; always by this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassiveMode {
    /// EPSV, and PASV if that is refused.
    Auto,
    Extended,
    Plain,
}

#[derive(Clone, Debug)]
pub struct WebDavSettings {
    pub address: String,
    pub account: Account,
    /// Whether the password may be sent over `http:`.
    pub insecure: bool,
    pub ca_file: Option<PathBuf>,
}

#[derive(Clone, Debug)]
pub struct S3Settings {
    pub dialect: S3Dialect,
    pub endpoint: String,
    pub bucket: String,
    pub region: String,
    pub prefix: String,
    pub addressing: Addressing,
    /// The access key id is the user.
    pub account: Account,
    pub ca_file: Option<PathBuf>,
}

/// The vendor, for what each does differently. Source: `docs/publishing.md#object-stores`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum S3Dialect {
    Aws,
    Oss,
    Obs,
    Cos,
    Minio,
}

/// Where the name of the bucket stands in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressing {
    /// `https://bucket.endpoint/key`
    Virtual,
    /// `https://endpoint/bucket/key`
    Path,
    /// `https://endpoint/key`: the endpoint is a domain bound to the bucket.
    Cname,
}

#[derive(Clone, Debug)]
pub struct PackageSettings {
    /// Where the archives are written.
    pub folder: PathBuf,
    /// The maximum size of one archive in bytes; `None` for no limit.
    pub part_bytes: Option<u64>,
}
