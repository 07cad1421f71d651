//! Links and pictures: which destinations are allowed, and how they become addresses.
//!
//! In: a destination as written. Out: `<a>` or `<img>`, with the address the caller gives.
//! A destination with any other beginning than http, https, mailto and tel is never written to a page.

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

/// How the page's links become addresses; implemented by the caller.
///
/// Asked only for allowed destinations.
pub trait Targets {
    fn link(&self, destination: &str) -> LinkTarget;
    /// What stands before the `#` of a link to a place in the same text; empty on its own page.
    fn here(&self) -> &str;
    /// None if there is no such picture: its text alone is shown.
    fn picture(&self, destination: &str) -> Option<Picture>;
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkTarget {
    Internal(String),
    External(String),
    /// To a page of this site, `href`, that says where the link leads: to `address`.
    Notice {
        href: String,
        address: String,
    },
    /// The text alone is shown, no link.
    Broken,
}

/// Where a picture is found, and its width and height in pixels if known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    pub address: String,
    pub size: Option<(u32, u32)>,
    /// Address and width in pixels of each file that a browser may choose from; none if there is but one.
    pub versions: Vec<(String, u32)>,
    /// How wide the picture is shown, in pixels of the page, where there is room.
    pub shown_px: u32,
}

/// The beginning of `destination` that is not allowed, such as `javascript:`; none if all is well.
///
/// Browsers pass over white space and control characters in front of and inside a scheme, and take `\` for `/`
/// (WHATWG URL §4.4), so does this. `//host` is refused too: it looks like a path and leaves the site.
pub(super) fn refused_beginning(destination: &str) -> Option<String> {
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

/// Writes the start of a link and returns what closes it; nothing twice if there is to be no link.
pub(super) fn open(
    output: &mut String,
    destination: &str,
    title: &str,
    targets: &dyn Targets,
) -> &'static str {
    if refused_beginning(destination).is_some() {
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
            // For paper, which leads nowhere.
            escape::address(output, "data-to", &address);
            href
        }
        // Mail and telephone leave the site too, but open no other site.
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
    use super::refused_beginning;

    #[test]
    fn only_harmless_beginnings_pass() {
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
            assert_eq!(refused_beginning(good), None, "{good}");
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
            assert!(refused_beginning(bad).is_some(), "{bad}");
        }
    }
}
