//! The law of the engine through the program itself: exit codes, messages and files, as an editor sees them.
//!
//! A few edits in a fixed order; random ones are tried inside the program, in `pipeline/law`. The build from
//! nothing runs with the clock of another continent, on one thread.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use super::{
    SiteTest,
    sample::files,
    site_test::{TODAY, fanzha, without_time},
};

/// Exit code, and stderr but for how long it took and where the files went.
type Said = (Option<i32>, String);

fn said(code: Option<i32>, stderr: &str) -> Said {
    let lines = stderr.lines().map(|it| it.split(" → ").next().unwrap());
    let lines: Vec<&str> = lines.collect();
    (code, without_time(&format!("{}\n", lines.join("\n"))))
}

fn rebuild(site: &Path, more: &[&str]) -> Said {
    let mut arguments = vec!["build".to_owned()];
    arguments.extend(more.iter().map(|it| (*it).to_owned()));
    let (code, _, stderr) = fanzha(site, &arguments);
    said(code, &stderr)
}

fn build_from_nothing(site: &Path, output: &Path, more: &[&str]) -> Said {
    let ran = Command::new(env!("CARGO_BIN_EXE_fanzha"))
        .current_dir(site)
        .args(["build", "--no-cache", "--output"])
        .arg(output)
        .args(more)
        .envs([("TZ", "America/New_York"), ("RAYON_NUM_THREADS", "1")])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    said(ran.status.code(), &String::from_utf8(ran.stderr).unwrap())
}

/// Builds the site both ways; whether it could be built.
fn compare(site: &Path, more: &[&str]) -> bool {
    let public = site.join("public");
    let before = files(&public);
    let rebuilt = rebuild(site, more);
    let nothing = TempDir::new().unwrap();
    let clean = build_from_nothing(site, nothing.path(), more);
    assert_eq!(rebuilt, clean);
    let is_done = clean.0 == Some(0);
    let expected = if is_done {
        files(nothing.path())
    } else {
        before
    };
    let found = files(&public);
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &found {
        assert!(expected[name] == *bytes, "{name} differs");
    }
    is_done
}

#[test]
fn the_program_rebuilds_as_it_builds_from_nothing() {
    let slogans =
        "---\n标题: 一组\n性质: 公益广告\n失效日期: 2026-11-24\n---\n\n- 陌生链接不要点\n";
    let test = SiteTest::of(&[
        (
            "content/news/a.md",
            "---\n标题: 甲\n标签: [转账]\n---\n\n看[乙](b.md)。\n",
        ),
        (
            "content/news/b.md",
            "---\n标题: 乙\n定时发布: 2026-11-20\n---\n\n正文\n",
        ),
        (
            "content/slogans/_index.md",
            "---\n标题: 警示语\n内容类型: 警示语\n---\n",
        ),
        ("content/slogans/s.md", slogans),
        ("content/loose.md", "没有信息栏\n"),
    ]);
    let site = test.path();
    let today = ["--as-of", TODAY];
    assert!(compare(site, &today));
    // Nothing has changed; then the day, so that the slogans are no longer valid.
    assert!(compare(site, &today));
    assert!(compare(site, &["--as-of", "2026-11-25"]));
    assert!(compare(site, &["--as-of", TODAY, "--paranoid"]));
    test.write("content/news/b.md", "---\n标题: 改名\n---\n\n正文\n");
    assert!(compare(site, &today));
    test.write(
        "templates/partials/footer.html",
        "<footer>{{ site.title }}</footer>\n",
    );
    assert!(compare(site, &today));
    fs::remove_file(site.join("content/news/b.md")).unwrap();
    assert!(!compare(site, &today), "a link leads nowhere");
    test.write("content/news/b.md", "---\n标题: 改名\n草稿: 是\n---\n");
    assert!(compare(site, &["--as-of", TODAY, "--drafts"]));
    assert!(!compare(site, &today), "a link leads to a draft");
    test.write("content/news/a.md", "---\n标题: 甲\n---\n");
    fs::remove_dir_all(site.join(".fanzha")).unwrap();
    assert!(compare(site, &today));
    let moved = ["--as-of", TODAY, "--base-url", "http://127.0.0.1:8000/p"];
    assert!(compare(site, &moved));
}
