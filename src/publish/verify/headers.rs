//! Compares the headers of one answer with those that the site asks for.
//!
//! In: a path and an answer. Out: what is missing or differs. Bodies are not looked at.

use super::{Cache, Fetched, Finding, Wanted};

/// A day: less than this for a file that never changes wastes the visitors' data.
const LONG_SECONDS: u64 = 86_400;
/// Ten minutes: more than this for a page, and an expired warning stays.
const SHORT_SECONDS: u64 = 600;

/// Media types by extension; what browsers accept for it (`application/javascript` was the older name:
/// RFC 9239 §6).
const TYPES: [(&str, &[&str]); 26] = [
    ("html", &["text/html"]),
    ("css", &["text/css"]),
    (
        "js",
        &[
            "text/javascript",
            "application/javascript",
            "application/x-javascript",
        ],
    ),
    ("json", &["application/json", "text/json"]),
    (
        "webmanifest",
        &["application/manifest+json", "application/json"],
    ),
    (
        "xml",
        &[
            "application/xml",
            "text/xml",
            "application/rss+xml",
            "application/atom+xml",
        ],
    ),
    ("svg", &["image/svg+xml"]),
    ("txt", &["text/plain"]),
    ("csv", &["text/csv"]),
    ("vtt", &["text/vtt"]),
    ("srt", &["application/x-subrip", "text/plain", "text/srt"]),
    ("png", &["image/png"]),
    ("jpg", &["image/jpeg"]),
    ("jpeg", &["image/jpeg"]),
    ("gif", &["image/gif"]),
    ("webp", &["image/webp"]),
    ("avif", &["image/avif"]),
    ("ico", &["image/x-icon", "image/vnd.microsoft.icon"]),
    ("bmp", &["image/bmp", "image/x-ms-bmp"]),
    ("woff2", &["font/woff2", "application/font-woff2"]),
    ("woff", &["font/woff", "application/font-woff"]),
    ("pdf", &["application/pdf"]),
    ("mp3", &["audio/mpeg"]),
    ("mp4", &["video/mp4"]),
    ("webm", &["video/webm"]),
    ("zip", &["application/zip", "application/x-zip-compressed"]),
];

/// The first eleven of `TYPES`.
const TEXT_TYPES: usize = 11;

pub(super) fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

pub(super) fn is_text(path: &str) -> bool {
    let extension = extension(path);
    TYPES[..TEXT_TYPES].iter().any(|(it, _)| *it == extension)
}

pub(super) fn is_page(path: &str) -> bool {
    extension(path) == "html"
}

pub(super) fn check(path: &str, fetched: &Fetched, wanted: &Wanted) -> Vec<(Finding, String)> {
    let mut findings = Vec::new();
    findings.extend(download(path, fetched));
    findings.extend(content_type(path, fetched));
    findings.extend(policy(fetched, wanted));
    let sniff = fetched.header("x-content-type-options");
    if !sniff.is_some_and(|it| it.trim().eq_ignore_ascii_case("nosniff")) {
        findings.push((Finding::NoSniffHeader, String::new()));
    }
    findings.extend(cache(fetched, wanted.cache));
    findings
}

fn download(path: &str, fetched: &Fetched) -> Option<(Finding, String)> {
    let value = fetched.header("content-disposition")?;
    let is_forced = value
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("attachment");
    let is_shown =
        is_text(path) || matches!(extension(path), "png" | "jpg" | "jpeg" | "webp" | "svg");
    (is_forced && is_shown).then(|| (Finding::Download, value.to_owned()))
}

fn content_type(path: &str, fetched: &Fetched) -> Option<(Finding, String)> {
    let extension = extension(path);
    let (_, accepted) = TYPES.iter().find(|(it, _)| *it == extension)?;
    let wanted = match is_text(path) {
        true => format!("{}; charset=utf-8", accepted[0]),
        false => accepted[0].to_owned(),
    };
    let found = fetched.header("content-type").unwrap_or_default();
    let lower = found.to_ascii_lowercase();
    let (media, parameters) = lower.split_once(';').unwrap_or((lower.as_str(), ""));
    let charset = parameters
        .split(';')
        .find_map(|it| it.trim().strip_prefix("charset="));
    let charset = charset.map(|it| it.trim_matches('"'));
    let wrong = |found: &str| Finding::ContentType {
        extension: extension.to_owned(),
        found: found.to_owned(),
        wanted: wanted.clone(),
    };
    if !accepted.contains(&media.trim()) {
        return Some((wrong(found), String::new()));
    }
    match charset {
        Some("utf-8" | "utf8") => None,
        Some(_) if is_text(path) => Some((wrong(found), String::new())),
        // JSON and XML are UTF-8 unless they say otherwise (RFC 8259 §8.1, XML 1.0 §4.3.3).
        None if is_text(path) && !matches!(extension, "json" | "xml" | "svg" | "webmanifest") => {
            Some((
                Finding::NoCharset {
                    extension: extension.to_owned(),
                },
                String::new(),
            ))
        }
        _ => None,
    }
}

fn policy(fetched: &Fetched, wanted: &Wanted) -> Option<(Finding, String)> {
    let wanted = wanted.csp.as_deref()?;
    match fetched.header("content-security-policy") {
        None => Some((Finding::NoPolicy, String::new())),
        Some(found) if words(found) == words(wanted) => None,
        Some(found) => Some((Finding::OtherPolicy, found.chars().take(120).collect())),
    }
}

/// A policy without differences of white space.
fn words(policy: &str) -> Vec<Vec<&str>> {
    let directives = policy.split(';').map(|it| it.split_whitespace().collect());
    directives.filter(|it: &Vec<&str>| !it.is_empty()).collect()
}

fn cache(fetched: &Fetched, wanted: Cache) -> Option<(Finding, String)> {
    let value = fetched
        .header("cache-control")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut directives = value.split(',').map(str::trim);
    let is_never = |it: &str| matches!(it, "no-cache" | "no-store");
    let is_fresh = directives.clone().any(is_never);
    let seconds = directives.find_map(|it| it.strip_prefix("max-age=")?.parse::<u64>().ok());
    let finding = match (wanted, is_fresh, seconds) {
        (Cache::Short, false, None) => Finding::NoCachePolicy,
        (Cache::Short, false, Some(seconds)) if seconds > SHORT_SECONDS => Finding::KeptTooLong,
        (Cache::Immutable, true, _) => Finding::KeptTooShort,
        (Cache::Immutable, false, seconds) if seconds.unwrap_or(0) < LONG_SECONDS => {
            Finding::KeptTooShort
        }
        _ => return None,
    };
    Some((finding, value))
}
