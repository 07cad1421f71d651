//! Property tests for arbitrary input: front matter, articles, slogans, settings, whole sites.
//!
//! In: random texts, and real ones with random damage. Out: no panic; every span inside its text and on
//! character boundaries; every message can be rendered; the same result twice.
//! `FUZZ_CASES=N` tries N cases of each property instead of a few dozen. These use proptest because
//! cargo-fuzz would need a nightly compiler and a public entry point into the crate. Compiled for tests only.

mod texts;

use std::{fs, path::Path};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use proptest::prelude::*;

use self::texts::{SETTINGS, article, bytes, role, settings, template};
use super::{preview::NoProgress, *};
use crate::{
    config,
    content::{self, Role, Rules},
    diagnostics::{ColourMode, Drawing},
    markdown::{self, HtmlPolicy, LinkTarget, PictureTarget, Targets},
    program::tests::program,
    vocabulary::Kind,
    yaml::Excerpt,
};

fn proptest_settings(few: u32) -> ProptestConfig {
    #[expect(
        clippy::disallowed_methods,
        reason = "the number of cases is set by the caller of the tests"
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

struct NoTargets;

impl Targets for NoTargets {
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

/// The diagnostics of `text`, rendered for terminals and machines; every label must lie in the text.
fn rendered_diagnostics(diagnostics: &Diagnostics, sources: &Sources, text: &str) -> String {
    for diagnostic in diagnostics.iter() {
        assert!(
            !diagnostic.labels.is_empty(),
            "{diagnostic:?} has no location"
        );
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
    let html = markdown::render(document.body(text), document.markdown, &NoTargets);
    assert!(!html.contains("<script"), "{html}");
    let said = rendered_diagnostics(&diagnostics, &sources, text);
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
    let said = rendered_diagnostics(&diagnostics, &sources, text);
    assert!(config.is_some() || diagnostics.has_errors());
    format!("{config:?}{said}")
}

proptest! {
    #![proptest_config(proptest_settings(300))]

    #[test]
    fn any_text_parses_as_an_article_or_is_diagnosed(text in article(), role in role()) {
        for raw_html in [HtmlPolicy::Forbid, HtmlPolicy::Sanitize] {
            let rules = rules(raw_html);
            let first = understood(&text, role, &rules);
            prop_assert_eq!(first, understood(&text, role, &rules));
        }
    }

    #[test]
    fn any_text_parses_as_slogans_or_is_diagnosed(text in article()) {
        let rules = rules(HtmlPolicy::Forbid);
        let role = Role::Page(Kind::Slogans);
        prop_assert_eq!(understood(&text, role, &rules), understood(&text, role, &rules));
    }

    #[test]
    fn any_text_parses_as_settings_or_is_diagnosed(text in settings()) {
        prop_assert_eq!(configured(&text), configured(&text));
    }
}

/// Builds the site into its own output folder, and returns all messages.
fn build_messages(site: &Path, output: &str, memory: Memory) -> String {
    let options = BuildOptions {
        program: program(),
        site: site.to_owned(),
        output: Some(site.join(output)),
        as_of: Some(Date::constant(2026, 11, 24)),
        now: Timestamp::UNIX_EPOCH,
        drafts: Drafts::Include,
        warnings: Warnings::Allow,
        memory,
        removals: Removals::Any,
        base_url: None,
        font_folders: Vec::new(),
        scope: Scope::Site,
        explain: None,
    };
    match build(&options, &NoProgress) {
        Ok(report) => {
            let counts = report.summary.map(|it| (it.pages, it.feeds, it.written));
            format!("{counts:?}{}", drawn(&report.diagnostics, &report.sources))
        }
        Err(failure) => panic!("only problems in the files are expected: {failure:?}"),
    }
}

proptest! {
    #![proptest_config(proptest_settings(15))]

    #[test]
    fn any_bytes_build_as_a_site_or_are_diagnosed(
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
            #[expect(clippy::disallowed_methods, reason = "creates the site under test")]
            fs::write(path, bytes).expect("can be written");
        }
        let first = build_messages(site.path(), "one", Memory::Ignore);
        prop_assert_eq!(&first, &build_messages(site.path(), "two", Memory::Use));
    }
}
