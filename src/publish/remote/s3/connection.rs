//! One connection to an object store: signed requests, and what they mean for files.
//!
//! In: calls of the trait. Out: requests, signed with the store's own time.
//! Sends a request a second time only to correct the clock.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use md5::{Digest, Md5};
use ureq::http::Request;

use super::{
    Addressing, CreateOnly, S3Settings,
    answers::{self, Page},
    signature::{self, EMPTY_SHA256, Signed, Signer},
};
use crate::publish::{
    remote::http::{Answer, Client, refused},
    remote::{Listed, Remote, RemoteError, RemoteErrorKind, Upload},
};

/// Stores refuse a request that was signed more than 15 minutes ago or ahead; the clock is corrected before.
const LARGEST_SKEW_S: i64 = 240;

/// Objects on a page of a listing: the most that stores return.
const PAGE_OBJECTS: &str = "1000";

pub struct Connection {
    pub client: Client,
    /// `https://bucket.oss-cn-beijing.aliyuncs.com`
    pub origin: String,
    /// Before the key: `/` or `/bucket/`.
    pub folder: String,
    /// Of all keys: empty, or with a separator at its end.
    pub prefix: String,
    pub settings: S3Settings,
    /// Added to this machine's clock.
    pub offset: SignedDuration,
    /// The store's name.
    pub server: String,
}

/// One request: method, key, query, headers, and the body with its hash.
struct Call<'a> {
    method: &'static str,
    /// `None` for the bucket itself.
    key: Option<&'a str>,
    query: &'a [(&'a str, &'a str)],
    headers: Vec<(&'a str, &'a str)>,
    body: Option<&'a [u8]>,
    sha256: &'a str,
}

impl<'a> Call<'a> {
    fn new(method: &'static str, key: &'a str) -> Self {
        Self {
            method,
            key: Some(key),
            query: &[],
            headers: Vec::new(),
            body: None,
            sha256: EMPTY_SHA256,
        }
    }
}

impl Connection {
    /// Asks for one object of a listing: the only request that says whether the keys are right and changes
    /// nothing.
    pub fn greet(&mut self) -> Result<(), RemoteError> {
        let prefix = self.prefix.clone();
        let answer = self.send(&Call {
            key: None,
            query: &[("list-type", "2"), ("max-keys", "1"), ("prefix", &prefix)],
            ..Call::new("GET", "")
        })?;
        self.server = answer.header("server").unwrap_or("S3").to_owned();
        // An account may be allowed to write and not to list.
        let is_only_forbidden =
            answers::error_code(&answer).is_some_and(|code| code == "AccessDenied");
        if answer.is_success() || is_only_forbidden {
            Ok(())
        } else {
            Err(answers::failure(&answer))
        }
    }

    /// Sends a request; once more if the store refuses it and its clock differs from this one.
    fn send(&mut self, call: &Call<'_>) -> Result<Answer, RemoteError> {
        let time = Timestamp::now() + self.offset;
        let answer = self.send_at(call, time)?;
        if !matches!(answer.status, 400 | 403) {
            return Ok(answer);
        }
        let Some(skew) = answer.header("date").and_then(|date| skew(date, time)) else {
            return Ok(answer);
        };
        if skew.as_secs().abs() < LARGEST_SKEW_S {
            return Ok(answer);
        }
        self.offset += skew;
        self.send_at(call, Timestamp::now() + self.offset)
    }

    fn send_at(&self, call: &Call<'_>, time: Timestamp) -> Result<Answer, RemoteError> {
        let time = time.strftime("%Y%m%dT%H%M%SZ").to_string();
        let path = match call.key {
            Some(key) => format!("{}{}{key}", self.folder, self.prefix),
            None => self.folder.clone(),
        };
        let path = signature::encoded_path(&path);
        let query = signature::encoded_query(call.query);
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);

        let mut headers = call.headers.clone();
        headers.retain(|(_, value)| !value.is_empty());
        headers.extend([
            ("host", host),
            ("x-amz-content-sha256", call.sha256),
            ("x-amz-date", &time),
        ]);
        if let Some(token) = &self.settings.session_token {
            headers.push(("x-amz-security-token", token.reveal()));
        }
        headers.sort_unstable();
        let signer = Signer {
            access_key: &self.settings.access_key,
            secret_key: &self.settings.secret_key,
            region: &self.settings.region,
            time: &time,
        };
        let authorization = signature::authorization(
            &signer,
            &Signed {
                method: call.method,
                path: &path,
                query: &query,
                headers: &headers,
                payload_sha256: call.sha256,
            },
        );
        let separator = if query.is_empty() { "" } else { "?" };
        let mut request = Request::builder()
            .method(call.method)
            .uri(format!("{}{path}{separator}{query}", self.origin))
            .header("accept-encoding", "identity")
            .header("authorization", authorization);
        // The client writes `host` itself, from the address.
        for (name, value) in headers.iter().filter(|(name, _)| *name != "host") {
            request = request.header(*name, *value);
        }
        let request = request
            .body(())
            .map_err(|error| RemoteError::new(RemoteErrorKind::Refused, error))?;
        self.client.send(request, call.body)
    }

    fn page(&mut self, prefix: &str, token: Option<&str>) -> Result<Page, RemoteError> {
        let mut query = vec![
            ("list-type", "2"),
            ("max-keys", PAGE_OBJECTS),
            ("prefix", prefix),
        ];
        query.extend(token.map(|token| ("continuation-token", token)));
        let answer = self.send(&Call {
            key: None,
            query: &query,
            ..Call::new("GET", "")
        })?;
        succeeded(&answer)?;
        answers::page(&answer)
    }

    /// The path of an object; `None` for one whose key ends with a separator, by which consoles show an empty
    /// folder.
    fn path_of(&self, key: &str) -> Option<String> {
        let path = key.strip_prefix(&self.prefix)?;
        (!path.ends_with('/')).then(|| path.to_owned())
    }

    /// Writes an object with the headers that it keeps, and with one more that sets a condition.
    fn put_with(
        &mut self,
        path: &str,
        file: &Upload<'_>,
        condition: Option<(&'static str, &'static str)>,
    ) -> Result<Answer, RemoteError> {
        let md5 = STANDARD.encode(Md5::digest(file.bytes));
        let mut headers = vec![
            ("cache-control", file.cache_control),
            ("content-md5", &md5),
            ("content-type", file.content_type),
            ("x-amz-meta-sha256", file.sha256),
        ];
        headers.extend(condition);
        self.send(&Call {
            headers,
            body: Some(file.bytes),
            sha256: file.sha256,
            ..Call::new("PUT", path)
        })
    }
}

/// By how much a server's clock is ahead.
fn skew(date: &str, time: Timestamp) -> Option<SignedDuration> {
    let date = rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(date.duration_since(time))
}

fn succeeded(answer: &Answer) -> Result<(), RemoteError> {
    if answer.is_success() {
        Ok(())
    } else {
        Err(answers::failure(answer))
    }
}

impl Remote for Connection {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let answer = self.send(&Call::new("GET", path))?;
        if answer.status == 404
            && answers::error_code(&answer).is_none_or(|code| code == "NoSuchKey")
        {
            return Ok(None);
        }
        succeeded(&answer)?;
        Ok(Some(answer.body))
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        let answer = self.send(&Call::new("HEAD", path))?;
        if answer.status == 404 {
            return Ok(None);
        }
        if !answer.is_success() {
            return Err(refused(&answer));
        }
        match answer.header("content-length").map(str::parse) {
            Some(Ok(size)) => Ok(Some(size)),
            _ => Err(RemoteError::unsupported("Content-Length")),
        }
    }

    fn put(&mut self, path: &str, file: &Upload<'_>) -> Result<(), RemoteError> {
        let answer = self.put_with(path, file, None)?;
        succeeded(&answer)
    }

    fn puts_whole(&self) -> bool {
        true
    }

    /// Best effort where the store has no header for it, or ignores it: of two who create an object within
    /// one round trip, the last wins. Who needs to know reads the object back after a while.
    fn create(&mut self, path: &str, file: &Upload<'_>) -> Result<bool, RemoteError> {
        if self.size(path)?.is_some() {
            return Ok(false);
        }
        let condition = self.settings.create_only.header();
        let answer = self.put_with(path, file, condition)?;
        match answer.status {
            409 | 412 if condition.is_some() => Ok(false),
            // OSS does not know `If-None-Match` here: tobi/walgit#67.
            501 if condition.is_some() => self.put(path, file).map(|()| true),
            _ => succeeded(&answer).map(|()| true),
        }
    }

    fn creates_exclusively(&self) -> bool {
        self.settings.create_only != CreateOnly::BestEffort
    }

    fn rename(&mut self, _from: &str, _to: &str) -> Result<(), RemoteError> {
        Err(RemoteError::unsupported("object stores rename nothing"))
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let source = format!("/{}/{}{from}", self.settings.bucket, self.prefix);
        let source = signature::encoded_path(&source);
        let answer = self.send(&Call {
            headers: vec![("x-amz-copy-source", &source)],
            body: Some(&[]),
            ..Call::new("PUT", to)
        })?;
        // A copy that fails after its headers were sent is a 200 with an error in it.
        if answers::error_code(&answer).is_some() {
            return Err(answers::failure(&answer));
        }
        succeeded(&answer)
    }

    fn delete(&mut self, path: &str) -> Result<(), RemoteError> {
        let answer = self.send(&Call::new("DELETE", path))?;
        let is_gone = answers::error_code(&answer).is_none_or(|code| code == "NoSuchKey");
        if answer.status == 404 && is_gone {
            Ok(())
        } else {
            succeeded(&answer)
        }
    }

    fn delete_folder(&mut self, _path: &str) -> Result<bool, RemoteError> {
        Ok(false)
    }

    fn list(&mut self, folder: &str, each: &mut dyn FnMut(Listed)) -> Result<(), RemoteError> {
        let mut prefix = format!("{}{}", self.prefix, folder.trim_matches('/'));
        if !prefix.is_empty() && !prefix.ends_with('/') {
            prefix.push('/');
        }
        let mut token: Option<String> = None;
        loop {
            let page = self.page(&prefix, token.as_deref())?;
            let objects = page.objects.iter();
            let listed = objects.filter_map(|(key, size)| Some((self.path_of(key)?, *size)));
            listed.for_each(|(path, size)| each(Listed { path, size }));
            if page.next.is_none() {
                return Ok(());
            }
            if page.next == token {
                let detail = "ListObjectsV2: the next page is this one";
                return Err(RemoteError::new(RemoteErrorKind::Refused, detail));
            }
            token = page.next;
        }
    }

    fn description(&self) -> String {
        let addressing = match self.settings.addressing {
            Addressing::Virtual => "virtual",
            Addressing::Path => "path",
            Addressing::Cname => "cname",
        };
        format!("{}; SigV4, {addressing}", self.server)
    }
}
