//! Every message that an author can get, as it reads: one fixture folder per code,
//! `diagnostics/<area>-<problem>`.
//!
//! A fixture is the smallest site that has the problem; its `stderr.txt` is the message, word for word.

use std::{fs, path::Path};

use unicode_width::UnicodeWidthStr as _;

use super::SiteTest;

/// Every code has a fixture that triggers it, and every message is as recorded.
#[test]
fn every_code_is_shown_as_recorded() {
    let codes = codes();
    assert!(codes.len() > 30, "the codes were not found");
    let mut missing = Vec::new();
    for code in &codes {
        let name = format!("diagnostics/{}", code.replace('/', "-"));
        if !Path::new("tests/it").join(&name).is_dir() {
            missing.push(code.clone());
            continue;
        }
        let site = SiteTest::new(&name);
        prepare(code, &site);
        let ran = site.build().expect_stderr();
        let shown = format!("[{code}]");
        assert!(
            ran.stderr.contains(&shown),
            "{name} does not show {shown}:\n{}",
            ran.stderr
        );
        let is_error = ran.stderr.contains("error[");
        assert_eq!(ran.code, Some(i32::from(is_error)), "{name}");
        assert_eq!(
            ran.public().join("index.html").exists(),
            !is_error,
            "{name}"
        );
    }
    assert!(missing.is_empty(), "codes without a fixture: {missing:?}");
}

/// Adds to the fixture of `code` what cannot be kept in a repository.
fn prepare(code: &str, site: &SiteTest) {
    match code {
        "source/too-large" => site.write("content/b.md", "反诈".repeat(1_000_000)),
        "markdown/too-big" => site.write(
            "content/b.md",
            format!("---\n标题: 名单\n---\n{}", "- 反诈\n".repeat(70_000)),
        ),
        "wechat/article" => {
            let start = fs::read_to_string(site.path().join("content/cases/a.md")).unwrap();
            let text = "一段话。\n\n".repeat(500);
            site.write("content/cases/a.md", format!("{start}{text}"));
        }
        #[cfg(unix)]
        "source/link" => {
            std::os::unix::fs::symlink("/etc", site.path().join("content/etc")).unwrap();
        }
        "source/file-name" => site.write("content/什么?.md", "# 什么\n"),
        #[cfg(unix)]
        "source/unreadable" => site.forbid("content/a.md"),
        _ => (),
    }
}

/// Fixtures whose names are no code show one behaviour each: `diagnostics/<code>--<what>`.
#[test]
fn variants_are_shown_as_recorded() {
    for entry in fs::read_dir("tests/it/diagnostics").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.contains("--") {
            SiteTest::new(&format!("diagnostics/{name}"))
                .build()
                .expect_stderr();
        }
    }
}

/// In every recorded message, the caret stands below the column that the message names.
#[test]
fn carets_stand_below_their_columns_after_chinese_text() {
    let mut caret_count = 0;
    for entry in fs::read_dir("tests/it/diagnostics").unwrap() {
        let path = entry.unwrap().path().join("stderr.txt");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let Some(place) = line.trim_start().strip_prefix("--> ") else {
                continue;
            };
            let mut parts = place.rsplitn(3, ':');
            let (Some(column), Some(line_number), Some(_)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let prefix = format!("{line_number} | ");
            let shown = lines[index..]
                .iter()
                .position(|it| it.starts_with(&prefix))
                .unwrap()
                + index;
            let source = &lines[shown][prefix.len()..];
            let marks = lines[shown + 1].get(prefix.len()..).unwrap_or_default();
            // A problem of several lines has its mark at the last one.
            let Some(caret) = marks.find('^').filter(|_| !source.starts_with("/ ")) else {
                continue;
            };
            let before: String = source
                .chars()
                .take(column.parse::<usize>().unwrap() - 1)
                .collect();
            assert_eq!(caret, before.width(), "{}\n{text}", path.display());
            caret_count += 1;
        }
    }
    assert!(caret_count > 40, "only {caret_count} carets were found");
}

/// The code ids, read from the list that is their only home.
fn codes() -> Vec<String> {
    let text = fs::read_to_string("src/diagnostics/code.rs").unwrap();
    text.lines()
        .filter_map(|line| line.trim().split_once(" = \""))
        .filter_map(|(_, rest)| rest.split_once("\", \""))
        .map(|(id, _)| id.to_owned())
        .collect()
}
