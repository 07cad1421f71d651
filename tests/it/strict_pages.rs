//! What a strict Content Security Policy asks of pages: no style, script or handler stands in them.
//!
//! In: a page's HTML. Out: whatever would need `unsafe-inline`. Boards, sheets and previews of articles are whole in
//! themselves, so that they can be carried away; for them the header file makes an exception.

use super::SiteTest;

/// Elements and attributes that a page of the site may not have.
pub fn inline_parts(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in html.split('<').skip(1) {
        let tag = tag(part);
        let name = tag.split(|it: char| it.is_whitespace() || it == '>').next();
        let after = &part[tag.len()..];
        let has_text = !after.trim_start_matches('>').trim().is_empty();
        let is_data = tag.contains("type=\"application/ld+json\"");
        let is_inline = match name.unwrap_or_default() {
            "style" => true,
            "script" => !is_data && (has_text || !tag.contains(" src=\"")),
            _ => attributes(tag).any(|it| it == "style" || it.starts_with("on")),
        };
        if is_inline {
            found.push(tag.to_owned());
        }
    }
    found
}

/// The text of a tag, up to its `>`.
fn tag(part: &str) -> &str {
    let mut is_quoted = false;
    let end = part.find(|it: char| {
        is_quoted ^= it == '"';
        it == '>' && !is_quoted
    });
    &part[..end.unwrap_or(part.len())]
}

/// The names of a tag's attributes.
fn attributes(tag: &str) -> impl Iterator<Item = &str> {
    let outside = tag.split('"').step_by(2);
    outside
        .flat_map(|it| it.split_whitespace())
        .filter_map(|it| it.strip_suffix('='))
}

#[test]
fn what_would_need_an_exception_is_found() {
    for html in [
        "<p style=\"color: red\">",
        "<style>a {}</style>",
        "<script>alert(1)</script>",
        "<a href=\"#\" onclick=\"x()\">",
    ] {
        assert_eq!(inline_parts(html).len(), 1, "{html}");
    }
    let fine = "<p title=\"a style= onclick=\">on style=</p><script src=\"a.js\" defer></script>";
    assert!(inline_parts(fine).is_empty());
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
    let names = ["Content-Security-Policy", "X-Content-Type-Options"];
    for name in names {
        assert!(file.contains(&format!("add_header {name} ")), "{file}");
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
