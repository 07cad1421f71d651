//! How long a browser or a CDN may keep a file, for servers that store that with it.
//!
//! In: a path of the site. Out: the value of `Cache-Control`.

/// A file whose name contains its hash never changes; everything else is asked for again each time, which
/// costs a request and no bytes.
pub fn cache_control(path: &str) -> &'static str {
    match is_named_by_content(path) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    }
}

/// Whether the name ends with at least eight hexadecimal digits before its extension: `style.3f9c2a81.css`. A
/// letter among them tells them from a date.
fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |it| it.1);
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    let mut parts = stem.rsplit(['.', '-']);
    let is_hash = |it: &str| {
        it.len() >= 8
            && it.bytes().all(|it| it.is_ascii_hexdigit())
            && it.bytes().any(|it| it.is_ascii_alphabetic())
    };
    parts.next().is_some_and(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_long() {
        assert!(cache_control("assets/style.3f9c2a81.css").contains("immutable"));
        assert_eq!(cache_control("assets/style.css"), "no-cache");
        assert_eq!(cache_control("photo-20261127.jpg"), "no-cache");
        assert_eq!(cache_control("cases/a/index.html"), "no-cache");
    }
}
