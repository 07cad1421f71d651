//! Files that change, vanish, grow and shrink while they are read.
//!
//! A build then ends with 0, 1 or 2 and Chinese words, a page never mixes two texts of its file, and as soon
//! as it is quiet, the next build makes what a build from nothing makes.

#![expect(clippy::print_stderr, reason = "tells how the builds ended")]

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use super::{
    SiteTest,
    commands::{Said, build},
    editions::{expect_same, files_in, png, site_in},
    site_test::without_time,
};

const PAGES: usize = 12;
const BUILDS: usize = 9;

/// A page in one of its texts: `N-K` stands in each part of it, and long texts are longer than one reading.
fn text(page: usize, version: usize) -> String {
    let mark = format!("〔{page}-{version}〕");
    let body = format!("{mark}反诈宣传\n\n![图](图.png)\n\n").repeat([1, 20, 3, 60][version % 4]);
    format!(
        "---\n标题: 题{mark}\n发布机构: 市反诈中心\n名称: 名{mark}\n摘要: 摘{mark}\n日期: 2026-01-01\n---\n{body}\n\n尾{mark}\n"
    )
}

/// The texts of page `page` that its own file in the output was made of.
fn versions(html: &str, page: usize) -> BTreeSet<String> {
    let mark = format!("〔{page}-");
    let found = html.split(&mark).skip(1);
    found
        .map(|it| it.split('〕').next().unwrap().to_owned())
        .collect()
}

/// Someone who saves, moves and deletes without end.
struct Editor<'a> {
    site: &'a Path,
    random: u64,
}

impl Editor<'_> {
    fn below(&mut self, end: usize) -> usize {
        self.random = self
            .random
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.random >> 33) as usize % end
    }

    fn work(&mut self, pause: Duration, is_over: &AtomicBool) {
        while !is_over.load(Ordering::Relaxed) {
            self.step();
            thread::sleep(pause);
        }
    }

    /// Each step may find that the step before has taken the file away.
    fn step(&mut self) {
        let page = self.below(PAGES);
        let version = self.below(1000);
        let folder = self.site.join(format!("content/cases/p{page}"));
        let file = folder.join("index.md");
        let other = folder.join("index.md.tmp");
        let written = match self.below(10) {
            // As most editors save: over the file.
            0..=3 => fs::write(&file, text(page, version)),
            4 | 5 => {
                fs::write(&other, text(page, version)).and_then(|()| fs::rename(&other, &file))
            }
            6 => fs::remove_file(&file),
            7 => {
                let size = 1 + version as u32 % 3;
                fs::write(folder.join("图.png"), png(size, size))
            }
            8 => fs::write(
                self.site.join("content/cases/_index.md"),
                [
                    "---\n标题: 案例\n内容类型: 政策\n---\n",
                    "---\n标题: 页面\n内容类型: 页面\n---\n",
                    "",
                ][version % 3],
            ),
            _ => match version % 4 {
                0 => fs::remove_file(self.site.join("templates/404.html")),
                1 => fs::write(
                    self.site.join("templates/404.html"),
                    "{{ site.title }}\n".repeat(2000),
                ),
                2 => fs::write(
                    self.site.join("static/长.bin"),
                    vec![version as u8; 300_000],
                ),
                _ => fs::remove_file(self.site.join("static/长.bin")),
            },
        };
        drop(written);
    }
}

fn expect_an_end(said: &Said) {
    let last = said.stderr.lines().last().unwrap_or_default();
    match said.code {
        Some(0) => assert!(last.starts_with("完成："), "{}", said.stderr),
        Some(1) => assert!(
            last.ends_with("网站没有更新，原来的内容保持不变"),
            "{}",
            said.stderr
        ),
        Some(2) => assert!(last.contains("再运行一次"), "{}", said.stderr),
        code => panic!("{code:?}\n{}", said.stderr),
    }
    assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
}

fn expect_whole_pages(public: &Path) {
    for page in 0..PAGES {
        let file = public.join(format!("cases/p{page}/index.html"));
        let Ok(html) = fs::read_to_string(file) else {
            continue;
        };
        assert!(html.trim_end().ends_with("</html>"));
        let versions = versions(&html, page);
        assert_eq!(versions.len(), 1, "page {page} mixes {versions:?}");
    }
}

#[test]
fn what_changes_while_it_is_read_is_taken_whole_or_not_at_all() {
    let site = SiteTest::of(&[("content/cases/_index.md", "---\n标题: 案例\n---\n")]);
    for page in 0..PAGES {
        site.write(&format!("content/cases/p{page}/index.md"), text(page, 0));
        site.write(&format!("content/cases/p{page}/图.png"), png(1, 1));
    }
    site.write("templates/404.html", "没有");
    site.write("static/长.bin", "短");
    let public = site.path().join("public");
    let is_over = AtomicBool::new(false);
    let mut ends = [0; 3];
    for number in 0..BUILDS {
        is_over.store(false, Ordering::Relaxed);
        thread::scope(|scope| {
            let mut editor = Editor {
                site: site.path(),
                random: number as u64,
            };
            let is_over = &is_over;
            // Sometimes in a hurry, sometimes with pauses in which a build may get done.
            let pause = Duration::from_millis([0, 20, 200][number % 3]);
            scope.spawn(move || editor.work(pause, is_over));
            let said = build(site.path(), &["--yes"]);
            is_over.store(true, Ordering::Relaxed);
            expect_an_end(&said);
            ends[said.code.unwrap() as usize] += 1;
        });
        expect_whole_pages(&public);
        if number % 3 == 2 {
            expect_same_as_from_nothing(&site);
        }
    }
    eprintln!(
        "{BUILDS} builds: {} done, {} with errors, {} given up",
        ends[0], ends[1], ends[2]
    );
}

/// All files as they are now, built twice: after all that went before, and by someone who knows nothing.
fn expect_same_as_from_nothing(site: &SiteTest) {
    let index = site.path().join("content/cases/_index.md");
    if fs::read(&index).unwrap().is_empty() {
        fs::write(&index, "---\n标题: 案例\n---\n").unwrap();
    }
    let quiet = build(site.path(), &["--yes"]);
    assert_eq!(quiet.code, Some(0), "{}", quiet.stderr);
    let clean = SiteTest::of(&[]);
    for (path, bytes) in files_in(site.path()) {
        if !path.starts_with("public/") && !path.starts_with(".fanzha/") {
            clean.write(&path, bytes);
        }
    }
    let said = build(clean.path(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let expected = site_in(&clean.path().join("public"));
    expect_same(
        &site_in(&site.path().join("public")),
        &expected,
        "a quiet build",
    );
    // The messages are the same too, but for the time that it took.
    assert_eq!(without_time(&quiet.stderr), without_time(&said.stderr));
}

#[test]
fn warnings_are_told_again_by_a_build_that_has_nothing_to_do() {
    let site = SiteTest::of(&[("content/a.md", "# 没有信息栏\n")]);
    let told = || {
        let said = build(site.path(), &[]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        without_time(&said.stderr)
    };
    let first = told();
    assert!(first.starts_with("warning[front-matter/none]"), "{first}");
    assert_eq!(told(), first);
}
