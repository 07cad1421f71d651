//! How to connect to a target of the settings.
//!
//! In: its settings and secrets. Out: a `Connect` of its kind.

use std::{path::PathBuf, time::Duration};

use super::{
    record::TargetRecord,
    remote::{
        self, AgentUse, Algorithms, Connect, CreateOnly, FolderTarget, FtpTarget, Passive,
        PlainText, PrivateKeyText, Remote, RemoteError, Secret, Security, Tls13, WINDOWS_AGENT,
    },
    secrets::{Secrets, certificates, named, variable},
};
use crate::{
    config::{
        Addressing, FtpSecurity, FtpSettings, PassiveMode, S3Dialect, S3Settings, SftpSettings,
        TargetKind, TargetSettings, WebDavSettings,
    },
    pipeline::Failure,
};

/// How long a server may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// Prepares connections to the target with these settings; none is opened yet.
///
/// # Errors
/// A secret or a certificate cannot be read.
pub fn connect(
    settings: &TargetSettings,
    secrets: Secrets<'_>,
    record: &TargetRecord,
) -> Result<Box<dyn Connect>, Failure> {
    Ok(match &settings.kind {
        TargetKind::Folder(folder) => Box::new(FolderTarget(secrets.site.join(folder))),
        TargetKind::Sftp(it) => Box::new(sftp(it, secrets, record)?),
        TargetKind::Ftp(it) => Box::new(ftp(it, secrets)?),
        TargetKind::WebDav(it) => Box::new(webdav(it, secrets)?),
        TargetKind::S3(it) => Box::new(s3(it, secrets)?),
        TargetKind::Package(_) => Box::new(NoConnection),
    })
}

fn sftp(
    settings: &SftpSettings,
    secrets: Secrets<'_>,
    record: &TargetRecord,
) -> Result<remote::SftpSettings, Failure> {
    let environment = secrets.environment;
    let passphrase = environment(&named(secrets.id, "PASSPHRASE")).map(Secret::new);
    let key = match &settings.key_file {
        Some(path) => Some(PrivateKeyText {
            text: Secret::new(secrets.secret_file(path)?),
            passphrase,
        }),
        None => None,
    };
    let socket = environment("SSH_AUTH_SOCK").map(PathBuf::from);
    let agent = match (settings.agent, cfg!(windows)) {
        (false, _) => AgentUse::Never,
        (true, true) => AgentUse::At(socket.unwrap_or_else(|| PathBuf::from(WINDOWS_AGENT))),
        (true, false) => socket.map_or(AgentUse::Never, AgentUse::At),
    };
    Ok(remote::SftpSettings {
        host: settings.host.clone(),
        port: settings.port,
        user: settings.account.user.clone(),
        folder: settings.folder.clone(),
        password: secrets.password(&settings.account)?,
        key,
        agent,
        host_key: settings
            .host_key
            .clone()
            .or_else(|| record.host_key.clone()),
        algorithms: match settings.legacy_algorithms {
            true => Algorithms::Legacy,
            false => Algorithms::Modern,
        },
        timeout: SILENCE,
    })
}

fn ftp(settings: &FtpSettings, secrets: Secrets<'_>) -> Result<FtpTarget, Failure> {
    let security = match settings.security {
        FtpSecurity::Explicit => Security::Explicit,
        FtpSecurity::Implicit => Security::Implicit,
        FtpSecurity::None => Security::Insecure,
    };
    let usual_port = if security == Security::Implicit {
        990
    } else {
        21
    };
    let target = FtpTarget::new(remote::FtpSettings {
        host: settings.host.clone(),
        port: settings.port.unwrap_or(usual_port),
        user: settings.account.user.clone(),
        password: secrets.password(&settings.account)?,
        folder: settings.folder.clone(),
        security,
        certificates: certificates(secrets.site, settings.ca_file.as_ref())?,
        tls13: match settings.tls13 {
            true => Tls13::On,
            false => Tls13::Off,
        },
        passive: match settings.passive {
            PassiveMode::Auto => Passive::Auto,
            PassiveMode::Extended => Passive::Extended,
            PassiveMode::Plain => Passive::Plain,
        },
        timeout: SILENCE,
    });
    target.map_err(|it| no_authorities(&it))
}

fn webdav(
    settings: &WebDavSettings,
    secrets: Secrets<'_>,
) -> Result<remote::WebdavSettings, Failure> {
    Ok(remote::WebdavSettings {
        url: settings.address.clone(),
        user: settings.account.user.clone(),
        password: secrets.password(&settings.account)?,
        certificates: certificates(secrets.site, settings.ca_file.as_ref())?,
        plain_text: match settings.insecure {
            true => PlainText::Allow,
            false => PlainText::Refuse,
        },
        timeout: SILENCE,
    })
}

fn s3(settings: &S3Settings, secrets: Secrets<'_>) -> Result<remote::S3Settings, Failure> {
    let secret = secrets.password(&settings.account)?;
    let token = (secrets.environment)(&named(secrets.id, "TOKEN"));
    Ok(remote::S3Settings {
        endpoint: settings.endpoint.clone(),
        bucket: settings.bucket.clone(),
        region: settings.region.clone(),
        prefix: settings.prefix.clone(),
        addressing: match settings.addressing {
            Addressing::Virtual => remote::Addressing::Virtual,
            Addressing::Path => remote::Addressing::Path,
            Addressing::Cname => remote::Addressing::Cname,
        },
        access_key: settings.account.user.clone(),
        secret_key: secret.ok_or_else(|| no_secret(secrets.id))?,
        session_token: token.map(Secret::new),
        create_only: match settings.dialect {
            S3Dialect::Aws | S3Dialect::Minio => CreateOnly::IfNoneMatch,
            S3Dialect::Oss => CreateOnly::OssHeader,
            S3Dialect::Cos => CreateOnly::CosHeader,
            S3Dialect::Obs => CreateOnly::BestEffort,
        },
        certificates: certificates(secrets.site, settings.ca_file.as_ref())?,
        timeout: SILENCE,
        clock_offset_s: 0,
    })
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

fn no_authorities(error: &RemoteError) -> Failure {
    Failure {
        message: format!("读不出系统信任的证书：{}", error.detail),
        help: "把根证书文件（PEM）写在 site.yaml 的“根证书文件”里".to_owned(),
    }
}

fn no_secret(id: &str) -> Failure {
    Failure {
        message: format!("没有发布目标“{id}”的密钥"),
        help: format!(
            "把它放在环境变量 {} 里，或者写在网站文件夹外面的一个文件里，用“密码文件”指过去",
            variable(id)
        ),
    }
}
