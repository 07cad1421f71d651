//! The portal that hosts the site in a sub-folder, as far as a browser notices.
//!
//! In: the output folder and a base path. Out: a server on a port of the system's choice. It knows no
//! addresses but those of the folder's files; anything else is the site's 404 page.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use percent_encoding::percent_decode_str;

/// Dropping it closes the port.
pub struct WebServer {
    address: SocketAddr,
    base_path: &'static str,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl WebServer {
    /// Serves `folder` under `base_path`, which begins and ends with a slash.
    pub fn start(folder: &Path, base_path: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let closing = Arc::new(AtomicBool::new(false));
        let (folder, closed) = (folder.to_owned(), Arc::clone(&closing));
        let thread = thread::spawn(move || {
            let open = |_: &std::io::Result<TcpStream>| !closed.load(Ordering::SeqCst);
            for stream in listener.incoming().take_while(open).flatten() {
                let folder = folder.clone();
                // A browser opens connections that it does not use yet; they must not hold up the others.
                thread::spawn(move || drop(answer(&stream, &folder, base_path)));
            }
        });
        Self {
            address,
            base_path,
            closing,
            thread: Some(thread),
        }
    }

    /// The address of the site's home folder.
    pub fn base(&self) -> String {
        format!("http://{}{}", self.address, self.base_path)
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // Wakes the thread out of waiting for a connection.
        drop(TcpStream::connect(self.address));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// Reads one request and answers it; the connection then closes.
fn answer(mut stream: &TcpStream, folder: &Path, base_path: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let Some(request) = lines.next().transpose()? else {
        return Ok(());
    };
    while lines.next().transpose()?.is_some_and(|it| !it.is_empty()) {}
    let target = request.split(' ').nth(1).unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path == "/favicon.ico" {
        // Browsers ask for it beside a feed; it is the portal's.
        return stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }
    let mut extra = String::new();
    let (status, file) = match file_of(path, folder, base_path) {
        Some(file) => ("200 OK", file),
        None => ("404 Not Found", folder.join("404.html")),
    };
    let body = fs::read(&file)?;
    for header in headers(path, folder) {
        extra.push_str(&format!("{header}\r\n"));
    }
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{extra}Connection: close\r\n\r\n",
        media_type(&file),
        body.len()
    )?;
    stream.write_all(&body)
}

/// What the site's own header file makes nginx add to a page; nothing where it has none.
fn headers(path: &str, folder: &Path) -> Vec<String> {
    let file = fs::read_to_string(folder.join("csp-headers.conf")).unwrap_or_default();
    let is_own = ["/signage/", "/print/", "/wechat/"]
        .iter()
        .any(|it| path.contains(it) && path.ends_with(".html"));
    let is_data = [".xml", ".json", ".txt"]
        .iter()
        .any(|it| path.ends_with(it));
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let policies = file.lines().filter(|it| it.contains("set $fanzha_csp"));
    let mut policies = policies.filter_map(quoted);
    let policy = policies
        .nth(match (is_data, is_own) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 0,
        })
        .unwrap_or_default();
    let lines = file.lines().filter_map(|it| it.strip_prefix("add_header "));
    lines
        .filter_map(|it| it.strip_suffix(" always;")?.split_once(' '))
        .map(|(name, value)| format!("{name}: {}", value.replace("$fanzha_csp", &policy)))
        .collect()
}

/// A folder's address ends with a slash and stands for its `index.html`.
fn file_of(path: &str, folder: &Path, base_path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = path.strip_prefix(base_path)?;
    let mut file = folder.join(path);
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    (file.is_file() && !path.contains("..")).then_some(file)
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("xml") => "application/xml",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}
