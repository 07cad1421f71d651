//! The commands as an editor meets them: `init` and `new`, help, and the answers to wrong usage.
//!
//! Every word on the terminal is Chinese; no sentence of a library slips through.

use std::{collections::BTreeMap, fs, path::Path, time::SystemTime};

use super::{
    SiteTest,
    site_test::{TODAY, fanzha},
};

/// What the argument parser says by itself.
const ENGLISH: [&str; 12] = [
    "error:",
    "Usage",
    "unexpected",
    "required",
    "invalid",
    "tip:",
    "try '",
    "Options",
    "Commands",
    "Arguments",
    "Print help",
    "panicked",
];

const KINDS: [&str; 7] = [
    "典型案例",
    "诈骗类型",
    "警示语",
    "通报",
    "政策",
    "成员单位",
    "页面",
];

pub struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn run(folder: &Path, arguments: &[&str]) -> Said {
    let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
    let (code, stdout, stderr) = fanzha(folder, &arguments);
    Said {
        code,
        stdout,
        stderr,
    }
}

/// Exit 2, in Chinese, with a way out that contains `help`.
pub fn refuses(folder: &Path, arguments: &[&str], message: &str, help: &str) {
    let said = run(folder, arguments);
    assert_eq!(said.code, Some(2), "{arguments:?}\n{}", said.stderr);
    assert_eq!(said.stdout, "", "{arguments:?}");
    let lines: Vec<&str> = said.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{arguments:?}\n{}", said.stderr);
    assert_eq!(lines[0], format!("错误：{message}"), "{arguments:?}");
    let is_helpful = lines[1].starts_with("办法：") && lines[1].contains(help);
    assert!(is_helpful, "{arguments:?}\n{}", said.stderr);
    expect_chinese(&said.stderr);
}

fn expect_chinese(text: &str) {
    for english in ENGLISH {
        assert!(!text.contains(english), "“{english}” in\n{text}");
    }
}

/// A new site in `x` below a folder that lives as long as the test. It wants no pictures: a machine without a
/// font has a warning for them.
fn new_site() -> SiteTest {
    let place = SiteTest::of(&[]);
    let said = run(place.path(), &["init", "x"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), "x\n"));
    let settings = fs::read_to_string(place.path().join("x/site.yaml")).unwrap();
    let settings = format!("{settings}\npicture_font: none\n");
    place.write("x/site.yaml", settings);
    place
}

pub fn build(site: &Path, options: &[&str]) -> Said {
    run(site, &[&["build", "--as-of", TODAY], options].concat())
}

/// Turns the draft at `path` into a page, as its template says.
fn publish(site: &Path, path: &str) {
    let file = site.join(path.trim_end());
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("草稿: 是\n"), "{path} is no draft:\n{text}");
    fs::write(file, text.replace("草稿: 是\n", "草稿: 否\n")).unwrap();
}

/// Bytes and time of change of every file, but for the cache and the lock, which may change at any time.
pub fn state(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut state = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with(".fanzha") || path.ends_with(".fanzha-lock") {
            continue;
        }
        if path.is_dir() {
            state.extend(self::state(&path));
        } else {
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            let bytes = fs::read(&path).unwrap();
            state.insert(path.display().to_string(), (bytes, modified));
        }
    }
    state
}

#[test]
fn a_new_site_builds_without_a_warning() {
    let place = new_site();
    let said = build(&place.path().join("x"), &["--strict"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let summary = said.stderr.lines().last().unwrap();
    assert!(summary.contains("，0 篇未发布，0 个警告，"), "{summary}");
    assert!(place.path().join("x/public/index.html").exists());
}

#[test]
fn init_takes_no_folder_that_holds_something() {
    let place = new_site();
    let before = state(place.path());
    refuses(
        place.path(),
        &["init", "x"],
        "文件夹 x 不是空的，里面有“content”",
        "换一个",
    );
    refuses(
        place.path(),
        &["init", "site.yaml"],
        "无法打开文件夹 site.yaml：路径当中有一个同名的文件，不是文件夹",
        "改名",
    );
    assert_eq!(before, state(place.path()));
    // A fresh repository is as good as empty.
    fs::create_dir_all(place.path().join("y/.git")).unwrap();
    assert_eq!(run(place.path(), &["init", "y"]).code, Some(0));
}

#[test]
fn every_kind_of_new_content_is_a_draft_that_can_go_out_as_it_is() {
    let place = new_site();
    let site = place.path().join("x");
    for (index, kind) in KINDS.iter().enumerate() {
        let said = run(&site, &["new", kind, &format!("新内容{index}")]);
        assert_eq!(said.code, Some(0), "{kind}: {}", said.stderr);
        let drafts = build(&site, &["--strict"]);
        assert_eq!(drafts.code, Some(0), "{kind}: {}", drafts.stderr);
        let path = said.stdout.trim_end();
        let shown = format!("  {path}：草稿\n");
        assert!(drafts.stderr.contains(&shown), "{kind}: {}", drafts.stderr);
        publish(&site, path);
        let out = build(&site, &["--strict"]);
        assert_eq!(out.code, Some(0), "{kind}: {}", out.stderr);
        assert!(out.stderr.contains("，0 篇未发布，"), "{}", out.stderr);
    }
}

#[test]
fn new_makes_a_section_where_a_two_line_site_has_none() {
    for kind in KINDS {
        let site = SiteTest::of(&[("content/a.md", "---\n标题: 一\n---\n")]);
        let said = run(site.path(), &["new", kind, "新内容"]);
        assert_eq!(said.code, Some(0), "{kind}: {}", said.stderr);
        publish(site.path(), &said.stdout);
        let built = site.build();
        assert_eq!(built.code, Some(0), "{kind}: {}", built.stderr);
    }
}

#[test]
fn titles_of_every_sort_are_kept_to_the_letter() {
    // As many as an official account takes: more is a warning.
    let longest = "长".repeat(64);
    let titles = [
        ("警惕 #刷单# 诈骗", "jing-ti-shua-dan-zha-pian"),
        ("提醒：不要转账", "ti-xing-bu-yao-zhuan-zhang"),
        ("提醒: 不要转账", "ti-xing-bu-yao-zhuan-zhang-2"),
        ("他说\"退款\"", "ta-shuo-tui-kuan"),
        ("it's 诈骗", "it-s-zha-pian"),
        ("《反诈法》“解读”", "fan-zha-fa-jie-du"),
        ("空 格", "kong-ge"),
        ("../x", "x"),
        ("[预警] {TITLE}", "yu-jing-title"),
        ("C:\\反诈", "c-fan-zha"),
        ("2026", "2026"),
        ("是", "shi"),
        ("true", "true"),
        ("index", "index-case"),
        ("_index", "_index-case"),
        ("CON", "p-con"),
        ("-紧急", "jin-ji"),
        (
            &longest,
            "zhang-zhang-zhang-zhang-zhang-zhang-zhang-zhang-zhang-zhang-zhang-zhang-zhang",
        ),
    ];
    let place = new_site();
    let site = place.path().join("x");
    for (title, stem) in titles {
        let said = run(&site, &["new", "案例", title]);
        assert_eq!(said.stdout, format!("content/cases/{stem}.md\n"));
        publish(&site, &said.stdout);
    }
    let emoji = run(&site, &["new", "案例", "😀"]);
    publish(&site, &emoji.stdout);
    let built = build(&site, &["--strict"]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let feed = fs::read_to_string(site.join("public/cases/feed.json")).unwrap();
    let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
    let shown: Vec<&str> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect();
    for title in titles.map(|it| it.0).iter().chain([&"😀"]) {
        assert!(shown.contains(title), "{title} is not in {shown:?}");
    }
}

#[test]
fn titles_that_nobody_means_are_refused() {
    let place = new_site();
    let site = place.path().join("x");
    let title = |title, message, help| refuses(&site, &["new", "案例", title], message, help);
    title("", "标题是空的", "例如");
    title(" 　 ", "标题是空的", "例如");
    title("--stie", "没有“--stie”这个选项", "--site");
    title("一\n二", "标题里有换行或看不见的字符", "一行");
    title("一\u{202e}二", "标题里有换行或看不见的字符", "一行");
    let long = "长".repeat(101);
    title(&long, "标题有 101 个字，超过 100 个字", "写短");
}

#[test]
fn new_never_overwrites() {
    let place = new_site();
    let site = place.path().join("x");
    let first = run(&site, &["new", "案例", "网购退款"]);
    let before = state(&site);
    let path = first.stdout.trim_end();
    refuses(
        &site,
        &["new", "案例", "网购退款"],
        &format!("已经有同样标题的内容：{path}"),
        "换一个标题",
    );
    assert_eq!(before, state(&site));
    // Another title with the same sound gets a number.
    let second = run(&site, &["new", "案例", "网购，退款"]);
    assert_eq!(second.stdout, "content/cases/wang-gou-tui-kuan-2.md\n");
    assert_eq!(first.code, Some(0));
}

#[test]
fn new_says_why_it_finds_no_site() {
    let empty = tempfile::TempDir::new().unwrap();
    refuses(
        empty.path(),
        &["new", "案例", "一"],
        "当前文件夹不是网站：里面没有 site.yaml",
        "fanzha init",
    );
    let broken = SiteTest::of(&[]);
    broken.write("site.yaml", "title：全角冒号\n");
    refuses(
        broken.path(),
        &["new", "案例", "一"],
        "site.yaml 有错误，读不出网站的设置",
        "fanzha build",
    );
}

#[test]
fn every_command_explains_itself_in_chinese() {
    let place = SiteTest::of(&[]);
    let help = |arguments: &[&str], words: &[&str]| {
        let said = run(place.path(), arguments);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        expect_chinese(&said.stdout);
        for word in words {
            assert!(said.stdout.contains(word), "{word}\n{}", said.stdout);
        }
    };
    help(&[], &["fanzha init", "fanzha new", "fanzha build"]);
    help(
        &["--help"],
        &["用法：fanzha <命令>", "init", "new", "serve", "export"],
    );
    help(&["init", "--help"], &["用法：fanzha init <文件夹>"]);
    help(
        &["new", "-h"],
        &["用法：fanzha new <类型> <标题>", "--site"],
    );
    let options = [
        "--site",
        "--output",
        "--as-of",
        "--drafts",
        "--strict",
        "--no-cache",
        "--base-url",
        "--format",
        "退出码",
    ];
    help(&["build", "--help"], &options);
    help(
        &["serve", "--help"],
        &[
            "用法：fanzha serve [选项]",
            "--port",
            "--open",
            "--lan",
            "--poll",
        ],
    );
    help(&["export", "--help"], &["用法：fanzha export [选项]"]);
}

#[test]
fn wrong_usage_is_answered_in_chinese_with_the_way_out() {
    let place = SiteTest::of(&[]);
    let check = |line: &str, message, help| {
        let arguments: Vec<&str> = line.split(' ').collect();
        refuses(place.path(), &arguments, message, help);
    };
    check("biuld", "没有“biuld”这个命令", "fanzha build");
    check("BUILD", "没有“BUILD”这个命令", "fanzha build");
    check(
        "生成",
        "没有“生成”这个命令",
        "init、new、build、serve、export",
    );
    check("build --dratfs", "没有“--dratfs”这个选项", "--drafts");
    check(
        "build --jobs",
        "没有“--jobs”这个选项",
        "fanzha build --help",
    );
    check("build 多余", "多了“多余”", "fanzha build [选项]");
    check("build --site", "--site 后面还缺少内容", "--site <文件夹>");
    check(
        "build --as-of 2026/5/1",
        "--as-of 不能是“2026/5/1”",
        "2026-05-01",
    );
    check("build --format xml", "--format 不能是“xml”", "text、json");
    check(
        "build --base-url ftp://a.cn/",
        "--base-url 不能是“ftp://a.cn/”",
        "https://",
    );
    check(
        "build --base-url https://a.cn/?b",
        "--base-url 不能是“https://a.cn/?b”",
        "https://",
    );
    check(
        "build --strict --strict",
        "--strict 写了不止一次",
        "只留一个",
    );
    check("build --site nowhere", "找不到文件夹 nowhere", "文件夹名");
    check("init", "还缺少 <文件夹>", "fanzha init <文件夹>");
    check("new", "还缺少 <类型>、<标题>", "fanzha new <类型> <标题>");
    check("new 案列 标题", "类型 不能是“案列”", "您是不是要写“案例”？");
}
