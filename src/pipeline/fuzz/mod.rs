//! Laws that hold for whatever an author, or an enemy, may write: front matter, articles, slogans, settings, whole sites.
//!
//! In: random texts, and real ones with random damage. Out: no panic; every place inside its text and between two
//! characters; every message drawable; the same answer twice.
//! `FUZZ_CASES=N` tries N of each law instead of a few dozen. cargo-fuzz would need a nightly compiler and an entry into
//! a crate that has none, so this is proptest. Only tests; nothing here is part of the program.

mod texts;

use std::{fs, path::Path};

use jiff::{civil::Date, tz::TimeZone};
use proptest::prelude::*;

use self::texts::{SETTINGS, article, bytes, role, settings, template};
use super::*;
use crate::{
    config,
    content::{self, Kind, Role, Rules},
    diagnostics::{ColourMode, Drawing},
    markdown::{self, HtmlPolicy, LinkTarget, PictureTarget, Targets},
    yaml::Excerpt,
};

fn laws(few: u32) -> ProptestConfig {
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever runs the tests says how many"
    )]
    let asked = std::env::var("FUZZ_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|it| it.parse().ok()).unwrap_or(few),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn rules(raw_html: HtmlPolicy) -> Rules {
    Rules {
        time_zone: TimeZone::UTC,
        taxonomies: vec![("tags".to_owned(), "标签".to_owned())],
        raw_html,
    }
}

struct Nowhere;

impl Targets for Nowhere {
    fn link(&self, _destination: &str) -> LinkTarget {
        LinkTarget::Broken
    }

    fn here(&self) -> &str {
        ""
    }

    fn picture(&self, _destination: &str) -> Option<PictureTarget> {
        None
    }
}

/// What is said about `text`, as a terminal and as a machine get it; every place must lie in it.
fn said(diagnostics: &Diagnostics, sources: &Sources, text: &str) -> String {
    for diagnostic in diagnostics.iter() {
        assert!(!diagnostic.labels.is_empty(), "{diagnostic:?} is nowhere");
        for label in &diagnostic.labels {
            let at = label.span.range();
            assert!(text.get(at).is_some(), "{diagnostic:?} in {text:?}");
        }
    }
    drawn(diagnostics, sources)
}

fn drawn(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut drawing = Drawing::new(sources);
    let mut all = format!("{:#}", drawing.json(diagnostics.iter()));
    for diagnostic in diagnostics.iter() {
        for colour in [ColourMode::Plain, ColourMode::Ansi] {
            all += &drawing.terminal(diagnostic, colour);
        }
    }
    all
}

fn understood(text: &str, role: Role, rules: &Rules) -> String {
    let mut sources = Sources::new(Path::new("."));
    let file = sources.add(SourcePath::new("content/a.md"), text);
    let mut diagnostics = Diagnostics::default();
    let document = content::parse(&file, role, rules, &mut diagnostics);
    assert!(text.get(document.body.clone()).is_some());
    let outline = &document.outline;
    let spans = outline.headings.iter().map(|it| it.span);
    let spans = spans.chain(outline.links.iter().map(|it| it.span));
    let spans = spans.chain(outline.images.iter().map(|it| it.span));
    for span in spans.chain([document.title.span]) {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    }
    let html = markdown::render(document.body(text), document.markdown, &Nowhere);
    assert!(!html.contains("<script"), "{html}");
    let said = said(&diagnostics, &sources, text);
    format!("{document:?}{html}{said}")
}

fn configured(text: &str) -> String {
    let mut sources = Sources::new(Path::new("."));
    let file = sources.add(SourcePath::new("site.yaml"), text);
    let excerpt = Excerpt {
        source: file.id,
        offset: 0,
        text,
    };
    let mut diagnostics = Diagnostics::default();
    let config = config::read(excerpt, &mut diagnostics);
    let said = said(&diagnostics, &sources, text);
    assert!(config.is_some() || diagnostics.has_errors());
    format!("{config:?}{said}")
}

proptest! {
    #![proptest_config(laws(300))]

    #[test]
    fn any_text_is_an_article_or_is_told_why_not(text in article(), role in role()) {
        for raw_html in [HtmlPolicy::Forbid, HtmlPolicy::Sanitize] {
            let rules = rules(raw_html);
            let first = understood(&text, role, &rules);
            prop_assert_eq!(first, understood(&text, role, &rules));
        }
    }

    #[test]
    fn any_text_is_a_group_of_slogans_or_is_told_why_not(text in article()) {
        let rules = rules(HtmlPolicy::Forbid);
        let role = Role::Page(Kind::Slogans);
        prop_assert_eq!(understood(&text, role, &rules), understood(&text, role, &rules));
    }

    #[test]
    fn any_text_is_settings_or_is_told_why_not(text in settings()) {
        prop_assert_eq!(configured(&text), configured(&text));
    }
}

struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _stage: &'static str, _count: usize) {}

    fn step(&self) {}
}

/// Builds the site into a folder of its own, and gives all that is said of it.
fn told(site: &Path, output: &str, memory: Memory) -> String {
    let options = BuildOptions {
        site: site.to_owned(),
        output: Some(site.join(output)),
        as_of: Some(Date::constant(2026, 11, 24)),
        now: Timestamp::UNIX_EPOCH,
        drafts: Drafts::Include,
        warnings: Warnings::Allow,
        memory,
        removals: Removals::Any,
        base_url: None,
        scope: Scope::Site,
        explain: None,
    };
    match build(&options, &Quiet) {
        Ok(report) => {
            let counts = report.summary.map(|it| (it.pages, it.feeds, it.written));
            format!("{counts:?}{}", drawn(&report.diagnostics, &report.sources))
        }
        Err(failure) => panic!("the files are to blame, not the machine: {failure:?}"),
    }
}

proptest! {
    #![proptest_config(laws(15))]

    #[test]
    fn any_bytes_are_a_site_or_are_told_why_not(
        settings in prop_oneof![1 => bytes(settings()), 2 => Just(SETTINGS[0].as_bytes().to_vec())],
        index in bytes(article()),
        page in bytes(article()),
        slogans in bytes(article()),
        template in prop_oneof![3 => Just(None), 1 => bytes(template()).prop_map(Some)],
    ) {
        let site = tempfile::tempdir().expect("a folder");
        let mut files = vec![
            ("site.yaml", settings),
            ("content/cases/_index.md", index),
            ("content/cases/a.md", page),
            ("content/slogans/_index.md", "---\n标题: 语\n内容类型: 警示语\n---\n".into()),
            ("content/slogans/b.md", slogans),
        ];
        files.extend(template.map(|it| ("templates/404.html", it)));
        for (path, bytes) in files {
            let path = site.path().join(path);
            fs::create_dir_all(path.parent().expect("is below the site")).expect("can be made");
            #[expect(clippy::disallowed_methods, reason = "makes the site that is read")]
            fs::write(path, bytes).expect("can be written");
        }
        let first = told(site.path(), "one", Memory::Ignore);
        prop_assert_eq!(&first, &told(site.path(), "two", Memory::Use));
    }
}
