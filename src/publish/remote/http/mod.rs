//! The HTTP client beneath WebDAV, object stores and `verify`: one agent with its connections, and its
//! errors.
//!
//! In: a request. Out: the answer with its whole body, whatever its status, or why there was none.
//! Never follows a redirect of a request that changes something, and never puts a header into an error text.

mod answer;
mod banner;
mod failure;

use std::{io::Read, sync::Arc, time::Duration};

use rustls::crypto::ring;
use ureq::{
    Agent,
    config::Config,
    http,
    tls::{Certificate, RootCerts, TlsConfig},
};

pub use answer::Answer;
pub use failure::{kind_of_status, refused};

use crate::publish::remote::{Certificates, RemoteError};

/// Larger answers are refused: no file of a site and no page of a listing is as large.
const MAX_ANSWER_BYTES: u64 = 1 << 30;

/// From this size on a body is sent only after the server has accepted the headers (RFC 9110 §10.1.1), so
/// that a wrong password or a limit of size is answered and does not look like a cut connection.
const EXPECT_CONTINUE_BYTES: usize = 1 << 20;

/// Whether a password may be sent without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainText {
    Refuse,
    Allow,
}

/// How often a redirect is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirects {
    None,
    AtMost(u32),
}

/// An agent: its connections are kept open between requests. `Clone` shares them.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
}

impl Client {
    /// A client that gives up when `silence` has passed without a byte, however long the whole transfer
    /// takes.
    pub fn new(certificates: &Certificates, silence: Duration, redirects: Redirects) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(roots(certificates))
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .build();
        let max_redirects = match redirects {
            Redirects::None => 0,
            Redirects::AtMost(count) => count,
        };
        let config = Config::builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(max_redirects)
            .max_redirects_will_error(max_redirects > 0)
            .save_redirect_history(max_redirects > 0)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .timeout_resolve(Some(silence))
            .timeout_connect(Some(silence))
            .timeout_per_read(Some(silence))
            .timeout_per_write(Some(silence))
            .user_agent(concat!("fanzha/", env!("CARGO_PKG_VERSION")))
            .accept("*/*")
            .build();
        Self {
            agent: config.new_agent(),
        }
    }

    /// Sends a request with a body, which may be empty, or without one.
    ///
    /// # Errors
    /// Every kind that a connection without an answer may have; a status is none.
    pub fn send(
        &self,
        head: http::Request<()>,
        body: Option<&[u8]>,
    ) -> Result<Answer, RemoteError> {
        let address = head.uri().clone();
        let (mut parts, ()) = head.into_parts();
        let answer = match body {
            None => self.agent.run(http::Request::from_parts(parts, ())),
            Some(bytes) => {
                if bytes.len() >= EXPECT_CONTINUE_BYTES {
                    let expect = http::HeaderValue::from_static("100-continue");
                    parts.headers.insert(http::header::EXPECT, expect);
                }
                self.agent.run(http::Request::from_parts(parts, bytes))
            }
        };
        answer
            .and_then(read_whole)
            .map_err(|error| failure::without_answer(error, &address))
    }
}

fn read_whole(response: http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    use ureq::ResponseExt;

    let addresses = match response.get_redirect_history() {
        Some(history) => history.iter().map(http::Uri::to_string).collect(),
        None => vec![response.get_uri().to_string()],
    };
    let (parts, mut body) = response.into_parts();
    let mut bytes = Vec::new();
    body.with_config()
        .limit(MAX_ANSWER_BYTES)
        .reader()
        .read_to_end(&mut bytes)?;
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: bytes,
        addresses,
    })
}

fn roots(certificates: &Certificates) -> RootCerts {
    match certificates {
        Certificates::System => RootCerts::PlatformVerifier,
        Certificates::Only(authorities) => {
            let own = authorities
                .iter()
                .map(|it| Certificate::from_der(it).to_owned());
            RootCerts::from(own.collect::<Vec<_>>())
        }
    }
}

/// A hash as signatures write it.
pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
