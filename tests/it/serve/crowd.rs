//! Many at once: tabs, edits and readers.

use std::{
    collections::BTreeSet,
    env, fs,
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{Answer, Server, client::without_script};
use crate::{
    SiteTest,
    sample::files,
    site_test::{TODAY, with_plain_names},
};

const TABS: usize = 200;
const PAGES: usize = 12;
/// How long edits go on in a normal run; `SERVE_SECONDS=60` for long.
const SECONDS: u64 = 4;

/// A page in one of its versions; long ones take more than one reading.
fn text(page: usize, version: usize) -> String {
    let mark = format!("〔{page}-{version}〕");
    let body = format!("{mark}反诈宣传\n\n").repeat([1, 20, 3, 400][version % 4]);
    format!("---\n标题: 题{mark}\n摘要: 摘{mark}\n日期: 2026-01-01\n---\n\n{body}\n尾{mark}\n")
}

/// The versions of page `page` that stand on it.
fn versions(html: &str, page: usize) -> BTreeSet<&str> {
    let mark = format!("〔{page}-");
    let found = html.match_indices(&mark);
    let rest = found.map(|(at, mark)| &html[at + mark.len()..]);
    rest.map(|it| it.split('〕').next().unwrap()).collect()
}

fn site() -> SiteTest {
    let site = SiteTest::of(&[]);
    for page in 0..PAGES {
        site.write(&format!("content/news/p{page}.md"), text(page, 0));
    }
    site
}

#[test]
fn two_hundred_tabs_are_all_told() {
    let site = site();
    let server = Server::start(site.path());
    let mut tabs: Vec<_> = (0..TABS)
        .map(|it| server.tab(&format!("news/p{}/index.html", it % PAGES)))
        .collect();
    let before: Vec<_> = tabs
        .iter_mut()
        .map(|it| it.state()["page"]["key"].clone())
        .collect();
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    // The site's name stands on every page.
    site.write("site.yaml", settings.replace("测试站", "新站名"));
    for (tab, before) in tabs.iter_mut().zip(&before) {
        tab.wait(|it| it["page"]["key"] != *before);
    }
    assert_eq!(server.get("/zt/fanzha/").status, 200);
}

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// One edit of someone who saves in all the ways that editors have.
fn edit(site: &Path, random: &mut Random) {
    let page = random.below(PAGES);
    let file = site.join(format!("content/news/p{page}.md"));
    let version = random.below(1000);
    let aside = site.join("content/news/p.md.tmp");
    // Whatever is not there cannot be moved or removed.
    match random.below(9) {
        0..3 => fs::write(&file, text(page, version)).unwrap(),
        3..5 => {
            fs::write(&aside, text(page, version)).unwrap();
            fs::rename(&aside, &file).unwrap();
        }
        5 => drop(fs::remove_file(&file)),
        6 => {
            let folder = site.join("content/moved");
            drop(fs::rename(site.join("content/news"), &folder));
            fs::create_dir_all(site.join("content/news")).unwrap();
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let home = site.join("content/news").join(entry.file_name());
                drop(fs::rename(entry.path(), home));
            }
            drop(fs::remove_dir(&folder));
        }
        // A mistake, over which readers see the last good pages.
        7 => {
            let wrong = format!("{}\n[断](nothing.md)\n", text(page, version));
            fs::write(&file, wrong).unwrap();
        }
        _ => fs::write(
            site.join("static").join(format!("{page}.css")),
            text(page, version),
        )
        .unwrap(),
    }
}

/// Fetches pages until the edits are over; counts those that it saw.
fn read(port: u16, seed: u64, is_over: &AtomicBool, seen: &AtomicUsize) {
    let mut random = Random(seed);
    while !is_over.load(Ordering::Relaxed) {
        let page = random.below(PAGES);
        let answer = Answer::to("GET", port, &format!("/zt/fanzha/news/p{page}/"), &[]);
        assert!([200, 404].contains(&answer.status), "{}", answer.text());
        assert!(answer.is_whole());
        let html = answer.text();
        assert!(html.trim_end().ends_with("</html>"), "{html}");
        if answer.status == 200 {
            let versions = versions(&html, page);
            // Whoever writes a file in place empties it first, and it may be seen empty.
            assert!(versions.len() <= 1, "page {page} is made of {versions:?}");
            seen.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn edits_and_readers(arguments: &[&str]) {
    let site = site();
    fs::create_dir(site.path().join("static")).unwrap();
    let server = Server::with(site.path(), arguments);
    let seconds = env::var("SERVE_SECONDS")
        .ok()
        .and_then(|it| it.parse().ok());
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(SECONDS));
    let (is_over, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        let readers = [1, 2].map(|seed| {
            let (port, is_over, seen) = (server.port, &is_over, &seen);
            scope.spawn(move || read(port, seed, is_over, seen))
        });
        let mut random = Random(3);
        while Instant::now() < end && readers.iter().all(|it| !it.is_finished()) {
            edit(site.path(), &mut random);
            // As fast as a reader sees pages, so that both get on.
            let before = seen.load(Ordering::Relaxed);
            while seen.load(Ordering::Relaxed) == before
                && readers.iter().all(|it| !it.is_finished())
                && Instant::now() < end
            {
                thread::yield_now();
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(seen.load(Ordering::Relaxed) > 10, "{seen:?}");
    expect_clean_build(&site, &server);
}

/// Once it is quiet, every file is served as a clean build writes it.
fn expect_clean_build(site: &SiteTest, server: &Server) {
    for page in 0..PAGES {
        let file = format!("content/news/p{page}.md");
        if let Ok(text) = fs::read_to_string(site.path().join(&file)) {
            site.write(&file, text.replace("[断](nothing.md)", "改好了"));
        }
    }
    let mut last = server.tab("the-last/index.html");
    site.write("content/the-last.md", text(99, 1));
    last.wait(|it| it["page"]["key"].is_string() && it["errors"] == 0);
    let output = tempfile::TempDir::new().unwrap();
    let built = std::process::Command::new(env!("CARGO_BIN_EXE_fanzha"))
        .args(["build", "--no-cache", "--as-of", TODAY, "--site"])
        .arg(site.path())
        .arg("--output")
        .arg(output.path())
        .output()
        .unwrap();
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    for (path, bytes) in files(output.path()) {
        let answer = server.get(&format!("/zt/fanzha/{}", with_plain_names(&path)));
        assert_eq!(answer.status, 200, "{path}");
        match path.ends_with(".html") {
            true => {
                let built = with_plain_names(&String::from_utf8_lossy(&bytes));
                assert!(without_script(&answer.text()).1 == built, "{path} differs");
            }
            false => assert!(answer.body == bytes, "{path} differs"),
        }
    }
    for page in (0..PAGES).filter(|it| !site.path().join(format!("content/news/p{it}.md")).exists())
    {
        let answer = server.get(&format!("/zt/fanzha/news/p{page}/"));
        assert_eq!(answer.status, 404, "{page}");
    }
}

#[test]
fn whoever_reads_while_others_write_sees_whole_pages() {
    edits_and_readers(&["--as-of", TODAY, "--port", "0"]);
}

#[test]
fn the_same_where_the_system_tells_of_no_change() {
    edits_and_readers(&["--as-of", TODAY, "--port", "0", "--poll"]);
}
