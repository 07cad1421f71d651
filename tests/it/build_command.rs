//! `fanzha build` as an editor and a machine meet it: its options, its summary, and what it never touches.
//!
//! While there is an error, the output keeps its bytes and its times; no folder that is not ours is written
//! into.

use std::{collections::BTreeMap, fs, process::Command, time::SystemTime};

use super::{
    SiteTest,
    commands::{build, refuses, state},
    html::xml_texts,
    site_test::Ran,
};

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|it| panic!("{it}\n{}", ran.stdout))
}

#[test]
fn the_options_of_build_do_what_they_say() {
    let page = "---\n标题: 一\n---\n正文\n";
    let draft = "---\n标题: 二\n草稿: 是\n---\n正文\n";
    let site = || SiteTest::of(&[("content/a.md", page), ("content/b.md", draft)]);

    let elsewhere = site().arguments(&["--output", "out/网站"]).build();
    assert!(elsewhere.site().join("out/网站/a/index.html").exists());
    assert!(elsewhere.stderr.contains("→ out/网站/\n"));
    assert!(!elsewhere.public().exists());

    let drafts = site().arguments(&["--drafts"]).build().expect_success();
    assert_eq!(drafts.page("b/index.html").text("h1"), "二");
    assert!(drafts.stderr.contains("，0 篇未发布，"));

    let moved = site().arguments(&["--base-url", "http://127.0.0.1:8000/p"]);
    let sitemap = moved.build().expect_success().output("sitemap.xml");
    let pages = ["", "a/"].map(|it| format!("http://127.0.0.1:8000/p/{it}"));
    assert_eq!(xml_texts(&sitemap, "loc"), pages);

    let first = site().build().expect_success();
    let before = state(&first.public());
    let again = build(first.site(), &["--no-cache"]);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    let after = state(&first.public());
    let bytes = |state: &BTreeMap<String, (Vec<u8>, SystemTime)>| {
        let files = state.iter().map(|(path, it)| (path.clone(), it.0.clone()));
        files.collect::<BTreeMap<_, _>>()
    };
    assert_eq!(bytes(&before), bytes(&after));

    let outside = tempfile::TempDir::new().unwrap();
    let folder = first.site().to_str().unwrap();
    let said = build(outside.path(), &["--site", folder]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

#[test]
fn strict_makes_warnings_errors() {
    let site = || SiteTest::of(&[("content/a.md", "# 没有信息栏\n")]);
    let lenient = site().build();
    assert_eq!(lenient.code, Some(0));
    assert!(lenient.stderr.starts_with("warning[front-matter/none]"));
    let strict = site().arguments(&["--strict"]).build();
    assert_eq!(strict.code, Some(1));
    assert!(strict.stderr.starts_with("error[front-matter/none]"));
    assert!(!strict.public().exists());
}

#[test]
fn machines_get_json_whatever_happens() {
    let draft = "---\n标题: 二\n草稿: 是\n---\n";
    let done = SiteTest::of(&[("content/a.md", "# 一\n"), ("content/b.md", draft)])
        .arguments(&["--format", "json"])
        .build();
    let document = json(&done);
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    let summary = &document["summary"];
    assert_eq!(summary["left_out"][0]["path"], "content/b.md");
    assert_eq!(summary["left_out"][0]["reason"], "草稿");
    assert_eq!(document["diagnostics"][0]["severity"], "warning");
    assert_eq!(document["failure"], serde_json::Value::Null);

    let wrong = SiteTest::of(&[("content/a.md", "---\n标题: 一\n日期: 明天\n---\n")])
        .arguments(&["--format", "json"])
        .build();
    let document = json(&wrong);
    assert_eq!(wrong.code, Some(1));
    assert_eq!(document["summary"], serde_json::Value::Null);
    let problem = &document["diagnostics"][0];
    assert_eq!(problem["code"], "field/date");
    assert_eq!(problem["file"], "content/a.md");
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&3.into(), &5.into())
    );
    let end = &problem["labels"][0]["end_column"];
    assert_eq!(end, &serde_json::Value::from(7));

    let failed = SiteTest::of(&[("content/a.md", "---\n标题: 一\n---\n")])
        .arguments(&["--format", "json", "--output", "content"])
        .build();
    assert_eq!(failed.code, Some(2));
    assert_eq!(
        json(&failed)["failure"]["message"],
        "不能把网站写进 content：它属于存放内容的文件夹 content"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_could_not_be_handed_over_is_no_success() {
    let site = SiteTest::of(&[("content/a.md", "---\n标题: 一\n---\n")]);
    for arguments in [&["build", "--format", "json"][..], &["--help"], &[]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_fanzha"))
            .args(arguments)
            .current_dir(site.path())
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("错误：无法输出结果："), "{said}");
    }
}

#[test]
fn a_build_ends_with_one_summary_and_names_what_it_left_out() {
    let mut files = vec![(
        "content/later.md".to_owned(),
        "---\n标题: 一\n定时发布: 2026-12-01 09:00\n---\n",
    )];
    for number in 1..=11 {
        let path = format!("content/d{number:02}.md");
        files.push((path, "---\n标题: 稿\n草稿: 是\n---\n"));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1)).collect();
    let ran = SiteTest::of(&files).build().expect_success();
    assert!(
        ran.stderr
            .starts_with("有 12 篇未发布：\n  content/d01.md：草稿\n")
    );
    assert!(ran.stderr.contains("\n  …… 另有 2 篇\n"), "{}", ran.stderr);
    let last = ran.stderr.lines().last().unwrap();
    assert!(last.starts_with("完成：2 个页面，0 份播放文件，12 篇未发布，0 个警告，用时 "));
    assert!(last.ends_with(" 秒 → public/"), "{last}");
    assert_eq!(ran.stdout, "");

    let few = SiteTest::of(&files[..1]).build();
    let reason = "  content/later.md：定时到 2026-12-01 09:00 发布\n";
    assert!(few.stderr.contains(reason), "{}", few.stderr);
}

#[test]
fn no_bar_and_no_colour_where_nobody_watches() {
    let ran = SiteTest::of(&[("content/a.md", "# 一\n")]).build();
    let shown = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!shown.contains(['\r', '\x1b']), "{shown:?}");
}

#[test]
fn what_was_published_stays_as_it_is_while_there_is_an_error() {
    let site = SiteTest::of(&[("content/a.md", "---\n标题: 一\n---\n正文\n")]);
    let ran = site.build().expect_success();
    let before = state(&ran.public());
    let broken = "---\n标题: 二\n日期: 明天\n---\n改了\n";
    fs::write(ran.site().join("content/a.md"), broken).unwrap();
    for options in [&["--no-cache"][..], &["--drafts"], &[]] {
        let said = build(ran.site(), options);
        assert_eq!(said.code, Some(1));
        let last = said.stderr.lines().last().unwrap();
        assert_eq!(last, "有 1 个错误，网站没有更新，原来的内容保持不变");
    }
    // An error that only shows itself while pages are made.
    fs::write(ran.site().join("content/a.md"), "---\n标题: 二\n---\n").unwrap();
    fs::create_dir_all(ran.site().join("templates")).unwrap();
    fs::write(ran.site().join("templates/404.html"), "{{ site.none }}").unwrap();
    assert_eq!(build(ran.site(), &[]).code, Some(1));
    assert_eq!(before, state(&ran.public()));
}

#[test]
fn folders_that_are_not_ours_are_never_written_into() {
    let site = SiteTest::of(&[("content/a.md", "---\n标题: 一\n---\n")]);
    site.write("记录/重要.txt", "不要动");
    let before = state(site.path());
    let refused = |output: &str, message: &str| {
        let arguments = ["build", "--output", output];
        refuses(site.path(), &arguments, message, "--output");
    };
    refused("/", "不能把网站直接写进磁盘的最上层 /");
    refused(".", "不能把网站写进 .：存放内容的文件夹 content 在它里面");
    refused("..", "不能把网站写进 ..：存放内容的文件夹 content 在它里面");
    refused(
        "content",
        "不能把网站写进 content：它属于存放内容的文件夹 content",
    );
    refused(
        "content/a/b",
        "不能把网站写进 content/a/b：它属于存放内容的文件夹 content",
    );
    refused(
        "static",
        "不能把网站写进 static：它属于存放内容的文件夹 static",
    );
    refused(
        "site.yaml",
        "不能把网站写进 site.yaml：它是一个文件，不是文件夹",
    );
    refused(
        "记录",
        "不能把网站写进 记录：里面有不是 fanzha 生成的文件，例如“重要.txt”",
    );
    assert_eq!(before, state(site.path()));
}
