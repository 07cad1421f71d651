//! What needs the network: connections to servers, and the live site over HTTP.
//!
//! In: settings and secrets. Out: a `Connect`, or a `Fetch`; nothing is opened yet. Compiled with the feature
//! `network`; `offline.rs` takes its place without.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    disk,
    record::TargetRecord,
    remote::{
        self, AgentUse, Algorithms, Certificates, Connect, CreateOnly, Encoding, Fetcher,
        FtpTarget, Passive, PlainText, PrivateKeyText, RemoteError, Secret, Security, Tls13,
        WINDOWS_AGENT,
    },
    secrets::{Secrets, named, variable},
    verify::{Fetch, FetchError, Fetched},
};
use crate::{
    config::{
        Addressing, FtpSecurity, FtpSettings, PassiveMode, S3Dialect, S3Settings, SftpSettings,
        TargetKind, WebDavSettings,
    },
    page::encoded,
    pipeline::Failure,
};

pub use super::remote::known_host_key;

/// How long a server may be silent while files are sent.
const SILENCE: Duration = Duration::from_secs(60);
/// How long the live site may be silent.
const VISITOR_SILENCE: Duration = Duration::from_secs(30);

/// Prepares connections to a server.
///
/// # Errors
/// A secret or a certificate cannot be read.
pub fn connect(
    kind: &TargetKind,
    secrets: Secrets<'_>,
    record: &TargetRecord,
) -> Result<Box<dyn Connect>, Failure> {
    Ok(match kind {
        TargetKind::Sftp(it) => Box::new(sftp(it, secrets, record)?),
        TargetKind::Ftp(it) => Box::new(ftp(it, secrets)?),
        TargetKind::WebDav(it) => Box::new(webdav(it, secrets)?),
        TargetKind::S3(it) => Box::new(s3(it, secrets)?),
        TargetKind::Folder(_) | TargetKind::Package(_) => unreachable!("has no server"),
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

/// The live site at `url`, which ends with `/`; `ca_file` has the authorities of its certificate, if they are
/// not those of the system.
///
/// # Errors
/// The file cannot be read, or holds no certificate.
pub fn live_site(
    url: &str,
    site: &Path,
    ca_file: Option<&PathBuf>,
) -> Result<Box<dyn Fetch>, Failure> {
    let certificates = certificates(site, ca_file)?;
    Ok(Box::new(HttpSite {
        base: url.to_owned(),
        fetcher: Fetcher::new(&certificates, VISITOR_SILENCE),
    }))
}

struct HttpSite {
    base: String,
    fetcher: Fetcher,
}

impl Fetch for HttpSite {
    fn get(&self, path: &str, accept_encoding: &str) -> Result<Fetched, FetchError> {
        let encoding = match accept_encoding {
            "gzip" => Encoding::Gzip,
            "br" => Encoding::Brotli,
            _ => Encoding::Identity,
        };
        let address = format!("{}{}", self.base, encoded(path));
        let fetched = self.fetcher.get(&address, encoding);
        let fetched = fetched.map_err(|it| FetchError { detail: it.detail })?;
        Ok(Fetched {
            status: fetched.status,
            final_url: fetched.addresses.last().cloned().unwrap_or(address),
            headers: fetched.headers,
            body: fetched.body,
        })
    }
}

/// The authorities of a file, or else those of the system.
///
/// # Errors
/// The file cannot be read, or holds no certificate.
fn certificates(site: &Path, path: Option<&PathBuf>) -> Result<Certificates, Failure> {
    let Some(path) = path else {
        return Ok(Certificates::System);
    };
    let path = site.join(path);
    let bytes = disk::read(&path)?.ok_or_else(|| no_file(&path))?;
    Certificates::from_pem(&bytes).map_err(|_| no_certificate(&path))
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

fn no_file(path: &Path) -> Failure {
    Failure {
        message: format!("找不到 site.yaml 里写的文件 {}", path.display()),
        help: "看看路径有没有写错；相对路径从网站文件夹算起".to_owned(),
    }
}

fn no_certificate(path: &Path) -> Failure {
    Failure {
        message: format!("{} 里没有读得懂的证书", path.display()),
        help: "请管理员给一个 PEM 格式的根证书：用记事本打开，第一行是 -----BEGIN CERTIFICATE-----"
            .to_owned(),
    }
}
