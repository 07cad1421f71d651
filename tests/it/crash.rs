//! `kill -9` at any moment of a build: the site is the old one whole, or the next command makes it the new
//! one.
//!
//! A few kills in every run; `CRASH_KILLS=200 cargo test crash` is the long run, `CRASH_SEED` varies its
//! moments. No source is ever touched, and nothing that a killed build left behind stays once a build has
//! ended well.

#![expect(clippy::print_stderr, reason = "tells where the kills fell")]

use std::{
    env, fs,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::editions::{Editions, files_in};

/// Numbers without order, the same in every run of one seed (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

/// How long the parts of an unkilled build take, in microseconds.
struct Span {
    whole_us: u64,
    commit_us: u64,
}

fn measure(editions: &Editions) -> Span {
    editions.build(0);
    let start = Instant::now();
    let said = editions.build(1);
    let whole_us = start.elapsed().as_micros().try_into().unwrap();
    let line = said.lines().find(|it| it.ends_with("放到位")).unwrap();
    let ms: f64 = line.split_whitespace().next().unwrap().parse().unwrap();
    Span {
        whole_us,
        commit_us: (ms * 1000.0) as u64,
    }
}

/// Waits for the moment of the kill: any one of the build, or one of the commit.
fn wait(child: &mut Child, editions: &Editions, span: &Span, random: &mut Random) {
    let us = if random.below(3) == 0 {
        random.below(span.whole_us)
    } else {
        let journal = editions.public().join(".fanzha-commit.json");
        while !journal.exists() && child.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        random.below(span.commit_us / 2)
    };
    let until = Instant::now() + Duration::from_micros(us);
    while Instant::now() < until {
        thread::yield_now();
    }
}

/// Runs a command that cannot succeed; it finishes what was begun all the same.
fn run_on_broken_sources(editions: &Editions, random: &mut Random) {
    let wrong = "---\n标题: 坏\n日期: 明天\n---\n";
    let (path, text) = match random.below(2) {
        0 => ("site.yaml", "title：全角冒号\n"),
        _ => ("content/wrong.md", wrong),
    };
    fs::write(editions.path().join(path), text).unwrap();
    let arguments: &[&str] = match random.below(3) {
        0 => &["build"],
        1 => &["build", "--no-cache"],
        _ => &["export", "--output", "public"],
    };
    let (code, said) = editions.run(arguments);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("没有更新，原来的内容保持不变"), "{said}");
    if path != "site.yaml" {
        fs::remove_file(editions.path().join(path)).unwrap();
    }
}

#[test]
fn a_build_that_is_killed_leaves_one_site_whole() {
    let mut random = Random(number("CRASH_SEED").unwrap_or(96110));
    // On a disk a commit waits until the journal is safe, which gives the long run more moments within it.
    let (kills, editions) = match number("CRASH_KILLS") {
        Some(kills) => (kills, Editions::among(TempDir::new().unwrap(), 200)),
        None => (10, Editions::new(100)),
    };
    let span = measure(&editions);
    let journal = editions.public().join(".fanzha-commit.json");
    let [mut before, mut within, mut after] = [0, 0, 0];
    // The edition in place; none if there is no site.
    let mut old = Some(1);
    for kill in 0..kills {
        if kill % 5 == 4 {
            fs::remove_dir_all(editions.public()).unwrap();
            old = None;
        }
        let new = old.map_or(kill as usize % 2, |it| 1 - it);
        editions.put(new);
        let mut child = editions.spawn(&["build"]);
        wait(&mut child, &editions, &span, &mut random);
        child.kill().unwrap();
        child.wait().unwrap();
        editions.expect_sources(new);
        if journal.exists() {
            within += 1;
            run_on_broken_sources(&editions, &mut random);
            assert!(!journal.exists());
            editions.expect_site(new);
            old = Some(new);
        } else if editions.site() == editions.sites[new] {
            after += 1;
            old = Some(new);
        } else if let Some(old) = old {
            before += 1;
            editions.expect_site(old);
        } else {
            before += 1;
            assert!(editions.site().is_empty(), "{:?}", editions.site().keys());
        }
    }
    eprintln!("{kills} kills: {before} before the commit, {within} within it, {after} after it");
    let last = old.map_or(0, |it| 1 - it);
    editions.build(last);
    editions.build(1 - last);
    let mut notes: Vec<String> = files_in(&editions.public()).into_keys().collect();
    notes.retain(|it| it.starts_with('.'));
    assert_eq!(notes, [".fanzha-lock", ".fanzha-manifest.json"]);
    let cached = files_in(&editions.path().join(".fanzha"));
    assert!(
        cached.keys().all(|it| !it.ends_with(".new")),
        "{:?}",
        cached.keys()
    );
    assert_eq!(before + within + after, kills);
}
