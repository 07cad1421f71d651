//! A browser as far as HTTP goes: requests as they are written here, and streams of events.
//!
//! In: a port. Out: answers. Nothing is tidied up on the way: a test may send what no browser would.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::html::Page;

/// Nothing takes as long as this but a server that has forgotten the request.
const DEADLINE: Duration = Duration::from_secs(60);

pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// Sends these bytes and reads to the end of the connection.
    pub fn to_bytes(host: IpAddr, port: u16, request: &[u8]) -> Self {
        let mut stream = connect(host, port);
        stream.write_all(request).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|it| it == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&all)));
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        Self {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head,
            body: all[end + 4..].to_vec(),
        }
    }

    /// The answer to a request for `target`, with more lines for its head.
    pub fn to(method: &str, port: u16, target: &str, lines: &[&str]) -> Self {
        let host = format!("Host: 127.0.0.1:{port}");
        let has_host = lines.iter().any(|it| it.starts_with("Host:"));
        let hosts = if has_host { None } else { Some(host.as_str()) };
        let lines: String = hosts
            .iter()
            .chain(lines)
            .map(|it| format!("{it}\r\n"))
            .collect();
        let request = format!("{method} {target} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
        Self::to_bytes(Ipv4Addr::LOCALHOST.into(), port, request.as_bytes())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|it| it.split_once(": "));
        let found = lines.find(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|it| it.1)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body is as long as the head says.
    pub fn is_whole(&self) -> bool {
        let length = self.header("Content-Length").map(str::parse::<usize>);
        length == Some(Ok(self.body.len()))
    }
}

/// The key of the page that is shown, and the page without the preview's script.
pub fn without_script(html: &str) -> (String, String) {
    let start = html.find("<script src=\"/_fanzha/preview.js\"").unwrap();
    let length = html[start..].find("</script>").unwrap() + "</script>".len();
    let script = &html[start..start + length];
    let key = Page::parse(script)
        .attribute("script", "data-key")
        .to_owned();
    let rest = &html[start + length..];
    (key, format!("{}{rest}", &html[..start]))
}

/// An open tab, which is told the state of its page.
pub struct Tab(BufReader<TcpStream>);

impl Tab {
    /// `page` is spelled as it stands in the script's address.
    pub fn open(port: u16, page: &str) -> Self {
        let mut stream = connect(Ipv4Addr::LOCALHOST.into(), port);
        // The older protocol, so that the events come as they are and not in chunks.
        let request =
            format!("GET /_fanzha/events?page={page} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut tab = Self(BufReader::new(stream));
        let head = tab.lines_to_gap().join("\n");
        assert!(
            head.contains("200 OK") && head.contains("text/event-stream"),
            "{head}"
        );
        tab
    }

    /// The next state.
    pub fn state(&mut self) -> Value {
        let start = Instant::now();
        loop {
            let lines = self.lines_to_gap();
            if lines.first().is_some_and(|it| it.starts_with(':')) {
                // Only to show that the server is still there.
                assert!(start.elapsed() < DEADLINE, "nothing was told");
                continue;
            }
            assert_eq!(lines[0], "event: state");
            return serde_json::from_str(lines[1].strip_prefix("data: ").unwrap()).unwrap();
        }
    }

    /// The first state, from the next on, of which this is true.
    pub fn wait(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        let mut state = self.state();
        while !is_wanted(&state) {
            state = self.state();
        }
        state
    }

    /// Whether the server has closed the stream.
    pub fn is_ended(&mut self) -> bool {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).is_ok()
    }

    fn lines_to_gap(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let length = self.0.read_line(&mut line).unwrap();
            assert_ne!(length, 0, "the stream has ended after {lines:?}");
            match line.trim_end() {
                "" => return lines,
                line => lines.push(line.to_owned()),
            }
        }
    }
}

fn connect(host: IpAddr, port: u16) -> TcpStream {
    let stream = TcpStream::connect(SocketAddr::from((host, port))).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream
}
