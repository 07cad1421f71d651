//! Links and pictures: which destinations are allowed, and how they become addresses.
//!
//! In: a destination as written. Out: `<a>` or `<img>` with the address supplied by the caller.
//! A destination with a scheme other than http, https, mailto and tel is never written to a page.

use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
};

use super::escape;

/// A link in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub destination: String,
    /// The whole link, from `[` to `)`.
    pub span: Span,
}

/// Resolves the page's links and pictures to addresses; implemented by the caller.
///
/// Called only with allowed destinations.
pub trait Targets {
    fn link(&self, destination: &str) -> LinkTarget;
    /// The part before the `#` in a link within the same text; empty if the text is on its own page.
    fn here(&self) -> &str;
    /// `None` if there is no such picture: only its text is shown.
    fn picture(&self, destination: &str) -> Option<PictureTarget>;
}

/// The resolved target of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkTarget {
    Internal(String),
    External(String),
    /// A page of this site, `href`, which announces the external `address`.
    Notice {
        href: String,
        address: String,
    },
    /// Only the text is shown, without a link.
    Broken,
}

/// The resolved address of a picture, and its size in pixels if known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PictureTarget {
    pub address: String,
    pub size: Option<(u32, u32)>,
    /// Address and width in pixels of each file that a browser may choose from; empty if there is only one
    /// file.
    pub versions: Vec<(String, u32)>,
    /// The width at which the picture is shown, in CSS pixels, if there is enough room.
    pub shown_px: u32,
}

/// The prefix of `destination` that is not allowed, such as `javascript:`; `None` if the destination is
/// allowed.
///
/// Browsers ignore white space and control characters before and inside a scheme, and read `\` as `/` (WHATWG
/// URL §4.4), and so does this function. `//host` is rejected too: it looks like a path but leaves the site.
pub(super) fn forbidden_prefix(destination: &str) -> Option<String> {
    let mut beginning = String::new();
    for character in destination
        .chars()
        .filter(|it| *it > ' ' && *it != '\u{7f}')
    {
        match character {
            ':' => {
                let is_scheme = beginning.starts_with(|it: char| it.is_ascii_alphabetic());
                let is_allowed = matches!(beginning.as_str(), "http" | "https" | "mailto" | "tel");
                return (is_scheme && !is_allowed).then(|| format!("{beginning}:"));
            }
            '/' | '\\' if matches!(beginning.as_str(), "" | "/") => beginning.push('/'),
            _ if beginning.starts_with('/') => break,
            'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.' => {
                beginning.push(character.to_ascii_lowercase());
            }
            _ => return None,
        }
    }
    (beginning == "//").then_some(beginning)
}

/// Writes the start of a link and returns its end; both are empty if there is no link.
pub(super) fn open(
    output: &mut String,
    destination: &str,
    title: &str,
    targets: &dyn Targets,
) -> &'static str {
    if forbidden_prefix(destination).is_some() {
        return "";
    }
    let address = match targets.link(destination) {
        LinkTarget::Broken => return "",
        LinkTarget::Internal(address) => {
            output.push_str("<a");
            address
        }
        LinkTarget::Notice { href, address } => {
            output.push_str("<a class=\"external\"");
            // For print, where a link cannot be followed.
            escape::address(output, "data-to", &address);
            href
        }
        // Mail and telephone links leave the site too, but do not open another site.
        LinkTarget::External(address) if !is_web(&address) => {
            output.push_str("<a");
            address
        }
        LinkTarget::External(address) => {
            output.push_str("<a class=\"external\" rel=\"noopener noreferrer\"");
            address
        }
    };
    escape::address(output, "href", &address);
    if !title.is_empty() {
        escape::attribute(output, "title", title);
    }
    output.push('>');
    "</a>"
}

fn is_web(address: &str) -> bool {
    address
        .get(..4)
        .is_some_and(|it| it.eq_ignore_ascii_case("http"))
}

pub(super) fn scheme(at: Span, beginning: &str) -> Diagnostic {
    Diagnostic::error(code::LINK_SCHEME, "链接的开头不能用")
        .label(at, format!("以 {beginning} 开头"))
        .help("只能链接到 http://、https://、mailto:、tel: 开头的地址，或本站的文件")
}

#[cfg(test)]
mod tests {
    use super::forbidden_prefix;

    #[test]
    fn only_allowed_schemes_are_accepted() {
        for good in [
            "https://a.cn",
            "HTTP://a.cn",
            "mailto:a@b.cn",
            "tel:96110",
            "../a.md#锚",
            "#a:b",
            "a/b:c",
            "图：一.png",
            "?a:b",
            "/a//b",
            "",
            ":a",
        ] {
            assert_eq!(forbidden_prefix(good), None, "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            " java\tscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "file:///c",
            "c:\\a.png",
            "vbscript:x",
            "//evil.cn",
            "\\\\evil.cn",
            "/\\evil.cn",
            "/\n/evil.cn",
        ] {
            assert!(forbidden_prefix(bad).is_some(), "{bad}");
        }
    }
}
