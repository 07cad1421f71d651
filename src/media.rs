//! Media types for `Content-Type`.
//!
//! In: a file's name and bytes. Out: the value of `Content-Type`. For text it includes the charset, which is
//! detected from the bytes: the files for LED screens are not UTF-8.

use crate::{paths::OutputPath, vocabulary::media_type};

/// `text/html; charset=utf-8`.
pub fn content_type(path: &OutputPath, bytes: &[u8]) -> String {
    let extension = path.as_str().rsplit('.').next().unwrap_or_default();
    let media_type = media_type(extension);
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
