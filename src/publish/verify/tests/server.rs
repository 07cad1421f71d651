//! A server that serves a small site, well or changed; in memory, and over sockets.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
};

use flate2::{Compression, read::GzEncoder};

use crate::publish::{
    release::{FileHash, Release, ReleaseFile},
    verify::{Cache, Fetch, FetchError, Fetched, Wanted, headers, sha256},
};

pub(super) const BASE: &str = "http://site.test/";
pub(super) const CSP: &str = "default-src 'self'; object-src 'none'";
pub(super) const HEAD: &str = "<!--#include virtual=\"/public/head.html\" -->";

pub(super) type Files = BTreeMap<String, Vec<u8>>;

pub(super) fn site() -> Files {
    let page = |text: &str| {
        let text = text.repeat(400);
        format!(
            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>反诈</title>\n{HEAD}\n\
             <script src=\"own.js\"></script>\n<p>{text}</p>\n<footer></footer>\n"
        )
    };
    let plain = |text: &str| page(text).replace(HEAD, "");
    let files = [
        ("index.html", page("首页")),
        ("cases/a/index.html", plain("刷单")),
        ("cases/b/index.html", plain("冒充")),
        ("assets/style.css", "p { color: red }\n".repeat(100)),
        ("assets/dots.png", "\u{89}PNG".to_owned()),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    files.into_iter().collect()
}

pub(super) fn release(files: &Files) -> Release {
    let files = files.iter().map(|(path, bytes)| ReleaseFile {
        path: path.clone(),
        sha256: FileHash(sha256(bytes)),
        bytes: bytes.len() as u64,
    });
    Release {
        id: "20261127-2324-3f9c2a81".to_owned(),
        built_at: "2026-11-27T23:24:00+08:00".to_owned(),
        files: files.collect(),
    }
}

pub(super) fn good(path: &str, files: &Files) -> Fetched {
    let name = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    };
    let (status, body) = match files.get(&name) {
        Some(bytes) => (200, bytes.clone()),
        None => (404, b"<title>404</title>".to_vec()),
    };
    let (media, cache) = match headers::extension(&name) {
        "html" => ("text/html; charset=utf-8", "no-cache"),
        "css" => (
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        _ => ("image/png", "public, max-age=31536000, immutable"),
    };
    let headers = [
        ("Content-Type", media),
        ("Cache-Control", cache),
        ("Content-Security-Policy", CSP),
        ("X-Content-Type-Options", "nosniff"),
    ];
    Fetched {
        status,
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        body,
        final_url: format!("{BASE}{path}"),
    }
}

/// A good server, whose answers are changed: path, accepted coding, answer.
pub(super) struct Server<F>(pub F);

impl<F: Fn(&str, &str, &mut Fetched) + Sync> Fetch for Server<F> {
    fn get(&self, path: &str, accept_encoding: &str) -> Result<Fetched, FetchError> {
        let mut fetched = good(path, &site());
        if accept_encoding == "gzip" && fetched.status == 200 {
            gzip(&mut fetched);
        }
        (self.0)(path, accept_encoding, &mut fetched);
        match fetched.status {
            0 => Err(FetchError {
                detail: "connection refused".to_owned(),
            }),
            _ => Ok(fetched),
        }
    }
}

pub(super) fn gzip(fetched: &mut Fetched) {
    fetched.body = zipped(&fetched.body);
    fetched
        .headers
        .push(("Content-Encoding".to_owned(), "gzip".to_owned()));
}

pub(super) fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut zipped = Vec::new();
    GzEncoder::new(bytes, Compression::fast())
        .read_to_end(&mut zipped)
        .unwrap();
    zipped
}

pub(super) fn wanted(path: &str) -> Wanted {
    Wanted {
        csp: headers::is_page(path).then(|| CSP.to_owned()),
        cache: if path.starts_with("assets/") {
            Cache::Immutable
        } else {
            Cache::Short
        },
    }
}

pub(super) fn set(fetched: &mut Fetched, name: &str, value: &str) {
    fetched
        .headers
        .retain(|(it, _)| !it.eq_ignore_ascii_case(name));
    if !value.is_empty() {
        fetched.headers.push((name.to_owned(), value.to_owned()));
    }
}

/// Asks over a socket of its own.
pub(super) struct Http(pub SocketAddr);

impl Fetch for Http {
    fn get(&self, path: &str, accept_encoding: &str) -> Result<Fetched, FetchError> {
        let failed = |error: io::Error| FetchError {
            detail: error.to_string(),
        };
        let mut stream = TcpStream::connect(self.0).map_err(failed)?;
        let request = format!("GET /{path} HTTP/1.0\r\nAccept-Encoding: {accept_encoding}\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(failed)?;
        let mut reader = BufReader::new(stream);
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).map_err(failed)?;
            if line.trim().is_empty() {
                break;
            }
            lines.push(line.trim().to_owned());
        }
        let mut body = Vec::new();
        reader.read_to_end(&mut body).map_err(failed)?;
        let pairs = lines[1..].iter().filter_map(|it| it.split_once(": "));
        Ok(Fetched {
            status: lines[0].split(' ').nth(1).unwrap().parse().unwrap(),
            headers: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body,
            final_url: format!("{BASE}{path}"),
        })
    }
}

/// Answers requests one after the other, until one is empty.
pub(super) fn serve(listener: &TcpListener, server: &dyn Fetch) {
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            head.push(line);
        }
        let Some(path) = head.first().and_then(|it| it.split(' ').nth(1)) else {
            return;
        };
        let coding = head
            .iter()
            .find_map(|it| it.strip_prefix("Accept-Encoding: "));
        let fetched = server
            .get(&path[1..], coding.unwrap_or_default().trim())
            .unwrap();
        let mut answer = format!("HTTP/1.0 {} X\r\n", fetched.status);
        for (name, value) in &fetched.headers {
            answer.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(answer.as_bytes()).unwrap();
        stream.write_all(b"\r\n").unwrap();
        stream.write_all(&fetched.body).unwrap();
    }
}
