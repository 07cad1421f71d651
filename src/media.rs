//! Media types for `Content-Type`.
//!
//! In: a file's name and bytes. Out: the value of `Content-Type`. For text it includes the charset, which is
//! detected from the bytes: the files for LED screens are not UTF-8.

use crate::paths::OutputPath;

/// Source: the IANA register of media types, read 2026-11-25.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html"),
    ("htm", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("vtt", "text/vtt"),
    ("srt", "text/plain"),
    ("xsl", "text/xsl"),
    ("xml", "application/xml"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("ico", "image/vnd.microsoft.icon"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("xls", "application/vnd.ms-excel"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
];

/// `text/html; charset=utf-8`.
pub fn content_type(path: &OutputPath, bytes: &[u8]) -> String {
    let extension = path.as_str().rsplit('.').next().unwrap_or_default();
    let found = TYPES
        .iter()
        .find(|(it, _)| it.eq_ignore_ascii_case(extension));
    let (_, media_type) = found.copied().unwrap_or(("", "application/octet-stream"));
    match is_text(media_type) {
        true => format!("{media_type}; charset={}", charset(bytes)),
        false => media_type.to_owned(),
    }
}

pub fn is_html(path: &OutputPath) -> bool {
    let extension = path.as_str().rsplit('.').next().unwrap_or_default();
    ["html", "htm"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(extension))
}

/// XML and JSON declare other encodings themselves.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["application/xml", "application/json", "image/svg+xml"].contains(&media_type)
}

fn charset(bytes: &[u8]) -> &'static str {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(_) => "utf-8",
        Err(_) if bytes.starts_with(&[0xff, 0xfe]) => "utf-16le",
        Err(_) => "gb18030",
    }
}
