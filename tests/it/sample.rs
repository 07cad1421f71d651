//! The sample site of this repository: that it is what was promised, whole, and the same every time.
//!
//! What screens and feed readers make of its files is tested in `readers`, what a browser makes of it in
//! `browser`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use percent_encoding::percent_decode_str;
use tempfile::TempDir;

use super::{
    html::Page,
    site_test::{TODAY, copy_folder},
    strict_pages,
};

/// What `fanzha build` makes of the sample in `site`, with more arguments and variables of the environment.
fn build(site: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> TempDir {
    let output = TempDir::new().unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_fanzha"))
        .args(["build", "--as-of", TODAY, "--site"])
        .arg(site)
        .arg("--output")
        .arg(output.path())
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{said}");
    // A machine without a font to draw with is no fault of the sample.
    let is_told = |it: &str| it.starts_with("warning[") && !it.starts_with("warning[picture/font]");
    assert!(!said.lines().any(is_told), "{said}");
    output
}

fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder`, if there is one, without the program's own notes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(it) = folders.pop() {
        for entry in fs::read_dir(&it).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
            if path.is_dir() {
                folders.push(path);
            } else if !name.starts_with(".fanzha-") {
                found.insert(name.to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn count(folder: &str) -> usize {
    let pages = fs::read_dir(sample().join("content").join(folder)).unwrap();
    let names = pages.map(|it| it.unwrap().file_name().into_string().unwrap());
    names
        .filter(|it| it.ends_with(".md") && it != "_index.md")
        .count()
}

#[test]
fn the_sample_has_all_that_was_promised() {
    assert_eq!(count("types"), 11);
    assert!(count("cases") >= 24);
    assert!(count("slogans") >= 8);
    assert!(count("policy") >= 2);
    assert_eq!(count("units"), 26);
    assert!(count("bulletins") >= 6);
    for folder in ["quiz", "outreach", "wuzha"] {
        assert!(count(folder) >= 1, "{folder}");
    }
    let output = build(&sample(), &[], &[]);
    let slogans = fs::read_to_string(output.path().join("feeds/slogans.txt")).unwrap();
    assert!(slogans.lines().count() >= 80, "{}", slogans.lines().count());
    let feeds = |channel: &str| fs::read_dir(output.path().join("feeds").join(channel)).unwrap();
    assert_eq!(feeds("led").count(), 6);
    assert_eq!(feeds("cinema").count(), 2);
    for folder in ["cases", "bulletins"] {
        for entry in fs::read_dir(output.path().join(folder)).unwrap() {
            let page = entry.unwrap().path().join("index.html");
            if let Ok(html) = fs::read_to_string(&page) {
                let is_marked = Page::parse(&html).has(".sample-note");
                assert!(is_marked, "{}", page.display());
            }
        }
    }
}

#[test]
fn every_internal_link_leads_to_a_file_and_an_anchor() {
    for style in ["relative", "absolute"] {
        let site = TempDir::new().unwrap();
        for name in ["content", "themes"] {
            copy_folder(&sample().join(name), &site.path().join(name));
        }
        let settings = fs::read_to_string(sample().join("site.yaml")).unwrap();
        let settings = settings.replace("links: relative", &format!("links: {style}"));
        fs::write(site.path().join("site.yaml"), settings).unwrap();
        let output = build(site.path(), &[], &[]);
        let broken = broken_links(&files(output.path()));
        assert!(broken.is_empty(), "{style}: {broken:#?}");
    }
}

const BASE_PATH: &str = "/zt/fanzha/";

/// `page → link` for each that leads nowhere, to a folder's index only where a server would find it.
fn broken_links(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let pages: BTreeMap<&str, Page> = pages(files).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, page)| (*name, page.attributes("[id]", "id").into_iter().collect()))
        .collect();
    let mut broken = Vec::new();
    let mut followed = 0;
    for (name, page) in &pages {
        for link in addresses(page) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let Some(target) = resolve(name, path) else {
                continue;
            };
            followed += 1;
            let exists = files.contains_key(&target);
            let has_anchor = ids
                .get(target.as_str())
                .is_some_and(|it| it.contains(anchor));
            if !exists || !(anchor.is_empty() || has_anchor) {
                broken.push(format!("{name} → {link}"));
            }
        }
    }
    assert!(followed > 3000, "only {followed} links were found");
    broken
}

/// The HTML files, parsed.
fn pages(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, Page)> {
    let pages = files.iter().filter(|(name, _)| name.ends_with(".html"));
    pages.map(|(name, bytes)| (name.as_str(), Page::parse(str::from_utf8(bytes).unwrap())))
}

/// The values of all `href` and `src`.
fn addresses(page: &Page) -> Vec<String> {
    ["href", "src"]
        .iter()
        .flat_map(|it| page.attributes("*", it))
        .map(|it| percent_decode_str(it).decode_utf8().unwrap().into_owned())
        .collect()
}

/// The output file that `path`, written on `page`, leads to; none for other hosts and schemes.
fn resolve(page: &str, path: &str) -> Option<String> {
    let base = format!("https://www.example.gov.cn{BASE_PATH}");
    let path = path
        .strip_prefix(&base)
        .map_or_else(|| path.to_owned(), |it| format!("{BASE_PATH}{it}"));
    if path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = match path.strip_prefix(BASE_PATH) {
        Some(_) => Vec::new(),
        None => page
            .split('/')
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
    };
    let rest = path.strip_prefix(BASE_PATH).unwrap_or(&path);
    assert!(!rest.starts_with('/'), "{page}: {path} leaves the site");
    if rest.is_empty() && !path.is_empty() {
        return Some("index.html".to_owned());
    }
    if path.is_empty() {
        return Some(page.to_owned());
    }
    for part in rest.split('/') {
        match part {
            ".." => {
                assert!(parts.pop().is_some(), "{page}: {path} climbs out");
            }
            "." => (),
            part => parts.push(part),
        }
    }
    let target = parts.join("/");
    Some(match target.ends_with('/') || target.is_empty() {
        true => format!("{target}index.html"),
        false => target,
    })
}

#[test]
fn no_page_asks_another_host_or_runs_a_script_of_its_own() {
    let output = build(&sample(), &[], &[]);
    let files = files(output.path());
    for (name, page) in pages(&files) {
        // Displays, sheets of paper and the preview of an article are whole in themselves, and no pages of
        // the site.
        let is_own = ["print/", "signage/", "wechat/"]
            .iter()
            .any(|it| name.starts_with(it));
        assert!(!page.has("[src^=http], [srcset*='http']"), "{name}");
        if is_own {
            // No icon, and so no question for one.
            let others = page.count("link:not([rel=icon][href='data:,'])");
            assert_eq!(others, 0, "{name}");
            for asks in ["url(", "@import", "XMLHttpRequest", "fetch("] {
                assert!(!page.mentions(asks), "{name}: {asks}");
            }
            continue;
        }
        assert_eq!(page.attribute("html", "lang"), "zh-CN", "{name}");
        assert_eq!(strict_pages::inline_parts(&page), [""; 0], "{name}");
        assert!(!page.has("link[rel=stylesheet][href^=http]"), "{name}");
        for number in page.attributes("a[href^='tel:']", "href") {
            assert!(
                ["tel:96110", "tel:110", "tel:12381", "tel:12321"].contains(&number),
                "{name}: {number}"
            );
        }
    }
}

#[test]
fn a_page_weighs_at_most_100_kb_with_its_styles_and_scripts() {
    let output = build(&sample(), &[], &[]);
    let files = files(output.path());
    for (name, page) in pages(&files) {
        let styles = page.attributes("link[rel=stylesheet]", "href");
        let scripts = page.attributes("script", "src");
        let mut weight = files[name].len();
        for address in [styles, scripts].concat() {
            let file = resolve(name, address).unwrap();
            weight += files[&file].len();
        }
        assert!(weight <= 100 * 1024, "{name}: {weight} bytes");
    }
}

#[test]
fn builds_are_equal_on_any_folder_clock_and_number_of_threads() {
    let first = files(build(&sample(), &[], &[]).path());
    let elsewhere = TempDir::new().unwrap();
    // Created in another order, so that the folder lists its entries in another one.
    for name in ["themes", "site.yaml", "content"] {
        let (from, to) = (sample().join(name), elsewhere.path().join(name));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
    let environment = [
        ("TZ", "America/New_York"),
        ("RAYON_NUM_THREADS", "1"),
        ("LANG", "C"),
    ];
    let second = files(build(elsewhere.path(), &["--no-cache"], &environment).path());
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
}
