//! The feeds of pages: what a reader of RSS, Atom or JSON Feed gets of one page.

use super::SiteTest;
use crate::html::Page;

/// A feed shows many texts in one list, far from the site: `#fn-1` alone would lead nowhere, or into another
/// text.
#[test]
fn every_address_in_a_feed_is_full() {
    let text = "---\ntitle: 甲\ndate: 2026-05-01\n---\n\n见[下文](#怎么办)和[乙](b.md)[^注]\n\n## 怎么办\n\n[^注]: 注文\n";
    let ran = SiteTest::of(&[
        ("content/a.md", text),
        (
            "content/b.md",
            "---\ntitle: 乙\ndate: 2026-05-02\n---\n\n乙文\n",
        ),
    ])
    .build()
    .expect_success();
    let page = "https://www.example.gov.cn/zt/fanzha/a/";
    let feed = ran.json("feed.json");
    let text = Page::parse(feed["items"][1]["content_html"].as_str().unwrap());
    let heading = "%E6%80%8E%E4%B9%88%E5%8A%9E";
    assert_eq!(
        text.links(),
        [
            format!("{page}#{heading}"),
            "https://www.example.gov.cn/zt/fanzha/b/".to_owned(),
            format!("{page}#fn-1"),
            format!("{page}#fnref-1"),
        ]
    );
    // On the page itself they stay short.
    let written = ran.page("a/index.html");
    for address in ["#fn-1".to_owned(), format!("#{heading}")] {
        assert!(written.links_to(&address), "{address}");
    }
}
