//! The answer to a request, whatever its status.
//!
//! Plain data.

use ureq::http::HeaderMap;

/// What a server answered.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// The addresses that were asked, in order; more than one after redirects.
    pub addresses: Vec<String>,
}

impl Answer {
    /// The value of a header; `None` if it is missing or not ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn is_missing(&self) -> bool {
        matches!(self.status, 404 | 410)
    }
}
