//! Ways through a site: the menu, the front page, old addresses.
//!
//! In: small sites. Out: assertions on the links of their pages. What a browser makes of them is in
//! `browser.rs`.

use super::SiteTest;

#[test]
fn the_menu_marks_the_page_or_else_its_section() {
    let ran = SiteTest::new("navigation/a_menu_of_three")
        .build()
        .expect_success();
    let marked = |path: &str| -> Vec<(String, String)> {
        let page = ran.page(path);
        let marks = page.attributes(".site-menu [aria-current]", "aria-current");
        let marks = marks.into_iter().map(str::to_owned);
        marks.zip(page.texts(".site-menu [aria-current]")).collect()
    };
    for (path, mark, title) in [
        ("index.html", "page", "首页"),
        ("help/index.html", "page", "求助"),
        ("cases/index.html", "page", "案例"),
        ("cases/a/index.html", "true", "案例"),
    ] {
        assert_eq!(
            marked(path),
            [(mark.to_owned(), title.to_owned())],
            "{path}"
        );
    }
    assert_eq!(marked("about/index.html"), Vec::new());
}

#[test]
fn a_site_without_sections_lists_every_page_on_its_front_page() {
    let site = SiteTest::of(&[]);
    for number in 1..=20 {
        let text = "---\n标题: 一篇\n---\n\n正文。\n";
        site.write(&format!("content/p{number}.md"), text);
    }
    let page = site.build().expect_success().page("index.html");
    for number in 1..=20 {
        let address = format!("p{number}/index.html");
        assert!(page.links_to(&address), "{address}");
    }
    assert!(!page.mentions("更多"), "there is no more");
}

#[test]
fn an_old_address_has_a_page_that_leads_to_the_new_one() {
    let page = "---\n标题: 新页面\n旧网址: [old/page/]\n---\n\n正文。\n";
    let site = SiteTest::of(&[("content/new.md", page)]);
    let page = site.build().expect_success().page("old/page/index.html");
    let refresh = page.attribute("meta[http-equiv=refresh]", "content");
    assert_eq!(refresh, "0; url=../../new/index.html");
    let styles = page.attribute("link[rel=stylesheet]", "href");
    assert_eq!(styles, "../../assets/style.css");
}
