//! Writing on a real disk: files of others are never touched, and an abandoned run leaves no trace.
//!
//! Each test has its own folder.

#![expect(
    clippy::disallowed_methods,
    reason = "acts as other users of the folder"
)]

use std::{fs, path::Path, time::Duration};

use super::{
    names::{JOURNAL, JOURNAL_NEW, LOCK, MANIFEST, STAGE},
    *,
};

fn path(text: &str) -> OutputPath {
    OutputPath::new(text).expect("is inside")
}

pub(super) fn build(folder: &Path, files: &[(&str, &str)]) -> Result<Written, OutputError> {
    let output = OutputFolder::open(folder, &[], EqualFiles::Leave)?;
    for (name, content) in files {
        output.stage(&path(name), content.as_bytes())?;
    }
    output.commit(Removals::Usual)
}

/// All files below `folder` except bookkeeping files, each as `path=content`.
pub(super) fn listing(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|it| it.expect("can be listed"))
        .filter(|it| !it.file_name().to_string_lossy().starts_with(".fanzha-"))
        .filter(|it| it.depth() > 0 && !it.file_type().is_symlink())
        .map(|it| {
            let name = it
                .path()
                .strip_prefix(folder)
                .expect("is below")
                .display()
                .to_string();
            if it.file_type().is_dir() {
                return format!("{name}/");
            }
            format!("{name}={}", fs::read_to_string(it.path()).expect("is text"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn changed_equal_and_stale_files() {
    let site = tempfile::tempdir().expect("a folder");
    let public = site.path().join("public");
    let first = build(
        &public,
        &[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.css", "3")],
    );
    assert_eq!(
        first,
        Ok(Written {
            written: 3,
            unchanged: 0,
            removed: 0
        })
    );
    let manifest = fs::read_to_string(public.join(MANIFEST)).expect("was written");

    let before = fs::metadata(public.join("index.html"))
        .expect("exists")
        .modified()
        .expect("known");
    let second = build(&public, &[("index.html", "1"), ("a/d.css", "changed")]);
    assert_eq!(
        second,
        Ok(Written {
            written: 1,
            unchanged: 1,
            removed: 1
        })
    );
    assert_eq!(listing(&public), ["a/", "a/d.css=changed", "index.html=1"]);
    let after = fs::metadata(public.join("index.html"))
        .expect("exists")
        .modified()
        .expect("known");
    assert_eq!(before, after);

    assert!(
        build(
            &public,
            &[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.css", "3")]
        )
        .is_ok()
    );
    assert_eq!(
        fs::read_to_string(public.join(MANIFEST)).expect("was written"),
        manifest
    );
    assert!(!public.join(STAGE).exists());
}

#[test]
fn an_abandoned_run_changes_nothing() {
    let site = tempfile::tempdir().expect("a folder");
    assert!(build(site.path(), &[("index.html", "old")]).is_ok());
    let output = OutputFolder::open(site.path(), &[], EqualFiles::Leave).expect("is ours");
    output
        .stage(&path("index.html"), b"new")
        .expect("can be staged");
    drop(output);
    assert_eq!(listing(site.path()), ["index.html=old"]);
    assert!(!site.path().join(STAGE).exists());
}

#[test]
fn leftovers_of_a_crash_are_removed() {
    let site = tempfile::tempdir().expect("a folder");
    fs::create_dir(site.path().join(STAGE)).expect("can be made");
    fs::write(site.path().join(STAGE).join("0"), "half").expect("can be written");
    fs::write(site.path().join(LOCK), "").expect("can be written");
    assert!(build(site.path(), &[("index.html", "1")]).is_ok());
    assert_eq!(listing(site.path()), ["index.html=1"]);
    assert!(!site.path().join(STAGE).exists());
}

/// A commit interrupted after `moved` of its moves, as by `kill -9`; `a/b` and `c` are new, `old` is removed.
fn interrupted_after(moved: &[&str]) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a folder");
    assert!(build(site.path(), &[("index.html", "old"), ("old/x.html", "old")]).is_ok());
    let output = OutputFolder::open(site.path(), &[], EqualFiles::Leave).expect("is ours");
    let files = [("index.html", "new"), ("a/b.css", "new"), ("c.html", "new")];
    for (name, content) in files {
        let staged = output.stage(&path(name), content.as_bytes());
        staged.expect("can be staged");
    }
    let staged = output.files().clone();
    let new = staged.iter().map(|(path, it)| (path.clone(), it.entry));
    let new = OutputManifest(new.collect());
    output.folder.write_journal(&new).expect("can be written");
    for name in moved {
        let (from, to) = (site.path().join(STAGE).join(name), site.path().join(name));
        fs::rename(from, to).expect("can be moved");
    }
    drop(output);
    site
}

#[test]
fn an_interrupted_commit_is_completed() {
    for moved in [
        &[][..],
        &["a"],
        &["a", "c.html"],
        &["a", "c.html", "index.html"],
    ] {
        let site = interrupted_after(moved);
        finish(site.path()).expect("can be finished");
        let whole = ["a/", "a/b.css=new", "c.html=new", "index.html=new"];
        assert_eq!(listing(site.path()), whole, "{moved:?}");
        for note in [STAGE, JOURNAL, JOURNAL_NEW] {
            assert!(!site.path().join(note).exists(), "{note}");
        }
        // Nothing is left to do, and all files belong to the site.
        finish(site.path()).expect("is finished");
        let again = build(site.path(), &[("index.html", "new")]).expect("is ours");
        assert_eq!((again.unchanged, again.removed), (1, 2));
    }
}

/// On the day when slogans expire, hundreds of files of feeds are removed without confirmation.
#[test]
fn files_of_feeds_are_removed_without_confirmation() {
    let site = tempfile::tempdir().expect("a folder");
    let names: Vec<String> = (0..90).map(|it| format!("feeds/{it}.txt")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "1")).collect();
    files.push(("index.html", "1"));
    assert!(build(site.path(), &files).is_ok());
    let written = build(site.path(), &files[90..]).expect("is not asked about");
    assert_eq!(written.removed, 90);
}

#[test]
fn large_removals_need_confirmation() {
    let site = tempfile::tempdir().expect("a folder");
    let names: Vec<String> = (0..40).map(|it| format!("{it}/index.html")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), "1")).collect();
    assert!(build(site.path(), &files).is_ok());
    let error = build(site.path(), &files[..20]).expect_err("half of it would go");
    assert!(error.message.contains("40 个页面里的 20 个"), "{error}");
    assert!(names.iter().all(|it| site.path().join(it).exists()));
    assert!(build(site.path(), &files[..21]).is_ok());
    let output = OutputFolder::open(site.path(), &[], EqualFiles::Leave).expect("is ours");
    assert_eq!(
        output.commit(Removals::Any).expect("was asked for").removed,
        21
    );
}

#[test]
fn only_unchanged_files_are_kept() {
    let site = tempfile::tempdir().expect("a folder");
    let output = OutputFolder::open(site.path(), &[], EqualFiles::Leave).expect("is ours");
    let placed = output.stage(&path("a"), b"1").expect("can be staged");
    assert!(output.commit(Removals::Usual).is_ok());
    let keep = |placed: &Placed| {
        let output = OutputFolder::open(site.path(), &[], EqualFiles::Leave).expect("is ours");
        output.keep(&path("a"), placed)
    };
    assert!(keep(&placed));
    let moved = placed.modified_ns + 1;
    assert!(!keep(&Placed {
        modified_ns: moved,
        ..placed
    }));
    fs::remove_file(site.path().join("a")).expect("can be removed");
    assert!(!keep(&placed));
}

#[test]
fn a_file_replaces_a_folder_and_vice_versa() {
    let site = tempfile::tempdir().expect("a folder");
    assert!(build(site.path(), &[("a", "file"), ("b/c/d", "deep")]).is_ok());
    assert!(build(site.path(), &[("a/x", "deep"), ("b", "file")]).is_ok());
    assert_eq!(listing(site.path()), ["a/", "a/x=deep", "b=file"]);
}

#[test]
fn files_of_others_are_kept() {
    let site = tempfile::tempdir().expect("a folder");
    assert!(build(site.path(), &[("a/old.html", "1"), ("index.html", "1")]).is_ok());
    fs::write(site.path().join("a/mine.txt"), "mine").expect("can be written");
    assert!(build(site.path(), &[("index.html", "2")]).is_ok());
    assert_eq!(
        listing(site.path()),
        ["a/", "a/mine.txt=mine", "index.html=2"]
    );

    let error =
        build(site.path(), &[("index.html", "3"), ("a/mine.txt", "ours")]).expect_err("is foreign");
    assert!(error.message.contains("a/mine.txt"), "{error}");
    let error = build(site.path(), &[("index.html", "3"), ("a", "file")])
        .expect_err("holds a foreign file");
    assert!(error.message.contains("a/mine.txt"), "{error}");
    let error = build(site.path(), &[("a/mine.txt/x", "1")]).expect_err("is no folder");
    assert!(error.message.contains("同名的文件"), "{error}");
    assert_eq!(
        listing(site.path()),
        ["a/", "a/mine.txt=mine", "index.html=2"]
    );
}

#[test]
fn a_folder_with_unknown_files_is_rejected() {
    let site = tempfile::tempdir().expect("a folder");
    fs::write(site.path().join("照片.jpg"), "mine").expect("can be written");
    let error = build(site.path(), &[("index.html", "1")]).expect_err("is not ours");
    assert!(error.message.contains("照片.jpg"), "{error}");
    assert_eq!(listing(site.path()), ["照片.jpg=mine"]);

    fs::write(site.path().join(MANIFEST), "{").expect("can be written");
    let error = build(site.path(), &[]).expect_err("its manifest is damaged");
    assert!(error.message.contains("损坏"), "{error}");
}

#[test]
fn source_folders_are_rejected() {
    let site = tempfile::tempdir().expect("a folder");
    let root = site.path();
    let sources = ["content", "themes"].map(|it| root.join(it));
    fs::create_dir(&sources[0]).expect("can be made");
    let refused = |folder: &Path| OutputFolder::open(folder, &sources, EqualFiles::Leave).is_err();
    let parent = root.parent().expect("lies somewhere");
    for folder in [
        root,
        parent,
        Path::new("/"),
        &root.join("content"),
        &root.join("themes/x"),
        &root.join("x/../content"),
    ] {
        assert!(refused(folder), "{}", folder.display());
    }
    assert!(!refused(&root.join("public")));
    assert!(!refused(&root.join("contents")));
}

#[test]
fn a_path_is_written_once() {
    let site = tempfile::tempdir().expect("a folder");
    assert!(build(site.path(), &[("a", "1"), ("a", "1")]).is_err());
    assert!(build(site.path(), &[("a", "1"), ("a/b", "1")]).is_err());
    assert!(build(site.path(), &[(MANIFEST, "1")]).is_err());
    assert_eq!(listing(site.path()), Vec::<String>::new());
}

#[test]
fn equal_files_are_rewritten_only_on_request() {
    let site = tempfile::tempdir().expect("a folder");
    let run = |equal_files| {
        let output = OutputFolder::open(site.path(), &[], equal_files).expect("is ours");
        output.stage(&path("a"), b"1").expect("can be staged");
        output.commit(Removals::Usual).expect("can be written")
    };
    assert_eq!(run(EqualFiles::Leave).written, 1);
    assert_eq!(run(EqualFiles::Leave).unchanged, 1);
    assert_eq!(run(EqualFiles::WriteAgain).written, 1);
}

#[test]
fn two_runs_exclude_each_other() {
    let site = tempfile::tempdir().expect("a folder");
    let folder = Folder::find(site.path()).expect("can be found");
    let first = Hold::take(&folder, Duration::ZERO).expect("is free");
    let error = Hold::take(&folder, Duration::ZERO).expect_err("is taken");
    let process = std::process::id();
    let shown = site.path().display();
    let message = format!("另一个 fanzha（进程号 {process}）正在写 {shown}");
    assert_eq!(error.message, message);
    let help = "等它完成后再运行一次；如果正开着预览，先把预览关掉";
    assert_eq!(error.help, help);
    drop(first);
    assert!(Hold::take(&folder, Duration::ZERO).is_ok());
}

#[test]
fn a_waiting_run_gets_the_folder_of_a_failed_run() {
    let site = tempfile::tempdir().expect("a folder");
    let public = site.path().join("a/public");
    let open = || OutputFolder::open(&public, &[], EqualFiles::Leave).expect("is free in the end");
    for ends_well in [false, true] {
        let first = open();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                let output = open();
                let staged = output.stage(&path("index.html"), b"1");
                staged.expect("can be staged");
                ends_well.then(|| output.commit(Removals::Usual).expect("can be written"));
            });
            std::thread::sleep(Duration::from_millis(100));
            drop(first);
            second.join().expect("does not panic");
        });
        // Whichever of the two created the folders, the last one to finish removes them.
        assert_eq!(site.path().join("a").exists(), ends_well);
    }
    assert_eq!(listing(&public), ["index.html=1"]);
}

#[test]
fn a_run_detects_an_intermediate_run() {
    let site = tempfile::tempdir().expect("a folder");
    let before = edition(site.path());
    assert!(build(site.path(), &[("index.html", "1")]).is_ok());
    let after = edition(site.path());
    // A build that changes nothing does not create a new edition.
    assert!(build(site.path(), &[("index.html", "1")]).is_ok());
    let output = OutputFolder::open(site.path(), &[], EqualFiles::Leave).expect("is ours");
    assert!(output.is_overtaken(before));
    assert!(!output.is_overtaken(after));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let site = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    assert!(build(site.path(), &[("a/x", "1")]).is_ok());
    fs::remove_dir_all(site.path().join("a")).expect("can be removed");
    fs::write(elsewhere.path().join("x"), "theirs").expect("can be written");
    std::os::unix::fs::symlink(elsewhere.path(), site.path().join("a")).expect("can be linked");
    assert!(build(site.path(), &[("a/x", "2")]).is_err());
    assert!(build(site.path(), &[]).is_ok());
    assert_eq!(listing(elsewhere.path()), ["x=theirs"]);
}
