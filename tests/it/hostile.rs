//! Content made to break a program: very deep, very long, very many. Each ends well or in a clear message, in
//! little memory.
//!
//! The program runs under a limit of its address space (`ulimit -v`), which its memory can never exceed, so a
//! run that would is stopped and fails; where there is no such limit, the tests say "not run". No test
//! asserts a time: what takes more than linear time does not come to an end here.

use std::{io::Read as _, process::Command, thread};

use super::SiteTest;

/// Address space in KiB. Above the memory in use by far: the program itself, the stacks of its threads, what
/// the allocator sets aside. 4 MB of the densest Markdown take 300 MB.
const LIMIT_KIB: usize = 640 * 1024;
/// The largest text file that is read.
const BYTES_MAX: usize = 4 * 1024 * 1024;
const DEEP: usize = 100_000;
const TOP: &str = "---\n标题: 一\n---\n";
const SANITIZE: &str = "title: 站\nbase_url: https://www.example.gov.cn/\nraw_html: sanitize\n";

/// What a run under the limit came to.
struct End {
    code: i32,
    stderr: String,
}

impl End {
    fn expect_success(&self) {
        assert_eq!(self.code, 0, "{:.2000}", self.stderr);
    }

    fn expect_error(&self, code: &str) {
        assert_eq!(self.code, 1, "{:.2000}", self.stderr);
        let shown = format!("error[{code}");
        assert!(
            self.stderr.contains(&shown),
            "{code}: {:.2000}",
            self.stderr
        );
    }
}

/// Builds the site; none where memory cannot be limited. Whatever comes, the program ends by itself and in
/// few words.
fn build(site: &SiteTest) -> Option<End> {
    if !can_limit() {
        #[expect(clippy::print_stdout, reason = "a test that did not run says so")]
        {
            println!("not run: memory cannot be limited here");
        }
        return None;
    }
    let script = format!("ulimit -v {LIMIT_KIB} && exec \"$0\" build --as-of 2026-11-24");
    let mut child = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_fanzha")])
        .current_dir(site.path())
        .env("NO_COLOR", "1")
        // Each thread and each arena of the allocator sets address space aside.
        .env("RAYON_NUM_THREADS", "2")
        .env("MALLOC_ARENA_MAX", "2")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = String::new();
    let pipe = child.stderr.take().unwrap();
    pipe.take(1 << 26).read_to_string(&mut stderr).unwrap();
    let code = child.wait().unwrap().code();
    let code = code.unwrap_or_else(|| panic!("killed: {stderr:.2000}"));
    assert!(!stderr.contains("panicked"), "{stderr:.2000}");
    assert!(
        stderr.len() < 1_000_000,
        "{} bytes of messages",
        stderr.len()
    );
    Some(End { code, stderr })
}

fn can_limit() -> bool {
    let script = format!("ulimit -v {LIMIT_KIB}");
    let limited = Command::new("sh").args(["-c", &script]).output();
    cfg!(target_os = "linux") && limited.is_ok_and(|it| it.status.success())
}

/// A site of one article.
fn article(text: &str) -> SiteTest {
    SiteTest::of(&[("content/a.md", &format!("{TOP}{text}"))])
}

/// As much of `unit` as an article may have.
fn fill(unit: &str) -> String {
    unit.repeat((BYTES_MAX - TOP.len() - 100) / unit.len())
}

/// Tries several at once, for each uses one core only.
fn each<T: Sync>(cases: &[T], try_one: impl Fn(&T) + Sync) {
    let (first, second) = cases.split_at(cases.len() / 2);
    thread::scope(|scope| {
        let other = scope.spawn(|| first.iter().for_each(&try_one));
        second.iter().for_each(&try_one);
        other.join().unwrap();
    });
}

#[test]
fn markdown_may_nest_as_deep_as_it_likes() {
    let bold = "<b>".repeat(DEEP / 4) + &"</b>".repeat(DEEP / 4);
    let texts = [
        ">".repeat(DEEP),
        "- ".repeat(DEEP),
        "[".repeat(DEEP / 2) + &"](a)".repeat(DEEP / 2),
        "![".repeat(DEEP / 4) + &"](".repeat(DEEP / 4),
        "*a **b ".repeat(DEEP / 4),
        "<div>\n\n".repeat(DEEP / 4),
        bold,
    ];
    each(&texts, |text| {
        let site = article(text);
        site.write("site.yaml", SANITIZE);
        if let Some(end) = build(&site) {
            end.expect_success();
        }
    });
}

#[test]
fn deep_yaml_is_refused() {
    let texts = [
        format!("a: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)),
        format!("a: {}{}\n", "{a: ".repeat(DEEP), "}".repeat(DEEP)),
        format!("{}一\n", "- ".repeat(DEEP)),
        format!("{}一\n", "? ".repeat(DEEP)),
        (0..1000).map(|it| " ".repeat(it) + "a:\n").collect(),
    ];
    each(&texts, |text| {
        let front_matter = SiteTest::of(&[("content/a.md", &format!("---\n{text}---\n"))]);
        let settings = SiteTest::of(&[("site.yaml", text)]);
        for site in [front_matter, settings] {
            if let Some(end) = build(&site) {
                end.expect_error("yaml/");
            }
        }
    });
}

#[test]
fn a_text_of_nearly_four_megabytes_is_read_and_a_longer_one_refused() {
    if let Some(end) = build(&article(&fill("反诈宣传，人人有责。"))) {
        end.expect_success();
    }
    let lines = fill("反诈宣传人人有责，不听不信不转账，遇到可疑来电先核实再说话。\n");
    if let Some(end) = build(&article(&lines)) {
        end.expect_success();
    }
    if let Some(end) = build(&article(&"反诈".repeat(50 * 1024 * 1024 / 6))) {
        end.expect_error("source/too-large");
        assert!(end.stderr.contains("50.0 MB"), "{}", end.stderr);
    }
}

/// As many problems as fit into a file: the first are shown, the rest is counted.
#[test]
fn a_million_problems_are_a_short_report() {
    let links: String = (0..300_000).map(|it| format!("[](b{it})")).collect();
    let cases = [
        (links, "link/missing"),
        (fill("[](#b)"), "link/anchor"),
        (fill("![](b)"), "image/missing"),
        (fill("<b>"), "markdown/raw-html"),
    ];
    each(&cases, |(text, code)| {
        let Some(end) = build(&article(text)) else {
            return;
        };
        end.expect_error(code);
        let shown = end.stderr.matches(&format!("[{code}]: ")).count();
        assert_eq!(shown, 100, "{code}");
        let rest = format!("[{code}]\n");
        assert!(end.stderr.contains("  content/a.md：另有 "), "{code}");
        assert!(end.stderr.contains(&rest), "{code}");
    });
}

#[test]
fn all_of_them_are_counted_in_json_too() {
    let links = "[甲](没有.md)\n".repeat(1234);
    let ran = SiteTest::of(&[("content/a.md", &format!("{TOP}{links}"))])
        .arguments(&["--format", "json"])
        .build();
    assert_eq!(ran.code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 100);
    let omitted = serde_json::json!([
        {"code": "link/missing", "severity": "error", "file": "content/a.md", "count": 1134}
    ]);
    assert_eq!(json["omitted"], omitted);
}

#[test]
fn a_text_of_too_many_parts_is_refused() {
    let units = ["[", "#\n", "- 甲\n", "[^1]"];
    each(&units, |unit| {
        if let Some(end) = build(&article(&fill(unit))) {
            end.expect_error("markdown/too-big");
        }
    });
}

#[test]
fn ten_thousand_equal_headings_get_ids_of_their_own() {
    let links = "[到](#题-9999)\n".repeat(10_000);
    let site = article(&format!("{}\n{links}", "## 题\n\n".repeat(10_000)));
    if let Some(end) = build(&site) {
        end.expect_success();
    }
}

#[test]
fn many_slogans_are_read() {
    let slogans: String = (0..60_000).map(|it| format!("- 反诈第{it}条\n")).collect();
    let stray = "-反诈\n".repeat(100_000);
    let twice = "- 反诈\n".repeat(30_000);
    let cases = [
        (slogans, None),
        (stray, Some("slogan/mark")),
        (twice, Some("slogan/duplicate")),
    ];
    each(&cases, |(text, code)| {
        let index = "---\n标题: 语\n内容类型: 警示语\n---\n";
        let group = format!("---\n标题: 一\n性质: 公益广告\n---\n{text}");
        let files = [
            ("content/slogans/_index.md", index),
            ("content/slogans/a.md", &group),
        ];
        if let Some(end) = build(&SiteTest::of(&files)) {
            match code {
                None => end.expect_success(),
                Some(code) => end.expect_error(code),
            }
        }
    });
}

#[test]
fn many_words_of_a_taxonomy_are_read() {
    let words = |count: usize, of: &str| -> String {
        let words: Vec<String> = (0..count).map(|it| format!("{of}{it}")).collect();
        words.join(", ")
    };
    let page = |words: &str| format!("---\n标题: 一\n标签: [{words}]\n---\n");
    let settings = format!(
        "title: 站\nbase_url: https://a.cn/\ntaxonomies:\n  - name: tags\n    title: 标签\n    terms: [{}]\n",
        words(10_000, "词")
    );
    let unknown = SiteTest::of(&[
        ("site.yaml", &settings),
        ("content/a.md", &page(&words(10_000, "甲"))),
    ]);
    if let Some(end) = build(&unknown) {
        end.expect_error("taxonomy/unknown-term");
    }
    let known = SiteTest::of(&[
        ("site.yaml", &settings),
        ("content/a.md", &page(&words(500, "词"))),
    ]);
    if let Some(end) = build(&known) {
        end.expect_success();
    }
}

#[test]
fn settings_and_front_matter_have_a_limit() {
    let base = "title: 站\nbase_url: https://a.cn/\n";
    let many = base.to_owned() + &"k: 1\n".repeat(24_000);
    let menu: String = (0..8000)
        .map(|it| format!("  - {{title: 一, to: a{it}}}\n"))
        .collect();
    let cases = [
        (base.to_owned() + &fill("k: 1\n"), "yaml/too-big"),
        (many, "yaml/duplicate-key"),
        (format!("{base}menu:\n{menu}"), "config/reference"),
        (
            format!("{base}标题: [{}]\n", "“”,".repeat(100_000)),
            "yaml/",
        ),
    ];
    each(&cases, |(text, code)| {
        if let Some(end) = build(&SiteTest::of(&[("site.yaml", text)])) {
            end.expect_error(code);
        }
    });
}

#[test]
fn an_old_address_that_no_disk_holds_is_told_with_its_place() {
    for alias in ["a".repeat(300), "a/".repeat(600)] {
        let page = format!("---\n标题: 一\n旧网址: [/{alias}]\n---\n");
        if let Some(end) = build(&SiteTest::of(&[("content/a.md", &page)])) {
            end.expect_error("url/unsafe");
            assert!(end.stderr.contains("--> content/a.md:3:"), "{}", end.stderr);
        }
    }
}

#[test]
fn pictures_are_never_unpacked() {
    let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    huge.extend(100_000_u32.to_be_bytes());
    huge.extend(100_000_u32.to_be_bytes());
    huge.extend(b"\x08\x06\0\0\0\0\0\0\0");
    let mut large = b"GIF89a\xff\xff\xff\xff".to_vec();
    large.resize(30 << 20, 0);
    let mut endless = b"\xff\xd8".to_vec();
    endless.extend(b"\xff\xe0\0\x02".repeat(1 << 20));
    let files = [
        ("a.png", huge),
        ("b.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        ("c.gif", large),
        ("d.jpg", endless),
        ("e.webp", Vec::new()),
    ];
    let site =
        article("![甲](a.png)\n\n![乙](b.png)\n\n![丙](c.gif)\n\n![丁](d.jpg)\n\n![戊](e.webp)\n");
    for (name, bytes) in files {
        site.write(&format!("content/{name}"), bytes);
    }
    if let Some(end) = build(&site) {
        end.expect_error("image/too-large");
    }
    // The same files where nothing shows them, and all but the largest where a page does.
    for text in [
        "",
        "![乙](b.png)\n\n![丙](c.gif)\n\n![丁](d.jpg)\n\n![戊](e.webp)\n",
    ] {
        site.write("content/a.md", format!("{TOP}{text}"));
        if let Some(end) = build(&site) {
            end.expect_success();
        }
    }
}

#[test]
fn templates_that_run_in_circles_are_stopped() {
    let deep = |before: &str, inside: &str, after: &str| {
        before.repeat(DEEP) + inside + &after.repeat(DEEP)
    };
    let cases = [
        ("{% include \"404.html\" %}".to_owned(), "theme/syntax"),
        ("{% extends \"404.html\" %}".to_owned(), "theme/syntax"),
        ("{% include \"b.html\" %}".to_owned(), "theme/syntax"),
        ("{% for i in range(end=1000000000) %}{% endfor %}".to_owned(), "theme/render"),
        (
            "{% for a in range(end=9999) %}{% for b in range(end=9999) %}反诈宣传反诈宣传{% endfor %}{% endfor %}"
                .to_owned(),
            "theme/render",
        ),
        (format!("{{{{ {} }}}}", deep("(", "1", ")")), "theme/syntax"),
        (format!("{{{{ {} }}}}", deep("[", "1", "]")), "theme/syntax"),
        (format!("{{{{ 1{} }}}}", "+1".repeat(DEEP)), "theme/syntax"),
        (format!("{{{{ page{} }}}}", "|upper".repeat(DEEP)), "theme/syntax"),
        (
            "{% if true %}".repeat(DEEP / 5) + &"{% endif %}".repeat(DEEP / 5),
            "theme/syntax",
        ),
        (
            format!("{{% if true %}}{}{{% endif %}}", "{% elif true %}".repeat(DEEP)),
            "theme/syntax",
        ),
        ("反诈\0".repeat(1000), "source/invalid-bytes"),
        (fill("{{") + &fill("a"), "source/too-large"),
    ];
    each(&cases, |(template, code)| {
        let site = article("文\n");
        site.write("templates/404.html", template);
        site.write("templates/b.html", "{% include \"404.html\" %}");
        if let Some(end) = build(&site) {
            end.expect_error(code);
        }
    });
    let longest = format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(500));
    let site = article("文\n");
    site.write(
        "templates/404.html",
        "{% set a = false %}".to_owned() + &longest,
    );
    if let Some(end) = build(&site) {
        end.expect_success();
    }
}

#[test]
fn long_paths_and_full_folders_are_built() {
    let site = article("文\n");
    let deep = "甲/".repeat(40);
    site.write(&format!("content/{deep}b.md"), format!("{TOP}文\n"));
    for name in ["a".repeat(252) + ".md", "反".repeat(84) + ".md"] {
        site.write(&format!("content/{name}"), format!("{TOP}文\n"));
    }
    for number in 0..1000 {
        site.write(&format!("content/many/{number}.md"), format!("{TOP}文\n"));
    }
    if let Some(end) = build(&site) {
        end.expect_success();
    }
}
