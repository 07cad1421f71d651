//! Several builds of one site at once: one after the other, and the site is whole.
//!
//! The second waits for the first. A lock file that a dead build left behind is no lock. That a build gives
//! up in the end, and what it says then, is tested in `src/output/tests.rs`.

use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
    time::Duration,
};

use super::{
    SiteTest,
    commands::build,
    editions::{Editions, command, files_in},
    html::Page,
};

fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Waits until `child` has opened `file`, or has ended.
#[cfg(target_os = "linux")]
fn wait_until_open(child: &mut Child, file: &Path) {
    let descriptors = format!("/proc/{}/fd", child.id());
    let is_open = || {
        let mut entries = fs::read_dir(&descriptors).into_iter().flatten().flatten();
        entries.any(|it| fs::read_link(it.path()).is_ok_and(|to| to == file))
    };
    while !is_open() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Other systems have no list of the files that a process has open.
#[cfg(not(target_os = "linux"))]
fn wait_until_open(_child: &mut Child, _file: &Path) {}

#[test]
fn the_second_build_waits_until_the_first_releases_the_folder() {
    let site = SiteTest::of(&[("content/a.md", "---\n标题: 一\n---\n")]);
    assert_eq!(build(site.path(), &[]).code, Some(0));
    let path = site.path().join("public/.fanzha-lock");
    let path = path.canonicalize().unwrap();
    let lock = fs::File::options().write(true).open(&path).unwrap();
    lock.lock().unwrap();
    fs::write(&path, "4711").unwrap();
    site.write("content/a.md", "---\n标题: 二\n---\n");
    let mut command = command(site.path(), &["build"]);
    let mut second = command.stderr(Stdio::piped()).spawn().unwrap();
    wait_until_open(&mut second, &path);
    assert_eq!(second.try_wait().unwrap(), None);
    let title = || {
        let html = fs::read_to_string(site.path().join("public/a/index.html")).unwrap();
        Page::parse(&html).text("h1")
    };
    assert_eq!(title(), "一");
    // The file stays, with the number of a process that does not hold it any more.
    drop(lock);
    let (code, said) = end(second);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(title(), "二");
}

#[test]
fn builds_that_start_together_all_succeed_and_the_site_is_whole() {
    let editions = Editions::new(40);
    for round in 0..6 {
        let edition = round % 2;
        if round % 3 == 0 {
            let folders = ["public", "export", ".fanzha"].map(|it| editions.path().join(it));
            for folder in folders {
                drop(fs::remove_dir_all(folder));
            }
        }
        editions.put(edition);
        let builds: &[&[&str]] = &[
            &["build"],
            &["build", "--no-cache"],
            &["export"],
            &["build"],
        ];
        let children: Vec<Child> = builds.iter().map(|it| editions.spawn(it)).collect();
        for child in children {
            let (code, said) = end(child);
            assert_eq!(code, Some(0), "{said}");
        }
        editions.expect_site(edition);
        assert!(
            editions
                .path()
                .join("export/.fanzha-manifest.json")
                .exists()
        );
        drop(fs::remove_dir_all(editions.path().join("export")));
        editions.expect_sources(edition);
        editions.build(edition);
    }
}

#[test]
fn a_build_that_began_to_read_first_does_not_bring_back_what_it_read() {
    let editions = Editions::new(40);
    editions.build(0);
    for round in 0..6 {
        let [old, new] = [round % 2, 1 - round % 2];
        editions.put(old);
        let slow = editions.spawn(&["build", "--no-cache"]);
        // Any moment of the slow build will do: whichever ends last has read the newer sources.
        std::thread::sleep(Duration::from_millis(40 * round as u64));
        editions.put(new);
        let quick = editions.spawn(&["build"]);
        let (code, said) = end(quick);
        assert_eq!(code, Some(0), "{said}");
        // The slow one may have seen the sources half replaced; it says so, or begins anew.
        let (code, said) = end(slow);
        assert!(matches!(code, Some(0..=2)), "{said}");
        editions.expect_site(new);
    }
}

#[test]
fn builds_that_fail_together_leave_no_folder() {
    let site = SiteTest::of(&[
        ("content/a.md", "---\n标题: 一\n---\n"),
        ("templates/404.html", "{{ site.none }}"),
    ]);
    for _ in 0..5 {
        let builds: Vec<_> = std::thread::scope(|scope| {
            let builds: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| build(site.path(), &[])))
                .collect();
            builds.into_iter().map(|it| it.join().unwrap()).collect()
        });
        for said in builds {
            assert_eq!(said.code, Some(1), "{}", said.stderr);
        }
        assert!(!site.path().join("public").exists());
    }
    let left = files_in(site.path());
    assert!(left.keys().all(|it| !it.starts_with("public")));
}
