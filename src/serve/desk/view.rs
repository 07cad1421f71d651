//! The template variables of the desk.
//!
//! In: a snapshot. Out: plain data. Long lists are truncated and marked as such: nobody reads ten thousand
//! rows.

use serde::Serialize;
use serde_json::Value;

use crate::{
    channels::led,
    config::FeedKind,
    diagnostics::{Diagnostic, Drawing, Severity},
    page,
    paths::OutputPath,
    pipeline::{Content, Snapshot, Standing},
    serve::problem::problem_json,
    site::{Feed, Site},
};

/// How many problems are shown.
const PROBLEMS_MAX: usize = 100;
/// How many pages are listed per publication status.
const ENTRIES_MAX: usize = 200;

/// The publication statuses in the order of the desk, each with a name and its meaning for readers.
const GROUPS: [(Standing, &str, &str); 5] = [
    (
        Standing::Draft,
        "草稿",
        "正式网站里没有；写好以后删掉“草稿: 是”这一行，才会发布。",
    ),
    (
        Standing::Scheduled,
        "定时发布",
        "正式网站里还没有；到了时间，再生成一次网站就会出现。",
    ),
    (
        Standing::Expiring,
        "快要下线",
        "正式网站里有，很快就不再显示；还要用的，请改它的下线日期。",
    ),
    (Standing::Out, "已发布", "正式网站里有。"),
    (
        Standing::Expired,
        "已经下线",
        "正式网站里没有，预览里也不显示。",
    ),
];

#[derive(Serialize)]
pub(super) struct Desk {
    title: String,
    /// The start page of the site; `None` if there is no site to show.
    base: Option<String>,
    today: Option<String>,
    error_count: usize,
    warning_count: usize,
    problems: Vec<Value>,
    /// How many problems are not listed.
    omitted_count: usize,
    groups: Vec<DeskGroup>,
    feeds: Vec<DeskFeed>,
}

/// The pages with one publication status.
#[derive(Serialize)]
struct DeskGroup {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    count: usize,
    entries: Vec<DeskEntry>,
    omitted_count: usize,
}

#[derive(Serialize)]
struct DeskEntry {
    title: String,
    /// `None` if the preview does not show it either.
    address: Option<String>,
    label: String,
    source: String,
}

#[derive(Serialize)]
struct DeskFeed {
    name: String,
    kind: String,
    place: Option<String>,
    address: Option<String>,
    slogans: Vec<DeskSlogan>,
}

/// One slogan in the wording that the feed shows.
#[derive(Serialize)]
struct DeskSlogan {
    text: String,
    character_count: usize,
    until: Option<String>,
}

impl Desk {
    pub fn of(snapshot: &Snapshot) -> Self {
        let site = snapshot.site();
        let diagnostics = &snapshot.diagnostics;
        let error_count = diagnostics.count(Severity::Error);
        let warning_count = diagnostics.count(Severity::Warning);
        let problems = problems(snapshot);
        Self {
            title: site.map_or_else(|| "网站".to_owned(), |it| it.config.title.clone()),
            base: site.map(|it| it.config.base_url.path().to_owned()),
            today: site.map(|it| it.at.date().to_string()),
            error_count,
            warning_count,
            omitted_count: (error_count + warning_count).saturating_sub(problems.len()),
            problems,
            groups: groups(snapshot),
            feeds: match site {
                Some(site) => site
                    .feeds
                    .iter()
                    .map(|it| feed(it, site, snapshot))
                    .collect(),
                None => Vec::new(),
            },
        }
    }
}

/// Errors first, each rendered as in the terminal.
fn problems(snapshot: &Snapshot) -> Vec<Value> {
    let mut problems: Vec<&Diagnostic> = snapshot.diagnostics.iter().collect();
    problems.sort_by_key(|it| it.severity);
    let mut drawing = Drawing::new(&*snapshot.sources);
    let problems = problems.into_iter().take(PROBLEMS_MAX);
    problems.map(|it| problem_json(it, &mut drawing)).collect()
}

fn groups(snapshot: &Snapshot) -> Vec<DeskGroup> {
    let contents = snapshot.contents();
    let base = snapshot.site().map_or("/", |it| it.config.base_url.path());
    let group = |(standing, title, note): (Standing, &'static str, &'static str)| {
        let all = contents.iter().filter(|it| it.state.standing == standing);
        let count = all.clone().count();
        let entries: Vec<DeskEntry> = all.take(ENTRIES_MAX).map(|it| entry(it, base)).collect();
        DeskGroup {
            id: standing.name(),
            title,
            note,
            count,
            omitted_count: count - entries.len(),
            entries,
        }
    };
    GROUPS.map(group).into()
}

fn entry(content: &Content, base: &str) -> DeskEntry {
    DeskEntry {
        title: content.title.clone(),
        address: content.output.as_ref().map(|it| address(base, it)),
        label: content.state.label.clone(),
        source: content.source.to_string(),
    }
}

/// The address at which the preview serves the file.
fn address(base: &str, output: &OutputPath) -> String {
    let path = output.as_str();
    let folder = path.strip_suffix("index.html");
    let is_folder = |it: &&str| it.is_empty() || it.ends_with('/');
    let path = folder.filter(is_folder).unwrap_or(path);
    format!("{base}{}", page::encoded(path))
}

fn feed(feed: &Feed, site: &Site, snapshot: &Snapshot) -> DeskFeed {
    let settings = &feed.settings;
    let id = &settings.id.value;
    let (kind, file) = match &settings.kind {
        FeedKind::Led { screen } => (
            format!("LED 屏“{}”", screen.name),
            format!("feeds/led/{id}/{id}.utf8bom.txt"),
        ),
        FeedKind::Cinema { seconds } => (
            format!("影院，{seconds} 秒"),
            format!("feeds/cinema/{id}/{id}_script.txt"),
        ),
        FeedKind::Signage { .. } => ("电子屏".to_owned(), format!("signage/{id}.html")),
        FeedKind::Voice { seconds } => (format!("广播，{seconds} 秒"), format!("voice/{id}.txt")),
    };
    let words: Vec<String> = match &settings.kind {
        FeedKind::Led { screen } => {
            let programme = led::programme_of(feed, screen, site);
            programme.items.into_iter().map(|it| it.text).collect()
        }
        _ => {
            let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
            slogans
                .map(|it| it.wording(feed.channel()).value.clone())
                .collect()
        }
    };
    let file = OutputPath::new(&file).filter(|it| snapshot.has(it));
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    DeskFeed {
        name: settings.name.clone(),
        kind,
        place: settings.place.clone(),
        address: file.map(|it| address(site.config.base_url.path(), &it)),
        slogans: slogans
            .zip(words)
            .map(|(slogan, text)| DeskSlogan {
                character_count: text.chars().count(),
                text,
                until: slogan.valid_until.map(|it| it.to_string()),
            })
            .collect(),
    }
}
