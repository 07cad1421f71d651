//! `fanzha verify`: fetches the live site as visitors do, and says what differs from the release.
//!
//! Only reads. Exit 1 if visitors get something wrong.

use std::io;

use super::{
    super::{end::CommandEnd, terminal::Terminal, usage::Complaint},
    arguments::VerifyArguments,
    office::Office,
};
use crate::publish::{self, Release, ReleaseFile, VerifyOptions, Wanted};

pub(in crate::cli) fn verify(
    arguments: &VerifyArguments,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let (url, live) = place(&arguments.target, &office)?;
    let ids = office.store.ids()?;
    let id = live
        .or_else(|| ids.last().cloned())
        .ok_or_else(nothing_published)?;
    let release = office.store.release(&id)?.ok_or_else(nothing_published)?;
    let before = ids.iter().rev().find(|it| **it < id);
    let previous = match before {
        Some(id) => office.store.release(id)?,
        None => None,
    };
    let open = |file: &ReleaseFile| {
        let bytes = office.store.bytes(file);
        bytes.map_err(|it| io::Error::other(it.message))
    };
    let policy = publish::policy_of(&release, &office.store)?;
    let wanted = |path: &str| Wanted {
        csp: policy.clone().filter(|_| publish::has_policy(path)),
        cache: publish::wanted_cache(path),
    };
    let portal = &office.config.portal;
    let included: Vec<String> = portal
        .header
        .iter()
        .chain(&portal.footer)
        .cloned()
        .collect();
    let options = VerifyOptions {
        base_url: &url,
        sample: arguments.sample,
        previous: previous.as_ref(),
        included: &included,
        wanted: &wanted,
        open: &open,
    };
    let site = office.live_site(&arguments.target, &url)?;
    let report = publish::verify(&release, &options, &*site);
    for group in &report.groups {
        terminal.message(group.to_string().trim_end());
    }
    terminal.message(&told(&report, &release, &url));
    Ok(match report.has_errors() {
        true => CommandEnd::ProblemsInFiles,
        false => CommandEnd::Done,
    })
}

/// The address to be verified, and the release that should be there.
fn place(target: &str, office: &Office) -> Result<(String, Option<String>), Complaint> {
    if target.starts_with("http://") || target.starts_with("https://") {
        let slash = if target.ends_with('/') { "" } else { "/" };
        let url = format!("{target}{slash}");
        let mut targets = office.config.targets.iter();
        let known = targets.find(|it| it.url.as_ref() == Some(&url));
        let live = match known {
            Some(settings) => publish::live_release(&office.target(&settings.id.value)?)?,
            None => None,
        };
        return Ok((url, live));
    }
    let target = office.target(target)?;
    let url = target
        .settings
        .url
        .clone()
        .ok_or_else(|| no_url(&target.settings.id.value))?;
    Ok((url, publish::live_release(&target)?))
}

fn told(report: &publish::VerifyReport, release: &Release, url: &str) -> String {
    match (report.checked, report.groups.is_empty()) {
        (0, _) => format!("没有核对成：{url} 打不开"),
        (count, true) => format!("核对了 {url} 的 {count} 个文件，和版本 {} 一样", release.id),
        (count, false) => format!(
            "核对了 {url} 的 {count} 个文件（版本 {}），上面 {} 种情况要看一看",
            release.id,
            report.groups.len()
        ),
    }
}

fn nothing_published() -> Complaint {
    Complaint::new("还没有发布过，没有可以核对的版本", "先运行 fanzha publish")
}

fn no_url(id: &str) -> Complaint {
    Complaint::new(
        format!("site.yaml 里没有写发布目标“{id}”的公开网址"),
        "在这个目标里加一行：公开网址: https://…/，或者直接写网址：fanzha verify https://…/",
    )
}
