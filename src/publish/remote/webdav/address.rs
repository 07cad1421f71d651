//! Addresses of files on a WebDAV server, and back: the path of a file from the address in a listing.
//!
//! In: the folder's address from the settings. Out: percent-encoded addresses, and decoded paths.
//! Never yields a path with an empty segment, `.` or `..`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// What RFC 3986 §2.3 leaves unreserved, and the separator.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The folder that is published to.
#[derive(Clone)]
pub struct Base {
    /// `https://dav.example.cn:8443`
    origin: String,
    /// Percent-encoded, with a separator at both ends.
    path: String,
    pub is_encrypted: bool,
}

impl Base {
    /// # Errors
    /// `Refused` if it is not an address of HTTP, or holds a password.
    pub fn parse(address: &str) -> Result<Self, RemoteError> {
        let refused = |detail: &str| RemoteError::new(RemoteErrorKind::Refused, detail);
        let url = Url::parse(address).map_err(|error| refused(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(refused("neither http:// nor https://"));
        }
        if url.password().is_some() || !url.username().is_empty() {
            return Err(refused("the address holds a user name or a password"));
        }
        let mut path = url.path().to_owned();
        if !path.ends_with('/') {
            path.push('/');
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            path,
            is_encrypted: url.scheme() == "https",
        })
    }

    /// The path that is sent; that of a folder ends with a separator, and so does the base itself, `""`.
    pub fn target(&self, path: &str) -> String {
        format!("{}{}", self.path, utf8_percent_encode(path, ENCODED))
    }

    /// The whole address.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}", self.origin, self.target(path))
    }
}

/// The decoded path of an address in a listing, which may be whole or only a path; `None` if it is neither.
pub fn decoded(address: &str) -> Option<String> {
    let path = match address.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => address,
    };
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    decoded.starts_with('/').then(|| decoded.into_owned())
}

/// Whether a name is that of one file or folder.
pub fn is_name(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(['/', '\\', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_and_decoded() {
        let base = Base::parse("http://127.0.0.1:8080/a b/站").unwrap();
        assert_eq!(
            base.address("x y/c+d.html"),
            "http://127.0.0.1:8080/a%20b/%E7%AB%99/x%20y/c%2Bd.html"
        );
        assert_eq!(decoded("http://h:1/a%20b/").unwrap(), "/a b/");
        assert_eq!(decoded("/a%2Bb").unwrap(), "/a+b");
        assert!(decoded("a/b").is_none());
        assert!(Base::parse("ftp://x/").is_err());
        assert!(Base::parse("https://u:p@x/").is_err());
    }
}
