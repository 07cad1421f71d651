//! What comparing needs of HTTP: one request, after redirects.
//!
//! A body is as it was sent: transfer coding removed, content coding (`gzip`) not.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

/// A body of more than this is not unpacked; it is a bomb or a film.
const UNPACKED_MAX: u64 = 256 << 20;

pub trait Fetch: Sync {
    /// Asks for a path below the site's address: `cases/`, `assets/style.css`, or `""`.
    ///
    /// Follows redirects, and says in `final_url` where they led. An answer with an error status is an
    /// answer.
    ///
    /// # Errors
    /// No answer came.
    fn get(&self, path: &str, accept_encoding: &str) -> Result<Fetched, FetchError>;
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The address of the last request, after redirects.
    pub final_url: String,
}

impl Fetched {
    /// The first header of this name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError {
    /// The system's own words.
    pub detail: String,
}

/// Unpacks gzip; `None` if it is none, or is damaged.
pub(super) fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return None;
    }
    let mut unpacked = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes).take(UNPACKED_MAX);
    reader.read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}
