//! What the portal asks of a site that stands in it: its own head and foot, notices before foreign sites, marks on what
//! is over.

use super::SiteTest;

const SETTINGS: &str = "title: 测试站\nbase_url: https://www.example.gov.cn/zt/fanzha/\n";

fn page(body: &str) -> String {
    format!("---\n标题: 一页\n发布时间: 2026-05-01\n---\n\n{body}\n")
}

/// The addresses of the links of `html` that are marked as leading to another site.
fn foreign_links(html: &str) -> Vec<String> {
    let links = html
        .split("<a ")
        .skip(1)
        .filter(|it| it.starts_with("class=\"external\""));
    links
        .filter_map(|it| it.split("href=\"").nth(1)?.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_link_to_a_foreign_site_leads_through_a_page_that_says_so() {
    let body = "[外站](https://www.example.org/a?b=1&c=2)、[同一处](https://www.example.org/a?b=1&c=2)、\
        [部委](https://www.mps.gov.cn/)、[门户](https://www.example.gov.cn/news/)、\
        [像门户](https://www.example.gov.cn.evil.example/)、[信](mailto:a@example.org)";
    let ran = SiteTest::of(&[("content/news/a.md", &page(body))])
        .build()
        .expect_success();
    let html = ran.output("news/a/index.html");
    let links = foreign_links(&html);
    let (through, straight): (Vec<&String>, Vec<&String>) = links
        .iter()
        .partition(|it| it.starts_with("../../leaving/"));
    let straight: Vec<&str> = straight.iter().map(|it| it.as_str()).collect();
    assert_eq!(
        straight,
        [
            "https://www.mps.gov.cn/",
            "https://www.example.gov.cn/news/"
        ]
    );
    assert_eq!(through.len(), 3);
    assert_eq!(through[0], through[1], "one page for one address");
    assert!(html.contains("href=\"mailto:a@example.org\""));
    // What paper shows, which leads nowhere.
    assert!(
        html.contains(" data-to=\"https://www.example.org/a?b=1&amp;c=2\" href=\"../../leaving/")
    );

    let notice = ran.output(&through[0]["../../".len()..]);
    assert!(notice.contains("href=\"https://www.example.org/a?b=1&amp;c=2\""));
    assert!(notice.contains("<strong>www.example.org</strong>"));
    assert!(notice.contains("name=\"robots\" content=\"noindex\""));
    assert!(!ran.output("sitemap.xml").contains("leaving"));
    // Whoever reads a feed is not on this site.
    assert!(
        ran.output("news/feed.xml")
            .contains("https://www.example.org/a")
    );
}

/// Where HTML may be written, it is no way around the notice.
#[test]
fn a_link_written_as_html_gives_notice_too() {
    let settings = format!("{SETTINGS}raw_html: sanitize\n");
    let body = "<a href=\"https://www.example.org/a?b=1&amp;c=2\">外站</a>、<a class=external href=' HTTPS://evil.example'>像自己写的</a>\n\n\
        <p><a href=\"https://www.mps.gov.cn/\">部委</a></p>\n";
    let ran = SiteTest::of(&[("site.yaml", &settings), ("content/news/a.md", &page(body))])
        .build()
        .expect_success();
    let html = ran.output("news/a/index.html");
    let links = foreign_links(&html);
    assert_eq!(links.len(), 3, "{html}");
    assert_eq!(links[2], "https://www.mps.gov.cn/");
    let hosts = ["www.example.org", "evil.example"];
    for (link, host) in links.iter().zip(hosts) {
        let notice = link.strip_prefix("../../").expect(link);
        assert!(
            ran.output(notice)
                .contains(&format!("<strong>{host}</strong>"))
        );
    }
}

#[test]
fn the_menu_gives_notice_too() {
    let settings = format!(
        "{SETTINGS}menu:\n  - {{title: 首页, to: /}}\n  - {{title: 外站, to: \"https://www.example.org/\"}}\n"
    );
    let ran = SiteTest::of(&[("site.yaml", &settings), ("content/a.md", &page("正文"))])
        .build()
        .expect_success();
    let links = foreign_links(&ran.output("a/index.html"));
    assert!(
        links.iter().all(|it| it.starts_with("../leaving/")),
        "{links:?}"
    );
    assert_eq!(links.len(), 2, "in the menu and in the foot");
}

#[test]
fn the_settings_say_which_sites_need_no_notice() {
    let settings = format!("{SETTINGS}门户:\n  可信网站: [example.org]\n");
    let body = "[一](https://www.example.org/)、[二](https://www.mps.gov.cn/)";
    let ran = SiteTest::of(&[("site.yaml", &settings), ("content/a.md", &page(body))])
        .build()
        .expect_success();
    let links = foreign_links(&ran.output("a/index.html"));
    assert_eq!(links[0], "https://www.example.org/");
    assert!(links[1].starts_with("../leaving/"), "{links:?}");
}

#[test]
fn the_portals_head_and_foot_are_put_in_by_its_server_or_from_a_file() {
    let settings =
        format!("{SETTINGS}portal: {{header: /public/head.html, footer: /public/foot.html}}\n");
    let ran = SiteTest::of(&[("site.yaml", &settings), ("content/a.md", &page("正文"))])
        .build()
        .expect_success();
    for file in ["index.html", "a/index.html", "404.html"] {
        let html = ran.output(file);
        let places = [
            "<!--#include virtual=\"/public/head.html\" -->",
            "<header",
            "</footer>",
            "<!--#include virtual=\"/public/foot.html\" -->",
        ];
        let found: Vec<usize> = places.iter().filter_map(|it| html.find(it)).collect();
        assert_eq!(found.len(), 4, "{file}");
        assert!(found.is_sorted(), "{file}: {found:?}");
    }

    let ran = SiteTest::of(&[
        (
            "templates/partials/portal-header.html",
            "<div class=\"portal\">门户页头</div>\n",
        ),
        ("content/a.md", &page("正文")),
    ])
    .build()
    .expect_success();
    assert!(
        ran.output("a/index.html")
            .contains("<div class=\"portal\">门户页头</div>")
    );
}

#[test]
fn what_is_archived_says_so_on_each_of_its_pages() {
    let section = "---\n标题: 活动\n归档时间: 2026-07-31\n---\n";
    let ran = SiteTest::of(&[
        ("content/june/_index.md", section),
        ("content/june/a.md", &page("正文")),
        ("content/june/deep/b.md", &page("正文")),
        ("content/news/_index.md", "---\n标题: 新闻\n---\n"),
        ("content/news/d.md", &page("正文")),
        ("content/c.md", &page("正文")),
    ])
    .build()
    .expect_success();
    for file in [
        "june/index.html",
        "june/a/index.html",
        "june/deep/b/index.html",
    ] {
        let html = ran.output(file);
        assert!(html.contains("2026年7月31日起归档"), "{file}");
    }
    for file in ["index.html", "c/index.html"] {
        assert!(!ran.output(file).contains("已归档"), "{file}");
    }
    // What goes on comes first on the home page.
    let home = ran.output("index.html");
    let block = |title: &str| home.find(&format!(">{title}</h2>")).unwrap();
    assert!(block("新闻") < block("活动"), "{home}");
}

/// `docs/government-pages.md#footer`: all that a government site has to say of itself, on every page and not
/// only the first.
#[test]
fn every_page_ends_with_all_that_the_portals_rules_ask_for() {
    let identity = "identity:
  site_name: 雨山区反诈宣传专题
  domain: www.example.gov.cn
  id_code: \"3405040001\"
  organizer: 区委宣传部
  undertaker: 区联席办
  contact: 区委宣传部办公室
  icp: 皖ICP备12345678号-1
  police: 皖公网安备34050402000001号
  conac: 0123456789abcdef0123456789abcdef
";
    let settings = format!("{SETTINGS}{identity}");
    let section = "---\n标题: 新闻\n摘要: 新闻摘要\n关键词: [反诈]\n---\n";
    let article =
        page("[外](https://www.example.org/)").replace("---\n\n", "来源: 区联席办\n---\n\n");
    let ran = SiteTest::of(&[
        ("site.yaml", &settings),
        ("content/news/_index.md", section),
        ("content/news/a.md", &article),
    ])
    .build()
    .expect_success();
    let pages = ran.outputs().into_iter();
    let pages: Vec<String> = pages.filter(|it| it.ends_with(".html")).collect();
    assert!(
        pages.iter().any(|it| it.starts_with("leaving/")),
        "{pages:?}"
    );
    for file in pages.iter().filter(|it| !it.starts_with("wechat/")) {
        let html = ran.output(file);
        let foot = &html[html.find("<footer class=\"site-footer\"").expect(file)..];
        for it in [
            "https://bszs.conac.cn/sitename?method=show&amp;id=0123456789abcdef0123456789abcdef",
            "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3405040001&amp;url=https%3A%2F%2Fwww%2Eexample%2Egov%2Ecn%2Fzt%2Ffanzha%2F",
            "网站标识码：3405040001",
            "主办单位：区委宣传部",
            "承办单位：区联席办",
            "联系方式：区委宣传部办公室",
            "皖ICP备12345678号-1",
            "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=34050402000001",
            "站点地图",
        ] {
            assert!(foot.contains(it), "{file}: {it}");
        }
    }
    // The page's own address, so that whoever mends it knows which.
    let address = "url=https%3A%2F%2Fwww%2Eexample%2Egov%2Ecn%2Fzt%2Ffanzha%2Fnews%2Fa%2F\"";
    assert!(ran.output("news/a/index.html").contains(address));
}
