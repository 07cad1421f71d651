//! The live site over HTTP, for `verify`, and the headers that it should send.
//!
//! In: the site's address. Out: a `Fetch`. Only reads.

use std::time::Duration;

use super::{
    caching::cache_control,
    plan::is_page,
    release::Release,
    remote::{Certificates, Encoding, Fetcher},
    store::Store,
    verify::{Cache, Fetch, FetchError, Fetched},
};
use crate::{page::encoded, pipeline::Failure};

const SILENCE: Duration = Duration::from_secs(30);

/// The file of the site with the headers for its server.
const HEADERS: &str = "csp-headers.conf";

/// Folders that are carried elsewhere and have a policy of their own.
const CARRIED: [&str; 3] = ["signage/", "print/", "wechat/"];

pub struct HttpSite {
    base: String,
    fetcher: Fetcher,
}

impl HttpSite {
    /// `base` ends with `/`.
    pub fn new(base: &str, certificates: &Certificates) -> Self {
        Self {
            base: base.to_owned(),
            fetcher: Fetcher::new(certificates, SILENCE),
        }
    }
}

impl Fetch for HttpSite {
    fn get(&self, path: &str, accept_encoding: &str) -> Result<Fetched, FetchError> {
        let encoding = match accept_encoding {
            "gzip" => Encoding::Gzip,
            "br" => Encoding::Brotli,
            _ => Encoding::Identity,
        };
        let address = format!("{}{}", self.base, encoded(path));
        let fetched = self.fetcher.get(&address, encoding);
        let fetched = fetched.map_err(|it| FetchError { detail: it.detail })?;
        Ok(Fetched {
            status: fetched.status,
            final_url: fetched.addresses.last().cloned().unwrap_or(address),
            headers: fetched.headers,
            body: fetched.body,
        })
    }
}

/// The Content Security Policy that the site's own header file asks for; `None` if it has no such file.
///
/// # Errors
/// The release cannot be read.
pub fn policy_of(release: &Release, store: &Store) -> Result<Option<String>, Failure> {
    let Some(file) = release.file(HEADERS) else {
        return Ok(None);
    };
    let bytes = store.bytes(file)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text
        .lines()
        .filter(|it| it.contains("Content-Security-Policy"));
    let policy = lines.next().and_then(|it| it.split('"').nth(1));
    Ok(policy.map(str::to_owned))
}

/// Whether the policy of the site applies to a file.
pub fn has_policy(path: &str) -> bool {
    is_page(path) && !CARRIED.iter().any(|it| path.starts_with(it))
}

pub fn wanted_cache(path: &str) -> Cache {
    match cache_control(path).contains("immutable") {
        true => Cache::Immutable,
        false => Cache::Short,
    }
}
