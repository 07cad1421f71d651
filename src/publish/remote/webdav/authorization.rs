//! Passwords over HTTP: Basic (RFC 7617) and Digest (RFC 7616), as the server asks for.
//!
//! In: the challenges of a 401. Out: the `Authorization` header of the next requests.
//! Never sends a password that nobody asked for, and none without TLS unless the settings allow it.

use base64::{Engine, engine::general_purpose::STANDARD};
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::publish::{
    remote::http::{PlainText, hex},
    remote::{RemoteError, RemoteErrorKind, Secret},
};

pub struct Account<'a> {
    pub user: &'a str,
    pub password: &'a Secret,
    /// What the scheme of the address allows.
    pub is_encrypted: bool,
    pub plain_text: PlainText,
}

pub enum Authorization {
    /// The whole header.
    Basic(Secret),
    Digest(Challenge),
}

/// What a server wants to have hashed with the password.
pub struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    quality: Quality,
    /// Of requests with this nonce so far.
    count: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Algorithm {
    Md5,
    Sha256,
}

/// RFC 2069 servers know no `qop`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quality {
    None,
    Auth,
}

/// Answers the challenges of a 401 with the strongest method that is offered.
///
/// # Errors
/// `Refused` if there is only Basic and no TLS; `Unsupported` if there is neither Basic nor Digest.
pub fn answer<'c>(
    challenges: impl Iterator<Item = &'c str>,
    account: &Account<'_>,
) -> Result<Authorization, RemoteError> {
    let challenges: Vec<&str> = challenges.collect();
    let digest = challenges
        .iter()
        .filter_map(|text| challenge(text))
        .max_by_key(|challenge| challenge.algorithm);
    if let Some(challenge) = digest {
        return Ok(Authorization::Digest(challenge));
    }
    if !challenges
        .iter()
        .any(|text| parameters(text, "basic").is_some())
    {
        let detail = format!("authentication: {}", challenges.join(", "));
        return Err(RemoteError::new(RemoteErrorKind::Unsupported, detail));
    }
    if !account.is_encrypted && account.plain_text == PlainText::Refuse {
        let detail = "Basic authentication over http:// sends the password in clear";
        return Err(RemoteError::new(RemoteErrorKind::Refused, detail));
    }
    let pair = format!("{}:{}", account.user, account.password.reveal());
    let header = format!("Basic {}", STANDARD.encode(pair));
    Ok(Authorization::Basic(Secret::new(header)))
}

/// Whether the server refuses a nonce only because it is old.
pub fn is_stale<'c>(mut challenges: impl Iterator<Item = &'c str>) -> bool {
    challenges.any(|text| {
        parameters(text, "digest")
            .and_then(|rest| parameter(rest, "stale"))
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    })
}

impl Authorization {
    /// The header for a request; `target` is its path as it is sent.
    pub fn header(&mut self, account: &Account<'_>, method: &str, target: &str) -> String {
        match self {
            Self::Basic(header) => header.reveal().to_owned(),
            Self::Digest(challenge) => {
                challenge.count += 1;
                // Without random numbers the count has to do: it never repeats with one nonce.
                let random = getrandom::u64().unwrap_or(u64::from(challenge.count));
                let client_nonce = format!("{random:016x}");
                challenge.header(account, &format!("{method}:{target}"), &client_nonce)
            }
        }
    }
}

impl Challenge {
    /// `request` is the method and the path: `GET:/dir/index.html`.
    fn header(&self, account: &Account<'_>, request: &str, client_nonce: &str) -> String {
        let password = account.password.reveal();
        let user = quoted(account.user);
        let secret = self.hash(&format!("{}:{}:{password}", account.user, self.realm));
        let request_hash = self.hash(request);
        let nonce = &self.nonce;
        let count = format!("{:08x}", self.count);
        let response = match self.quality {
            Quality::None => self.hash(&format!("{secret}:{nonce}:{request_hash}")),
            Quality::Auth => {
                let text = format!("{secret}:{nonce}:{count}:{client_nonce}:auth:{request_hash}");
                self.hash(&text)
            }
        };
        let target = request.split_once(':').map_or("", |(_, target)| target);
        let mut header = format!(
            "Digest username=\"{user}\", realm=\"{}\", nonce=\"{}\", uri=\"{target}\", \
             response=\"{response}\"",
            quoted(&self.realm),
            quoted(nonce),
        );
        let algorithm = match self.algorithm {
            Algorithm::Md5 => ", algorithm=MD5",
            Algorithm::Sha256 => ", algorithm=SHA-256",
        };
        header.push_str(algorithm);
        if self.quality == Quality::Auth {
            header.push_str(&format!(
                ", qop=auth, nc={count}, cnonce=\"{client_nonce}\""
            ));
        }
        if let Some(opaque) = &self.opaque {
            header.push_str(&format!(", opaque=\"{}\"", quoted(opaque)));
        }
        header
    }

    fn hash(&self, text: &str) -> String {
        match self.algorithm {
            Algorithm::Md5 => hex(&Md5::digest(text)),
            Algorithm::Sha256 => hex(&Sha256::digest(text)),
        }
    }
}

fn challenge(text: &str) -> Option<Challenge> {
    let rest = parameters(text, "digest")?;
    let algorithm = match parameter(rest, "algorithm") {
        None => Algorithm::Md5,
        Some(name) if name.eq_ignore_ascii_case("md5") => Algorithm::Md5,
        Some(name) if name.eq_ignore_ascii_case("sha-256") => Algorithm::Sha256,
        Some(_) => return None,
    };
    let quality = match parameter(rest, "qop") {
        None => Quality::None,
        Some(list) if list.split(',').any(|name| name.trim() == "auth") => Quality::Auth,
        Some(_) => return None,
    };
    Some(Challenge {
        realm: parameter(rest, "realm")?,
        nonce: parameter(rest, "nonce")?,
        opaque: parameter(rest, "opaque"),
        algorithm,
        quality,
        count: 0,
    })
}

/// What follows the name of a scheme in a header, which may list several.
fn parameters<'t>(text: &'t str, scheme: &str) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    lower
        .match_indices(scheme)
        .find(|(start, _)| {
            let before = lower[..*start].trim_end();
            let after = &lower[start + scheme.len()..];
            (before.is_empty() || before.ends_with(','))
                && (after.is_empty() || after.starts_with([' ', ',']))
        })
        .map(|(start, _)| text[start + scheme.len()..].trim_start())
}

/// The value of a parameter, without its quotation marks.
fn parameter(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    while let Some((key, after)) = rest.split_once('=') {
        let (value, after) = value(after.trim_start());
        let key = key.trim_matches([' ', ',', '\t']);
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
    None
}

/// A token or a quoted string at the beginning of a text, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(inside) = text.strip_prefix('"') else {
        let end = text.find([',', ' ']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = inside.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (value, &inside[index + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value, "")
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7616 §3.9.1.
    #[test]
    fn the_example_of_the_rfc_is_answered() {
        let password = Secret::new("Circle of Life".to_owned());
        let account = Account {
            user: "Mufasa",
            password: &password,
            is_encrypted: false,
            plain_text: PlainText::Refuse,
        };
        let expected = [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            (
                "SHA-256",
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
        ];
        for (algorithm, response) in expected {
            let text = format!(
                "Basic realm=\"a, b\", Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", \
                 algorithm={algorithm}, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
                 opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
            );
            let mut challenge = challenge(&text).unwrap();
            challenge.count = 1;
            let client_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
            let header = challenge.header(&account, "GET:/dir/index.html", client_nonce);
            assert!(header.contains(response), "{header}");
        }
    }

    #[test]
    fn basic_is_refused_without_tls() {
        let password = Secret::new("secret".to_owned());
        let account = |plain_text| Account {
            user: "user",
            password: &password,
            is_encrypted: false,
            plain_text,
        };
        let basic = || std::iter::once("Basic realm=\"x\"");
        let error = answer(basic(), &account(PlainText::Refuse)).err().unwrap();
        assert_eq!(error.kind, RemoteErrorKind::Refused);
        let mut allowed = answer(basic(), &account(PlainText::Allow)).unwrap();
        let header = allowed.header(&account(PlainText::Allow), "GET", "/");
        assert_eq!(header, "Basic dXNlcjpzZWNyZXQ=");
    }
}
