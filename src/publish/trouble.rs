//! What went wrong with a target, in Chinese: what happened, what that means for the site, and what to do
//! now.
//!
//! In: errors of servers, and findings. Out: a `Failure`, or the text of a note. Never contains a password.

use std::collections::BTreeSet;

use jiff::{ZonedDateTime, tz::TimeZone};

use super::{
    crew::{StepError, Stopped},
    journal::TargetState,
    lock::Holder,
    remote::{RemoteError, RemoteErrorKind},
    remote_manifest::Pointer,
    target::Target,
};
use crate::{config::TargetKind, pipeline::Failure};

/// How many paths a message names.
const NAMED: usize = 10;

/// An error before anything was changed.
pub fn of(error: &StepError, target: &Target) -> Failure {
    match error {
        StepError::Remote(error) => of_remote(error, "", target),
        StepError::Local(failure) => failure.clone(),
        StepError::LockLost => lock_lost(),
    }
}

/// An error while a release was delivered.
pub fn stopped(stopped: &Stopped, target: &Target, state: &TargetState) -> Failure {
    let failure = match &stopped.error {
        StepError::Remote(error) => of_remote(error, &stopped.path, target),
        StepError::Local(failure) => return failure.clone(),
        StepError::LockLost => lock_lost(),
    };
    let sent = state.files.len();
    let resume = match sent {
        0 => String::new(),
        _ => format!(
            "；已经送到的 {sent} 个文件有记录，同样的命令再运行一次会接着做，读者看到的网站没有断链"
        ),
    };
    Failure {
        message: failure.message,
        help: format!("{}{resume}", failure.help),
    }
}

fn of_remote(error: &RemoteError, path: &str, target: &Target) -> Failure {
    let id = &target.settings.id.value;
    let at = match path {
        "" => String::new(),
        path => format!("（文件 {path}）"),
    };
    let (what, help) = explain(error, target);
    let detail = match error.detail.as_str() {
        "" => String::new(),
        detail => format!("；对方的回答：{detail}"),
    };
    Failure {
        message: format!("发布目标“{id}”{what}{at}{detail}"),
        help,
    }
}

/// What happened, and what to do.
fn explain(error: &RemoteError, target: &Target) -> (&'static str, String) {
    let id = &target.settings.id.value;
    let secret = target.secret_hint();
    match &error.kind {
        RemoteErrorKind::Unreachable => (
            "连不上",
            "看看网络通不通，site.yaml 里的服务器地址和端口对不对；内网服务器可能要先连 VPN，或者请管理员放行这台电脑"
                .to_owned(),
        ),
        RemoteErrorKind::Cut => (
            "的连接断了，又试了几次没有成功",
            "等网络恢复后再运行一次".to_owned(),
        ),
        RemoteErrorKind::WrongProtocol(found) => (
            "说的不是这种协议",
            format!("这个端口上是 {found}；把 site.yaml 里的方式或者端口改过来（SFTP 通常是 22，FTP 是 21）"),
        ),
        RemoteErrorKind::Denied => ("拒绝了用户名、密码或密钥", format!("核对 site.yaml 里的用户名，和{secret}")),
        RemoteErrorKind::HostKey { pinned: None, found } => (
            "还没有确认过服务器的指纹",
            format!("向服务器管理员核对指纹 {found}，对得上就运行 fanzha target trust {id}"),
        ),
        RemoteErrorKind::HostKey { pinned: Some(pinned), found } => (
            "换了指纹，可能有人冒充服务器，没有发送密码",
            format!(
                "原来是 {pinned}，现在是 {found}；打电话问服务器管理员是不是重装过，确认之后再运行 fanzha target trust {id}"
            ),
        ),
        RemoteErrorKind::Certificate => (
            "的证书不能信任",
            "证书可能过期了、不是这个域名的，或者是单位自己签的；请管理员换证书，自签的就把根证书文件写在 ca_file（根证书文件）"
                .to_owned(),
        ),
        RemoteErrorKind::Algorithms => (
            "和这个程序没有共同的加密方法",
            "服务器的软件太旧；请管理员升级，暂时升级不了就在 site.yaml 里加一行：旧算法: 是".to_owned(),
        ),
        RemoteErrorKind::Forbidden => (
            "不允许这个账号这样做",
            "请管理员给这个账号在网站文件夹里新建、改名和删除文件的权限".to_owned(),
        ),
        RemoteErrorKind::Full => ("的磁盘满了", "请管理员清理磁盘或者增加配额，再运行一次".to_owned()),
        RemoteErrorKind::NotFound => (
            "上找不到需要的文件或文件夹",
            "看看 site.yaml 里的文件夹（或存储桶）写得对不对；也可能有人刚删过文件，再运行一次".to_owned(),
        ),
        RemoteErrorKind::Exists | RemoteErrorKind::Unsupported | RemoteErrorKind::Refused => (
            "没有照办",
            format!("运行 fanzha target check {id} 重新查看服务器的本事，再运行一次；还不行就把这条消息发给管理员"),
        ),
    }
}

pub fn held(holder: &Holder, now: &ZonedDateTime) -> Failure {
    let minutes = (now.timestamp().as_second() - holder.at.as_second()).abs() / 60;
    let age = match minutes {
        0 => "不到一分钟前还在动".to_owned(),
        minutes => format!("{minutes} 分钟前还在动"),
    };
    Failure {
        message: format!(
            "{}正在电脑 {} 上发布到同一个目标（{age}），这次没有发布",
            holder.by, holder.computer
        ),
        help: "等那边完成，再运行一次；确定那边已经停了，就加上 --break-lock".to_owned(),
    }
}

pub fn recovered(holder: &Holder) -> String {
    let at = holder
        .at
        .to_zoned_datetime(TimeZone::system())
        .strftime("%m月%d日 %H:%M")
        .to_string();
    format!(
        "{}在电脑 {} 上的发布没有做完（最后一次动静：{at}），这次接过来",
        holder.by, holder.computer
    )
}

pub fn runs_here() -> Failure {
    Failure {
        message: "这台电脑上已经有一个 fanzha 在发布到同一个目标".to_owned(),
        help: "等它完成，再运行一次".to_owned(),
    }
}

fn lock_lost() -> Failure {
    Failure {
        message: "另一台电脑接管了这个发布目标，这次停下了".to_owned(),
        help: "问问同事谁在发布；那边完成以后，再运行一次".to_owned(),
    }
}

pub fn removes_much(removed: usize, all: usize) -> Failure {
    Failure {
        message: format!("这次会删掉网站 {all} 个页面里的 {removed} 个，没有发布"),
        help: "看看是不是少了内容文件夹，或者改错了设置；确实要删，就加上 --yes 再运行一次"
            .to_owned(),
    }
}

pub fn too_little_space(needed: u64, free: u64) -> Failure {
    let mb = |bytes: u64| bytes.div_ceil(1_000_000);
    Failure {
        message: format!(
            "服务器的磁盘只剩 {} MB，这次要送 {} MB，没有发布",
            mb(free),
            mb(needed)
        ),
        help: "请管理员清理磁盘或者增加配额，再运行一次".to_owned(),
    }
}

pub fn foreign(paths: &[&String]) -> Failure {
    Failure {
        message: format!(
            "服务器上有 {} 个文件不是这个程序放的，或者被别人改过，没有覆盖，也没有发布：\n{}",
            paths.len(),
            named(paths.iter().map(|it| it.as_str()))
        ),
        help: "问清楚是谁改的、要不要留；不要了就加上 --overwrite 再运行一次，它们会被新网站的文件覆盖".to_owned(),
    }
}

pub fn left_alone(paths: &[&String]) -> String {
    format!(
        "有 {} 个旧文件被别人改过，留着没有删：\n{}",
        paths.len(),
        named(paths.iter().map(|it| it.as_str()))
    )
}

pub fn missing(paths: &BTreeSet<String>) -> String {
    format!(
        "有 {} 个以前发布的文件在服务器上不见了，需要的会重新送：\n{}",
        paths.len(),
        named(paths.iter().map(String::as_str))
    )
}

pub fn other_publisher(pointer: &Pointer) -> String {
    format!(
        "服务器上是 {} 从另一台电脑发布的版本 {}，以它为准接着做",
        pointer.published_at, pointer.release
    )
}

pub fn not_checked(target: &Target) -> Failure {
    let id = &target.settings.id.value;
    Failure {
        message: format!("还没有查看过发布目标“{id}”能做什么"),
        help: format!("先运行一次 fanzha target check {id}"),
    }
}

/// Whether a target is one that sends a password in the clear.
pub fn is_insecure(kind: &TargetKind) -> bool {
    match kind {
        TargetKind::Ftp(it) => it.security == crate::config::FtpSecurity::None,
        TargetKind::WebDav(it) => it.insecure && it.address.starts_with("http:"),
        TargetKind::Folder(_)
        | TargetKind::Sftp(_)
        | TargetKind::S3(_)
        | TargetKind::Package(_) => false,
    }
}

fn named<'a>(paths: impl ExactSizeIterator<Item = &'a str>) -> String {
    let count = paths.len();
    let mut lines: Vec<String> = paths.take(NAMED).map(|it| format!("  {it}")).collect();
    if count > NAMED {
        lines.push(format!("  …… 另有 {} 个", count - NAMED));
    }
    lines.join("\n")
}
