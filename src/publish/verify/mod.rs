//! Compares the live site with a release, as visitors get it.
//!
//! In: a release, its bytes, what headers are wanted, and a way to fetch addresses. Out: a `Report`:
//! findings, equal ones counted once, each with what to do about it. Only reads. The same site gives the same
//! report, whatever the order in which answers arrive.

mod body;
mod fetch;
mod finding;
mod headers;
mod markup;
mod options;
mod probe;
mod report;
mod sample;
mod snippet;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

pub use fetch::{Fetch, FetchError, Fetched};
pub use finding::{Finding, Severity};
pub use options::{Cache, VerifyOptions, Wanted};
pub use report::Report;

use crate::{
    page::written::sum as sha256,
    publish::release::{Release, ReleaseFile},
};
use probe::NotFoundPage;
use report::Tally;

/// How many files are fetched at a time.
const WORKERS: usize = 8;

/// How many files are also asked for with `gzip`, and how many pages under their second address.
const PROBES: usize = 8;

/// Fetches the files of `release`, eight at a time, and compares them.
pub fn verify(release: &Release, options: &VerifyOptions<'_>, fetch: &dyn Fetch) -> Report {
    let tally = Mutex::new(Tally::default());
    let files = sample::choose(release, options.sample);
    let not_found = match probe::not_found(release, fetch) {
        Ok(page) => page,
        Err(error) => {
            let mut tally = Tally::default();
            tally.add(0, Finding::Unreachable, "/", error.detail);
            return tally.into_report(0, release);
        }
    };
    let run = Run {
        options,
        fetch,
        previous: by_path(options.previous),
        not_found,
        tally,
    };
    run.note_not_found();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS.min(files.len()) {
            scope.spawn(|| run.work(&next, &files));
        }
    });
    let tally = run
        .tally
        .into_inner()
        .expect("no thread panics while it holds the tally");
    tally.into_report(files.len(), release)
}

/// What all threads share.
struct Run<'a> {
    options: &'a VerifyOptions<'a>,
    fetch: &'a dyn Fetch,
    previous: BTreeMap<&'a str, &'a ReleaseFile>,
    not_found: NotFoundPage,
    tally: Mutex<Tally>,
}

impl Run<'_> {
    /// Takes one file after the other until none is left.
    fn work(&self, next: &AtomicUsize, files: &[&ReleaseFile]) {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(index) else {
                return;
            };
            self.check(index, file);
        }
    }

    fn add(&self, index: usize, finding: Finding, path: &str, detail: impl Into<String>) {
        let mut tally = self
            .tally
            .lock()
            .expect("no thread panics while it holds the tally");
        tally.add(index, finding, path, detail.into());
    }

    fn note_not_found(&self) {
        if self.not_found.status == 200 {
            let path = self.not_found.path.as_str();
            self.add(0, Finding::NotFoundIs200, path, "");
        }
    }

    fn check(&self, index: usize, file: &ReleaseFile) {
        let (address, answer) = self.answer(index, file);
        match answer {
            Err(error) => self.add(index, Finding::NoAnswer, address, error.detail),
            Ok(fetched) => self.check_answer(index, file, address, fetched),
        }
    }

    /// The answer to the address that links use: `x/` for `x/index.html`. If only the longer one works, its.
    fn answer<'f>(
        &self,
        index: usize,
        file: &'f ReleaseFile,
    ) -> (&'f str, Result<Fetched, FetchError>) {
        let path = file.path.as_str();
        let folder = path.strip_suffix("index.html");
        let folder = folder.filter(|it| it.is_empty() || it.ends_with('/'));
        let Some(address) = folder else {
            return (path, self.fetch.get(path, "identity"));
        };
        let answer = self.fetch.get(address, "identity");
        if self.is_there(file, &answer) {
            if index < PROBES && !self.is_there(file, &self.fetch.get(path, "identity")) {
                self.add(index, Finding::NoIndexName, path, "");
            }
            return (address, answer);
        }
        let by_name = self.fetch.get(path, "identity");
        if self.is_there(file, &by_name) {
            self.add(index, Finding::NoFolderIndex, address, "");
            return (path, by_name);
        }
        (address, answer)
    }

    fn is_there(&self, file: &ReleaseFile, answer: &Result<Fetched, FetchError>) -> bool {
        let fetched = answer.as_ref().ok().filter(|it| it.status == 200);
        fetched.is_some_and(|it| is_file(file, it) || !self.not_found.is_like(it))
    }

    fn check_answer(&self, index: usize, file: &ReleaseFile, address: &str, fetched: Fetched) {
        if let Some((finding, detail)) = self.refusal(index, file, address, &fetched) {
            self.add(index, finding, address, detail);
            return;
        }
        let wanted = (self.options.wanted)(&file.path);
        for (finding, detail) in headers::check(&file.path, &fetched, &wanted) {
            self.add(index, finding, address, detail);
        }
        let was_there = self.previous.get(file.path.as_str());
        let body = body::Compared {
            file,
            previous: was_there.map(|it| it.sha256.0.as_str()),
            options: self.options,
        };
        for (finding, detail) in body.findings(fetched) {
            self.add(index, finding, address, detail);
        }
        if index < PROBES && headers::is_text(&file.path) {
            self.check_compressed(index, file, address);
        }
    }

    /// Answers that are not the file at all.
    fn refusal(
        &self,
        index: usize,
        file: &ReleaseFile,
        address: &str,
        fetched: &Fetched,
    ) -> Option<(Finding, String)> {
        if fetched.status == 200 && is_file(file, fetched) {
            let moved = self.redirect(address, fetched).map(|it| match it {
                Finding::RedirectedToHttps => it,
                _ => Finding::Moved,
            });
            self.note_moved(index, moved, address, fetched);
            return None;
        }
        let redirect = self.redirect(address, fetched);
        let detail = format!("转到 {}", fetched.final_url);
        if redirect == Some(Finding::RedirectedToLogin) {
            return Some((Finding::RedirectedToLogin, detail));
        }
        if self.not_found.is_like(fetched) {
            return Some((Finding::Missing, String::new()));
        }
        match redirect {
            None => {}
            Some(Finding::RedirectedToHttps) => {
                self.note_moved(index, redirect, address, fetched);
            }
            Some(finding) => return Some((finding, detail)),
        }
        match fetched.status {
            200 => None,
            404 | 410 => Some((Finding::Missing, format!("状态码 {}", fetched.status))),
            status => Some((Finding::Status(status), String::new())),
        }
    }

    fn redirect(&self, address: &str, fetched: &Fetched) -> Option<Finding> {
        let asked = format!("{}{address}", self.options.base_url);
        probe::redirect(&asked, &fetched.final_url)
    }

    fn note_moved(&self, index: usize, finding: Option<Finding>, address: &str, fetched: &Fetched) {
        if let Some(finding) = finding {
            let detail = format!("转到 {}", fetched.final_url);
            self.add(index, finding, address, detail);
        }
    }

    fn check_compressed(&self, index: usize, file: &ReleaseFile, address: &str) {
        let Ok(fetched) = self.fetch.get(address, "gzip") else {
            return;
        };
        if fetched.status != 200 {
            return;
        }
        let encoding = fetched.header("content-encoding").unwrap_or_default();
        if !encoding.eq_ignore_ascii_case("gzip") {
            if file.bytes > 1024 {
                self.add(index, Finding::NotCompressed, address, "");
            }
            return;
        }
        let once = fetch::gunzip(&fetched.body);
        match once {
            None => self.add(index, Finding::BadGzip, address, ""),
            Some(once) if fetch::gunzip(&once).is_some() && !file.path.ends_with(".gz") => {
                self.add(index, Finding::CompressedTwice, address, "");
            }
            Some(_) => {}
        }
    }
}

fn by_path(release: Option<&Release>) -> BTreeMap<&str, &ReleaseFile> {
    let files = release.map_or(&[][..], |it| &it.files);
    files
        .iter()
        .map(|file| (file.path.as_str(), file))
        .collect()
}

fn is_file(file: &ReleaseFile, fetched: &Fetched) -> bool {
    sha256(&fetched.body) == file.sha256.0
}
