//! The website: addresses, links, lists, feeds, and what stands in a page's head.
//!
//! Each test is the smallest site that shows one behaviour. What a page looks like is `browser`'s business.

use super::{Ran, SiteTest, html::xml_texts};

/// The fixture of this test's behaviour, built.
fn fixture(name: &str) -> Ran {
    SiteTest::new(&format!("site/{name}"))
        .build()
        .expect_success()
}

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
    assert_eq!(ran.page("a/index.html").text("h1"), "你好");
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
    let ran = fixture("a_folder_of_one_index_file");
    let refund = ran.page("posts/refund/index.html");
    for (name, value) in [
        ("src", "../../posts/refund/a.gif"),
        ("alt", "截图"),
        ("width", "5"),
        ("height", "4"),
    ] {
        assert_eq!(refund.attribute(".prose img", name), value);
    }
    // It stands in the list of the section above, and its folder is no section.
    let posts = ran.page("posts/index.html");
    assert_eq!(posts.texts(".rows a"), ["退款", "第一"]);
    assert!(!ran.has("posts/refund/feed.xml"));
    // With other pages beside it, the file is the section's own text.
    assert_eq!(ran.page("guide/index.html").text("h1"), "指南");
    assert!(ran.has("guide/one/index.html"));
}

#[test]
fn links_by_source_path_lead_to_the_page_and_its_heading() {
    let page = fixture("links_by_source_path").page("cases/a/index.html");
    assert_eq!(
        page.attributes(".prose a", "href"),
        [
            "../../types/shua-dan/index.html#%E6%80%8E%E6%A0%B7%E8%AF%86%E5%88%AB",
            "../../types/index.html",
            "#%E6%9C%AC%E8%8A%82",
            "../../about/index.html",
        ]
    );
    assert_eq!(page.attributes("h2[id=本节]", "id"), ["本节"]);

    let absolute = SiteTest::new("site/links_by_source_path");
    let settings = std::fs::read_to_string(absolute.path().join("site.yaml")).unwrap();
    absolute.write(
        "site.yaml",
        settings.replace("links: relative", "links: absolute"),
    );
    let page = absolute.build().expect_success().page("cases/a/index.html");
    assert_eq!(
        page.attributes(".prose a", "href"),
        [
            "/zt/fanzha/types/shua-dan/#%E6%80%8E%E6%A0%B7%E8%AF%86%E5%88%AB",
            "/zt/fanzha/types/",
            "#%E6%9C%AC%E8%8A%82",
            "/zt/fanzha/about/",
        ]
    );
    let styles = page.attribute("link[rel=stylesheet]", "href");
    assert!(styles.starts_with("/zt/fanzha/assets/style."), "{styles}");
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
    let page = ran.page("a/index.html");
    assert_eq!(page.texts(".prose b"), ["粗"]);
    assert!(
        !page.mentions("alert(1)") && !page.mentions("onclick"),
        "{page}"
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
        let page = ran.page(path);
        let refresh = page.attribute("meta[http-equiv=refresh]", "content");
        assert_eq!(refresh, format!("0; url={target}"));
        let canonical = page.attribute("link[rel=canonical]", "href");
        assert_eq!(canonical, "https://www.example.gov.cn/zt/fanzha/a/");
    }
    let listed = xml_texts(&ran.output("sitemap.xml"), "loc");
    assert!(listed.iter().all(|it| !it.contains("old")), "{listed:?}");
}

#[test]
fn lists_are_newest_first_with_dates_and_a_numbered_archive() {
    let ran = many(55).build().expect_success();
    let pages = [
        "news/index.html",
        "news/page/2/index.html",
        "news/page/1/index.html",
    ];
    let [front, second, first] = pages.map(|path| ran.page(path));
    let listed = [&front, &second, &first].map(|page| page.texts(".row-title"));
    let expected: Vec<String> = (0..55).rev().map(|it| format!("第{it:03}篇")).collect();
    assert_eq!(listed.concat(), expected);
    assert_eq!(front.count("time[datetime]"), 15);
    let next = front.attribute("a[rel=next]", "href");
    assert_eq!(next, "../news/page/2/index.html");
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
    let page = many(3).build().page("news/p001/index.html");
    for (neighbour, address) in [
        ("a.neighbour[rel=prev]", "../../news/p002/index.html"),
        (
            "a.neighbour.neighbour-next[rel=next]",
            "../../news/p000/index.html",
        ),
    ] {
        assert_eq!(page.attribute(neighbour, "href"), address);
    }
    assert_eq!(page.texts(".breadcrumbs li"), ["首页", "news", "第001篇"]);
    assert_eq!(
        page.attributes(".breadcrumbs a", "href"),
        ["../../index.html", "../../news/index.html"]
    );
    assert_eq!(page.text(".breadcrumbs span[aria-current=page]"), "第001篇");
}

#[test]
fn sitemap_and_feeds_take_their_times_from_the_content() {
    fixture("times_of_the_content").expect_output();
}

#[test]
fn government_tags_stand_where_they_belong() {
    let ran = fixture("government_tags");
    let tags = |path: &str| -> Vec<(String, String)> {
        let page = ran.page(path);
        let tags = page.metas().into_iter();
        tags.filter(|(name, _)| name.starts_with(char::is_uppercase))
            .map(|(name, content)| (name.to_owned(), content.to_owned()))
            .collect()
    };
    let owned = |tags: &[(&str, &str)]| -> Vec<(String, String)> {
        let tags = tags.iter();
        tags.map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
    };
    let site_wide = [
        ("SiteName", "名称"),
        ("SiteDomain", "www.example.gov.cn"),
        ("SiteIDCode", "3405040001"),
    ];
    let column = [
        ("ColumnName", "动态"),
        ("ColumnDescription", "这里发布反诈工作的动态消息"),
        ("ColumnKeywords", "反诈,动态"),
        ("ColumnType", "工作动态"),
    ];
    let article = [
        ("ArticleTitle", "甲"),
        ("PubDate", "2026-05-01 09:30"),
        ("ContentSource", "区委宣传部"),
        ("Keywords", "反诈"),
        ("Author", "张三"),
        ("Description", "正文说明一切。"),
        ("Url", "https://www.example.gov.cn/news/a/"),
    ];
    let of_section = [&site_wide[..], &column[..]].concat();
    assert_eq!(tags("news/index.html"), owned(&of_section));
    let of_page = [&of_section[..], &article[..]].concat();
    assert_eq!(tags("news/a/index.html"), owned(&of_page));
    let home = tags("index.html");
    assert!(
        home.contains(&("ColumnName".to_owned(), "首页".to_owned())),
        "{home:?}"
    );
}

#[test]
fn a_term_page_shows_explainer_cases_and_slogans() {
    let ran = fixture("a_term_page");
    let page = ran.page("types/love/index.html");
    assert_eq!(page.text(".lead"), "以恋爱为名骗钱。");
    assert_eq!(page.texts(".facts dd"), ["单身人士", "杀猪盘"]);
    assert_eq!(page.texts(".row-title a"), ["案例甲"]);
    assert_eq!(page.texts(".slogan-text"), ["网恋先要钱，都是诈骗"]);
    let case = ran.page("cases/a/index.html");
    assert_eq!(case.text(".facts dd > a"), "网络婚恋交友");
    assert_eq!(
        case.attribute(".facts dd > a", "href"),
        "../../types/love/index.html"
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
    assert_eq!(ran.page("a/index.html").text("h1"), "甲");
}

#[test]
fn the_404_page_works_under_any_address() {
    let page = built(&[("content/a.md", "# 甲\n")]).page("404.html");
    let styles = page.attribute("link[rel=stylesheet]", "href");
    assert!(styles.starts_with("/zt/fanzha/assets/style."), "{styles}");
    for name in ["href", "src", "action"] {
        let addresses = page.attributes(&format!("[{name}]"), name);
        let is_fixed = |it: &&str| it.starts_with('/') || it.starts_with('#') || it.contains(':');
        assert!(addresses.iter().all(is_fixed), "{addresses:?}");
    }
}

#[test]
fn a_number_in_a_scammers_chat_is_no_link() {
    let text = "骗子的网址 http://evil.example.com/x 和 www.evil.example.com\n\n\
        ```chat\n骗子：请打开 http://evil.example.com\n受害人：好\n```\n";
    let page = built(&[("content/a.md", &page("案", "2026-01-01", text))]).page("a/index.html");
    let links = page.links();
    assert!(links.iter().all(|it| !it.contains("evil")), "{links:?}");
    assert!(page.says("骗子的网址 http://evil.example.com/x 和 www.evil.example.com"));
}
