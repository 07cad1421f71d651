//! Media types by file extension, for every server that sends the site.

/// Source: the IANA register of media types, read 2026-11-25.
pub const MEDIA_TYPES: &[(&str, &str)] = &[
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
    ("ass", "text/plain"),
    ("xsl", "text/xsl"),
    ("xml", "application/xml"),
    ("json", "application/json"),
    ("ics", "text/calendar"),
    ("rtf", "application/rtf"),
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
    // Xibo's name for a ZIP archive with a page in it.
    ("htz", "application/zip"),
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

/// The type of files that no other type fits.
const UNKNOWN: &str = "application/octet-stream";

/// The media type of files with this extension.
pub fn media_type(extension: &str) -> &'static str {
    let mut types = MEDIA_TYPES.iter();
    let found = types.find(|it| it.0.eq_ignore_ascii_case(extension));
    found.map_or(UNKNOWN, |it| it.1)
}

/// Whether every file of this type that the site contains is UTF-8, so that a server may say so for all of
/// them. Plain text and CSV are not: some are for devices that read GBK.
pub fn is_utf8(media_type: &str) -> bool {
    let is_text = media_type.starts_with("text/") || UTF8.contains(&media_type);
    is_text && !["text/plain", "text/csv"].contains(&media_type)
}

/// Types of text whose names do not begin with `text/`.
const UTF8: [&str; 4] = [
    "application/json",
    "application/manifest+json",
    "application/xml",
    "image/svg+xml",
];
