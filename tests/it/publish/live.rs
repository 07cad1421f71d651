//! The live site as visitors see it, served by nginx: during publications and rollbacks, and by `fanzha
//! verify`.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::Duration,
};

use tempfile::TempDir;
use url::Url;

use super::{
    battery,
    office::{Files, Office, TestTarget},
    servers::{BASE, nginx_site, quoted, sshd},
    sftp,
};
use crate::html::Page;

/// Publications and rollbacks of one test.
const SWITCHES: usize = 30;

/// A folder as the target, and the folder that nginx shows.
fn folder_target(more: &str) -> (TempDir, TestTarget) {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("www");
    fs::create_dir(&root).unwrap();
    let target = TestTarget {
        settings: format!("kind: folder, folder: {}{more}", quoted(&root)),
        root,
        environment: Vec::new(),
    };
    (folder, target)
}

/// One of two editions: all pages differ, and each has pages and pictures of its own.
fn edition(office: &Office, number: u64) {
    battery::edition(office, number);
    let picture = |number: u64| format!("static/edition-{number}.svg");
    let text = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{number}9' height='9'/>");
    office.write(&picture(number), &text);
    if office.site().join(picture(1 - number)).exists() {
        office.remove(&picture(1 - number));
    }
    for index in 0..6 {
        let other = (index + 1) % 6;
        office.article(
            &format!("live-{index}"),
            &format!(
                "第 {number} 版。\n\n![图](/edition-{number}.svg)\n\n[另一篇](live-{other}.md)"
            ),
        );
    }
}

/// Whether `path` is a page.
fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// The files of the site to which each page of an edition refers.
type References = BTreeMap<String, Vec<String>>;

fn references(files: &Files) -> References {
    let base = Url::parse("http://site.example")
        .unwrap()
        .join(BASE)
        .unwrap();
    let of_page = |(path, bytes): (&String, &Vec<u8>)| {
        let page = Page::parse(std::str::from_utf8(bytes).unwrap());
        let here = base.join(path).unwrap();
        let values = page.attributes("[href]", "href").into_iter();
        let values = values.chain(page.attributes("[src]", "src"));
        let urls = values.filter_map(|it| here.join(it).ok());
        let own = urls.filter(|it| it.host_str() == base.host_str());
        let own = own.map(|it| it.path().strip_prefix(BASE).unwrap().to_owned());
        let mut paths: Vec<String> = own
            .map(|it| match it.is_empty() || it.ends_with('/') {
                true => format!("{it}index.html"),
                false => it,
            })
            .collect();
        paths.sort();
        paths.dedup();
        (path.clone(), paths)
    };
    files
        .iter()
        .filter(|it| is_page(it.0))
        .map(of_page)
        .collect()
}

/// Visitors, who load pages with all that the pages refer to.
struct Visitors<'a> {
    base: String,
    editions: &'a [Files; 2],
    references: [References; 2],
    is_over: AtomicBool,
    /// How many pages of each edition were seen.
    pages: [AtomicU64; 2],
}

/// A connection of one visitor.
struct Browser<'a> {
    visitors: &'a Visitors<'a>,
    agent: ureq::Agent,
}

impl Browser<'_> {
    /// The content of a file; `None` for 404.
    fn get(&self, path: &str) -> Option<Vec<u8>> {
        let url = format!("{}{path}", self.visitors.base);
        let mut response = self.agent.get(&url).call().unwrap();
        let bytes = response.body_mut().read_to_vec().unwrap();
        match response.status().as_u16() {
            200 => Some(bytes),
            404 => None,
            status => panic!("{path}: {status}"),
        }
    }

    /// Loads one page as a browser does, then what it refers to.
    fn visit(&self, path: &str) {
        let Some(bytes) = self.get(path) else {
            return;
        };
        let visitors = self.visitors;
        let is_of = |it: &&Files| it.get(path) == Some(&bytes);
        let seen = visitors.editions.iter().position(|it| is_of(&it));
        let number =
            seen.unwrap_or_else(|| panic!("{path} is of no edition: {} bytes", bytes.len()));
        visitors.pages[number].fetch_add(1, Ordering::Relaxed);
        for reference in &visitors.references[number][path] {
            match self.get(reference) {
                Some(bytes) => {
                    let is_whole = visitors
                        .editions
                        .iter()
                        .any(|it| it.get(reference) == Some(&bytes));
                    assert!(is_whole, "{reference} of {path} is of no edition");
                }
                None if is_page(reference) => {
                    self.assert_gone_with_its_link(path, number, reference);
                }
                None => {
                    panic!("{path} of edition {number} refers to {reference}, which is missing")
                }
            }
        }
    }

    /// A link to a page that was removed is only right if the page with the link has changed before.
    fn assert_gone_with_its_link(&self, path: &str, number: usize, reference: &str) {
        let now = self.get(path);
        let is_same = now.is_some_and(|it| self.visitors.editions[number].get(path) == Some(&it));
        assert!(
            !is_same || self.get(reference).is_some(),
            "{path} of edition {number} links to {reference}, which is missing"
        );
    }
}

impl Visitors<'_> {
    fn read(&self) {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        let browser = Browser {
            visitors: self,
            agent: config.into(),
        };
        let pages = self.references.iter().flat_map(BTreeMap::keys);
        let mut pages: Vec<&String> = pages.collect();
        pages.dedup();
        for path in pages.into_iter().cycle() {
            if self.is_over.load(Ordering::Relaxed) {
                return;
            }
            browser.visit(path);
        }
    }
}

/// Switches between two editions while visitors read `shown` all the time.
fn is_whole_at_every_moment(target: &TestTarget, shown: &Path) {
    let office = Office::new(target);
    office.does(&["target", "check", "portal"]);
    let editions = [0, 1].map(|number| {
        edition(&office, number);
        office.does(&["publish", "portal"]);
        office.public()
    });
    let server = nginx_site(shown, "");
    let visitors = Visitors {
        base: format!("http://127.0.0.1:{}{BASE}", server.port),
        editions: &editions,
        references: [references(&editions[0]), references(&editions[1])],
        is_over: AtomicBool::new(false),
        pages: Default::default(),
    };
    thread::scope(|scope| {
        let readers = [(); 2].map(|()| scope.spawn(|| visitors.read()));
        for switch in 0..SWITCHES {
            if readers.iter().any(|it| it.is_finished()) {
                break;
            }
            if switch % 2 == 0 {
                office.does(&["rollback", "portal"]);
            } else {
                edition(&office, 1);
                office.does(&["publish", "portal"]);
            }
        }
        visitors.is_over.store(true, Ordering::Relaxed);
    });
    let pages = visitors.pages.map(AtomicU64::into_inner);
    assert!(
        pages.iter().all(|it| *it > 100),
        "{pages:?} pages were seen"
    );
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn visitors_never_miss_a_file_when_files_are_replaced_in_place() {
    let (_folder, target) = folder_target("");
    is_whole_at_every_moment(&target, &target.root);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn visitors_never_miss_a_file_when_a_link_is_switched() {
    let (_folder, target) = folder_target(", switch: link");
    is_whole_at_every_moment(&target, &target.root.join("current"));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx and sshd: READERS=1 cargo test")]
fn visitors_never_miss_a_file_during_sftp() {
    let server = sshd();
    let target = sftp::target(&server, server.port);
    is_whole_at_every_moment(&target, &target.root);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx and sshd: READERS=1 cargo test")]
fn visitors_never_miss_a_file_when_a_link_is_switched_over_sftp() {
    let server = sshd();
    let mut target = sftp::target(&server, server.port);
    target.settings.push_str(", switch: link");
    is_whole_at_every_moment(&target, &target.root.join("current"));
}

/// A published site, and nginx as its operator has set it up, with `more` in its settings.
fn verified(office: &Office, target: &TestTarget, more: &str) -> super::office::Said {
    let policy = target.root.join("csp-headers.conf");
    let more = format!(
        "include {}; add_header Cache-Control no-cache always; {more}",
        policy.display()
    );
    let server = nginx_site(&target.root, &more);
    let settings = fs::read_to_string(office.site().join("site.yaml")).unwrap();
    let url = format!(
        "id: portal, url: 'http://127.0.0.1:{}{BASE}', ",
        server.port
    );
    office.write("site.yaml", &settings.replace("id: portal, ", &url));
    let said = office.run(&["verify", "portal"]);
    office.write("site.yaml", &settings);
    said
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn verify_says_what_the_portal_has_changed() {
    let (_folder, target) = folder_target("");
    let office = Office::new(&target);
    office.article("first", "第一版。");
    office.does(&["publish", "portal"]);

    let said = verified(&office, &target, "");
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(!said.stderr.contains("错误"), "{}", said.stderr);

    let script = "https://ads.example.com/a.js";
    let filter = format!(
        "sub_filter '</body>' '<script src=\"{script}\"></script></body>'; sub_filter_once on;"
    );
    let said = verified(&office, &target, &filter);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains(script), "{}", said.stderr);

    fs::remove_file(target.root.join("cases/first/index.html")).unwrap();
    let said = verified(&office, &target, "");
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("cases/first/"), "{}", said.stderr);
}
