//! Reads the targets of `publish` in `site.yaml`.
//!
//! In: a list of maps. Out: `TargetSettings`, and diagnostics for what cannot be used.

use std::path::PathBuf;

use super::{
    super::entry, Account, Addressing, FtpSecurity, FtpSettings, PackageSettings, PassiveMode,
    S3Dialect, S3Settings, SftpSettings, Switch, TargetKind, TargetSettings, WebDavSettings,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
    yaml::{Fields, Key, Node, UnknownKeys},
};

const ID: Key<'_> = Key::new("id", "编号");
const KIND: Key<'_> = Key::new("kind", "方式");
const URL: Key<'_> = Key::new("url", "公开网址");
const SWITCH: Key<'_> = Key::new("switch", "切换");
const KEEP: Key<'_> = Key::new("keep", "保留版本");
const CONNECTIONS: Key<'_> = Key::new("connections", "连接数");
const PURGE: Key<'_> = Key::new("purge_command", "刷新命令");
const FOLDER: Key<'_> = Key::new("folder", "文件夹");
const HOST: Key<'_> = Key::new("host", "服务器");
const PORT: Key<'_> = Key::new("port", "端口");
const USER: Key<'_> = Key::new("user", "用户名");
const PASSWORD_FILE: Key<'_> = Key::new("password_file", "密码文件");
const KEY_FILE: Key<'_> = Key::new("key_file", "密钥文件");
const AGENT: Key<'_> = Key::new("agent", "密钥代理");
const HOST_KEY: Key<'_> = Key::new("host_key", "服务器指纹");
const LEGACY: Key<'_> = Key::new("legacy_algorithms", "旧算法");
const SECURITY: Key<'_> = Key::new("security", "加密");
const TLS13: Key<'_> = Key::new("tls13", "TLS1.3");
const PASSIVE: Key<'_> = Key::new("passive", "被动方式");
const CA_FILE: Key<'_> = Key::new("ca_file", "根证书文件");
const ADDRESS: Key<'_> = Key::new("address", "地址");
const INSECURE: Key<'_> = Key::new("insecure", "允许不加密");
const ENDPOINT: Key<'_> = Key::new("endpoint", "接入点");
const BUCKET: Key<'_> = Key::new("bucket", "存储桶");
const REGION: Key<'_> = Key::new("region", "地域");
const PREFIX: Key<'_> = Key::new("prefix", "前缀");
const ADDRESSING: Key<'_> = Key::new("addressing", "寻址");
const ACCESS_KEY: Key<'_> = Key::new("access_key", "访问密钥编号");
const PART_SIZE: Key<'_> = Key::new("part_size_mb", "分卷兆字节");

const KEPT_RELEASES_DEFAULT: u32 = 10;
const CONNECTIONS_MAX: u32 = 32;
const REGION_DEFAULT: &str = "us-east-1";

/// The words of `kind`.
#[derive(Clone, Copy)]
enum KindWord {
    Folder,
    Sftp,
    Ftp,
    Ftps,
    WebDav,
    S3(S3Dialect),
    Package,
}

const KINDS: &[(&[&str], KindWord)] = &[
    (&["folder", "文件夹"], KindWord::Folder),
    (&["sftp", "SFTP"], KindWord::Sftp),
    (&["ftps", "FTPS"], KindWord::Ftps),
    (&["ftp", "FTP"], KindWord::Ftp),
    (&["webdav", "WebDAV"], KindWord::WebDav),
    (&["s3", "S3", "对象存储"], KindWord::S3(S3Dialect::Aws)),
    (&["oss", "OSS"], KindWord::S3(S3Dialect::Oss)),
    (&["obs", "OBS"], KindWord::S3(S3Dialect::Obs)),
    (&["cos", "COS"], KindWord::S3(S3Dialect::Cos)),
    (&["minio", "MinIO"], KindWord::S3(S3Dialect::Minio)),
    (&["package", "压缩包"], KindWord::Package),
];

const SWITCHES: &[(&[&str], Switch)] = &[
    (&["in_place", "就地"], Switch::InPlace),
    (&["link", "链接"], Switch::Link),
];

const SECURITIES: &[(&[&str], FtpSecurity)] = &[
    (&["explicit", "显式"], FtpSecurity::Explicit),
    (&["implicit", "隐式"], FtpSecurity::Implicit),
];

const PASSIVES: &[(&[&str], PassiveMode)] = &[
    (&["auto", "自动"], PassiveMode::Auto),
    (&["epsv", "EPSV"], PassiveMode::Extended),
    (&["pasv", "PASV"], PassiveMode::Plain),
];

const ADDRESSINGS: &[(&[&str], Addressing)] = &[
    (&["virtual", "虚拟主机"], Addressing::Virtual),
    (&["path", "路径"], Addressing::Path),
    (&["cname", "自定义域名"], Addressing::Cname),
];

pub fn read_targets(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<TargetSettings> {
    let mut targets: Vec<TargetSettings> = Vec::new();
    for node in nodes {
        let Some(target) = read_target(node, diagnostics) else {
            continue;
        };
        match targets.iter().find(|it| it.id.value == target.id.value) {
            Some(first) => diagnostics.push(entry::duplicate(&target.id, first.id.span)),
            None => targets.push(target),
        }
    }
    targets
}

fn read_target(node: Node, diagnostics: &mut Diagnostics) -> Option<TargetSettings> {
    let mut fields = Fields::new(node, diagnostics);
    let id = entry::id(ID, "portal", &mut fields);
    let word = fields.choice(KIND, KINDS);
    let word = fields.required(KIND, word, "sftp");
    let url = fields.text(URL).and_then(|it| public_url(&it, &mut fields));
    let switch = fields.choice(SWITCH, SWITCHES);
    let keep = fields
        .count(KEEP)
        .map_or(KEPT_RELEASES_DEFAULT, |it| it.value);
    let connections = fields.count(CONNECTIONS);
    let connections = connections.map(|it| it.value.min(CONNECTIONS_MAX) as usize);
    let purge_command = fields.text(PURGE).map(|it| it.value);
    let kind = word.and_then(|it| read_kind(it.value, &mut fields));
    if let (Some(switch), Some(kind)) = (&switch, &kind)
        && switch.value == Switch::Link
        && !matches!(kind, TargetKind::Folder(_) | TargetKind::Sftp(_))
    {
        fields.diagnostics().push(no_links(switch));
    }
    fields.finish(UnknownKeys::Refuse);
    Some(TargetSettings {
        id: id?,
        kind: kind?,
        url,
        switch: switch.map_or(Switch::InPlace, |it| it.value),
        kept_releases: keep as usize,
        connections,
        purge_command,
    })
}

fn read_kind(word: KindWord, fields: &mut Fields<'_>) -> Option<TargetKind> {
    match word {
        KindWord::Folder => {
            let folder = fields.required_text(FOLDER, "//server/www/fanzha")?;
            Some(TargetKind::Folder(PathBuf::from(folder.value)))
        }
        KindWord::Sftp => read_sftp(fields).map(TargetKind::Sftp),
        KindWord::Ftps => {
            let security = fields.choice(SECURITY, SECURITIES);
            let security = security.map_or(FtpSecurity::Explicit, |it| it.value);
            read_ftp(security, fields).map(TargetKind::Ftp)
        }
        KindWord::Ftp => {
            let allowed = fields.flag(INSECURE).is_some_and(|it| it.value);
            let settings = read_ftp(FtpSecurity::None, fields);
            if !allowed {
                let at = fields.place();
                fields.diagnostics().push(plain_ftp(at));
            }
            settings.filter(|_| allowed).map(TargetKind::Ftp)
        }
        KindWord::WebDav => read_webdav(fields).map(TargetKind::WebDav),
        KindWord::S3(dialect) => read_s3(dialect, fields).map(TargetKind::S3),
        KindWord::Package => {
            let folder = fields.text(FOLDER).map(|it| PathBuf::from(it.value));
            let part = fields.count(PART_SIZE);
            Some(TargetKind::Package(PackageSettings {
                folder: folder.unwrap_or_else(|| PathBuf::from("packages")),
                part_bytes: part.map(|it| u64::from(it.value) * 1_000_000),
            }))
        }
    }
}

fn read_account(fields: &mut Fields<'_>, user: Key<'_>) -> Option<Account> {
    let user = fields.required_text(user, "fanzha");
    let password_file = path(PASSWORD_FILE, fields);
    Some(Account {
        user: user?.value,
        password_file,
    })
}

fn path(key: Key<'_>, fields: &mut Fields<'_>) -> Option<PathBuf> {
    fields.text(key).map(|it| PathBuf::from(it.value))
}

fn port(fields: &mut Fields<'_>) -> Option<u16> {
    let port = fields.count(PORT)?;
    let number = u16::try_from(port.value).ok();
    if number.is_none() {
        fields.diagnostics().push(bad_port(&port));
    }
    number
}

fn flag(key: Key<'_>, fields: &mut Fields<'_>) -> bool {
    fields.flag(key).is_some_and(|it| it.value)
}

fn read_sftp(fields: &mut Fields<'_>) -> Option<SftpSettings> {
    let host = fields.required_text(HOST, "10.0.0.8");
    let folder = fields.required_text(FOLDER, "/var/www/fanzha");
    let account = read_account(fields, USER);
    let settings = SftpSettings {
        port: port(fields).unwrap_or(22),
        key_file: path(KEY_FILE, fields),
        agent: flag(AGENT, fields),
        host_key: fields.text(HOST_KEY).map(|it| it.value),
        legacy_algorithms: flag(LEGACY, fields),
        host: host?.value,
        folder: folder?.value,
        account: account?,
    };
    Some(settings)
}

fn read_ftp(security: FtpSecurity, fields: &mut Fields<'_>) -> Option<FtpSettings> {
    let host = fields.required_text(HOST, "10.0.0.8");
    let folder = fields.required_text(FOLDER, "/fanzha");
    let account = read_account(fields, USER);
    let passive = fields.choice(PASSIVE, PASSIVES);
    let settings = FtpSettings {
        port: port(fields),
        tls13: flag(TLS13, fields),
        passive: passive.map_or(PassiveMode::Auto, |it| it.value),
        ca_file: path(CA_FILE, fields),
        host: host?.value,
        folder: folder?.value,
        account: account?,
        security,
    };
    Some(settings)
}

fn read_webdav(fields: &mut Fields<'_>) -> Option<WebDavSettings> {
    let address = fields.required_text(ADDRESS, "https://www.example.gov.cn/dav/fanzha/");
    let account = read_account(fields, USER);
    let settings = WebDavSettings {
        insecure: flag(INSECURE, fields),
        ca_file: path(CA_FILE, fields),
        address: address?.value,
        account: account?,
    };
    Some(settings)
}

fn read_s3(dialect: S3Dialect, fields: &mut Fields<'_>) -> Option<S3Settings> {
    let endpoint = fields.required_text(ENDPOINT, "https://oss-cn-shanghai.aliyuncs.com");
    let bucket = fields.required_text(BUCKET, "fanzha");
    let account = read_account(fields, ACCESS_KEY);
    let region = fields.text(REGION).map(|it| it.value);
    let prefix = fields.text(PREFIX).map(|it| it.value);
    let addressing = fields.choice(ADDRESSING, ADDRESSINGS);
    let usual = match dialect {
        S3Dialect::Minio => Addressing::Path,
        S3Dialect::Aws | S3Dialect::Oss | S3Dialect::Obs | S3Dialect::Cos => Addressing::Virtual,
    };
    let settings = S3Settings {
        ca_file: path(CA_FILE, fields),
        dialect,
        endpoint: endpoint?.value,
        bucket: bucket?.value,
        region: region.unwrap_or_else(|| REGION_DEFAULT.to_owned()),
        prefix: prefix.unwrap_or_default().trim_matches('/').to_owned(),
        addressing: addressing.map_or(usual, |it| it.value),
        account: account?,
    };
    Some(settings)
}

fn public_url(text: &Spanned<String>, fields: &mut Fields<'_>) -> Option<String> {
    let is_web = |it: &url::Url| matches!(it.scheme(), "http" | "https") && it.has_host();
    let url = url::Url::parse(&text.value).ok().filter(is_web);
    if url.is_none() {
        fields.diagnostics().push(bad_url(text));
    }
    url.map(|it| match it.as_str().ends_with('/') {
        true => it.into(),
        false => format!("{it}/"),
    })
}

fn bad_url(text: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "公开网址写得不对")
        .label(text.span, "读不出网址")
        .help("写读者打开网站时用的完整网址，例如 https://www.example.gov.cn/zt/fanzha/")
}

fn bad_port(port: &Spanned<u32>) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "没有这个端口")
        .label(port.span, "太大")
        .help("端口是 1 到 65535 的数字，问服务器的管理员；不写就是通常的端口")
}

fn plain_ftp(at: Span) -> Diagnostic {
    Diagnostic::error(
        code::CONFIG_PUBLISH_INSECURE,
        "FTP 不加密，密码在网络上谁都能看到",
    )
    .label(at, "这个发布目标用的是不加密的 FTP")
    .help("请服务器管理员开通 SFTP 或 FTPS，把方式改成 sftp 或 ftps")
    .help("只有在单位内网、确实没有别的办法时，才加一行：允许不加密: 是")
}

fn no_links(switch: &Spanned<Switch>) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "这种方式不能用链接切换")
        .label(switch.span, "只有 folder 和 sftp 可以")
        .help("删去这一行：文件会按不会出现断链的顺序逐个替换")
}
