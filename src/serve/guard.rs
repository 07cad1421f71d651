//! Access control of the preview.
//!
//! In: a request's host, token and the two ends of its connection. Out: whether it is answered. Pages of
//! other sites cannot send requests on behalf of an editor (DNS rebinding: the host must be an address of
//! this machine), and clients in the network need the token.

use std::net::IpAddr;

use axum::http::{HeaderMap, Uri, header};

use super::reach::Connection;
use crate::pipeline::Failure;

/// 128 bits, which cannot be guessed.
const TOKEN_BYTES: usize = 16;
const COOKIE: &str = "fanzha_preview";

pub(super) struct Guard {
    /// `None` if only this machine is served.
    token: Option<Token>,
}

struct Token(String);

/// How to treat a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Admit,
    /// It contains the token: the cookie to set, and the address without it.
    Welcome {
        cookie: String,
        address: String,
    },
    /// The host is not an address of this machine.
    WrongHost,
    NoToken,
}

impl Guard {
    pub fn of_machine() -> Self {
        Self { token: None }
    }

    /// Creates a random token.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn of_network() -> Result<Self, Failure> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(|it| no_random(&it))?;
        let token = bytes.iter().map(|it| format!("{it:02x}")).collect();
        Ok(Self {
            token: Some(Token(token)),
        })
    }

    pub fn token(&self) -> Option<&str> {
        self.token.as_ref().map(|it| it.0.as_str())
    }

    pub fn judge(&self, connection: Connection, uri: &Uri, headers: &HeaderMap) -> Verdict {
        let own = connection.own.map(|it| it.ip().to_canonical());
        let own = own.filter(|_| self.token.is_some());
        if !names_this_machine(uri, headers, own) {
            return Verdict::WrongHost;
        }
        match &self.token {
            Some(token) if !connection.other.ip().to_canonical().is_loopback() => {
                ask_for(token, uri, headers)
            }
            _ => Verdict::Admit,
        }
    }
}

fn ask_for(token: &Token, uri: &Uri, headers: &HeaderMap) -> Verdict {
    let cookies = headers.get_all(header::COOKIE).iter();
    let cookies = cookies.filter_map(|it| it.to_str().ok());
    let mut cookies = cookies.flat_map(|it| it.split(';'));
    let has_cookie = cookies.any(|it| {
        let pair = it.trim().split_once('=');
        pair.is_some_and(|(name, value)| name == COOKIE && token.is(value))
    });
    let (given, rest): (Vec<&str>, Vec<&str>) = uri
        .query()
        .into_iter()
        .flat_map(|it| it.split('&'))
        .partition(|it| it.starts_with("token="));
    let is_given = given.iter().any(|it| token.is(&it["token=".len()..]));
    match (is_given, has_cookie) {
        (true, _) => Verdict::Welcome {
            cookie: format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict", token.0),
            address: clean_address(uri.path(), &rest),
        },
        (false, true) => Verdict::Admit,
        (false, false) => Verdict::NoToken,
    }
}

impl Token {
    /// Constant-time comparison, using that of blake3 hashes.
    fn is(&self, other: &str) -> bool {
        blake3::hash(self.0.as_bytes()) == blake3::hash(other.as_bytes())
    }
}

/// An address on this server for any path: `//host` would be on another one.
fn clean_address(path: &str, query: &[&str]) -> String {
    let path = path.trim_start_matches(['/', '\\']);
    match query {
        [] => format!("/{path}"),
        _ => format!("/{path}?{}", query.join("&")),
    }
}

/// Whether the host and the address of the request belong to this machine; `own` is the local address of its
/// connection, if requests from the network are allowed.
fn names_this_machine(uri: &Uri, headers: &HeaderMap, own: Option<IpAddr>) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let is_ours = |it: &str| is_own_host(it, own);
    host.to_str().is_ok_and(is_ours) && uri.authority().is_none_or(|it| is_ours(it.as_str()))
}

fn is_own_host(host: &str, own: Option<IpAddr>) -> bool {
    let (name, port) = match host.rfind(':').filter(|_| !host.ends_with(']')) {
        Some(at) => (&host[..at], &host[at + 1..]),
        None => (host, "80"),
    };
    if port.is_empty() || !port.bytes().all(|it| it.is_ascii_digit()) {
        return false;
    }
    if name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]") {
        return true;
    }
    let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
    address.is_ok_and(|it| Some(it.to_canonical()) == own)
}

fn no_random(error: &getrandom::Error) -> Failure {
    Failure {
        message: format!("系统给不出随机数，不能让手机来看：{error}"),
        help: "去掉 --lan，只在这台电脑上看".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_accepted_as_host() {
        let own = Some(IpAddr::V4(Ipv4Addr::new(192, 168, 1, 7)));
        for host in [
            "127.0.0.1",
            "localhost:4321",
            "LOCALHOST",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_own_host(host, None), "{host}");
            assert!(is_own_host(host, own), "{host}");
        }
        assert!(is_own_host("192.168.1.7:4321", own));
        assert!(!is_own_host("192.168.1.7:4321", None));
        for host in [
            "",
            ":80",
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com:4321",
            "localhost:",
            "localhost:80:80",
            "localhost:@evil",
            "evil@localhost",
            "127.0.0.1:80/",
            "0.0.0.0:4321",
            "192.168.1.8",
            "::1",
            "[::1",
            "2130706433",
        ] {
            assert!(!is_own_host(host, own), "{host}");
        }
    }

    #[test]
    fn a_clean_address_stays_on_this_server() {
        assert_eq!(clean_address("//evil.example/a", &[]), "/evil.example/a");
        assert_eq!(clean_address("/a/", &["b=1", "c"]), "/a/?b=1&c");
    }
}
