//! The running program.
//!
//! In: a site's folder. Out: its port and what it says. Dropping it kills it.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use super::{Answer, Tab, client::without_script};
use crate::site_test::TODAY;

const DEADLINE: Duration = Duration::from_secs(60);

pub struct Server {
    child: Child,
    lines: Receiver<String>,
    /// All that was said until it was ready.
    pub said: String,
    pub port: u16,
}

impl Server {
    /// As of `TODAY`, on a port of the system's choice.
    pub fn start(site: &Path) -> Self {
        Self::with(site, &["--as-of", TODAY, "--port", "0"])
    }

    pub fn with(site: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fanzha"))
            .current_dir(site)
            .arg("serve")
            .args(arguments)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = child.stderr.take().unwrap();
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            let mut said = BufReader::new(stderr).lines().map_while(Result::ok);
            // Until the test has heard enough, or the program has no more to say.
            while said.next().is_some_and(|it| sender.send(it).is_ok()) {}
        });
        let mut server = Self {
            child,
            lines,
            said: String::new(),
            port: 0,
        };
        server.said = server.hear("按 Ctrl-C 结束");
        let address = server.said.split("http://127.0.0.1:").nth(1);
        let address = address.unwrap_or_else(|| panic!("{}", server.said));
        server.port = address.split('/').next().unwrap().parse().unwrap();
        server
    }

    /// What it says from now on, up to the line that holds `words`.
    pub fn hear(&mut self, words: &str) -> String {
        let mut said = String::new();
        loop {
            let line = self.lines.recv_timeout(DEADLINE);
            let line = line.unwrap_or_else(|it| panic!("{it} after {said}"));
            said.push_str(&line);
            said.push('\n');
            if line.contains(words) {
                return said;
            }
        }
    }

    /// The answer to a browser that asks for this path of the server.
    pub fn get(&self, target: &str) -> Answer {
        Answer::to("GET", self.port, target, &[])
    }

    /// The page at this path below the site's base: its key, and itself without the script.
    pub fn page(&self, path: &str) -> (String, String) {
        let answer = self.get(&format!("/zt/fanzha/{path}"));
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert!(answer.is_whole());
        without_script(&answer.text())
    }

    pub fn tab(&self, page: &str) -> Tab {
        Tab::open(self.port, page)
    }

    /// Sends a signal such as `TERM`, and gives the exit code.
    #[cfg(unix)]
    pub fn end(mut self, signal: &str) -> Option<i32> {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(told.unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
