//! `fanzha releases` and `fanzha rollback`: the releases that can be shown again, and the way back to one.
//!
//! A rollback is a publication of a stored release; content that has expired since comes back only if the
//! user agrees.

use super::{
    super::{end::CommandEnd, site_arguments::OutputFormat, terminal::Terminal, usage::Complaint},
    arguments::{ReleasesArguments, RollbackArguments},
    office::{Office, size},
    run::{Act, Gates, Shipment},
};
use crate::{
    output::Removals,
    pipeline,
    publish::{self, Release, Target},
    yaml::Moment,
};

/// How many expired files are named.
const NAMED: usize = 10;

pub(in crate::cli) fn releases(
    arguments: &ReleasesArguments,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let target = office.target(&arguments.target)?;
    let live = publish::live_release(&target)?;
    let shown = shown_releases(&office, &target)?;
    if shown.is_empty() {
        terminal.message(&format!("“{}”还没有发布过", arguments.target));
        return Ok(CommandEnd::Done);
    }
    let mut text = String::new();
    for release in shown.iter().rev() {
        let mark = match live.as_deref() == Some(release.id.as_str()) {
            true => "现在 →",
            false => "      ",
        };
        text.push_str(&format!(
            "{mark} {}  {} 生成  {} 个文件，{}\n",
            release.id,
            release.built_at,
            release.files.len(),
            size(release.bytes())
        ));
    }
    terminal.data(&text)?;
    Ok(CommandEnd::Done)
}

pub(in crate::cli) fn rollback(
    arguments: &RollbackArguments,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let target = office.target(&arguments.target)?;
    let release = wanted(arguments, &office, &target)?;
    let back = expired_since(&office, &release);
    if !back.is_empty() {
        terminal.message(&told(&back));
        if !arguments.yes {
            return Err(Complaint::new(
                format!("回到 {} 会让过期的内容重新出现，没有回退", release.id),
                "确定要这样，就加上 --yes 再运行一次",
            ));
        }
    }
    let shipment = Shipment {
        office: &office,
        target: &target,
        act: Act::Rollback,
        gates: Gates::default(),
        terminal,
        format: OutputFormat::Text,
    };
    // The user named the release, so whatever it lacks is meant to go.
    shipment.send(&release, &arguments.delivery, Removals::Any)
}

/// The releases that were shown at the target and are still stored, the oldest first.
fn shown_releases(office: &Office, target: &Target) -> Result<Vec<Release>, Complaint> {
    let mut releases = Vec::new();
    for id in publish::published_releases(&office.ledger, &target.settings.id.value)? {
        releases.extend(office.store.release(&id)?);
    }
    Ok(releases)
}

fn wanted(
    arguments: &RollbackArguments,
    office: &Office,
    target: &Target,
) -> Result<Release, Complaint> {
    let mut releases = shown_releases(office, target)?;
    let live = publish::live_release(target)?;
    if let Some(id) = &arguments.release {
        let at = releases.iter().position(|it| it.id == *id);
        return match at {
            Some(at) => Ok(releases.swap_remove(at)),
            None => Err(no_release(id, &arguments.target)),
        };
    }
    // Always further back, so that a second rollback does not return to the release before the first.
    let older = releases
        .into_iter()
        .rfind(|it| Some(&it.id) < live.as_ref());
    older.ok_or_else(|| nothing_older(&arguments.target))
}

/// The files whose content was shown in `release` and has expired since: path and moment.
fn expired_since(office: &Office, release: &Release) -> Vec<(String, Moment)> {
    let Some(survey) = pipeline::survey(&office.site) else {
        return Vec::new();
    };
    let zone = &office.config.time_zone;
    let Some(built) = Moment::parse(&release.built_at, zone) else {
        return Vec::new();
    };
    let now = Moment::new(office.now.datetime());
    let documents = survey.documents.iter();
    let mut expired: Vec<(String, Moment)> = documents
        .filter_map(|it| {
            let expires = it.front_matter.schedule.expires_at.as_ref()?.value;
            let is_back = built < expires && expires <= now;
            is_back.then(|| (it.path.as_str().to_owned(), expires))
        })
        .collect();
    expired.sort();
    expired
}

fn told(back: &[(String, Moment)]) -> String {
    let mut text = format!(
        "有 {} 篇内容已经过了下线时间，回退后会重新出现：",
        back.len()
    );
    for (path, moment) in back.iter().take(NAMED) {
        let at = moment.datetime().strftime("%Y-%m-%d %H:%M").to_string();
        text.push_str(&format!("\n  {path}（{at} 下线）"));
    }
    if back.len() > NAMED {
        text.push_str(&format!("\n  …… 另有 {} 篇", back.len() - NAMED));
    }
    text
}

fn no_release(id: &str, target: &str) -> Complaint {
    Complaint::new(
        format!("“{target}”没有发布过版本 {id}，或者它太旧，已经不在了"),
        format!("运行 fanzha releases {target} 看看有哪些版本"),
    )
}

fn nothing_older(target: &str) -> Complaint {
    Complaint::new(
        format!("“{target}”没有更早的版本可以回退"),
        format!("运行 fanzha releases {target} 看看有哪些版本"),
    )
}
