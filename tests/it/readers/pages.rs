//! What readers make of the pages of the website, their feeds and the sitemap.

use std::{env, path::Path, process::Command};

use walkdir::WalkDir;

use super::{BASE_URL, python, root, text, with_site};
use crate::SiteTest;

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn feedparser_reads_every_feed_of_pages() {
    with_site(|public| {
        let content = root().join("content");
        python("feeds.py", &[text(public), text(&content), BASE_URL]);
    });
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn extruct_pyld_and_pillow_read_what_pages_say_of_themselves() {
    with_site(|public| python("share.py", &[text(public), BASE_URL]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn every_address_of_the_sitemap_is_a_written_page() {
    with_site(|public| python("sitemap.py", &[text(public), BASE_URL]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn html5lib_finds_no_fault_on_any_page() {
    with_site(|public| python("markup.py", &[text(public), "100"]));
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
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
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

/// The Nu validator on every page and style sheet; `NODE_MODULES` names the folder that it is installed in.
///
/// An article for WeChat is a piece of HTML and no page. Sheets of paper name the bleed and marks of CSS
/// Paged Media, which the validator does not know.
#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn nu_finds_no_error_on_any_page_or_style_sheet() {
    with_site(|public| {
        let modules = env::var("NODE_MODULES").expect("READERS=1 requires NODE_MODULES");
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
