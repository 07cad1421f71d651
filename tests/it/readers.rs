//! The real readers of our files, on the sample site: what feedparser, pysubs2, html5lib, iconv and others make of them.
//!
//! `READERS=1` requires them all; without it nothing is run and each test says so. The scripts lie in `readers/`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use walkdir::WalkDir;

use super::{
    SiteTest,
    site_test::{TODAY, fanzha},
};

const BASE_URL: &str = "https://www.example.gov.cn/zt/fanzha/";

/// The folder with the sample site as written; built once, for all readers.
static PUBLIC: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let arguments = ["build", "--as-of", TODAY, "--output", text(&folder)];
    let (code, _, stderr) = fanzha(root(), &arguments.map(str::to_owned));
    assert_eq!(code, Some(0), "{stderr}");
    folder
});

/// Runs `read` with the written site, if readers are required.
fn with_site(read: impl FnOnce(&Path)) {
    if env::var("READERS").is_ok_and(|it| it == "1") {
        read(&PUBLIC);
    } else {
        tell("not run: set READERS=1");
    }
}

#[expect(
    clippy::print_stderr,
    reason = "who runs the tests should know what was not tried"
)]
fn tell(text: &str) {
    eprintln!("{text}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs `readers/<script>`; what it found wrong is on its standard output and standard error.
fn python(script: &str, arguments: &[&str]) {
    let output = Command::new("python3")
        .arg("-I")
        .arg(root().join("tests/it/readers").join(script))
        .args(arguments)
        .output()
        .expect("READERS=1 requires python3");
    assert!(
        output.status.success(),
        "{script}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn iconv_reads_each_led_file_back_exactly() {
    with_site(|public| {
        let mut count = 0;
        for entry in fs::read_dir(public.join("feeds/led")).unwrap() {
            let folder = entry.unwrap().path();
            let id = text(folder.file_name().unwrap().as_ref()).to_owned();
            let output = Command::new("iconv")
                .args(["-f", "CP936", "-t", "UTF-8"])
                .arg(folder.join(format!("{id}.gbk.txt")))
                .output()
                .expect("READERS=1 requires iconv");
            assert!(output.status.success(), "{id}");
            let twin = fs::read(folder.join(format!("{id}.utf8bom.txt"))).unwrap();
            assert_eq!(
                twin.strip_prefix(b"\xef\xbb\xbf").unwrap(),
                output.stdout,
                "{id}"
            );
            count += 1;
        }
        assert_eq!(count, 6);
    });
}

#[test]
fn strict_codecs_read_each_led_file() {
    with_site(|public| python("led.py", &[text(&public.join("feeds/led"))]));
}

/// What both programs make of the sheets: PDF of the right size, with all words, whose code leads where it should.
#[test]
fn poppler_and_zbar_read_each_printed_sheet() {
    with_site(|_| {
        let folder = tempfile::tempdir().unwrap();
        // A program of this name that does nothing leaves the work to the browser.
        let broken = folder.path().join("weasyprint");
        std::os::unix::fs::symlink("/bin/false", broken).unwrap();
        let path = env::var_os("PATH").unwrap();
        let mut without = vec![folder.path().to_owned()];
        without.extend(env::split_paths(&path));
        let without = env::join_paths(without).unwrap();
        for (path, kind) in [(path, "trim"), (without, "bare")] {
            let export = folder.path().join(kind);
            let ran = Command::new(env!("CARGO_BIN_EXE_fanzha"))
                .args([
                    "export",
                    "--pdf",
                    "--as-of",
                    TODAY,
                    "--output",
                    text(&export),
                ])
                .current_dir(root())
                .env("PATH", path)
                .output()
                .unwrap();
            let stderr = String::from_utf8_lossy(&ran.stderr);
            assert!(ran.status.success(), "{stderr}");
            let has_marks = stderr.contains("带出血和裁切线");
            assert_eq!(has_marks, kind == "trim", "{stderr}");
            python("print.py", &[text(&export), kind]);
        }
    });
}

#[test]
fn pysubs2_reads_each_spot_as_its_script_says() {
    with_site(|public| python("subtitles.py", &[text(&public.join("feeds/cinema"))]));
}

#[test]
fn feedparser_reads_every_feed_of_pages() {
    with_site(|public| {
        let content = root().join("content");
        python("feeds.py", &[text(public), text(&content), BASE_URL]);
    });
}

#[test]
fn every_address_of_the_sitemap_is_a_written_page() {
    with_site(|public| python("sitemap.py", &[text(public), BASE_URL]));
}

#[test]
fn html5lib_finds_no_fault_on_any_page() {
    with_site(|public| python("markup.py", &[text(public), "100"]));
}

#[test]
fn players_and_calendars_read_every_slogan_feed_alike() {
    with_site(|public| python("slogans.py", &[text(public), BASE_URL, TODAY]));
}

/// Runs a reader that says by its exit code whether it is content.
fn read_with(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|it| panic!("READERS=1 requires {program}: {it}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}{errors}");
    said
}

#[test]
fn xibo_reads_the_table_and_the_data_set() {
    with_site(|public| {
        let script = root().join("tests/it/readers/xibo.php");
        read_with("php", &[text(&script), text(&public.join("feeds"))]);
    });
}

#[test]
fn newsboat_and_xmllint_read_every_slogan_as_an_entry() {
    with_site(|public| {
        let feed = public.join("feeds/slogans.rss.xml");
        read_with("xmllint", &["--noout", text(&feed)]);
        let folder = tempfile::TempDir::new().unwrap();
        let (urls, cache) = (folder.path().join("urls"), folder.path().join("cache.db"));
        fs::write(&urls, format!("file://{}\n", feed.display())).unwrap();
        let options = ["-C", "/dev/null", "-u", text(&urls), "-c", text(&cache)];
        let commands = ["-x", "reload", "print-unread"];
        let said = read_with("newsboat", &[&options[..], &commands[..]].concat());
        let count = fs::read_to_string(public.join("feeds/slogans.txt"))
            .unwrap()
            .lines()
            .count();
        assert_eq!(said.trim(), format!("{count} unread articles"));
    });
}

#[test]
fn html5lib_finds_nothing_in_an_article_that_an_editor_would_drop() {
    with_site(|public| python("wechat.py", &[text(&public.join("wechat")), "30"]));
}

/// The Nu validator on every page and style sheet; `JUICE` names the `node_modules` that it lies in.
///
/// An article for WeChat is a piece of HTML and no page. Sheets of paper name the bleed and marks of CSS Paged Media,
/// which the validator does not know.
#[test]
fn nu_finds_no_error_on_any_page_or_style_sheet() {
    with_site(|public| {
        let modules = env::var("JUICE").expect("READERS=1 requires JUICE");
        let jar = Path::new(&modules).join("vnu-jar/build/dist/vnu.jar");
        let mut pages = Vec::new();
        let mut styles = Vec::new();
        for entry in WalkDir::new(public).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            let name = path.strip_prefix(public).unwrap().to_str().unwrap();
            let is_piece = name.starts_with("wechat/article/") && !name.contains(".preview.");
            match path.extension().and_then(|it| it.to_str()) {
                Some("html") if !is_piece && !name.starts_with("print/") => pages.push(path),
                Some("css") => styles.push(path),
                _ => (),
            }
        }
        assert!(pages.len() > 150 && styles.len() > 1, "{}", pages.len());
        for (kind, files) in [("--html", pages), ("--css", styles)] {
            let files: Vec<&str> = files.iter().map(|it| text(it)).collect();
            let options = ["-Xss8m", "-jar", text(&jar), "--errors-only", kind];
            let said = Command::new("java").args(options).args(files).output();
            let said = said.expect("READERS=1 requires java");
            let errors = String::from_utf8_lossy(&said.stderr);
            assert!(said.status.success(), "{errors}");
        }
    });
}

/// `JUICE` names the `node_modules` that juice lies in.
#[test]
fn juice_has_nothing_to_do_on_an_article() {
    with_site(|public| {
        let modules = env::var("JUICE").expect("READERS=1 requires JUICE");
        let script = root().join("tests/it/readers/juice.mjs");
        let articles = public.join("wechat/article");
        read_with("node", &[text(&script), &modules, text(&articles)]);
    });
}

/// Everything that Markdown and the editors' blocks can bring onto a page, nested where it may nest.
const ALL_MARKUP: &str = r#"---
标题: 'a < b & "c"'
date: 2026-05-01
author: <b>甲</b>
summary: 一句 <话> & "另一句"
keywords: [甲, "乙<丙>"]
tags: ["a<b", 标签]
---

**加粗**、*强调*、~~删去~~、`代码 <b>`、[链接](b.md "题 \"目\"")、<https://www.example.gov.cn/?a=1&b=2>，脚注[^1]，再引[^1]。\
换行

## 小标题 *斜* `码` {#own}

## 小标题 *斜* `码`

> 引用
>
> - 项
>   > 再引

> [!WARNING]
> 警告 **粗**
>
> - 项

- [ ] 未办
- [x] 已办

  第二段

  1. 一
  2. 二

     ```rust
     fn main() { let a = "<b>"; }
     ```

| 左 | 中<br> | 右 |
|:--|:-:|--:|
| a | `|` | **c** |
| 只有一格 |

词
: 解释一

  第二段
: 解释二

```chat
骗子: 您好，我是<客服>
受害人: 是吗？
民警: 不要转账
```

```steps
打开 <App>
点开预警
```

    缩进代码 <i>

![一张图](a.png "图题")

[![图中链接](a.png)](b.md)

---

[^1]: 注文

    - 注里的项
[^无]: 无人引用
"#;

#[test]
fn html5lib_finds_no_fault_in_any_markup() {
    with_site(|_| {
        let b = "---\n标题: 乙\ndate: 2026-05-02\n---\n\n# 一级\n\n- 只有列表\n";
        let site = SiteTest::of(&[
            ("content/x/a.md", &ALL_MARKUP.replace("<br>", "")),
            ("content/x/b.md", b),
            (
                "content/x/_index.md",
                "---\n标题: 栏目 <x>\n---\n\n- 导语[^1]\n\n[^1]: 注\n",
            ),
        ]);
        // The smallest PNG.
        let png =
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
        site.write("content/x/a.png", png);
        let ran = site.build().expect_success();
        python("markup.py", &[text(&ran.public()), "5"]);
    });
}
