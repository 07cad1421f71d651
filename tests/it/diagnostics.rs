//! Every message that an author can get, as it reads: one fixture folder per code, `diagnostics/<area>-<problem>`.
//!
//! A fixture is the smallest site that has the problem; its `stderr.txt` is the message, word for word.

use std::{fs, path::Path};

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

/// The code ids, read from the list that is their only home.
fn codes() -> Vec<String> {
    let text = fs::read_to_string("src/diagnostics/code.rs").unwrap();
    text.lines()
        .filter_map(|line| line.trim().split_once(" = \""))
        .filter_map(|(_, rest)| rest.split_once("\", \""))
        .map(|(id, _)| id.to_owned())
        .collect()
}
