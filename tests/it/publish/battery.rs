//! What every kind of target must do, whatever its server is like.
//!
//! In: a target that was just set up and is empty. Out: assertions.

use std::{
    env, fs, thread,
    time::{Duration, Instant},
};

use super::office::{Files, Office, TestTarget, files_in};

/// Numbers without order, the same in every run of one seed (xorshift64).
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(number("PUBLISH_SEED").unwrap_or(0x9e37_79b9_7f4a_7c15))
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

pub fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

/// From the first publication to a rollback.
pub fn goes_live_and_back(target: &TestTarget) {
    let office = Office::new(target);
    office.article("first", "第一版。");
    if !target.settings.contains("kind: folder") {
        office.refuses(&["publish", "portal"], "还没有查看过发布目标");
    }
    office.does(&["target", "check", "portal"]);
    assert_eq!(
        target.everything(),
        Files::new(),
        "scratch files are removed"
    );

    let said = office.does(&["publish", "portal", "--dry-run"]);
    assert!(said.stderr.contains("这次什么也没送"), "{}", said.stderr);
    assert_eq!(target.everything(), Files::new());

    office.does(&["publish", "portal"]);
    let first = office.public();
    assert_same(&target.published(), &first);

    office.article("first", "第二版。");
    office.article("second", "又一篇。");
    let said = office.does(&["publish", "portal", "--format", "json"]);
    let second = office.public();
    assert_same(&target.published(), &second);
    let changed = second
        .iter()
        .filter(|(path, bytes)| first.get(*path).is_some_and(|it| it != *bytes));
    let told = said.stdout.split_once("{\n  \"target\"").unwrap().1;
    let told: serde_json::Value = serde_json::from_str(&format!("{{\n  \"target\"{told}")).unwrap();
    assert_eq!(
        told["changed"].as_u64(),
        Some(changed.count() as u64),
        "{told}"
    );

    goes_back(target, &office, &first);
}

/// A removal, then rollbacks to the second and to the first release, and forward again.
fn goes_back(target: &TestTarget, office: &Office, first: &Files) {
    let second = office.public();
    // Nothing to do.
    let said = office.does(&["publish", "portal"]);
    assert!(
        said.stderr.contains("新增 0、修改 0、删除 0"),
        "{}",
        said.stderr
    );

    office.remove("content/cases/second.md");
    office.does(&["publish", "portal"]);
    let third = office.public();
    let pages = |files: &Files| -> Files {
        files
            .clone()
            .into_iter()
            .filter(|it| it.0.ends_with(".html"))
            .collect()
    };
    assert_eq!(pages(&target.published()), pages(&third));
    assert!(!third.contains_key("cases/second/index.html"));

    office.does(&["rollback", "portal"]);
    assert_eq!(
        pages(&target.published()),
        pages(&second),
        "one release back"
    );
    office.does(&["rollback", "portal"]);
    assert_eq!(
        pages(&target.published()),
        pages(first),
        "two releases back"
    );
    office.refuses(&["rollback", "portal"], "没有更早的版本");
    let listed = office.does(&["releases", "portal"]).stdout;
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(
        listed.lines().last().unwrap().starts_with("现在 →"),
        "{listed}"
    );
    let newest = listed
        .lines()
        .next()
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    office.does(&["rollback", "portal", newest]);
    assert_eq!(pages(&target.published()), pages(&third), "forward again");
}

/// Files that somebody else has put at the target or changed there.
pub fn respects_what_others_have_changed(target: &TestTarget) {
    respects_changes(target, &mut || ());
}

/// The same for a server that has to be told of changes (`tell`) that are made beside it.
pub fn respects_changes(target: &TestTarget, tell: &mut dyn FnMut()) {
    let office = Office::new(target);
    office.article("first", "第一版。");
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);
    let page = target.root.join("cases/first/index.html");
    let mine = target.root.join("cases/notice.txt");
    fs::write(&page, "somebody's own page").unwrap();
    fs::write(&mine, "somebody's own file").unwrap();
    tell();

    office.article("first", "第二版。");
    office.refuses(&["publish", "portal"], "cases/first/index.html");
    assert_eq!(fs::read_to_string(&page).unwrap(), "somebody's own page");
    office.does(&["publish", "portal", "--overwrite"]);
    assert_eq!(
        fs::read(&page).unwrap(),
        office.public()["cases/first/index.html"]
    );
    assert_eq!(fs::read_to_string(&mine).unwrap(), "somebody's own file");

    // A changed page that is no longer part of the site is left as it is.
    fs::write(&page, "changed again").unwrap();
    tell();
    office.remove("content/cases/first.md");
    let said = office.does(&["publish", "portal"]);
    assert!(said.stderr.contains("留着没有删"), "{}", said.stderr);
    assert_eq!(fs::read_to_string(&page).unwrap(), "changed again");

    // A page that somebody removed comes back.
    fs::remove_file(target.root.join("index.html")).unwrap();
    tell();
    office.does(&["publish", "portal", "--distrust-remote"]);
    assert!(target.root.join("index.html").exists());
}

/// `kill -9` at any moment: the next run goes on, and nothing temporary stays.
pub fn survives_kills(target: &TestTarget, usual_kills: u64) {
    let office = Office::new(target);
    let mut random = Random::new();
    office.does(&["target", "check", "portal"]);
    let start = Instant::now();
    edition(&office, 0);
    office.does(&["publish", "portal"]);
    let whole_us = u64::try_from(start.elapsed().as_micros()).unwrap();
    for kill in 1..=number("PUBLISH_KILLS").unwrap_or(usual_kills) {
        edition(&office, kill);
        let mut child = office.start(&["publish", "portal"]);
        thread::sleep(Duration::from_micros(random.below(whole_us)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(target.root.join("index.html").exists(), "kill {kill}");
        if random.below(3) > 0 {
            office.does(&["publish", "portal"]);
            assert_pages(target, &office, kill);
        }
    }
    office.does(&["publish", "portal"]);
    assert_pages(target, &office, 0);
    let left: Vec<String> = target
        .everything()
        .into_keys()
        .filter(|it| it.contains("fz-") || it.contains("fanzha-lock"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// Two computers publish at the same moment: one of them may be told to wait, and the site is always whole.
pub fn excludes_a_second_publisher(target: &TestTarget) {
    let office = Office::new(target);
    let colleague = office.colleague();
    for it in [&office, &colleague] {
        it.does(&["target", "check", "portal"]);
    }
    edition(&office, 0);
    office.does(&["publish", "portal"]);
    for round in 1..=3 {
        edition(&office, round);
        edition(&colleague, round + 100);
        let mut other = colleague.start(&["publish", "portal"]);
        let said = office.run(&["publish", "portal"]);
        let others_code = other.wait().unwrap().code();
        assert!(
            said.code == Some(0) || said.stderr.contains("正在电脑"),
            "{}",
            said.stderr
        );
        assert!(
            said.code == Some(0) || others_code == Some(0),
            "both were refused\n{}",
            said.stderr
        );
        // Whoever publishes next finds a whole site of the other one.
        office.does(&["publish", "portal"]);
        assert_pages(target, &office, round);
    }
}

/// No file of the site contains `secret`.
pub fn assert_nowhere(secret: &str, office: &Office) {
    for (path, bytes) in files_in(&office.site()) {
        let is_in = bytes
            .windows(secret.len())
            .any(|it| it == secret.as_bytes());
        assert!(!is_in, "{path} contains a password");
    }
}

/// Twelve pages that differ between editions, and one that is only in this one.
pub fn edition(office: &Office, number: u64) {
    for index in 0..12 {
        office.article(
            &format!("p{index}"),
            &format!("第 {number} 版的第 {index} 篇。"),
        );
    }
    let cases = office.site().join("content/cases");
    for entry in fs::read_dir(cases).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("only-") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    office.article(&format!("only-{number}"), "只在这一版里有。");
}

pub fn assert_pages(target: &TestTarget, office: &Office, round: u64) {
    let public = office.public();
    let published = target.published();
    for (path, bytes) in &public {
        assert!(
            published.get(path) == Some(bytes),
            "{path} differs in round {round}"
        );
    }
    let is_new_page = |it: &&String| it.ends_with(".html") && !public.contains_key(*it);
    let stale: Vec<&String> = published.keys().filter(is_new_page).collect();
    assert_eq!(stale, Vec::<&String>::new(), "stale pages in round {round}");
}

pub fn assert_same(published: &Files, public: &Files) {
    for path in public.keys() {
        assert!(published.contains_key(path), "{path} is missing");
    }
    for (path, bytes) in published {
        assert!(public.get(path) == Some(bytes), "{path} differs");
    }
}
