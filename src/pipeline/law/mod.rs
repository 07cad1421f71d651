//! The law of incremental builds: after any edit, a rebuild gives the same result as a clean build.
//!
//! Random sites, random edits, random damage to cache and output. After each edit the site is built twice: in
//! place, with its cache and its output; and as a fresh copy in another folder, written in another order, on
//! one thread, without a cache. Both builds must give the same messages and the same files; while there is an
//! error, the output stays unchanged.
//! `LAW_SEQUENCES=2000` runs more than the usual few sequences, `LAW_SEED=1` other ones. A failing sequence
//! is shrunk and printed.
//! Never sleeps and never reads the clock: a build in 2040 trusts every stamp, one in 1970 none.

mod choices;
mod clock;
mod disk;
mod edit;
mod harm;
mod model;
mod photo;

use std::{collections::BTreeMap, path::Path};

use proptest::{
    collection::vec,
    test_runner::{Config as Settings, RngAlgorithm, TestCaseError, TestRng, TestRunner},
};
use tempfile::TempDir;

use self::{
    disk::FileTimes,
    edit::{Edit, SiteState},
    harm::FirstBuild,
    model::Things,
};
use super::{BuildOptions, Drafts, Memory, Removals, Scope, Warnings, build, preview::NoProgress};
use crate::{
    diagnostics::{ColourMode, Drawing},
    program::tests::program,
};

/// How many sequences are run by default.
const SEQUENCES: u32 = 20;
const EDITS_MAX: usize = 6;

/// The messages and the result of a build.
#[derive(Debug, PartialEq, Eq)]
struct BuildOutcome {
    messages: Vec<String>,
    end: BuildEnd,
}

#[derive(Debug, PartialEq, Eq)]
enum BuildEnd {
    Done {
        pages: usize,
        feeds: usize,
        left_out: Vec<(String, String)>,
    },
    Stopped,
    /// With the message of the I/O error.
    Failed(String),
}

fn run(site: &Path, output: &Path, state: &SiteState, memory: Memory) -> BuildOutcome {
    let (as_of, now) = state.clock;
    let options = BuildOptions {
        program: program(),
        site: site.to_owned(),
        output: Some(output.to_owned()),
        as_of: as_of.parse().ok(),
        now: now.parse().expect("is a time"),
        drafts: match state.drafts {
            true => Drafts::Include,
            false => Drafts::LeaveOut,
        },
        warnings: match state.strict {
            true => Warnings::Forbid,
            false => Warnings::Allow,
        },
        memory,
        removals: Removals::Any,
        base_url: Some(state.base_url.to_owned()).filter(|it| !it.is_empty()),
        font_folders: Vec::new(),
        scope: Scope::Site,
        explain: None,
    };
    match build(&options, &NoProgress) {
        Ok(report) => BuildOutcome {
            messages: {
                let mut drawing = Drawing::new(&report.sources);
                let all = report.diagnostics.iter();
                all.map(|it| drawing.terminal(it, ColourMode::Plain))
                    .collect()
            },
            end: report
                .summary
                .map_or(BuildEnd::Stopped, |it| BuildEnd::Done {
                    pages: it.pages,
                    feeds: it.feeds,
                    left_out: it
                        .left_out
                        .into_iter()
                        .map(|it| (it.path.to_string(), it.reason))
                        .collect(),
                }),
        },
        Err(failure) => BuildOutcome {
            messages: Vec::new(),
            end: BuildEnd::Failed(
                failure
                    .message
                    .replace(&*output.to_string_lossy(), "public"),
            ),
        },
    }
}

/// One site from its first build on.
struct Trial {
    site: TempDir,
    things: Things,
    state: SiteState,
    /// The last state that could be built, and the number of edits since.
    good: (SiteState, usize),
    old: FirstBuild,
    one_thread: rayon::ThreadPool,
}

impl Trial {
    fn new(first: &[Edit]) -> Result<Self, TestCaseError> {
        let site = disk::folder();
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let mut trial = Self {
            things: Things::new(),
            state: SiteState::new(),
            good: (SiteState::new(), 0),
            old: FirstBuild::of(site.path()),
            one_thread: one_thread.expect("a thread can be started"),
            site,
        };
        for edit in first {
            trial.state.edit(edit);
        }
        trial.build("the first build", FileTimes::Move)?;
        trial.old = FirstBuild::of(trial.site.path());
        Ok(trial)
    }

    /// Returns whether the site could be built after `edit`.
    fn step(&mut self, edit: &Edit) -> Result<bool, TestCaseError> {
        if let Edit::Harm(harm) = edit {
            harm.apply(self.site.path(), &self.old);
        }
        self.state.edit(edit);
        let times = match edit {
            Edit::Word(_) => FileTimes::Restore,
            _ => FileTimes::Move,
        };
        let is_done = self.build(&format!("{edit:?}"), times)?;
        // A broken site is edited once more, then repaired.
        if self.good.1 > 1 {
            self.state = self.good.0.clone();
            self.build(&format!("the repair after {edit:?}"), FileTimes::Move)?;
        }
        Ok(is_done)
    }

    /// Builds the site twice and compares the results; returns whether it could be built.
    fn build(&mut self, after: &str, times: FileTimes) -> Result<bool, TestCaseError> {
        let site = self.site.path();
        let things = self.state.model.things();
        disk::change(site, &self.things, &things, times);
        self.things = things;
        let public = site.join("public");
        let before = disk::files(&public);
        let memory = match self.state.paranoid {
            true => Memory::Reread,
            false => Memory::Use,
        };
        let rebuilt = run(site, &public, &self.state, memory);
        let files = disk::files(&public);
        let elsewhere = disk::folder();
        let clean_public = elsewhere.path().join("public");
        for (path, thing) in self.things.iter().rev() {
            let one = Things::from([(path.clone(), thing.clone())]);
            disk::change(elsewhere.path(), &Things::new(), &one, FileTimes::Move);
        }
        let clean = self
            .one_thread
            .install(|| run(elsewhere.path(), &clean_public, &self.state, Memory::Ignore));
        let clean_files = disk::files(&clean_public);
        if rebuilt != clean {
            return Err(TestCaseError::fail(format!(
                "after {after}\n--- rebuilt {rebuilt:#?}\n--- clean {clean:#?}"
            )));
        }
        let is_done = matches!(clean.end, BuildEnd::Done { .. });
        let expected = if is_done { clean_files } else { before };
        compare(after, &files, &expected)?;
        self.good = match is_done {
            true => (self.state.clone(), 0),
            false => (self.good.0.clone(), self.good.1 + 1),
        };
        disk::wait_for_tick(elsewhere.path());
        Ok(is_done)
    }
}

fn compare(
    after: &str,
    files: &BTreeMap<String, Vec<u8>>,
    expected: &BTreeMap<String, Vec<u8>>,
) -> Result<(), TestCaseError> {
    let names = files.keys().chain(expected.keys());
    let differing = names
        .into_iter()
        .find(|it| files.get(*it) != expected.get(*it));
    let Some(name) = differing else {
        return Ok(());
    };
    let shown = |it: &BTreeMap<String, Vec<u8>>| match it.get(name) {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => "there is no such file".to_owned(),
    };
    let (found, expected) = (shown(files), shown(expected));
    Err(TestCaseError::fail(format!(
        "after {after}: {name}\n--- rebuilt\n{found}\n--- expected\n{expected}"
    )))
}

fn number(variable: &str) -> Option<u32> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the duration is set by the caller of the test"
    )]
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("is a number"))
}

#[test]
fn a_rebuild_after_any_edit_equals_a_clean_build() {
    let settings = Settings {
        cases: number("LAW_SEQUENCES").unwrap_or(SEQUENCES),
        max_shrink_iters: 300,
        failure_persistence: None,
        ..Settings::default()
    };
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("LAW_SEED").unwrap_or_default().to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(settings, random);
    let sequences = (
        vec(choices::edit(), 0..4),
        vec(choices::edit(), 1..=EDITS_MAX),
    );
    let result = runner.run(&sequences, |(first, edits)| {
        let mut trial = Trial::new(&first)?;
        edits.iter().try_for_each(|it| trial.step(it).map(drop))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Returns whether the site could be built after each edit. Used for regressions: the shortest sequences
/// that showed each bug.
fn holds(edits: &[Edit]) -> bool {
    let sequence = || {
        let mut trial = Trial::new(&[])?;
        let all = |is_done, edit| Ok(trial.step(edit)? && is_done);
        edits.iter().try_fold(true, all)
    };
    match sequence() {
        Ok(is_whole) => is_whole,
        Err::<bool, TestCaseError>(error) => panic!("{error}\n{edits:#?}"),
    }
}

#[test]
fn a_rejected_file_is_reported_even_if_no_other_has_changed() {
    let unusable = Edit::File("content/news/con.md", "---\n标题: 一\n---\n");
    assert!(!holds(&[unusable]));
    let link = Edit::Shortcut("content/news/shortcut.md");
    assert!(holds(&[link, Edit::Nothing]));
}

#[test]
fn messages_of_an_unchanged_site_point_into_recently_written_files() {
    let young = Edit::Clock(("2040-03-01", "1970-01-02T00:00:00Z"));
    let with_warning = Edit::File("content/news/loose.md", "没有信息栏\n");
    assert!(holds(&[young, with_warning, Edit::Nothing]));
}

#[test]
fn a_feed_is_rebuilt_when_pages_become_groups_of_slogans() {
    // A group has no heading that could be linked to.
    let mut edits = vec![Edit::Link(8, 9, true)];
    for page in 9..13 {
        edits.push(Edit::Page(page, "摘要", "一句。"));
        edits.push(Edit::Page(page, "性质", "公益广告"));
    }
    edits.push(Edit::Section("news", "内容类型", "警示语"));
    assert!(holds(&edits));
}

#[test]
fn a_component_is_found_with_any_spaces_around_its_name() {
    let badge = "templates/partials/badge.html";
    let page = "{% block styles %}{% endblock styles %}{% block lead %}{% endblock lead %}\
                {% block tail %}{% endblock tail %}\
                {{ < badge text={page.title} /> }}{{ content | safe }}";
    assert!(holds(&[
        Edit::File(
            badge,
            "{% component\tbadge(text) %}<b>{{ text }}</b>{% endcomponent badge %}",
        ),
        Edit::File("templates/page.html", page),
        Edit::File(
            badge,
            "{% component\tbadge(text) %}<i>{{ text }}</i>{% endcomponent badge %}",
        ),
    ]));
}

#[test]
fn pages_are_rebuilt_when_pages_that_they_show_change() {
    // A bulletin shows the months before it, a calendar its units, a document its explanations.
    assert!(holds(&[
        Edit::Page(14, "月份", "2040-02"),
        Edit::Page(7, "指标", "[{指标: 立案数, 数值: 90, 单位: 起}]"),
        Edit::Page(2, "标题", "改了名的单位"),
        Edit::Page(8, "解读", "[../news/p9.md]"),
        Edit::Page(9, "标题", "改了名的解读"),
        Edit::Page(8, "标题", "改了名的文件"),
        Edit::Page(0, "情形", "[有人让我先垫钱]"),
    ]));
}

#[test]
fn cards_are_rebuilt_when_titles_settings_or_colours_change() {
    // On a machine without a Chinese font there are no cards, and a warning that must be repeated.
    assert!(holds(&[
        Edit::Setting("pictures", "share_cards: page\n"),
        Edit::Page(9, "标题", "改了名的一页"),
        Edit::Page(9, "示例", "是"),
        Edit::Section("news", "标题", "改了名的栏目"),
        Edit::File("templates/css/palette-light.css", "  --bar: #852;\n"),
        Edit::Setting("title", "title: 改名站\n"),
        Edit::Setting("pictures", "share_cards: site\n"),
        Edit::Setting("pictures", "picture_font: none\n"),
    ]));
}

#[test]
fn an_edit_that_keeps_size_and_time_of_a_file_is_detected() {
    assert!(holds(&[Edit::Word(9), Edit::Nothing, Edit::Word(9)]));
}
