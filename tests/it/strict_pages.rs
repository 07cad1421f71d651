//! What a strict Content Security Policy asks of pages: no style, script or handler stands in them.
//!
//! In: a page's HTML. Out: whatever would need `unsafe-inline`. Boards, sheets and previews of articles are
//! whole in themselves, so that they can be carried away; for them the header file makes an exception.

use super::{SiteTest, html::Page};

/// Elements and attributes that a page of the site may not have.
pub fn inline_parts(page: &Page) -> Vec<String> {
    let data = "[type=\"application/ld+json\"]";
    let mut found: Vec<String> = page
        .parts(&format!("style, script:not({data}):not([src])"))
        .iter()
        .map(Page::to_string)
        .collect();
    let with_address = page.parts("script[src]");
    let has_text = |it: &&Page| !it.text("script").is_empty();
    found.extend(with_address.iter().filter(has_text).map(Page::to_string));
    found.extend(
        page.names_of_attributes()
            .into_iter()
            .filter(|it| it == "style" || it.starts_with("on")),
    );
    found
}

#[test]
fn what_would_need_an_exception_is_found() {
    for html in [
        "<p style=\"color: red\">",
        "<style>a {}</style>",
        "<script>alert(1)</script>",
        "<a href=\"#\" onclick=\"x()\">",
        "<body onload='x()'>",
        "<script src=\"a.js\">alert(1)</script>",
    ] {
        assert_eq!(inline_parts(&Page::parse(html)).len(), 1, "{html}");
    }
    let fine = "<p title=\"a style= onclick=\">on style=</p><script src=\"a.js\" defer></script>";
    assert_eq!(inline_parts(&Page::parse(fine)), [""; 0]);
}

#[test]
fn the_header_file_allows_nothing_written_into_pages() {
    let page = "---\n标题: 一页\n---\n\n正文。\n";
    let ran = SiteTest::of(&[("content/a.md", page)])
        .build()
        .expect_success();
    let file = ran.output("csp-headers.conf");
    let policies: Vec<&str> = file
        .lines()
        .filter(|it| it.contains("set $fanzha_csp"))
        .collect();
    assert_eq!(policies.len(), 3, "{file}");
    assert!(policies[0].contains("default-src 'self'"), "{file}");
    assert!(!policies[0].contains("unsafe"), "{file}");
    // What may be written into a page may load nothing from a network.
    assert!(policies[2].contains("default-src 'none'"), "{file}");
    for name in ["Content-Security-Policy", "X-Content-Type-Options"] {
        let line = format!("add_header {name} ");
        assert!(file.lines().any(|it| it.starts_with(&line)), "{file}");
    }
}

#[test]
fn a_layer_of_the_style_sheet_is_replaced_by_a_file_of_its_name() {
    let page = "---\n标题: 一页\n---\n\n正文。\n";
    let ran = SiteTest::of(&[
        ("content/a.md", page),
        ("templates/css/home.css", ".own { margin: 0 }\n"),
    ])
    .build()
    .expect_success();
    let style = ran.output("assets/style.css");
    assert!(style.contains(".own { margin: 0 }"));
    assert!(!style.contains(".hero-slogan { margin-top"));
    assert!(style.contains("--ink: "), "the palettes are in place");
    assert!(!style.contains("{%"), "nothing is left to fill in");
}
