//! The file operations of editors, and the reports they cause: with events, and by polling only.
//!
//! A marker file is written last; when it is reported, everything before it must have been, and nothing else.

use std::{collections::BTreeSet, fs, io::Write as _, path::PathBuf, time::Instant};

use super::{thread::Pace, *};
use crate::paths::SourcePath;

const DEADLINE: Duration = Duration::from_secs(30);
const MARKER: &str = "content/the last.md";

struct WatchedSite {
    folder: tempfile::TempDir,
    watcher: Watcher,
    mode: WatchMode,
    markers: usize,
    before: BTreeSet<SourcePath>,
}

impl WatchedSite {
    /// A watched site with these files. With events, the periodic examination is disabled.
    fn new(mode: WatchMode, files: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            write(&folder.path().join(file), "as before");
        }
        let (signals, received) = mpsc::channel();
        let (events, pause) = match mode {
            WatchMode::Poll => (None, Duration::from_millis(20)),
            WatchMode::Auto => {
                let events = FileEvents::start(folder.path(), &signals).expect("a watched folder");
                (Some(events), Duration::from_secs(3600))
            }
        };
        let times_the_cost = 1;
        let pace = Pace {
            pause,
            times_the_cost,
        };
        let watcher = Watcher {
            changes: WatchThread::start(folder.path(), events, pace, received),
            signals,
            polling: None,
        };
        Self {
            folder,
            watcher,
            mode,
            markers: 0,
            before: BTreeSet::new(),
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("can be renamed");
    }

    /// Exactly these files are reported.
    fn expect(&mut self, expected: &[&str]) {
        self.markers += 1;
        self.write(MARKER, &format!("{}", self.markers));
        let mut expected: BTreeSet<_> = expected.iter().map(|it| SourcePath::new(*it)).collect();
        expected.insert(SourcePath::new(MARKER));
        let mut found = BTreeSet::new();
        let end = Instant::now() + DEADLINE;
        while !found.is_superset(&expected) {
            let rest = end.saturating_duration_since(Instant::now());
            let changes = self.watcher.wait(rest);
            let Some(Changes::Files(files)) = changes else {
                panic!("{changes:?} after {found:?} instead of {expected:?}");
            };
            found.extend(files);
        }
        if self.mode == WatchMode::Poll {
            // An examination may have fallen between two steps of the previous write.
            found.retain(|it| expected.contains(it) || !self.before.contains(it));
        }
        assert_eq!(found, expected);
        self.before = expected;
    }

    fn expect_everything(&self) {
        let end = Instant::now() + DEADLINE;
        loop {
            let rest = end.saturating_duration_since(Instant::now());
            match self.watcher.wait(rest) {
                Some(Changes::Everything) => return,
                Some(Changes::Files(_)) => (),
                None => panic!("nothing was reported"),
            }
        }
    }
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("is below the site")).expect("can be made");
    #[expect(clippy::disallowed_methods, reason = "acts as an editor")]
    fs::write(file, text).expect("can be written");
}

const MODES: [WatchMode; 2] = [WatchMode::Auto, WatchMode::Poll];

#[test]
fn a_save_in_place_is_reported_once() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md", "content/b.md"]);
        site.write("content/a.md", "longer than before");
        site.expect(&["content/a.md"]);
        let mut file = fs::File::create(site.path("content/b.md")).expect("can be written");
        for part in ["one ", "two ", "three"] {
            file.write_all(part.as_bytes()).expect("can be written");
            file.flush().expect("can be written");
        }
        drop(file);
        site.expect(&["content/b.md"]);
        site.expect(&[]);
    }
}

#[test]
fn a_second_save_of_the_same_length_is_reported_too() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md"]);
        for text in ["aaaa", "bbbb", "cccc", "dddd"] {
            site.write("content/a.md", text);
            site.expect(&["content/a.md"]);
        }
    }
}

#[test]
fn a_save_by_renaming_is_reported_as_a_change_of_the_file() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/通知.md", "content/b.md", "content/c.md"]);
        // Word and WPS: write the new text beside the old file, rename the old file, move the new one in its
        // place.
        site.write("content/~WRD0001.tmp", "a new text");
        site.rename("content/通知.md", "content/~WRL0002.tmp");
        site.rename("content/~WRD0001.tmp", "content/通知.md");
        fs::remove_file(site.path("content/~WRL0002.tmp")).expect("can be removed");
        site.expect(&["content/通知.md"]);
        // Vim: probe, rename the old file to a backup, create a new file.
        site.write("content/4913", "");
        fs::remove_file(site.path("content/4913")).expect("can be removed");
        site.rename("content/b.md", "content/b.md~");
        site.write("content/b.md", "a new text");
        fs::remove_file(site.path("content/b.md~")).expect("can be removed");
        site.expect(&["content/b.md"]);
        // Gedit and many others: rename over the old file.
        site.write("content/.goutputstream-X1", "a new text");
        site.rename("content/.goutputstream-X1", "content/c.md");
        site.expect(&["content/c.md"]);
    }
}

#[test]
fn files_are_created_removed_and_renamed() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md", "static/x.css"]);
        site.write("content/new.md", "1");
        site.expect(&["content/new.md"]);
        site.rename("content/new.md", "content/newer.md");
        site.expect(&["content/new.md", "content/newer.md"]);
        fs::remove_file(site.path("content/a.md")).expect("can be removed");
        fs::remove_file(site.path("static/x.css")).expect("can be removed");
        site.expect(&["content/a.md", "static/x.css"]);
    }
}

#[test]
fn a_new_folder_is_examined_and_watched() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md"]);
        site.write("content/new/deep/one.md", "1");
        site.write("content/new/two.md", "1");
        site.expect(&["content/new/deep/one.md", "content/new/two.md"]);
        site.write("content/new/deep/one.md", "changed");
        site.expect(&["content/new/deep/one.md"]);
    }
}

#[test]
fn renaming_or_removing_a_folder_reports_its_files() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/old/a.md", "content/old/b/c.md"]);
        site.rename("content/old", "content/new");
        let both = [
            "content/old/a.md",
            "content/old/b/c.md",
            "content/new/a.md",
            "content/new/b/c.md",
        ];
        site.expect(&both);
        site.write("content/new/b/c.md", "changed");
        site.expect(&["content/new/b/c.md"]);
        fs::remove_dir_all(site.path("content/new")).expect("can be removed");
        site.expect(&["content/new/a.md", "content/new/b/c.md"]);
    }
}

#[test]
fn top_level_folders_are_created_and_removed() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md"]);
        site.write("templates/page.html", "1");
        site.expect(&["templates/page.html"]);
        site.write("templates/page.html", "changed");
        site.expect(&["templates/page.html"]);
        site.rename("templates", "old templates");
        site.expect(&["templates/page.html"]);
        site.write("old templates/page.html", "of no concern");
        site.rename("old templates", "templates");
        site.expect(&["templates/page.html"]);
        site.write("templates/page.html", "changed again");
        site.expect(&["templates/page.html"]);
    }
}

#[test]
fn theme_settings_and_copied_files_are_sources_too() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["themes/x/templates/a.html", "site.yaml"]);
        site.write("themes/x/templates/a.html", "changed");
        site.write("site.yaml", "changed");
        site.write("static/img/a.png", "new");
        let changed = ["themes/x/templates/a.html", "site.yaml", "static/img/a.png"];
        site.expect(&changed);
        fs::remove_file(site.path("site.yaml")).expect("can be removed");
        site.expect(&["site.yaml"]);
        site.write("site.yaml", "there again");
        site.expect(&["site.yaml"]);
    }
}

#[test]
fn a_burst_is_reported_completely() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md"]);
        let paths: Vec<_> = (0..500)
            .map(|it| format!("content/{}/{it}.md", it % 7))
            .collect();
        for path in &paths {
            site.write(path, "1");
        }
        site.expect(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn files_that_are_not_sources_are_not_reported() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a.md"]);
        for path in [
            "content/.a.md.swp",
            "content/~$a.docx",
            "content/a.md~",
            "content/x.tmp",
            "content/.git/x.md",
            "content/4913",
            "public/index.html",
            ".fanzha/x",
            "notes.md",
        ] {
            site.write(path, "1");
        }
        fs::create_dir(site.path("content/empty")).expect("can be made");
        drop(fs::File::open(site.path("content/a.md")).expect("can be read"));
        site.expect(&[]);
    }
}

#[cfg(unix)]
#[test]
fn rejected_entries_are_reported_without_a_path() {
    for mode in MODES {
        let site = WatchedSite::new(mode, &["content/a.md"]);
        std::os::unix::fs::symlink("a.md", site.path("content/b.md")).expect("can be linked");
        site.expect_everything();
        site.write("content/a?.md", "1");
        site.expect_everything();
        fs::remove_file(site.path("content/a?.md")).expect("can be removed");
        site.expect_everything();
    }
}

#[test]
fn a_file_becomes_a_folder_and_a_file_again() {
    for mode in MODES {
        let mut site = WatchedSite::new(mode, &["content/a"]);
        fs::remove_file(site.path("content/a")).expect("can be removed");
        site.write("content/a/b.md", "1");
        site.expect(&["content/a", "content/a/b.md"]);
        fs::remove_dir_all(site.path("content/a")).expect("can be removed");
        site.write("content/a", "1");
        site.expect(&["content/a", "content/a/b.md"]);
    }
}

#[test]
fn pending_reports_are_merged() {
    let files =
        |paths: &[&str]| Changes::Files(paths.iter().map(|it| SourcePath::new(*it)).collect());
    assert_eq!(files(&["a"]).and(files(&["b", "a"])), files(&["a", "b"]));
    assert_eq!(files(&["a"]).and(Changes::Everything), Changes::Everything);
}

#[test]
fn the_thread_ends_with_its_owner() {
    for mode in MODES {
        let site = WatchedSite::new(mode, &["content/a.md"]);
        let Watcher {
            changes, signals, ..
        } = &site.watcher;
        signals.send(Signal::Stop).expect("the thread is running");
        assert_eq!(changes.recv(), Err(mpsc::RecvError));
    }
}

#[test]
fn the_reason_for_polling_is_reported() {
    let site = tempfile::tempdir().expect("a folder");
    let watcher = Watcher::start(site.path(), WatchMode::Poll);
    assert_eq!(watcher.polling(), Some(&Polling::Asked));
    let absent = Watcher::start(&site.path().join("absent"), WatchMode::Auto);
    assert!(matches!(absent.polling(), Some(Polling::Refused(_))));
    let share = Polling::Share("网络共享（NFS）").to_string();
    assert_eq!(
        share,
        "网站放在网络共享（NFS）上，别的电脑改了文件，系统不会通知；所以每 400 毫秒查看一遍文件"
    );
}
