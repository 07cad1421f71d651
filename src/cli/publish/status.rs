//! `fanzha status`: whether what readers see is up to date, and what happens next.
//!
//! In: the site's schedule, and what was published. Out: lines for people; exit 1 if something has to be
//! done.

use std::sync::Arc;

use jiff::{ToSpan as _, civil::Date};

use super::{
    super::{
        end::CommandEnd, environment::font_folders, site_arguments::SiteFolder, terminal::Terminal,
        usage::Complaint,
    },
    office::Office,
    schedule::{Change, changes},
};
use crate::{
    pipeline::{self, BuildOptions, Drafts, Memory, Preview, Removals, Scope, Warnings},
    program::Program,
    publish::{self, Target},
    site::Site,
    yaml::Moment,
};

/// A feed without slogans after so many days is reported.
const DRY_DAYS: i32 = 30;

pub(in crate::cli) fn status(
    folder: &SiteFolder,
    program: Arc<Program>,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let now = Moment::new(office.now.datetime());
    let survey = pipeline::survey(&folder.site);
    let changes = survey.map_or_else(Vec::new, |it| changes(&it.documents));
    let mut text = match changes.iter().find(|it| it.at > now) {
        Some(next) => format!("下一次变化：{}\n", told(next)),
        None => "没有排好时间的发布或下线\n".to_owned(),
    };
    let mut is_late = false;
    for settings in &office.config.targets {
        let target = office.target(&settings.id.value)?;
        let (line, late) = state_of(&target, &office, &changes, now)?;
        text.push_str(&line);
        is_late |= late;
    }
    let (broken, entries) = (office.ledger.entries()?.1, office.ledger.entries()?.0.len());
    if let Some(line) = broken {
        text.push_str(&format!(
            "发布记录被改动过：第 {} 行和前面的对不上（共 {entries} 行）\n",
            line.0
        ));
        is_late = true;
    }
    let dry = dry_feeds(&office, program);
    for line in &dry {
        text.push_str(line);
    }
    terminal.data(&text)?;
    Ok(match is_late || !dry.is_empty() {
        true => CommandEnd::ProblemsInFiles,
        false => CommandEnd::Done,
    })
}

fn told(change: &Change) -> String {
    let at = change.at.datetime().strftime("%Y-%m-%d %H:%M").to_string();
    format!("{at} {} {}", change.path, change.what.name())
}

/// One line about a target, and whether readers see something out of date there.
fn state_of(
    target: &Target,
    office: &Office,
    changes: &[Change],
    now: Moment,
) -> Result<(String, bool), Complaint> {
    let id = &target.settings.id.value;
    let live = publish::live_release(target)?;
    let release = match &live {
        Some(id) => office.store.release(id)?,
        None => None,
    };
    let Some(release) = release else {
        return Ok((format!("{id}：还没有发布过\n"), false));
    };
    let built = Moment::parse(&release.built_at, &office.config.time_zone);
    let missed = changes
        .iter()
        .filter(|it| built.is_some_and(|built| built < it.at) && it.at <= now);
    let missed: Vec<&Change> = missed.collect();
    Ok(match missed.first() {
        None => (format!("{id}：版本 {}，内容没有过时\n", release.id), false),
        Some(first) => (
            format!(
                "{id}：版本 {} 过时了，有 {} 处该变没变，最早的是 {}；运行 fanzha publish {id}\n",
                release.id,
                missed.len(),
                told(first)
            ),
            true,
        ),
    })
}

/// A line for each feed whose last slogan expires within `DRY_DAYS`.
fn dry_feeds(office: &Office, program: Arc<Program>) -> Vec<String> {
    let options = BuildOptions {
        program,
        site: office.site.clone(),
        output: None,
        as_of: None,
        now: office.now.timestamp(),
        drafts: Drafts::LeaveOut,
        warnings: Warnings::Allow,
        memory: Memory::Use,
        removals: Removals::Usual,
        base_url: None,
        font_folders: font_folders(),
        scope: Scope::Feeds,
        explain: None,
    };
    let now = options.now;
    let snapshot = Preview::open(options).update(now);
    let Some(site) = snapshot.site() else {
        return Vec::new();
    };
    let today = office.now.date();
    let limit = today.checked_add(DRY_DAYS.days()).unwrap_or(today);
    let feeds = site.feeds.iter().filter_map(|feed| {
        let last = feed.slogans.iter().map(|it| last_day(site, *it)).max()?;
        let day = last.filter(|it| *it < limit)?;
        let name = &feed.settings.name;
        Some(format!(
            "播放单“{name}”{day} 以后没有警示语可播了；写新的，或者延长有效期\n"
        ))
    });
    feeds.collect()
}

/// The last day on which a slogan may be shown; `None`, which sorts first, for no end.
fn last_day(site: &Site, slogan: crate::site::SloganId) -> LastDay {
    let slogan = &site.slogans[slogan];
    let page = &site.pages[slogan.page].document.front_matter.schedule;
    let expires = page.expires_at.as_ref().map(|it| it.value.date());
    match (slogan.valid_until, expires) {
        (Some(one), Some(other)) => LastDay(Some(one.min(other))),
        (one, other) => LastDay(one.or(other)),
    }
}

/// Ordered with “no end” as the latest.
#[derive(Clone, Copy, PartialEq, Eq)]
struct LastDay(Option<Date>);

impl LastDay {
    fn filter(self, is_wanted: impl Fn(&Date) -> bool) -> Option<Date> {
        self.0.filter(is_wanted)
    }
}

impl Ord for LastDay {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |it: &Self| (it.0.is_none(), it.0);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for LastDay {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
