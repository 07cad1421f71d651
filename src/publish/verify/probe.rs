//! What the server does with addresses that do not exist, and where it redirects to.
//!
//! In: answers. Out: what a missing page looks like on this server, and what a redirect means.

use super::{Fetch, FetchError, Fetched, Finding};
use crate::page::written::sum as sha256;
use crate::publish::release::Release;

/// The answer to a path that no site has.
pub(super) struct NotFoundPage {
    pub path: String,
    pub status: u16,
    body: Vec<u8>,
    final_url: String,
}

pub(super) fn not_found(release: &Release, fetch: &dyn Fetch) -> Result<NotFoundPage, FetchError> {
    let word = sha256(format!("not found {}", release.id).as_bytes());
    let path = format!("fz-{}/", &word[..16]);
    let fetched = fetch.get(&path, "identity")?;
    Ok(NotFoundPage {
        status: fetched.status,
        body: fetched.body,
        final_url: fetched.final_url,
        path,
    })
}

impl NotFoundPage {
    /// Whether an answer is this page again. Its text may repeat the address that was asked for.
    pub fn is_like(&self, fetched: &Fetched) -> bool {
        if self.status != 200 || fetched.status != 200 {
            return false;
        }
        let is_same_place = self.final_url == fetched.final_url;
        is_same_place || self.body == fetched.body || self.has_title_of(fetched)
    }

    fn has_title_of(&self, fetched: &Fetched) -> bool {
        let own = title(&self.body);
        let is_near = |a: usize, b: usize| a.abs_diff(b) <= 512;
        own.is_some() && own == title(&fetched.body) && is_near(self.body.len(), fetched.body.len())
    }
}

fn title(page: &[u8]) -> Option<&[u8]> {
    let find = |from: usize, what: &[u8]| {
        let rest = page.get(from..)?;
        let mut windows = rest.windows(what.len());
        let at = windows.position(|it| it.eq_ignore_ascii_case(what))?;
        Some(from + at)
    };
    let start = find(0, b"<title>")? + b"<title>".len();
    let end = find(start, b"</title>")?;
    Some(&page[start..end])
}

/// What it means that the answer is of another address than was asked for.
pub(super) fn redirect(asked: &str, answered: &str) -> Option<Finding> {
    let plain = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        url.to_owned()
    };
    let (asked, answered) = (plain(asked), plain(answered));
    if asked == answered || answered.is_empty() {
        return None;
    }
    if let Some(rest) = asked.strip_prefix("http://")
        && answered.strip_prefix("https://") == Some(rest)
    {
        return Some(Finding::RedirectedToHttps);
    }
    let lower = answered.to_ascii_lowercase();
    let words = ["login", "sso", "cas/", "oauth", "passport", "auth/"];
    let is_login = words.iter().any(|word| lower.contains(word));
    Some(if is_login {
        Finding::RedirectedToLogin
    } else {
        Finding::Redirected
    })
}
