//! A page's HTML as the editor of an official account keeps it.
//!
//! In: HTML of our own renderer, whose tags are well formed. Out: the same text in a small set of tags, each with its style in
//! an attribute; addresses as numbers that are listed at the end, since nobody can click them; a nested list behind its item.
//! No class, id, script or address is left. Source: `shared/domain/channels.md` §4.1.

use std::fmt::Write as _;

/// What an article becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inlined {
    pub html: String,
    /// Without any tag.
    pub text: String,
    /// Addresses in their order, counted from 1 in the text.
    pub links: Vec<String>,
    /// As the page refers to them.
    pub images: Vec<String>,
}

const INK: &str = "color:#16222e";

/// The style of each tag that is kept.
const STYLES: &[(&str, &str)] = &[
    (
        "p",
        "color:#16222e;font-size:16px;line-height:1.9;margin:0 0 16px",
    ),
    (
        "h2",
        "color:#0b4f8a;font-size:19px;line-height:1.5;font-weight:bold;margin:28px 0 12px",
    ),
    (
        "h3",
        "color:#0b4f8a;font-size:17px;line-height:1.5;font-weight:bold;margin:22px 0 10px",
    ),
    (
        "h4",
        "color:#16222e;font-size:16px;line-height:1.5;font-weight:bold;margin:18px 0 8px",
    ),
    (
        "ul",
        "color:#16222e;font-size:16px;line-height:1.9;margin:0 0 16px;padding-left:24px",
    ),
    (
        "ol",
        "color:#16222e;font-size:16px;line-height:1.9;margin:0 0 16px;padding-left:24px",
    ),
    ("li", "color:#16222e;margin:0 0 6px"),
    (
        "blockquote",
        "color:#4a5967;border-left:4px solid #b3261e;background:#fdf2f0;margin:0 0 16px;padding:10px 14px",
    ),
    ("strong", "color:#b3261e;font-weight:bold"),
    ("em", "color:#16222e;font-style:italic"),
    ("code", "color:#16222e;background:#eff5fa;padding:0 4px"),
    (
        "pre",
        "color:#16222e;background:#eff5fa;padding:10px 14px;white-space:pre-wrap;margin:0 0 16px",
    ),
    (
        "table",
        "color:#16222e;border-collapse:collapse;width:100%;font-size:15px;margin:0 0 16px",
    ),
    ("thead", INK),
    ("tbody", INK),
    ("tr", INK),
    (
        "th",
        "color:#16222e;border:1px solid #d6dee6;background:#eff5fa;padding:6px 8px;text-align:left",
    ),
    (
        "td",
        "color:#16222e;border:1px solid #d6dee6;padding:6px 8px",
    ),
];
const NUMBER_STYLE: &str = "color:#0b4f8a;font-size:13px";
const IMAGE_STYLE: &str = "max-width:100%;height:auto";
/// What stands between the text of two of these is a line break.
const BLOCKS: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "li",
    "blockquote",
    "pre",
    "tr",
    "ul",
    "ol",
];

pub fn inlined(html: &str) -> Inlined {
    let mut state = State::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        state.words(&rest[..start]);
        let Some(length) = rest[start..].find('>') else {
            break;
        };
        state.tag(&rest[start + 1..start + length]);
        rest = &rest[start + length + 1..];
    }
    state.words(rest);
    state.out.text = state.out.text.trim().to_owned();
    state.out
}

#[derive(Default)]
struct State {
    out: Inlined,
    /// Lists and items that are open; an item that was closed early is `false`.
    open: Vec<(String, bool)>,
    /// Addresses of links that are open; none for those that lead nowhere.
    links: Vec<Option<usize>>,
}

impl State {
    fn words(&mut self, words: &str) {
        self.out.html.push_str(words);
        self.out.text.push_str(&plain(words));
    }

    fn tag(&mut self, tag: &str) {
        let (is_end, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        // The article's own headline is WeChat's.
        let name = if name == "h1" { "h2" } else { name };
        match name {
            "a" if is_end => self.link_end(),
            "a" => self.link(attribute(tag, "href")),
            "img" => self.image(tag),
            "br" | "hr" => {
                self.out.html.push_str(&format!("<{name}>"));
                self.out.text.push('\n');
            }
            "ul" | "ol" | "li" => self.list(name, is_end),
            _ => self.plain_tag(name, is_end),
        }
        if is_end && BLOCKS.contains(&name) && !self.out.text.ends_with('\n') {
            self.out.text.push('\n');
        }
    }

    fn plain_tag(&mut self, name: &str, is_end: bool) {
        let Some((_, style)) = STYLES.iter().find(|it| it.0 == name) else {
            return;
        };
        let tag = match is_end {
            true => format!("</{name}>"),
            false => format!("<{name} style=\"{style}\">"),
        };
        self.out.html.push_str(&tag);
    }

    fn list(&mut self, name: &str, is_end: bool) {
        if !is_end {
            // A list inside an item would lose its place: it goes behind the item.
            if let Some((item, is_open)) = self
                .open
                .last_mut()
                .filter(|it| it.0 == "li" && name != "li")
            {
                if *is_open {
                    self.out.html.push_str(&format!("</{item}>"));
                    self.out.text.push('\n');
                }
                *is_open = false;
            }
            self.open.push((name.to_owned(), true));
            self.plain_tag(name, false);
            return;
        }
        if self.open.pop().is_none_or(|it| it.1) {
            self.plain_tag(name, true);
        }
    }

    fn link(&mut self, address: Option<&str>) {
        let address = address.filter(|it| it.starts_with("http"));
        let number = address.map(|it| {
            let it = plain(it);
            let known = self.out.links.iter().position(|known| *known == it);
            known.unwrap_or_else(|| {
                self.out.links.push(it);
                self.out.links.len() - 1
            })
        });
        self.links.push(number);
    }

    fn link_end(&mut self) {
        if let Some(Some(number)) = self.links.pop() {
            let number = number + 1;
            let _ = write!(
                self.out.html,
                "<span style=\"{NUMBER_STYLE}\">[{number}]</span>"
            );
            let _ = write!(self.out.text, "[{number}]");
        }
    }

    fn image(&mut self, tag: &str) {
        let (Some(address), alt) = (
            attribute(tag, "src"),
            attribute(tag, "alt").unwrap_or_default(),
        ) else {
            return;
        };
        let _ = write!(
            self.out.html,
            "<img src=\"{address}\" alt=\"{alt}\" style=\"{IMAGE_STYLE}\">"
        );
        self.out.images.push(plain(address));
    }
}

/// The value of an attribute as it is written, in double quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let length = tag[start..].find('"')?;
    Some(&tag[start..start + length])
}

/// Text without references to characters.
fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let text = text
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let html = inlined(text).html;
        let mut bare = html;
        for (_, style) in STYLES {
            bare = bare.replace(&format!(" style=\"{style}\""), "");
        }
        bare
    }

    #[test]
    fn only_known_tags_are_left_and_each_has_a_style() {
        let text = "<div class=\"x\"><p id=\"a\">好<script>x</script></p></div>";
        assert_eq!(html(text), "<p>好x</p>");
        assert!(inlined("<p>好</p>").html.starts_with("<p style=\"color:"));
    }

    #[test]
    fn addresses_become_numbers() {
        let text = "<p>看<a href=\"https://a.cn/?x=1&amp;y\">这里</a>和<a href=\"#b\">下面</a>，再看\
            <a href=\"https://a.cn/?x=1&amp;y\">这里</a></p>";
        let found = inlined(text);
        assert_eq!(found.links, ["https://a.cn/?x=1&y"]);
        assert_eq!(found.text, "看这里[1]和下面，再看这里[1]");
        assert!(!found.html.contains("href"));
    }

    #[test]
    fn a_nested_list_goes_behind_its_item() {
        let text = "<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>";
        let expected = "<ul><li>一</li><ul><li>二</li></ul><li>三</li></ul>";
        assert_eq!(html(text), expected);
        assert_eq!(inlined(text).text, "一\n二\n三");
    }

    #[test]
    fn pictures_are_listed() {
        let found = inlined("<p><img src=\"https://a.cn/b.png\" alt=\"图\" loading=\"lazy\"></p>");
        assert_eq!(found.images, ["https://a.cn/b.png"]);
        assert!(
            found
                .html
                .contains("<img src=\"https://a.cn/b.png\" alt=\"图\" style=")
        );
    }
}
