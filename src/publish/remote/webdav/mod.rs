//! Publishes to a WebDAV server (RFC 4918): nginx, Apache, IIS, and network storage devices.
//!
//! In: the settings of a target. Out: a connection.
//! Never deletes a folder that is not known to be empty: `DELETE` removes everything below it.

mod address;
mod authorization;
mod folder;
mod multistatus;

use std::{collections::BTreeSet, time::Duration};

use ureq::http::{Method, Request};

use self::{
    address::Base,
    authorization::{Account, Authorization},
};
use crate::publish::{
    remote::http::{Answer, Client, PlainText, Redirects, refused},
    remote::{Certificates, Connect, Listed, Remote, RemoteError, RemoteErrorKind, Secret, Upload},
};

/// Apache and nginx take more; small servers and network storage devices are busy with as many.
const CONNECTIONS: usize = 4;

/// Where and as whom to publish.
#[derive(Clone, Debug)]
pub struct WebdavSettings {
    /// Of the folder: `https://dav.example.cn/sites/fanzha/`.
    pub url: String,
    pub user: String,
    /// `None` for a server that asks for no password.
    pub password: Option<Secret>,
    pub certificates: Certificates,
    /// Whether Basic authentication is allowed over `http://`. Digest always is.
    pub plain_text: PlainText,
    /// How long the server may be silent.
    pub timeout: Duration,
}

impl Connect for WebdavSettings {
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError> {
        let mut connection = Connection {
            client: Client::new(&self.certificates, self.timeout, Redirects::None),
            base: Base::parse(&self.url)?,
            settings: self.clone(),
            authorization: None,
            folders: BTreeSet::new(),
            listing: Listing::Propfind,
            server: String::new(),
        };
        connection.greet()?;
        Ok(Box::new(connection))
    }

    fn connections(&self) -> usize {
        CONNECTIONS
    }
}

/// How a server tells what is in a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    Propfind,
    /// Not at all: nginx without `dav-ext`.
    None,
}

struct Connection {
    client: Client,
    base: Base,
    settings: WebdavSettings,
    /// What the server asked for; `None` until it has asked.
    authorization: Option<Authorization>,
    /// That exist, or cannot be made.
    folders: BTreeSet<String>,
    listing: Listing,
    /// The server's name.
    server: String,
}

/// One request: method, path below the base, headers, body.
struct Call<'a> {
    method: &'static str,
    path: &'a str,
    headers: &'a [(&'static str, &'a str)],
    body: Option<&'a [u8]>,
}

impl<'a> Call<'a> {
    fn new(method: &'static str, path: &'a str) -> Self {
        Self {
            method,
            path,
            headers: &[],
            body: None,
        }
    }
}

impl Connection {
    /// Finds out who the server is, whether it takes the password, and whether it lists.
    fn greet(&mut self) -> Result<(), RemoteError> {
        let answer = self.propfind("", "0")?;
        self.server = answer.header("server").unwrap_or("WebDAV").to_owned();
        let refused = refused(&answer);
        match answer.status {
            207 => {}
            _ if matches!(refused.kind, RemoteErrorKind::WrongProtocol(_)) => return Err(refused),
            // There is no such folder yet: the first file makes it.
            404 | 409 | 410 => {}
            // 403: IIS and others where listing is switched off. 400: a server that does not know the method.
            400 | 403 | 405 | 501 => self.listing = Listing::None,
            _ => return Err(refused),
        }
        Ok(())
    }

    /// Sends a request, with the password if the server asks for it.
    fn send(&mut self, call: &Call<'_>) -> Result<Answer, RemoteError> {
        let answer = self.send_once(call)?;
        if answer.status != 401 {
            return Ok(answer);
        }
        // The name of a realm may be Chinese, which is no valid header but is sent.
        let challenges: Vec<_> = answer
            .headers
            .get_all("www-authenticate")
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        let challenges = || challenges.iter().map(|value| &**value);
        let is_old_nonce = authorization::is_stale(challenges());
        if self.authorization.is_some() && !is_old_nonce {
            return Err(refused(&answer));
        }
        let Some(account) = account(&self.settings, &self.base) else {
            return Err(refused(&answer));
        };
        self.authorization = Some(authorization::answer(challenges(), &account)?);
        let answer = self.send_once(call)?;
        if answer.status == 401 {
            return Err(refused(&answer));
        }
        Ok(answer)
    }

    fn send_once(&mut self, call: &Call<'_>) -> Result<Answer, RemoteError> {
        let method =
            Method::from_bytes(call.method.as_bytes()).expect("names of methods are tokens");
        let mut request = Request::builder()
            .method(method)
            .uri(self.base.address(call.path))
            .header("accept-encoding", "identity");
        for (name, value) in call.headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let account = account(&self.settings, &self.base);
        if let Some((authorization, account)) = self.authorization.as_mut().zip(account) {
            let target = self.base.target(call.path);
            let header = authorization.header(&account, call.method, &target);
            request = request.header("authorization", header);
        }
        let request = request
            .body(())
            .map_err(|error| RemoteError::new(RemoteErrorKind::Refused, error))?;
        self.client.send(request, call.body)
    }

    fn put_whole(&mut self, call: &Call<'_>) -> Result<Answer, RemoteError> {
        self.make_folders_above(call.path)?;
        self.send(call)
    }

    /// `MOVE` or `COPY`.
    fn transfer(&mut self, call: &Call<'_>, to: &str) -> Result<(), RemoteError> {
        self.make_folders_above(to)?;
        let answer = self.send(call)?;
        match answer.status {
            200 | 201 | 204 => Ok(()),
            207 => match multistatus::failure(&answer.body)? {
                None => Ok(()),
                Some(status) => {
                    let detail = format!("{}: 207 with {status} inside", call.method);
                    Err(RemoteError::new(
                        crate::publish::remote::http::kind_of_status(status),
                        detail,
                    ))
                }
            },
            // What servers written in Go say of a missing source.
            403 if self.send(&Call::new("HEAD", call.path))?.is_missing() => {
                let detail = refused(&answer).detail;
                Err(RemoteError::new(RemoteErrorKind::NotFound, detail))
            }
            _ => Err(refused(&answer)),
        }
    }
}

fn account<'s>(settings: &'s WebdavSettings, base: &Base) -> Option<Account<'s>> {
    Some(Account {
        user: &settings.user,
        password: settings.password.as_ref()?,
        is_encrypted: base.is_encrypted,
        plain_text: settings.plain_text,
    })
}

/// Tried with nginx 1.22 and Apache 2.4.71: both write what `PUT` brings into a temporary file and rename it,
/// so a reader gets the old bytes or the new ones. Other servers do not, and none says which it does, so
/// `puts_whole` stays false.
impl Remote for Connection {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let answer = self.send(&Call::new("GET", path))?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 | 410 => Ok(None),
            _ => Err(refused(&answer)),
        }
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        let answer = self.send(&Call::new("HEAD", path))?;
        match answer.status {
            200 => match answer.header("content-length").map(str::parse) {
                Some(Ok(size)) => Ok(Some(size)),
                // Apache leaves the length of an empty file out.
                _ => self.listed_size(path),
            },
            404 | 410 => Ok(None),
            _ => Err(refused(&answer)),
        }
    }

    fn put(&mut self, path: &str, file: &Upload<'_>) -> Result<(), RemoteError> {
        let answer = self.put_whole(&Call {
            method: "PUT",
            path,
            headers: &[("content-type", file.content_type)],
            body: Some(file.bytes),
        })?;
        if answer.is_success() {
            Ok(())
        } else {
            Err(refused(&answer))
        }
    }

    /// Best effort: Apache obeys the header, but nginx ignores it, so that there the last of two who create a
    /// file within one round trip wins. Who needs to know reads the file back after a while.
    fn create(&mut self, path: &str, file: &Upload<'_>) -> Result<bool, RemoteError> {
        let present = self.send(&Call::new("HEAD", path))?;
        if present.is_success() {
            return Ok(false);
        }
        if !present.is_missing() {
            return Err(refused(&present));
        }
        let answer = self.put_whole(&Call {
            method: "PUT",
            path,
            headers: &[("content-type", file.content_type), ("if-none-match", "*")],
            body: Some(file.bytes),
        })?;
        match answer.status {
            412 => Ok(false),
            _ if answer.is_success() => Ok(true),
            _ => Err(refused(&answer)),
        }
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        if from == to {
            return Ok(());
        }
        let destination = self.base.address(to);
        let call = Call {
            method: "MOVE",
            path: from,
            // Servers written in Go take a missing `Overwrite` for F: golang/go#66059.
            headers: &[("destination", &destination), ("overwrite", "T")],
            body: None,
        };
        self.transfer(&call, to)
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let destination = self.base.address(to);
        let call = Call {
            method: "COPY",
            path: from,
            headers: &[("destination", &destination), ("overwrite", "F")],
            body: None,
        };
        self.transfer(&call, to)
    }

    fn delete(&mut self, path: &str) -> Result<(), RemoteError> {
        self.delete_file(path)
    }

    fn delete_folder(&mut self, path: &str) -> Result<bool, RemoteError> {
        self.delete_empty_folder(path)
    }

    fn list(&mut self, folder: &str, each: &mut dyn FnMut(Listed)) -> Result<(), RemoteError> {
        self.list_all(folder, each)
    }

    fn free_space(&mut self) -> Result<Option<u64>, RemoteError> {
        if self.listing == Listing::None {
            return Ok(None);
        }
        let answer = self.propfind("", "0")?;
        if answer.status != 207 {
            return Ok(None);
        }
        let entries = multistatus::parse(&answer.body)?;
        Ok(entries.first().and_then(|entry| entry.free_bytes))
    }

    fn description(&self) -> String {
        let listing = match self.listing {
            Listing::Propfind => "PROPFIND",
            Listing::None => "no PROPFIND",
        };
        let method = match &self.authorization {
            None => "no password",
            Some(Authorization::Basic(_)) => "Basic",
            Some(Authorization::Digest(_)) => "Digest",
        };
        format!("{}; {listing}, {method}", self.server)
    }
}
