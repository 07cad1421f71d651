//! Reads public addresses as a visitor's browser does, for `verify`.
//!
//! In: an address. Out: status, headers and the body as it travelled.
//! Never decodes a compressed body: what the server sent is what is compared.

use std::time::Duration;

use ureq::http::{Method, Request};

use crate::publish::{
    remote::http::{Answer, Client, Redirects},
    remote::{Certificates, RemoteError, RemoteErrorKind},
};

/// More redirects are a loop, or a login page.
const MAX_REDIRECTS: u32 = 5;

/// The form in which a body is asked for. A server may send another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it is stored.
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    fn token(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }
}

/// A client for one site; keeps one connection open. `Clone` shares it.
#[derive(Clone)]
pub struct Fetcher {
    client: Client,
}

/// What a visitor gets.
#[derive(Debug)]
pub struct Fetched {
    pub status: u16,
    /// The addresses that were asked, in order: the one given, and then where each redirect led.
    pub addresses: Vec<String>,
    /// Names in lower case, in the order in which they came; a name may occur more than once.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Fetcher {
    pub fn new(certificates: &Certificates, silence: Duration) -> Self {
        let client = Client::new(certificates, silence, Redirects::AtMost(MAX_REDIRECTS));
        Self { client }
    }

    /// Gets an address, whatever the status is.
    ///
    /// # Errors
    /// There is no whole answer, or it leads on more than five times.
    pub fn get(&self, address: &str, encoding: Encoding) -> Result<Fetched, RemoteError> {
        let request = Request::builder()
            .method(Method::GET)
            .uri(address)
            .header("accept-encoding", encoding.token())
            .body(())
            .map_err(|error| RemoteError::new(RemoteErrorKind::Refused, error))?;
        self.client.send(request, None).map(Fetched::from)
    }
}

impl From<Answer> for Fetched {
    fn from(answer: Answer) -> Self {
        let headers = answer
            .headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                (name.as_str().to_owned(), value.into_owned())
            })
            .collect();
        Self {
            status: answer.status,
            addresses: answer.addresses,
            headers,
            body: answer.body,
        }
    }
}
