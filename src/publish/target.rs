//! A target of the settings, with its secrets and a way to connect.
//!
//! In: `TargetSettings`, and where secrets are found. Out: a `Target`. A secret is read when it is needed for
//! the first time and is never written anywhere.

use std::path::{Path, PathBuf};

use super::{
    connect::connect,
    disk,
    record::TargetRecord,
    remote::Connect,
    secrets::{Environment, Secrets, variable},
};
use crate::{
    config::{TargetKind, TargetSettings},
    pipeline::Failure,
};

/// The folder of a site in which everything about publishing is kept.
pub const FOLDER: &str = "publish";

/// One place to which the site is published.
pub struct Target {
    pub settings: TargetSettings,
    pub connect: Box<dyn Connect>,
    /// `publish/<id>`: the journal, and what `target check` has found.
    pub folder: PathBuf,
}

impl Target {
    /// Prepares the target with these settings for the site in `site`.
    ///
    /// # Errors
    /// A file that the settings name cannot be read, or is open to other users.
    pub fn new(
        settings: &TargetSettings,
        site: &Path,
        environment: Environment<'_>,
    ) -> Result<Self, Failure> {
        let folder = site.join(FOLDER).join(&settings.id.value);
        let record = read_record(&folder)?;
        let secrets = Secrets {
            id: &settings.id.value,
            site,
            environment,
        };
        Ok(Self {
            connect: connect(settings, secrets, &record)?,
            settings: settings.clone(),
            folder,
        })
    }

    pub fn connections(&self) -> usize {
        self.settings
            .connections
            .unwrap_or_else(|| self.connect.connections())
    }

    /// Whether the target is a folder, which can be examined at any time.
    pub fn is_local(&self) -> bool {
        matches!(self.settings.kind, TargetKind::Folder(_))
    }

    pub fn journal(&self) -> PathBuf {
        self.folder.join("journal.jsonl")
    }

    /// What has been found out about the target.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn record(&self) -> Result<TargetRecord, Failure> {
        read_record(&self.folder)
    }

    /// Replaces the record.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write_record(&self, record: &TargetRecord) -> Result<(), Failure> {
        let mut text = serde_json::to_vec_pretty(record).expect("plain data can be written");
        text.push(b'\n');
        disk::write(&record_path(&self.folder), &text)
    }

    /// Where the password comes from, for messages.
    pub fn secret_hint(&self) -> String {
        let account = match &self.settings.kind {
            TargetKind::Sftp(it) => Some(&it.account),
            TargetKind::Ftp(it) => Some(&it.account),
            TargetKind::WebDav(it) => Some(&it.account),
            TargetKind::S3(it) => Some(&it.account),
            TargetKind::Folder(_) | TargetKind::Package(_) => None,
        };
        match account.and_then(|it| it.password_file.as_ref()) {
            Some(file) => format!("密码文件 {} 里的密码", file.display()),
            None => format!("环境变量 {} 里的密码", variable(&self.settings.id.value)),
        }
    }
}

fn record_path(folder: &Path) -> PathBuf {
    folder.join("target.json")
}

fn read_record(folder: &Path) -> Result<TargetRecord, Failure> {
    let path = record_path(folder);
    match disk::read(&path)? {
        None => Ok(TargetRecord::default()),
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| damaged(&path)),
    }
}

fn damaged(path: &Path) -> Failure {
    Failure {
        message: format!("{} 损坏了", path.display()),
        help: "删掉它，再运行一次 fanzha target check".to_owned(),
    }
}
