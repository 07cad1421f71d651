//! Files as they come from real desks: other encodings, broken bytes, strange names, links, and mistakes in
//! bulk.
//!
//! A file is read right or refused with its name; it never crashes a build, leaves the site, or hides another
//! problem.

use std::{fs, path::Path};

use encoding_rs::GB18030;

use super::{SiteTest, site_test::Ran};

const PAGE: &str = "---\n标题: 警惕“百万保障”骗局㐀\n发布时间: 2026-05-01 09:30\n标签: [反诈, 预警]\n---\n\n\
    ## 经过\n\n骗子说：\n“不要挂断”，其实是**诈骗**。\n\n```chat\n骗子：您好\n市民：再见\n```\n\n\
    | 时间 | 事 |\n|---|---|\n| 上午 | 来电 |\n";

/// The path and bytes of every file that a site of this one page is made of.
fn built(page: impl AsRef<[u8]>) -> (Vec<(String, Vec<u8>)>, Ran) {
    let site = SiteTest::of(&[]);
    site.write("content/a.md", page);
    let ran = site.build().expect_success();
    let files = ran.outputs().into_iter().map(|path| {
        let bytes = fs::read(ran.public().join(&path)).unwrap();
        (path, bytes)
    });
    (files.collect(), ran)
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn line_breaks_and_byte_order_marks_change_nothing() {
    let (plain, _) = built(PAGE);
    let crlf = PAGE.replace('\n', "\r\n");
    let others = [
        crlf.clone(),
        PAGE.replace('\n', "\r"),
        format!("\u{feff}{PAGE}"),
        format!("\u{feff}{crlf}"),
        format!("\n \n{PAGE}"),
        PAGE.replace("---\n标题", "---  \n标题")
            .replace(":30\n", ":30 \t\n"),
    ];
    for other in others {
        let (files, ran) = built(&other);
        assert!(files == plain, "differs for {other:?}");
        assert!(ran.stderr.starts_with("完成："), "{}", ran.stderr);
    }
}

#[test]
fn other_encodings_arrive_to_the_letter_with_a_warning() {
    let (plain, _) = built(PAGE);
    let marked = format!("\u{feff}{PAGE}");
    let encodings = [
        (GB18030.encode(PAGE).0.into_owned(), "ANSI（GB18030）"),
        (utf16(&marked, u16::to_le_bytes), "Unicode（UTF-16）"),
        (utf16(&marked, u16::to_be_bytes), "Unicode（UTF-16）"),
        (utf16(PAGE, u16::to_le_bytes), "Unicode（UTF-16）"),
    ];
    for (bytes, name) in encodings {
        let (files, ran) = built(bytes);
        assert!(files == plain, "differs for {name}");
        let warning = format!(
            "warning[source/encoding]: 文件不是 UTF-8 编码，已按 {name}读入\n--> content/a.md\n"
        );
        assert!(ran.stderr.starts_with(&warning), "{}", ran.stderr);
    }
}

#[test]
fn settings_may_be_in_another_encoding_too() {
    let site = SiteTest::of(&[("content/a.md", PAGE)]);
    let settings = "title: 雨山区反诈\r\nbase_url: https://www.example.gov.cn/\r\n";
    site.write("site.yaml", GB18030.encode(settings).0);
    let ran = site.build().expect_success();
    assert!(ran.stderr.contains("--> site.yaml"), "{}", ran.stderr);
    assert_eq!(ran.page("index.html").text("title"), "雨山区反诈");
}

#[test]
fn a_file_that_is_no_text_is_named_with_its_line() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    for (bytes, line_number) in [
        (&b"---\ntitle: a\n---\n\xff\xff\xfe"[..], 4),
        (png, 2),
        (b"# a\n\nb\0c\n", 3),
    ] {
        let site = SiteTest::of(&[]);
        site.write("content/报表.md", bytes);
        let ran = site.build();
        let expected = format!(
            "error[source/invalid-bytes]: 第 {line_number} 行有读不懂的字节\n--> content/报表.md\n"
        );
        assert_eq!(ran.code, Some(1));
        assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
    }
}

#[test]
fn hostile_yaml_stays_small() {
    let mut bomb = "---\na: &a [一, 一, 一, 一, 一, 一, 一, 一, 一]\n".to_owned();
    for pair in ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"] {
        let (from, to) = pair.split_at(1);
        bomb.push_str(&format!(
            "{to}: &{to} [{}]\n",
            vec![format!("*{from}"); 9].join(", ")
        ));
    }
    bomb.push_str("---\n");
    let deep = 100_000;
    for (front_matter, code) in [
        (bomb, "yaml/alias"),
        (format!("---\na: {}\n---\n", "[".repeat(deep)), "yaml/"),
        (format!("---\na: {}\n---\n", "{a: ".repeat(deep)), "yaml/"),
        (format!("---\n{}一\n---\n", "- ".repeat(deep)), "yaml/"),
        (
            format!("---\na: [{}]\n---\n", "一, ".repeat(deep)),
            "yaml/too-big",
        ),
    ] {
        let ran = SiteTest::of(&[("content/a.md", &front_matter)]).build();
        assert_eq!(ran.code, Some(1));
        let expected = format!("error[{code}");
        assert!(
            ran.stderr.contains(&expected),
            "{code}: {:.300}",
            ran.stderr
        );
    }
}

#[test]
fn a_file_of_ten_megabytes_hides_no_other_problem() {
    let site = SiteTest::of(&[("content/b.md", "---\n日期: 明天\n标题: 一\n---\n")]);
    site.write("content/a.md", "反诈宣传。".repeat(700_000));
    let ran = site.build();
    assert_eq!(ran.code, Some(1));
    let large =
        "error[source/too-large]: 文件有 10.0 MB，超过文字文件的上限 4 MB\n--> content/a.md\n";
    assert!(ran.stderr.contains(large), "{:.500}", ran.stderr);
    assert!(
        ran.stderr.contains("error[field/date]"),
        "{:.500}",
        ran.stderr
    );
}

#[test]
fn an_empty_file_and_a_blank_one_are_no_error() {
    for text in ["", "\u{feff}", "\n", " \r\n\t\r\n", "---\n---\n"] {
        let site = SiteTest::of(&[]);
        site.write("content/a.md", text);
        let ran = site.build();
        assert_eq!(ran.code, Some(0), "{text:?}: {}", ran.stderr);
        assert!(
            ran.stderr.starts_with("warning["),
            "{text:?}: {}",
            ran.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn links_are_never_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::TempDir::new().unwrap();
    fs::write(outside.path().join("secret.md"), "# 机密\n").unwrap();
    fs::write(outside.path().join("secret.html"), "机密").unwrap();
    let site = SiteTest::of(&[("content/news/a.md", PAGE), ("static/a.txt", "一")]);
    let content = site.path().join("content");
    symlink(".", content.join("loop")).unwrap();
    symlink("../../content", content.join("news/up")).unwrap();
    symlink("self", content.join("self")).unwrap();
    symlink(outside.path(), content.join("folder")).unwrap();
    symlink(outside.path().join("secret.md"), content.join("file.md")).unwrap();
    symlink(
        outside.path().join("secret.md"),
        site.path().join("static/file.md"),
    )
    .unwrap();
    symlink(outside.path(), site.path().join("templates")).unwrap();
    symlink(outside.path(), site.path().join("themes")).unwrap();
    let ran = site.build().expect_success();
    for link in [
        "content/loop",
        "content/news/up",
        "content/self",
        "content/folder",
        "content/file.md",
        "static/file.md",
        "templates",
    ] {
        let expected = format!("\n--> {link}\n");
        assert_eq!(
            ran.stderr.matches(&expected).count(),
            1,
            "{link}\n{}",
            ran.stderr
        );
    }
    for path in ran.outputs() {
        let bytes = fs::read(ran.public().join(&path)).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("机密"), "{path}");
    }
}

#[test]
fn file_names_of_every_sort_get_an_address() {
    let long = "诈".repeat(65);
    let names = [
        ("关于 反诈 的通知", "guan-yu-fan-zha-de-tong-zhi"),
        ("《反诈法》解读", "fan-zha-fa-jie-du"),
        ("“百万保障”100%", "bai-wan-bao-zhang-100"),
        ("a&b's+c", "a-b-s-c"),
        ("😀", "p-"),
        (&long, "zha-zha-zha-zha-zha-"),
    ];
    let site = SiteTest::of(&[]);
    // Names with spaces and quotes stand in angle brackets.
    for (name, _) in &names {
        site.write(
            &format!("content/{name}.png"),
            include_bytes!("bad_input/dot.png"),
        );
        let text = format!("---\n标题: 《{name}》\n---\n\n![图](<{name}.png>)\n");
        site.write(&format!("content/{name}.md"), text);
    }
    let ran = site.build().expect_success();
    assert!(ran.stderr.starts_with("完成："), "{}", ran.stderr);
    let outputs = ran.outputs();
    for (name, slug) in &names {
        let page = outputs
            .iter()
            .find(|it| it.starts_with(slug) && it.ends_with("/index.html"));
        let page = page.unwrap_or_else(|| panic!("{slug} is not in {outputs:?}"));
        assert!(page.len() < 100, "{page}");
        let html = ran.page(page);
        let source = html.attribute(".prose img", "src");
        let source = percent_encoding::percent_decode_str(source)
            .decode_utf8()
            .unwrap();
        let picture = ran
            .public()
            .join(Path::new(page).parent().unwrap())
            .join(&*source);
        assert!(picture.is_file(), "{name}: {source} leads nowhere");
    }
}

#[test]
fn names_that_windows_keeps_for_itself_are_refused() {
    for name in [
        "con.md", "Aux.md", "nul.png", "COM1", "a?.md", "甲*.md", "a.", " a.md",
    ] {
        let site = SiteTest::of(&[("content/ok.md", "---\n标题: 一\n---\n")]);
        let file = if name == "COM1" { "COM1/a.md" } else { name };
        site.write(&format!("content/{file}"), "---\n标题: 二\n---\n");
        let ran = site.build();
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.stderr);
        let place = format!("\n--> content/{name}\n");
        assert!(
            ran.stderr.starts_with("error[source/file-name]"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains(&place), "{}", ran.stderr);
    }
}

#[test]
fn no_address_leaves_the_site() {
    let addresses = [
        "网址名: ../b",
        "网址名: ..",
        "网址名: /etc/passwd",
        "网址名: '..\\b'",
        "网址名: 'C:b'",
        "网址名: a/../../b",
        "网址名: '%2e%2e'",
        "旧网址: [../b/]",
        "旧网址: [a/../../b.html]",
        "旧网址: ['..\\b']",
        "旧网址: ['C:/b']",
        "旧网址: [//b/../../c]",
    ];
    for line in addresses {
        let site = SiteTest::of(&[]);
        site.write("content/a.md", format!("---\n标题: 一\n{line}\n---\n"));
        let ran = site.build();
        assert_eq!(ran.code, Some(1), "{line}: {}", ran.stderr);
        let expected = "error[url/unsafe]";
        assert!(ran.stderr.starts_with(expected), "{line}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("\n --> content/a.md:3:"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_broken_template_is_told_once_with_its_file_and_line() {
    let pages: Vec<String> = (0..20).map(|it| format!("content/a{it}.md")).collect();
    let mut files: Vec<(&str, &str)> = pages.iter().map(|it| (it.as_str(), PAGE)).collect();
    let template = "{% extends \"base.html\" %}\r\n{% block content %}{% block lead %}{% endblock %}\r\n\
        <p>反诈 {{ page.title.none }}</p>{% block tail %}{% endblock %}{% endblock %}\r\n";
    files.push(("templates/page.html", template));
    let ran = SiteTest::of(&files).build();
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.stderr.matches("error[").count(), 1, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("--> templates/page.html:3:"),
        "{}",
        ran.stderr
    );
    assert!(!ran.public().exists());
}

#[test]
fn all_problems_of_a_run_are_shown_in_the_order_of_the_files() {
    let ran = SiteTest::new("bad_input/problems_in_every_file").build();
    assert_eq!(ran.code, Some(1));
    let ran = ran.expect_stderr();
    // Paths have much in common; that alone is no reason to propose one.
    assert!(!ran.stderr.contains("是不是想写“a.md”"), "{}", ran.stderr);
}
