//! Readers that fetch all the time while the site is switched between two editions: the promise of
//! `src/README.md`.
//!
//! Every file is one edition's, whole. What a page of both editions refers to – pages, pictures, style
//! sheets, and what those refer to – is in place as long as the page says so. A page that has gone is no
//! longer referred to.

#![expect(clippy::print_stderr, reason = "tells how much was read")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use percent_encoding::percent_decode_str;
use url::Url;

use super::{
    editions::{Editions, Files},
    html::Page,
};

const SWITCHES: usize = 10;
const READERS: usize = 3;
const BASE: &str = "https://www.example.gov.cn/";

/// What each file of one edition refers to.
type References = BTreeMap<String, Vec<String>>;

/// The files of the site that a page or a style sheet refers to.
fn references(path: &str, bytes: &[u8]) -> Vec<String> {
    let text = || str::from_utf8(bytes).unwrap();
    let addresses: Vec<String> = match path.rsplit('.').next() {
        Some("html") => {
            let page = Page::parse(text());
            let addresses = ["href", "src"].map(|it| page.attributes("*", it));
            addresses.concat().into_iter().map(str::to_owned).collect()
        }
        Some("css") => {
            let pieces = text().split("url(").skip(1);
            pieces
                .map(|it| it.split(')').next().unwrap().to_owned())
                .collect()
        }
        _ => return Vec::new(),
    };
    let here = Url::parse(BASE).unwrap().join(path).unwrap();
    let mut found = BTreeSet::new();
    for address in addresses {
        let mut target = here.join(&address).unwrap();
        target.set_fragment(None);
        target.set_query(None);
        let Some(below) = target.as_str().strip_prefix(BASE) else {
            continue;
        };
        let mut name = percent_decode_str(below)
            .decode_utf8()
            .unwrap()
            .into_owned();
        if name.is_empty() || name.ends_with('/') {
            name.push_str("index.html");
        }
        found.insert(name);
    }
    found.into_iter().collect()
}

/// An edition without a broken link.
fn references_of(site: &Files) -> References {
    let all: References = site
        .iter()
        .map(|(path, bytes)| (path.clone(), references(path, bytes)))
        .collect();
    for (path, targets) in &all {
        for target in targets {
            assert!(site.contains_key(target), "{path} refers to {target}");
        }
    }
    all
}

struct Reader<'a> {
    editions: &'a Editions,
    references: &'a [References; 2],
    /// How many builds have begun.
    builds: &'a AtomicUsize,
    random: u64,
    fetched: usize,
}

impl Reader<'_> {
    /// From page to page until the builds have ended.
    fn read(mut self, is_over: &AtomicBool) -> usize {
        while !is_over.load(Ordering::Relaxed) {
            let mut page = "index.html".to_owned();
            for _ in 0..12 {
                match self.visit(&page) {
                    Some(next) => page = next,
                    None => break,
                }
            }
        }
        self.fetched
    }

    /// Looks at a page and all that it refers to; gives a page to go on with.
    fn visit(&mut self, page: &str) -> Option<String> {
        let builds = self.builds.load(Ordering::SeqCst);
        let bytes = self.fetch(page)?;
        let edition = self.edition(page, &bytes);
        let targets = &self.references[edition][page];
        for target in targets {
            if self.fetch(target).is_some_and(|it| {
                self.edition(target, &it);
                true
            }) {
                continue;
            }
            // Whoever finds a gap must find that the page has been replaced, unless another build has brought
            // it back.
            let is_same = self.fetch(page).is_some_and(|it| it == bytes);
            let builds_since = self.builds.load(Ordering::SeqCst) - builds;
            let is_in_both = self.editions.sites.iter().all(|it| it.contains_key(page));
            let is_broken = is_same && is_in_both && builds_since == 0;
            assert!(!is_broken, "{page} refers to {target}, which is missing");
            return None;
        }
        let followed: Vec<&String> = targets
            .iter()
            .filter(|it| it.ends_with(".html") || it.ends_with(".css"))
            .collect();
        self.random = self
            .random
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1);
        let index = (self.random >> 33) as usize % followed.len().max(1);
        followed.get(index).map(|it| (*it).clone())
    }

    fn fetch(&mut self, path: &str) -> Option<Vec<u8>> {
        self.fetched += 1;
        match fs::read(self.editions.public().join(path)) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                assert_eq!(error.kind(), io::ErrorKind::NotFound, "{path}");
                None
            }
        }
    }

    /// Whose bytes these are; never a mixture.
    fn edition(&self, path: &str, bytes: &[u8]) -> usize {
        let is_of = |edition: &usize| {
            let site = &self.editions.sites[*edition];
            site.get(path).is_some_and(|it| it == bytes)
        };
        [0, 1]
            .into_iter()
            .find(is_of)
            .unwrap_or_else(|| panic!("{path} is of neither edition"))
    }
}

#[test]
fn a_reader_never_meets_a_broken_link_or_a_half_page() {
    let editions = Editions::new(100);
    let references = [0, 1].map(|it: usize| references_of(&editions.sites[it]));
    editions.build(0);
    let builds = AtomicUsize::new(0);
    let is_over = AtomicBool::new(false);
    let fetched: usize = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|number| {
                let reader = Reader {
                    editions: &editions,
                    references: &references,
                    builds: &builds,
                    random: number as u64,
                    fetched: 0,
                };
                scope.spawn(|| reader.read(&is_over))
            })
            .collect();
        for switch in 1..=SWITCHES {
            builds.fetch_add(1, Ordering::SeqCst);
            editions.put(switch % 2);
            let (code, said) = editions.run(&["build"]);
            assert_eq!(code, Some(0), "{said}");
        }
        is_over.store(true, Ordering::Relaxed);
        readers.into_iter().map(|it| it.join().unwrap()).sum()
    });
    editions.expect_site(SWITCHES % 2);
    eprintln!("{fetched} files fetched during {SWITCHES} switches");
    assert!(fetched > 1000, "only {fetched} files were fetched");
}
