//! `fanzha target check` and `target trust`: tries what a target can do, and says what its operator should
//! change.

use std::path::Path;

use super::{
    super::{end::CommandEnd, terminal::Terminal, usage::Complaint},
    arguments::{ReleasesArguments, TargetArguments, TargetCommand},
    office::{Office, size, variable},
};
use crate::{
    config::{Switch, TargetKind, TargetSettings},
    publish::{self, Abilities, RemoteErrorKind, Replace, Target, TargetRecord},
};

pub(in crate::cli) fn run(
    arguments: &TargetArguments,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    match &arguments.command {
        TargetCommand::Check(arguments) => check(arguments, terminal),
        TargetCommand::Trust(arguments) => trust(arguments, terminal),
    }
}

fn check(arguments: &ReleasesArguments, terminal: &Terminal) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let target = office.target(&arguments.target)?;
    if matches!(target.settings.kind, TargetKind::Package(_)) {
        terminal.message("压缩包不用连服务器，直接运行 fanzha publish");
        return Ok(CommandEnd::Done);
    }
    let abilities = examine(&office, &target)?;
    terminal.message(&report(&target.settings, &abilities));
    Ok(CommandEnd::Done)
}

/// Tries what the target can do, and records it.
pub(super) fn examine(office: &Office, target: &Target) -> Result<Abilities, Complaint> {
    let abilities = publish::examine(target)?;
    let record = target.record()?;
    target.write_record(&TargetRecord {
        checked_at: Some(office.now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        abilities: Some(abilities.clone()),
        ..record
    })?;
    Ok(abilities)
}

/// Trusts the host key that the server shows now.
fn trust(arguments: &ReleasesArguments, terminal: &Terminal) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let target = office.target(&arguments.target)?;
    if !matches!(target.settings.kind, TargetKind::Sftp(_)) {
        return Err(Complaint::new(
            format!("“{}”不是 SFTP，没有服务器指纹", arguments.target),
            "只有 SFTP 目标要确认指纹；别的方式直接运行 fanzha target check",
        ));
    }
    let found = match target.connect.connect().map(drop) {
        Ok(()) => {
            terminal.message("服务器的指纹和记下的一样，不用再确认");
            return Ok(CommandEnd::Done);
        }
        Err(error) => match error.kind {
            RemoteErrorKind::HostKey { found, .. } => found,
            // The key is already trusted, and something else is wrong.
            _ => return Err(publish::explain(error, &target).into()),
        },
    };
    let known = known_keys(&target.settings);
    let record = target.record()?;
    target.write_record(&TargetRecord {
        host_key: Some(found.clone()),
        ..record
    })?;
    let check = match known.contains(&found) {
        true => "和这台电脑以前用 ssh 连它时记下的一样",
        false => "如果还没有和管理员核对，现在打电话核对；不一样就不要发布",
    };
    terminal.message(&format!(
        "记下了服务器的指纹：{found}\n{check}。下一步：fanzha target check {}",
        arguments.target
    ));
    Ok(CommandEnd::Done)
}

/// The fingerprints under which OpenSSH on this computer knows the server.
fn known_keys(settings: &TargetSettings) -> Vec<String> {
    let TargetKind::Sftp(sftp) = &settings.kind else {
        return Vec::new();
    };
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let path = home.map(|it| Path::new(&it).join(".ssh/known_hosts"));
    let text = path.and_then(|it| publish::read_text(&it).ok());
    text.map_or_else(Vec::new, |it| {
        publish::known_host_key(&sftp.host, sftp.port, &it)
    })
}

/// What was found, and what the office must ask its operator for.
fn report(settings: &TargetSettings, abilities: &Abilities) -> String {
    let yes = |it: bool| if it { "能" } else { "不能" };
    let replace = match abilities.replace {
        Replace::Atomic => "整个文件一下子换成新的，读者看不到半个文件",
        Replace::Aside => "先移开旧文件再换上新的，中间有一瞬间没有这个文件",
        Replace::Over => "直接写在旧文件上，写的时候读者可能看到半个文件",
    };
    let space = match abilities.free_bytes {
        Some(bytes) => format!("还有 {}", size(bytes)),
        None => "服务器不说".to_owned(),
    };
    let mut text = format!(
        "发布目标“{}”连上了，能写文件（{}）\n  换文件：{replace}\n  在服务器上复制文件：{}\n  用链接切换版本：{}\n  列出文件：{}\n  空间：{space}\n",
        settings.id.value,
        abilities.server,
        yes(abilities.copies),
        yes(abilities.links),
        yes(abilities.lists),
    );
    let advice = advice(settings, abilities);
    if advice.is_empty() {
        text.push_str("不用请管理员改什么");
    } else {
        text.push_str("请和服务器管理员说：");
        for line in advice {
            text.push_str(&format!("\n  - {line}"));
        }
    }
    text
}

fn advice(settings: &TargetSettings, abilities: &Abilities) -> Vec<String> {
    let mut advice = Vec::new();
    if abilities.replace != Replace::Atomic {
        advice.push("能不能让“改名”直接盖掉同名文件（SFTP 的 posix-rename）；不能也可以发布，换文件时有一瞬间不完整".to_owned());
    }
    if settings.switch == Switch::Link && !abilities.links {
        advice.push("这个账号不能建符号链接；请管理员允许，或者把“切换”改成 就地".to_owned());
    }
    if settings.switch == Switch::Link && abilities.links {
        advice.push(
            "网站的根目录要设成这个文件夹里的 current（它是一个链接），并且允许网页服务器跟随链接"
                .to_owned(),
        );
    }
    if !abilities.creates_exclusively {
        advice.push("这个服务器不能保证两台电脑不同时发布；请约好由一台电脑发布".to_owned());
    }
    if publish::is_insecure(&settings.kind) {
        advice.push("密码在网络上不加密；请开通 SFTP 或 FTPS".to_owned());
    }
    if settings.url.is_none() {
        advice
            .push("读者打开网站的网址是什么；写在“公开网址”里，fanzha verify 才能核对".to_owned());
    }
    advice
}
