//! Ways through a site: the menu, the front page, old addresses.
//!
//! In: small sites. Out: assertions on the links of their pages. What a browser makes of them is in `browser.rs`.

use super::SiteTest;

const MENU: &str = "title: 测试站
base_url: https://www.example.gov.cn/zt/fanzha/
menu:
  - {title: 首页, to: /}
  - {title: 案例, to: cases}
  - {title: 求助, to: help.md}
";

fn page(title: &str) -> String {
    format!("---\n标题: {title}\n---\n\n正文。\n")
}

#[test]
fn the_menu_marks_the_page_or_else_its_section() {
    let site = SiteTest::of(&[
        ("content/_index.md", &page("首页")),
        ("content/help.md", &page("求助")),
        ("content/about.md", &page("关于")),
        ("content/cases/_index.md", &page("案例")),
        ("content/cases/a.md", &page("一案")),
    ]);
    site.write("site.yaml", MENU);
    let ran = site.build().expect_success();
    let marked = |path: &str| -> Vec<String> {
        let html = ran.output(path);
        let marked = html
            .lines()
            .filter_map(|it| it.split_once(" aria-current=\""));
        marked
            .filter_map(|(_, it)| it.strip_suffix("</a></li>"))
            .map(|it| it.replace("\">", " "))
            .collect()
    };
    assert_eq!(marked("index.html"), ["page 首页"]);
    assert_eq!(marked("help/index.html"), ["page 求助"]);
    assert_eq!(marked("about/index.html"), [""; 0]);
    assert_eq!(marked("cases/index.html"), ["page 案例"]);
    assert_eq!(marked("cases/a/index.html"), ["true 案例"]);
}

#[test]
fn a_site_without_sections_lists_every_page_on_its_front_page() {
    let site = SiteTest::of(&[]);
    for number in 1..=20 {
        site.write(&format!("content/p{number}.md"), page("一篇"));
    }
    let html = site.build().expect_success().output("index.html");
    for number in 1..=20 {
        let link = format!("href=\"p{number}/index.html\"");
        assert!(html.contains(&link), "{link}");
    }
    assert!(!html.contains("更多"), "there is no more");
}

#[test]
fn an_old_address_has_a_page_that_leads_to_the_new_one() {
    let page = "---\n标题: 新页面\n旧网址: [old/page/]\n---\n\n正文。\n";
    let site = SiteTest::of(&[("content/new.md", page)]);
    let html = site.build().expect_success().output("old/page/index.html");
    assert!(html.contains("content=\"0; url=../../new/index.html\""));
    assert!(html.contains("href=\"../../assets/style.css\""));
}
