//! Converts file names, slugs and old addresses to `UrlPath`.
//!
//! A slug contains only lower-case ASCII letters, digits, `-`, `_` and `.`, and has at most 80 bytes. Chinese
//! is converted to pinyin. An address never leads outside the site.

use pinyin::ToPinyin;

use crate::{
    diagnostics::{Diagnostic, code},
    fingerprint::Fingerprint,
    paths::{OutputPath, UrlPath},
    source,
    span::{Span, Spanned},
};

/// The maximum length of a slug, in bytes. Some file systems allow 255 per name, some portals far less.
const SLUG_BYTES_MAX: usize = 80;

/// The maximum length of an old address and of one part of it, in bytes. They leave room for the folders
/// above and for `index.html`: systems allow 4096 for a path and 255 for a name.
const ALIAS_BYTES_MAX: usize = 1024;
const NAME_BYTES_MAX: usize = 200;

/// The slug of `text`: `警惕“刷单”返利 2026` → `jing-ti-shua-dan-fan-li-2026`. It is never empty.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    // Whether the next letter starts a new word.
    let mut apart = false;
    for c in text.chars() {
        match c.to_pinyin() {
            Some(syllable) => {
                // In pinyin ü is a separate letter; on keyboards it is typed as v.
                push_word(&mut slug, &syllable.plain().replace('ü', "v"));
                apart = true;
            }
            None if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') => {
                if apart {
                    push_word(&mut slug, "");
                    apart = false;
                }
                slug.push(c.to_ascii_lowercase());
            }
            None => apart = true,
        }
    }
    while slug.len() > SLUG_BYTES_MAX {
        let end = slug[..SLUG_BYTES_MAX].rfind('-').unwrap_or(SLUG_BYTES_MAX);
        slug.truncate(end);
    }
    let slug = slug.trim_matches(['-', '.']).replace("..", ".");
    if slug.is_empty() {
        let hex = Fingerprint::of(text.as_bytes()).to_string();
        return format!("p-{}", &hex[..8]);
    }
    if source::name_problem(&slug).is_some() {
        // Names such as `con` are invalid on Windows, where the site may be unpacked.
        return format!("p-{slug}");
    }
    slug
}

fn push_word(slug: &mut String, word: &str) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
    slug.push_str(word);
}

/// The address of a folder of `content/`: `content/典型案例` → `dian-xing-an-li/`.
pub fn folder_url(folder: &str) -> UrlPath {
    let slugs: Vec<String> = folder.split('/').skip(1).map(slug).collect();
    UrlPath::folder(&slugs.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The address of a page called `name` in a section with the address `section`.
///
/// # Errors
/// `url/unsafe` if the author's own slug is not a single safe word; the name is then used instead.
pub fn page_url(
    section: &UrlPath,
    name: &str,
    own: Option<&Spanned<String>>,
) -> (UrlPath, Option<Box<Diagnostic>>) {
    let mut problem = None;
    let part = match own {
        Some(own) if is_one_safe_part(&own.value) => slug(&own.value),
        Some(own) => {
            problem = Some(Box::new(unsafe_slug(own.span)));
            slug(name)
        }
        None => slug(name),
    };
    (UrlPath::folder(&[section.as_str(), &part]), problem)
}

/// Parses an old address: `/old/page.html`, `old/page/`, or the same with the base URL's path before it.
///
/// # Errors
/// `url/unsafe` if the address leads outside the site.
pub fn alias_url(alias: &Spanned<String>, base_path: &str) -> Result<UrlPath, Box<Diagnostic>> {
    let text = alias.value.trim();
    let text = text.strip_prefix(base_path).unwrap_or(text);
    let text = text.trim_start_matches('/').trim_end_matches('/');
    if text.len() > ALIAS_BYTES_MAX || text.split('/').any(|it| it.len() > NAME_BYTES_MAX) {
        return Err(Box::new(long_alias(alias.span)));
    }
    if OutputPath::new(text).is_none() {
        return Err(Box::new(unsafe_alias(alias.span)));
    }
    if let Some(problem) = text.split('/').find_map(source::name_problem) {
        return Err(Box::new(unusable_alias(alias.span, &problem)));
    }
    let last = text.rsplit('/').next().unwrap_or_default();
    if last.ends_with(".html") || last.ends_with(".htm") {
        let (folder, name) = text.rsplit_once('/').unwrap_or(("", text));
        return Ok(UrlPath::folder(&[folder]).file(name));
    }
    Ok(UrlPath::folder(&[text]))
}

fn is_one_safe_part(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '\\', ':', '?', '#', '%']) && !text.starts_with('.')
}

fn unsafe_slug(at: Span) -> Diagnostic {
    Diagnostic::error(code::URL_UNSAFE, "网址名不能用")
        .label(at, "只能是一个词，不能有斜杠、点点或问号")
        .help("写成小写字母和减号，例如 refund-scam")
}

fn unsafe_alias(at: Span) -> Diagnostic {
    Diagnostic::error(code::URL_UNSAFE, "旧网址越出了网站")
        .label(at, "不能含有 ..、反斜杠或空的一段")
        .help("从网站的根写起，例如 /old/page.html")
}

/// The page that forwards from the old address is a file, and packages of the site are unpacked on Windows.
fn unusable_alias(at: Span, problem: &str) -> Diagnostic {
    Diagnostic::error(code::URL_UNSAFE, "旧网址不能用作文件名")
        .label(at, problem)
        .help("删去这个旧网址；要保留它，请门户网站的管理员在服务器上设置跳转")
}

fn long_alias(at: Span) -> Diagnostic {
    Diagnostic::error(code::URL_UNSAFE, "旧网址太长")
        .label(at, "电脑存不下这么长的文件名")
        .help("看看是不是把别的文字粘进来了；用不着的旧网址就删去")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable_and_safe() {
        let cases = [
            ("警惕“刷单”返利 2026", "jing-ti-shua-dan-fan-li-2026"),
            ("Refund_Scam", "refund_scam"),
            ("2026-03-shuadan", "2026-03-shuadan"),
            ("a  b", "a-b"),
            ("../../etc", "etc"),
            ("《反诈》手册", "fan-zha-shou-ce"),
            ("CON", "p-con"),
            (
                "旅游退款 3.2 万元：“App”",
                "lv-you-tui-kuan-3.2-wan-yuan-app",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected);
        }
        assert!(slug("！！！").starts_with("p-"));
        assert!(slug(&"反诈".repeat(100)).len() <= SLUG_BYTES_MAX);
    }
}
