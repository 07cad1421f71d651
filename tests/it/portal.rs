//! What the portal asks of a site that stands in it: its own head and foot, notices before foreign sites,
//! marks on what is over.

use super::{
    Ran, SiteTest,
    html::{Page, xml_texts},
};

const SETTINGS: &str = "title: 测试站\nbase_url: https://www.example.gov.cn/zt/fanzha/\n";

fn page(body: &str) -> String {
    format!("---\n标题: 一页\n发布时间: 2026-05-01\n---\n\n{body}\n")
}

/// The fixture of this name, built.
fn fixture(name: &str) -> Ran {
    SiteTest::new(&format!("portal/{name}"))
        .build()
        .expect_success()
}

/// The addresses of the links that are marked as leading to another site.
fn foreign_links(page: &Page) -> Vec<&str> {
    page.attributes("a.external", "href")
}

#[test]
fn a_link_to_a_foreign_site_leads_through_a_page_that_says_so() {
    let ran = fixture("links_to_other_sites");
    let page = ran.page("news/a/index.html");
    let links = foreign_links(&page);
    let (through, straight): (Vec<&str>, Vec<&str>) = links
        .iter()
        .copied()
        .partition(|it| it.starts_with("../../leaving/"));
    assert_eq!(
        straight,
        [
            "https://www.mps.gov.cn/",
            "https://www.example.gov.cn/news/"
        ]
    );
    assert_eq!(through.len(), 3);
    assert_eq!(through[0], through[1], "one page for one address");
    assert!(page.links_to("mailto:a@example.org"));
    // What paper shows, which leads nowhere.
    let address = "https://www.example.org/a?b=1&c=2";
    let shown = page.attributes("a[href^='../../leaving/']", "data-to");
    assert_eq!(shown[..2], [address; 2]);

    let notice = ran.page(&through[0]["../../".len()..]);
    assert!(notice.links_to(address), "{notice}");
    assert_eq!(notice.text(".leaving-address strong"), "www.example.org");
    assert_eq!(notice.attribute("meta[name=robots]", "content"), "noindex");
    let listed = xml_texts(&ran.output("sitemap.xml"), "loc");
    assert!(
        listed.iter().all(|it| !it.contains("leaving")),
        "{listed:?}"
    );
    // Whoever reads a feed is not on this site.
    let texts = xml_texts(&ran.output("news/feed.xml"), "encoded");
    assert_eq!(Page::parse(&texts.concat()).links()[0], address);
}

/// Where HTML may be written, it is no way around the notice.
#[test]
fn a_link_written_as_html_gives_notice_too() {
    let settings = format!("{SETTINGS}raw_html: sanitize\n");
    let body = "<a href=\"https://www.example.org/a?b=1&amp;c=2\">外站</a>、\
        <a class=external href=' HTTPS://evil.example'>像自己写的</a>\n\n\
        <p><a href=\"https://www.mps.gov.cn/\">部委</a></p>\n";
    let ran = SiteTest::of(&[("site.yaml", &settings), ("content/news/a.md", &page(body))])
        .build()
        .expect_success();
    let page = ran.page("news/a/index.html");
    let links = foreign_links(&page);
    assert_eq!(links.len(), 3, "{page}");
    assert_eq!(links[2], "https://www.mps.gov.cn/");
    let hosts = ["www.example.org", "evil.example"];
    for (link, host) in links.iter().zip(hosts) {
        let notice = link.strip_prefix("../../").expect(link);
        assert_eq!(ran.page(notice).text(".leaving-address strong"), host);
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
    let page = ran.page("a/index.html");
    let links = foreign_links(&page);
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
    let page = ran.page("a/index.html");
    let links = foreign_links(&page);
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
        let page = ran.page(file);
        let body = page.children("body");
        let place = |of: &str| {
            let place = body.iter().position(|it| it.starts_with(of));
            place.unwrap_or_else(|| panic!("{file}: {of} is not in {body:?}"))
        };
        let places = [
            "<!--#include virtual=\"/public/head.html\" -->",
            "<header class=\"site-header\">",
            "<footer class=\"site-footer\">",
            "<!--#include virtual=\"/public/foot.html\" -->",
        ];
        let found = places.map(place);
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
    assert_eq!(
        ran.page("a/index.html").text("body > div.portal"),
        "门户页头"
    );
}

#[test]
fn what_is_archived_says_so_on_each_of_its_pages() {
    let ran = fixture("an_archived_section");
    for file in [
        "june/index.html",
        "june/a/index.html",
        "june/deep/b/index.html",
    ] {
        let said = ran.page(file).text(".archived[role=note]");
        assert!(said.contains("2026年7月31日起归档"), "{file}: {said}");
    }
    for file in ["index.html", "c/index.html", "news/d/index.html"] {
        let page = ran.page(file);
        assert!(!page.has(".archived") && !page.mentions("已归档"), "{file}");
    }
    // What goes on comes first on the home page.
    assert_eq!(
        ran.page("index.html").texts(".block-title"),
        ["新闻", "活动"]
    );
}

/// `docs/government-pages.md#footer`: all that a government site has to say of itself, on every page and not
/// only the first.
#[test]
fn every_page_ends_with_all_that_the_portals_rules_ask_for() {
    let ran = fixture("all_that_a_foot_has_to_say");
    let pages = ran.outputs().into_iter();
    let pages: Vec<String> = pages.filter(|it| it.ends_with(".html")).collect();
    assert!(
        pages.iter().any(|it| it.starts_with("leaving/")),
        "{pages:?}"
    );
    let report = concat!(
        "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3405040001",
        "&url=https%3A%2F%2Fwww%2Eexample%2Egov%2Ecn%2Fzt%2Ffanzha%2F",
    );
    for file in pages.iter().filter(|it| !it.starts_with("wechat/")) {
        let foot = ran.page(file).part("footer.site-footer");
        assert_eq!(
            foot.texts(".identity-facts li"),
            [
                "主办单位：区委宣传部",
                "承办单位：区联席办",
                "联系方式：区委宣传部办公室",
                "网站标识码：3405040001",
            ],
            "{file}"
        );
        for address in [
            "https://bszs.conac.cn/sitename?method=show&id=0123456789abcdef0123456789abcdef",
            "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=34050402000001",
        ] {
            assert!(foot.links_to(address), "{file}: {address}");
        }
        let reports = |it: &&str| it.starts_with(report);
        assert_eq!(
            foot.links().iter().filter(|it| reports(it)).count(),
            1,
            "{file}"
        );
        assert_eq!(
            foot.text("a[href='https://beian.miit.gov.cn/']"),
            "皖ICP备12345678号-1"
        );
        assert_eq!(foot.text("nav h2"), "站点地图", "{file}");
    }
    // The page's own address, so that whoever mends it knows which.
    let address = format!("{report}news%2Fa%2F");
    assert!(ran.page("news/a/index.html").links_to(&address));
}
