//! Links written as HTML: they are resolved like all other links, external ones through the notice page.
//!
//! In: raw HTML before and after it is cleaned. Out: its addresses, and the HTML with resolved links.
//! Only web addresses are changed. They are read from cleaned HTML only, which is normalised: names in lower
//! case, quoted values, quotation marks within them as entities. A link without a known target is written as
//! text.

use std::borrow::Cow;

use super::{
    escape,
    html::end_of_tag,
    links::{LinkTarget, Targets},
};

/// The `rel` value that marks every link written as HTML until the page has been cleaned; it has no meaning
/// to browsers.
const MARK: &str = "from-html";

/// Adds the mark to the links of raw HTML whose tags are all complete. The first of two attributes with the
/// same name counts (WHATWG HTML §13.2.5.33), so the author's own `rel` is ignored.
pub(super) fn mark_links(html: &str) -> Cow<'_, str> {
    if !may_have_links(html) {
        return Cow::Borrowed(html);
    }
    let (mut output, mut rest) = (String::with_capacity(html.len() + 32), html);
    while let Some(start) = rest.find('<') {
        let after = &rest[start + 1..];
        let name = after.strip_prefix('/').unwrap_or(after);
        let length = name
            .find(|it: char| !it.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let named = rest.len() - name.len() + length;
        // A `<` in an attribute value does not begin a tag.
        let end = match end_of_tag(&name[length..]) {
            Some(end) if length > 0 => named + end,
            _ => start + 1,
        };
        if end > named && after[..length].eq_ignore_ascii_case("a") {
            output.push_str(&rest[..named]);
            escape::attribute(&mut output, "rel", MARK);
            output.push_str(&rest[named..end]);
        } else {
            output.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    output.push_str(rest);
    Cow::Owned(output)
}

pub(super) fn may_have_links(html: &str) -> bool {
    html.contains("<a") || html.contains("<A")
}

/// The web addresses of the links in cleaned HTML, in the form passed to `Targets::link`.
pub(super) fn addresses(cleaned: &str) -> Vec<String> {
    let tags = tags(cleaned).filter(|(_, tag)| tag.starts_with("a "));
    tags.filter_map(|(_, tag)| web_address(attribute(tag, "href")?))
        .collect()
}

/// Resolves the marked links of cleaned HTML.
pub(super) fn resolve_links(cleaned: String, targets: &dyn Targets) -> String {
    let mark = format!(" rel=\"{MARK}\"");
    if !cleaned.contains(&mark) {
        return cleaned;
    }
    let (mut output, mut written) = (String::with_capacity(cleaned.len()), 0);
    for (offset, tag) in tags(&cleaned) {
        if !(tag.starts_with("a ") && attribute(tag, "rel") == Some(MARK)) {
            continue;
        }
        output.push_str(&cleaned[written..offset]);
        written = offset + tag.len();
        let Some(address) = attribute(tag, "href").and_then(web_address) else {
            output.push_str(&tag.replacen(&mark, "", 1));
            continue;
        };
        output.push('a');
        let kept = ["id", "title", "lang", "dir", "aria-label"];
        for (name, value) in kept.iter().filter_map(|it| Some((it, attribute(tag, it)?))) {
            output.push_str(&format!(" {name}=\"{value}\""));
        }
        match targets.link(&address) {
            LinkTarget::Notice { href, address } => {
                output.push_str(" class=\"external\"");
                escape::address(&mut output, "data-to", &address);
                escape::address(&mut output, "href", &href);
            }
            LinkTarget::Internal(href) => escape::address(&mut output, "href", &href),
            LinkTarget::External(href) => {
                output.push_str(" class=\"external\" rel=\"noopener noreferrer\"");
                escape::address(&mut output, "href", &href);
            }
            LinkTarget::Broken => (),
        }
    }
    output.push_str(&cleaned[written..]);
    output
}

/// The content between `<` and `>` of each tag of cleaned HTML, with its offset.
fn tags(cleaned: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + cleaned[at..].find('<')? + 1;
        let mut is_quoted = false;
        let length = cleaned[start..].find(|it: char| {
            is_quoted ^= it == '"';
            it == '>' && !is_quoted
        })?;
        at = start + length + 1;
        Some((start, &cleaned[start..start + length]))
    })
}

/// The raw value of an attribute in a tag of cleaned HTML.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    // Names are outside quotation marks, values inside.
    let mut parts = tag.split('"');
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        let own = before
            .rsplit(' ')
            .next()
            .and_then(|it| it.strip_suffix('='));
        if own == Some(name) {
            return Some(value);
        }
    }
    None
}

/// The address, if browsers would read it as a web address: they ignore white space and control characters
/// (WHATWG URL §4.4).
fn web_address(written: &str) -> Option<String> {
    let address: String = written
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
        .chars()
        .filter(|it| *it > ' ' && *it != '\u{7f}')
        .collect();
    let scheme = address.split_once(':')?.0.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https").then_some(address)
}

#[cfg(test)]
mod tests {
    use super::super::{
        FirstHeading, HtmlPolicy, Settings,
        tests::{outlined_with, page_with},
    };

    const SETTINGS: Settings = Settings {
        raw_html: HtmlPolicy::Sanitize,
        first_heading: FirstHeading::Keep,
    };

    #[test]
    fn html_links_are_listed_and_resolved_like_all_links() {
        let text = "<a href=\"https://a.cn/?x=1&amp;y=2\" title=\"<a href='https://no.cn'>\">甲</a>、<A\nHREF=HTTPS://B.CN rel=x>乙</A>\n\n\
            <p title=\"&lt;a href=https://no.cn>\"><a class=\"external\" id=\"c\" href=\" ht&#9;tps://c.cn \">丙</a></p>\n\n\
            <a href=\"d.md\">丁</a><a href=tel:110>戊</a><abbr title=\"a\">己</abbr>";
        let outline = outlined_with(text, SETTINGS);
        let known: Vec<&str> = outline
            .links
            .iter()
            .map(|it| it.destination.as_str())
            .collect();
        assert_eq!(
            known,
            ["https://a.cn/?x=1&y=2", "HTTPS://B.CN", "https://c.cn"]
        );
        let html = page_with(text, SETTINGS);
        assert!(!html.contains("from-html"), "{html}");
        for part in [
            " class=\"external\" rel=\"noopener noreferrer\" href=\"https://a.cn/?x=1&amp;y=2\">甲</a>",
            "<a class=\"external\" rel=\"noopener noreferrer\" href=\"HTTPS://B.CN\">乙</a>",
            "<a id=\"c\" class=\"external\" rel=\"noopener noreferrer\" href=\"https://c.cn\">丙</a>",
            "<a href=\"d.md\">丁</a><a href=\"tel:110\">戊</a><abbr title=\"a\">己</abbr>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }
}
