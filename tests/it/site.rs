//! The website: addresses, links, lists, feeds, and what stands in a page's head.
//!
//! Each test is the smallest site that shows one behaviour. What a page looks like is `browser`'s business.

use super::{Ran, SiteTest};

const INDEX: &str = "---\n标题: 首页\n---\n";

fn site(files: &[(&str, &str)]) -> SiteTest {
    SiteTest::of(files)
}

/// A page with a title, a date and a text.
fn page(title: &str, date: &str, text: &str) -> String {
    format!("---\n标题: {title}\n发布时间: {date}\n来源: 示例单位\n---\n\n{text}\n")
}

/// A site with `count` cases, one a day, the last one newest.
fn many(count: usize) -> SiteTest {
    let site = site(&[("content/_index.md", INDEX)]);
    for index in 0..count {
        let date = format!("2026-{:02}-{:02}", 1 + index / 28, 1 + index % 28);
        let text = page(&format!("第{index:03}篇"), &date, "正文。");
        site.write(&format!("content/news/p{index:03}.md"), text);
    }
    site
}

fn built(files: &[(&str, &str)]) -> Ran {
    site(files).build().expect_success()
}

#[test]
fn two_lines_of_settings_and_one_file_are_a_site() {
    let ran = built(&[("content/a.md", "# 你好\n\n反诈。\n")]);
    let html = ran.output("a/index.html");
    assert!(html.contains("<h1>你好</h1>"), "{html}");
    for file in ["index.html", "404.html", "sitemap.xml", "robots.txt"] {
        assert!(ran.public().join(file).is_file(), "{file}");
    }
    for file in [
        "feed.xml",
        "atom.xml",
        "feed.json",
        "assets/style.css",
        "assets/shield.svg",
    ] {
        assert!(ran.public().join(file).is_file(), "{file}");
    }
}

#[test]
fn a_folder_of_one_index_file_is_a_page_with_its_pictures() {
    let ran = built(&[
        ("content/posts/first.md", &page("第一", "2026-01-01", "")),
        (
            "content/posts/refund/index.md",
            &page("退款", "2026-01-02", "![截图](a.gif)"),
        ),
        ("content/posts/refund/a.gif", "GIF89a\u{5}\0\u{4}\0\0\0\0;"),
        ("content/guide/index.md", &page("指南", "2026-01-03", "")),
        ("content/guide/one.md", &page("一", "2026-01-04", "")),
    ]);
    let refund = ran.output("posts/refund/index.html");
    assert!(
        refund.contains(r#"<img src="../../posts/refund/a.gif" alt="截图" width="5" height="4""#),
        "{refund}"
    );
    // It stands in the list of the section above, and its folder is no section.
    assert!(ran.output("posts/index.html").contains(">退款</a>"));
    assert!(!ran.public().join("posts/refund/feed.xml").exists());
    // With other pages beside it, the file is the section's own text.
    assert!(ran.output("guide/index.html").contains("<h1>指南</h1>"));
    assert!(ran.public().join("guide/one/index.html").is_file());
}

#[test]
fn links_by_source_path_lead_to_the_page_and_its_heading() {
    let text =
        "[甲](../types/刷单.md#怎样识别) [乙](../types/) [丙](#本节) [丁](/about.md)\n\n## 本节\n";
    let files = [
        ("content/cases/a.md", page("案", "2026-01-01", text)),
        (
            "content/types/刷单.md",
            page("刷单", "2026-01-01", "## 怎样识别\n"),
        ),
        ("content/about.md", page("关于", "2026-01-01", "")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0, it.1.as_str())).collect();
    let html = built(&files).output("cases/a/index.html");
    for href in [
        "../../types/shua-dan/index.html#%E6%80%8E%E6%A0%B7%E8%AF%86%E5%88%AB",
        "../../types/index.html",
        "#%E6%9C%AC%E8%8A%82",
        "../../about/index.html",
    ] {
        assert!(
            html.contains(&format!(r#"href="{href}""#)),
            "{href}\n{html}"
        );
    }
    let absolute = site(&files);
    absolute.write(
        "site.yaml",
        "title: 站\nbase_url: https://www.example.gov.cn/zt/fanzha/\nlinks: absolute\n",
    );
    let html = absolute
        .build()
        .expect_success()
        .output("cases/a/index.html");
    for href in [
        "/zt/fanzha/types/shua-dan/#%E6%80%8E%E6%A0%B7%E8%AF%86%E5%88%AB",
        "/zt/fanzha/types/",
        "/zt/fanzha/about/",
        "/zt/fanzha/assets/style.css",
    ] {
        assert!(
            html.contains(&format!(r#"href="{href}""#)),
            "{href}\n{html}"
        );
    }
}

#[test]
fn imported_content_may_have_broken_links_and_html_with_warnings() {
    let site = site(&[(
        "content/a.md",
        &page(
            "旧文",
            "2026-01-01",
            "[无](no.md) ![图](no.png) <b onclick=\"x()\">粗</b>\n\n<script>alert(1)</script>\n",
        ),
    )]);
    site.write(
        "site.yaml",
        "title: 站\nbase_url: https://www.example.gov.cn/\nbroken_links: warn\nraw_html: sanitize\n",
    );
    let ran = site.build().expect_success();
    assert_eq!(ran.stderr.matches("warning[link/missing]").count(), 1);
    assert_eq!(ran.stderr.matches("warning[image/missing]").count(), 1);
    let html = ran.output("a/index.html");
    assert!(html.contains("<b>粗</b>"), "{html}");
    assert!(
        !html.contains("alert(1)") && !html.contains("onclick"),
        "{html}"
    );
}

#[test]
fn file_names_become_pinyin_and_a_slug_wins() {
    let long = "反诈".repeat(33);
    let ran = built(&[
        ("content/关于《反诈》 的通知.md", "# 通知\n"),
        ("content/b.md", "---\n标题: 乙\n网址名: My-Page\n---\n"),
        (&format!("content/{long}.md"), "# 长\n"),
        ("content/典型案例/甲.md", "# 甲\n"),
    ]);
    let pages = ran.outputs();
    for path in [
        "guan-yu-fan-zha-de-tong-zhi/index.html",
        "my-page/index.html",
        "dian-xing-an-li/jia/index.html",
    ] {
        assert!(pages.iter().any(|it| it == path), "{path} in {pages:?}");
    }
    assert!(
        pages
            .iter()
            .filter(|it| it.ends_with(".html"))
            .all(|it| it.split('/').all(|it| it.len() <= 80))
    );
}

#[test]
fn an_old_address_sends_its_reader_on() {
    let ran = built(&[(
        "content/a.md",
        "---\n标题: 新\n旧网址: [/old/a.html, /zt/fanzha/older/]\n---\n",
    )]);
    for (path, target) in [
        ("old/a.html", "../a/index.html"),
        ("older/index.html", "../a/index.html"),
    ] {
        let html = ran.output(path);
        assert!(
            html.contains(&format!(
                r#"http-equiv="refresh" content="0; url={target}""#
            )),
            "{html}"
        );
        assert!(html.contains(r#"href="https://www.example.gov.cn/zt/fanzha/a/""#));
    }
    assert!(!ran.output("sitemap.xml").contains("old"));
}

#[test]
fn lists_are_newest_first_with_dates_and_a_numbered_archive() {
    let ran = many(55).build().expect_success();
    let order = |path: &str| -> Vec<String> {
        let html = ran.output(path);
        let titles = html.split("第").skip(1);
        let mut seen = Vec::new();
        for title in titles.filter_map(|it| it.split_once('篇')).map(|it| it.0) {
            if title.len() == 3 && !seen.contains(&title.to_owned()) {
                seen.push(title.to_owned());
            }
        }
        seen
    };
    let mut all = order("news/index.html");
    all.extend(order("news/page/2/index.html"));
    all.extend(order("news/page/1/index.html"));
    let expected: Vec<String> = (0..55).rev().map(|it| format!("{it:03}")).collect();
    assert_eq!(all, expected);
    let front = ran.output("news/index.html");
    assert_eq!(front.matches("<time datetime=").count(), 15);
    assert!(
        front.contains(r#"href="../news/page/2/index.html" rel="next""#),
        "{front}"
    );
    assert!(!ran.public().join("news/page/3").exists());
}

#[test]
fn a_new_page_leaves_the_archive_as_it_was() {
    let (before, after) = (many(55).build(), many(56).build());
    for number in [1, 2] {
        let path = format!("news/page/{number}/index.html");
        // Only the count of all entries differs.
        let (before, after) = (before.output(&path), after.output(&path));
        assert_eq!(
            before.replace("共 55 条", ""),
            after.replace("共 56 条", "")
        );
    }
}

#[test]
fn a_page_knows_its_neighbours_and_its_trail() {
    let html = many(3).build().output("news/p001/index.html");
    for part in [
        r#"<a class="neighbour" href="../../news/p002/index.html" rel="prev">"#,
        r#"<a class="neighbour neighbour-next" href="../../news/p000/index.html" rel="next">"#,
        r#"<li><a href="../../index.html">首页</a></li>"#,
        r#"<li><a href="../../news/index.html">news</a></li>"#,
        r#"<li><span aria-current="page">第001篇</span></li>"#,
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn sitemap_and_feeds_take_their_times_from_the_content() {
    let ran = built(&[
        (
            "content/news/a.md",
            "---\n标题: 甲\n发布时间: 2026-05-01 09:30\n更新时间: 2026-06-02\n---\n正文。\n",
        ),
        ("content/news/b.md", "# 无日期\n"),
    ]);
    let sitemap = ran.output("sitemap.xml");
    assert!(
        sitemap.contains("<loc>https://www.example.gov.cn/zt/fanzha/news/a/</loc>"),
        "{sitemap}"
    );
    assert!(
        sitemap.contains("<lastmod>2026-06-02</lastmod>"),
        "{sitemap}"
    );
    for (path, time) in [
        ("feed.xml", "Fri, 01 May 2026 09:30:00 +0800"),
        ("news/feed.xml", "Fri, 01 May 2026 09:30:00 +0800"),
        ("news/atom.xml", "2026-05-01T09:30:00+08:00"),
        ("news/feed.json", "2026-05-01T09:30:00+08:00"),
    ] {
        let feed = ran.output(path);
        assert!(feed.contains(time), "{path}\n{feed}");
        assert!(
            feed.contains("https://www.example.gov.cn/zt/fanzha/news/a/"),
            "{path}"
        );
        assert!(!feed.contains("无日期"), "{path}");
    }
}

#[test]
fn government_tags_stand_where_they_belong() {
    let site = site(&[
        ("content/_index.md", INDEX),
        (
            "content/news/_index.md",
            "---\n标题: 动态\n摘要: 这里发布反诈工作的动态消息\n关键词: [反诈, 动态]\n栏目类别: 工作动态\n---\n",
        ),
        (
            "content/news/a.md",
            "---\n标题: 甲\n发布时间: 2026-05-01 09:30\n来源: 区委宣传部\n作者: 张三\n关键词: [反诈]\n---\n正文说明一切。\n",
        ),
    ]);
    site.write(
        "site.yaml",
        "title: 站\nbase_url: https://www.example.gov.cn/\nidentity: {site_name: 名称, domain: www.example.gov.cn, id_code: \"3405040001\"}\n",
    );
    let ran = site.build().expect_success();
    let tags = |path: &str| -> Vec<(String, String)> {
        let html = ran.output(path);
        let metas = html.split("<meta name=\"").skip(1);
        metas
            .filter_map(|it| it.split_once("\" content=\""))
            .map(|(name, rest)| {
                let content = rest.split('"').next().unwrap_or_default();
                (name.to_owned(), content.to_owned())
            })
            .filter(|(name, _)| name.starts_with(char::is_uppercase))
            .collect()
    };
    let names = |path: &str| -> Vec<String> { tags(path).into_iter().map(|it| it.0).collect() };
    let site_wide = ["SiteName", "SiteDomain", "SiteIDCode"];
    let column = [
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
    ];
    let article = [
        "ArticleTitle",
        "PubDate",
        "ContentSource",
        "Keywords",
        "Author",
        "Description",
        "Url",
    ];
    assert_eq!(
        names("news/index.html"),
        [&site_wide[..], &column[..]].concat()
    );
    assert_eq!(
        names("news/a/index.html"),
        [&site_wide[..], &column[..], &article[..]].concat()
    );
    let of_page = tags("news/a/index.html");
    for (name, content) in [
        ("PubDate", "2026-05-01 09:30"),
        ("ContentSource", "区委宣传部"),
        ("ColumnName", "动态"),
        ("ColumnType", "工作动态"),
        ("Description", "正文说明一切。"),
        ("Url", "https://www.example.gov.cn/news/a/"),
    ] {
        let found = of_page.iter().find(|it| it.0 == name);
        assert_eq!(found.map(|it| it.1.as_str()), Some(content), "{name}");
    }
    let home = tags("index.html");
    assert!(
        home.contains(&("ColumnName".to_owned(), "首页".to_owned())),
        "{home:?}"
    );
}

#[test]
fn a_term_page_shows_explainer_cases_and_slogans() {
    let site = site(&[
        (
            "content/types/_index.md",
            "---\n标题: 类型\n内容类型: 诈骗类型\n---\n",
        ),
        (
            "content/types/love.md",
            "---\n标题: 网络婚恋交友\n编号: love\n别名: [杀猪盘]\n定义: 以恋爱为名骗钱。\n步骤: [搭识, 投资]\n易受骗人群: [单身人士]\n防范: [不转账]\n---\n",
        ),
        (
            "content/cases/_index.md",
            "---\n标题: 案例\n内容类型: 典型案例\n---\n",
        ),
        (
            "content/cases/a.md",
            "---\n标题: 案例甲\n案发月份: 2026-05\n损失金额: 3 万元\n结果: 已报警\n诈骗类型: [杀猪盘]\n---\n",
        ),
        (
            "content/slogans/_index.md",
            "---\n标题: 警示语\n内容类型: 警示语\n---\n",
        ),
        (
            "content/slogans/a.md",
            "---\n标题: 一组\n性质: 公益广告\n诈骗类型: [love]\n---\n\n- 网恋先要钱，都是诈骗\n",
        ),
    ]);
    site.write(
        "site.yaml",
        "title: 站\nbase_url: https://www.example.gov.cn/\ntaxonomies: [{name: scam_types, title: 诈骗类型, section: types}]\n",
    );
    let ran = site.build().expect_success();
    let html = ran.output("types/love/index.html");
    for part in [
        "以恋爱为名骗钱。",
        "杀猪盘",
        "案例甲",
        "网恋先要钱，都是诈骗",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let case = ran.output("cases/a/index.html");
    assert!(
        case.contains(r#"<dd><a href="../../types/love/index.html">网络婚恋交友</a></dd>"#),
        "{case}"
    );
}

#[test]
fn a_site_overrides_single_templates_of_the_theme() {
    let ran = built(&[
        ("content/a.md", "# 甲\n"),
        ("templates/404.html", "自己的 404 {{ site.title }}"),
        ("static/logo.txt", "原样"),
    ]);
    assert_eq!(ran.output("404.html"), "自己的 404 测试站");
    assert_eq!(ran.output("logo.txt"), "原样");
    assert!(ran.output("a/index.html").contains("<h1>甲</h1>"));
}

#[test]
fn the_404_page_works_under_any_address() {
    let html = built(&[("content/a.md", "# 甲\n")]).output("404.html");
    assert!(
        html.contains(r#"href="/zt/fanzha/assets/style.css""#),
        "{html}"
    );
    assert!(
        !html.contains(r#"href="../"#) && !html.contains(r#"href="assets"#),
        "{html}"
    );
}

#[test]
fn a_number_in_a_scammers_chat_is_no_link() {
    let text = "骗子的网址 http://evil.example.com/x 和 www.evil.example.com\n\n```chat\n骗子：请打开 http://evil.example.com\n受害人：好\n```\n";
    let html = built(&[("content/a.md", &page("案", "2026-01-01", text))]).output("a/index.html");
    assert!(!html.contains("href=\"http://evil"), "{html}");
    assert!(html.contains("evil.example.com"));
}
