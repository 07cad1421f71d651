//! Reduces raw HTML to an allow-list suited to a government site.
//!
//! In: a page body that contains HTML from an author. Out: the same without anything that could run code,
//! change styles or embed a frame.
//! HTML written by this room passes unchanged; a test checks this.

use std::{borrow::Cow, sync::LazyLock};

use ammonia::{Builder, UrlRelative};

use super::{
    escape,
    html::{end_of_tag, without_comments},
    links, raw_links,
};

/// Tags that are kept: text, lists, tables, pictures, and what this room writes itself.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];
/// Tags that are removed with their content, because it is not text.
const REMOVED_WITH_CONTENT: &[&str] = &[
    "form", "frameset", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "xmp",
];
/// Prefixes of the classes that are kept: only those of this room.
const CLASSES: &[&str] = &[
    "align-",
    "alert",
    "chat",
    "external",
    "footnote",
    "hl-",
    "language-",
    "steps",
    "table-scroll",
    "task",
];
/// No real page has more tags than this; HTML parsers need quadratic time to nest them.
const TAGS_MAX: usize = 5000;

/// Constant: the allow-list.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags(TAGS)
        .rm_clean_content_tags(TAGS)
        .add_clean_content_tags(REMOVED_WITH_CONTENT)
        .add_generic_attributes([
            "aria-label",
            "class",
            "dir",
            "id",
            "lang",
            "role",
            "tabindex",
            "title",
        ])
        .add_tag_attributes("a", ["href", "rel", "data-to"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes(
            "img",
            [
                "src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding",
            ],
        )
        .add_tag_attributes("input", ["checked"])
        .add_tag_attributes("li", ["value"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .add_tag_attributes("th", ["colspan", "rowspan", "scope"])
        .add_tag_attributes("time", ["datetime"])
        // The only form control is the checkbox of a task list, which is disabled.
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .add_url_schemes(["http", "https", "mailto", "tel"])
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|_, attribute, value| match attribute {
            "class" => own_classes(value),
            "role" => matches!(value, "note" | "group").then_some(value.into()),
            "tabindex" => (value == "0").then_some(value.into()),
            // `//host` and `\\host` look like paths but leave the site.
            "srcset" => is_within_site(value).then_some(value.into()),
            "href" | "src" => links::forbidden_prefix(value)
                .is_none()
                .then_some(value.into()),
            _ => Some(value.into()),
        });
    builder
});

/// Whether every address of `srcset` is on this site.
fn is_within_site(srcset: &str) -> bool {
    let mut addresses = srcset.split([',', ' ', '\t', '\n', '\r', '\u{c}']);
    addresses.all(|it| !it.contains(':') && links::forbidden_prefix(it).is_none())
}

fn own_classes(value: &str) -> Option<Cow<'_, str>> {
    let is_own = |it: &&str| CLASSES.iter().any(|own| it.starts_with(own));
    let classes: Vec<&str> = value.split_ascii_whitespace().filter(is_own).collect();
    (!classes.is_empty()).then(|| classes.join(" ").into())
}

/// Cleans a whole page body, generated tags and the author's together, so that a tag opened in one piece of
/// raw HTML can be closed in another.
pub(super) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// Decides how raw HTML is added to a page that will be cleaned as a whole.
///
/// HTML that could swallow the rest of the page (the start of a script, an open quotation mark) is cleaned
/// separately first.
#[derive(Default)]
pub(super) struct RawHtmlFilter {
    tag_count: usize,
}

impl RawHtmlFilter {
    pub(super) fn admit(&mut self, output: &mut String, html: &str) {
        let html = without_comments(html).0;
        self.tag_count += html.matches('<').count();
        if self.tag_count > TAGS_MAX {
            escape::text(output, &html);
        } else if tags_are_whole(&html) {
            output.push_str(&raw_links::mark_links(&html));
        } else {
            output.push_str(&raw_links::mark_links(&clean(&html)));
        }
    }
}

/// Whether every tag in `html` is allowed and complete.
fn tags_are_whole(html: &str) -> bool {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with(['!', '?']) {
            return false;
        }
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name
            .find(|it: char| !it.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        if length == 0 {
            continue;
        }
        if !TAGS.contains(&name[..length].to_ascii_lowercase().as_str()) {
            return false;
        }
        let Some(end) = end_of_tag(&name[length..]) else {
            return false;
        };
        rest = &name[length + end..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::{
        FirstHeading, HtmlPolicy, Settings,
        tests::{page, page_with},
    };

    fn sanitised(text: &str) -> String {
        page_with(
            text,
            Settings {
                raw_html: HtmlPolicy::Sanitize,
                first_heading: FirstHeading::Keep,
            },
        )
    }

    #[test]
    fn sanitised_html_is_safe() {
        for text in [
            "<script>alert(1)</script>",
            "文<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\" java&#9;script:alert(1)\">x</a>",
            "<a href=//evil.cn>x</a>",
            "<img src=a.png srcset=\"a.png 1x, https://evil.cn/b.png 2x\">",
            "<img src=a.png srcset=\"//evil.cn/b.png 2x\">",
            "<svg onload=alert(1)>",
            "<div style=\"position:fixed\">x</div>",
            "<iframe src=\"https://a.cn\"></iframe>",
            "<math><mi xlink:href=\"data:x,<script>alert(1)</script>\">",
            "<form action=x><input type=password name=p>",
            "<p x=\"\n\n<script>alert(1)</script>\n\n\">",
            "<style>\n\n*{x:y}\n\n</style>",
            "<div class=\"site-header hl-x\" data-x=1 tabindex=9 role=button>",
        ] {
            let html = sanitised(&format!("{text}\n\n后文"));
            for bad in [
                "<script",
                "onerror",
                "javascript",
                "script:",
                "evil",
                "<svg",
                "style",
                "<iframe",
                "<math",
                "<form",
                "password",
                "site-header",
                "data-x",
                "=\"9\"",
                "button",
            ] {
                assert!(!html.contains(bad), "{text}: {html}");
            }
            assert!(html.contains("<p>后文</p>"), "{text}: {html}");
        }
    }

    #[test]
    fn safe_and_generated_html_is_kept() {
        assert_eq!(
            sanitised("文<b>粗*斜*</b>"),
            "<p>文<b>粗<em>斜</em></b></p>\n"
        );
        assert_eq!(
            sanitised("<details><summary>问</summary>\n\n答**重**\n\n</details>"),
            "<details><summary>问</summary>\n<p>答<strong>重</strong></p>\n</details>\n"
        );
        let own = "## 题 {#t}\n\n> [!TIP]\n> 文[^1]\n\n```chat\n骗子：在\n```\n\n```steps\n甲：乙\n```\n\n```rust\nlet a = 1;\n```\n\n| 甲 |\n|-:|\n| 1 |\n\n- [x] 做\n- [ ] 不\n\n![图](a.png \"题\")\n\n<https://a.cn>\n\n3. 三\n\n[^1]: 注\n";
        let plain = page(own).replace("<br />", "<br>");
        let cleaned = sanitised(&format!("{own}\n\n<hr>\n"));
        let attributes = |html: &str| {
            let mut found: Vec<String> = html
                .replace(['>', '<'], " ")
                .split(' ')
                .filter(|it| it.contains('='))
                .map(str::to_owned)
                .collect();
            found.sort();
            found
        };
        let normal = |html: &str| {
            html.replace(" disabled", " disabled=\"\"")
                .replace(" checked", " checked=\"\"")
        };
        assert_eq!(attributes(&normal(&plain)), attributes(&cleaned));
    }

    #[test]
    fn too_many_tags_become_text() {
        let html = sanitised(&"<b>".repeat(20_000));
        assert!(html.contains("&lt;b&gt;"));
    }
}
