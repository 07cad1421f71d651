//! Disks that are full, folders that are closed, things in the way: nothing is lost, and the message says
//! what to do.
//!
//! After every failure the site is the old one byte for byte, and the sources are as they were. What this
//! machine cannot stage – mounting needs root – is told as `not run`.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "a test that did not run says so")]

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::{
    SiteTest,
    commands::{build, refuses, run},
    editions::{Editions, expect_same, files_in, site_in},
    html::Page,
};

/// A mount that ends with the test.
struct Mount(PathBuf);

impl Mount {
    /// None, and a word about it, where this user may not mount.
    fn new(arguments: &[&str], at: &Path) -> Option<Self> {
        let mount = Command::new("mount").args(arguments).arg(at).output();
        if mount.is_ok_and(|it| it.status.success()) {
            return Some(Self(at.to_owned()));
        }
        eprintln!("not run: mount {arguments:?} needs root");
        None
    }

    fn small_disk(size: &str, at: &Path) -> Option<Self> {
        let options = format!("size={size}");
        Self::new(&["-t", "tmpfs", "-o", &options, "tmpfs"], at)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let umount = Command::new("umount").arg("-l").arg(&self.0).status();
        assert!(umount.unwrap().success());
    }
}

/// Leaves `kilobytes` free on the disk of this folder.
fn fill(folder: &Path, kilobytes: usize) {
    let filler = folder.join("filler");
    let full = Command::new("dd")
        .args(["if=/dev/zero", "bs=4k", "status=none"])
        .arg(format!("of={}", filler.display()))
        .output()
        .unwrap();
    assert!(!full.status.success(), "the disk has no end");
    let file = fs::File::options().write(true).open(&filler).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length.saturating_sub(kilobytes as u64 * 1024))
        .unwrap();
}

fn expect_full_disk(said: &str) {
    assert!(
        said.contains("：磁盘空间不足\n办法：清理磁盘，再运行一次"),
        "{said}"
    );
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn page(title: &str) -> String {
    format!("---\n标题: {title}\n---\n{title}\n")
}

#[test]
fn a_full_disk_leaves_the_old_site_and_is_told() {
    let disk = TempDir::new().unwrap();
    let Some(_mount) = Mount::small_disk("16m", disk.path()) else {
        return;
    };
    let editions = Editions::among(TempDir::new_in(disk.path()).unwrap(), 30);
    editions.build(0);
    editions.put(1);
    let mut failed = 0;
    for kilobytes in [0, 4, 8, 40, 200, 400, 600, 800, 1000] {
        fill(disk.path(), kilobytes);
        let (code, said) = editions.run(&["build"]);
        match code {
            Some(0) => editions.expect_site(1),
            code => {
                failed += 1;
                assert_eq!(code, Some(2), "{said}");
                expect_full_disk(&said);
                editions.expect_site(0);
            }
        }
        editions.expect_sources(1);
        let mut notes = files_in(&editions.public());
        notes.retain(|it, _| it.starts_with(".fanzha-") && it != ".fanzha-lock");
        assert_eq!(notes.len(), 1, "{:?}", notes.keys());
        fs::remove_file(disk.path().join("filler")).unwrap();
        if code == Some(0) {
            break;
        }
    }
    assert!(failed > 3, "only {failed} of the disks were full");
    editions.build(1);
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let page = page("一");
    let bad_template = [
        ("content/a.md", page.as_str()),
        ("templates/404.html", "{{ site.none }}"),
    ];
    let ran = SiteTest::of(&bad_template).build();
    assert_eq!(ran.code, Some(1));
    assert!(!ran.public().exists());
    let deep = SiteTest::of(&bad_template)
        .arguments(&["--output", "a/b/c"])
        .build();
    assert_eq!(deep.code, Some(1));
    assert!(!deep.site().join("a").exists());
    let empty = SiteTest::of(&bad_template);
    fs::create_dir(empty.path().join("public")).unwrap();
    let empty = empty.build();
    assert!(files_in(&empty.public()).is_empty());
    assert!(empty.public().exists());

    let site = SiteTest::of(&bad_template[..1]);
    let disk = site.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let Some(_mount) = Mount::small_disk("16k", &disk) else {
        return;
    };
    let said = build(site.path(), &["--output", "disk/public"]);
    assert_eq!(said.code, Some(2));
    expect_full_disk(&said.stderr);
    assert!(!disk.join("public").exists());
}

#[test]
fn a_limit_on_the_size_of_files_is_told() {
    let site = SiteTest::of(&[("content/a.md", &page("一"))]);
    let limited = format!(
        "trap '' XFSZ; ulimit -f 4; exec {} build",
        env!("CARGO_BIN_EXE_fanzha")
    );
    let output = Command::new("bash")
        .args(["-c", &limited])
        .current_dir(site.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("：文件超过了系统允许的大小\n办法："),
        "{said}"
    );
    assert!(!site.path().join("public").exists());
}

#[test]
fn a_new_site_or_article_on_a_full_disk_leaves_nothing_behind() {
    let place = SiteTest::of(&[("content/a.md", &page("一"))]);
    let disk = place.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let Some(_mount) = Mount::small_disk("20k", &disk) else {
        return;
    };
    let said = run(place.path(), &["init", "disk/x"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""));
    expect_full_disk(&said.stderr);
    assert_eq!(fs::read_dir(&disk).unwrap().count(), 0);

    // A site with room for the section's file, but not for the article.
    fs::create_dir(disk.join("content")).unwrap();
    fs::write(
        disk.join("site.yaml"),
        "title: 站\nbase_url: https://a.cn/\n",
    )
    .unwrap();
    fill(&disk, 4);
    let before = files_in(&disk);
    let said = run(place.path(), &["new", "--site", "disk", "案例", "退款"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""));
    expect_full_disk(&said.stderr);
    expect_same(&files_in(&disk), &before, "the site");
    assert!(!disk.join("content/cases").exists());
}

#[test]
fn a_folder_that_may_not_be_written_is_told_before_anything_changes() {
    let site = SiteTest::of(&[
        ("content/a.md", &page("一")),
        ("content/cases/b.md", &page("二")),
    ]);
    site.write("secret", "");
    site.forbid("secret");
    let first = build(site.path(), &[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let public = site.path().join("public");
    let before = site_in(&public);
    site.write("content/a.md", page("三"));
    site.write("content/cases/b.md", page("四"));
    for closed in ["public", "public/cases", "public/cases/b"] {
        set_mode(&site.path().join(closed), 0o555);
        let said = build(site.path(), &[]);
        set_mode(&site.path().join(closed), 0o755);
        assert_eq!(said.code, Some(2), "{closed}: {}", said.stderr);
        let message = format!("错误：无法写入文件夹 {closed}：没有权限\n办法：");
        let is_told = said.stderr.contains(&message) || closed == "public";
        assert!(is_told, "{closed}: {}", said.stderr);
        assert!(
            said.stderr.contains("开放这个文件夹的写入权限"),
            "{}",
            said.stderr
        );
        expect_same(&site_in(&public), &before, closed);
    }
    // The same where only a removal is to be done there.
    fs::remove_file(site.path().join("content/cases/b.md")).unwrap();
    set_mode(&public.join("cases/b"), 0o555);
    let said = build(site.path(), &[]);
    assert_eq!(said.code, Some(2), "{}", said.stderr);
    expect_same(&site_in(&public), &before, "a removal");
    set_mode(&public.join("cases/b"), 0o755);
    assert_eq!(build(site.path(), &[]).code, Some(0));

    fs::create_dir(site.path().join("closed")).unwrap();
    let said = build(site.path(), &["--output", "closed/new"]);
    assert_eq!(said.code, Some(2), "{}", said.stderr);
    assert!(
        said.stderr.contains("无法新建文件夹 closed/new：没有权限"),
        "{}",
        said.stderr
    );
}

#[test]
fn another_disk_within_the_output_is_told_before_anything_changes() {
    let site = SiteTest::of(&[("content/cases/b.md", &page("二"))]);
    assert_eq!(build(site.path(), &[]).code, Some(0));
    let public = site.path().join("public");
    let disk = public.join("cases");
    let kept = site.path().join("kept");
    fs::create_dir(&kept).unwrap();
    super::site_test::copy_folder(&disk, &kept);
    let Some(_mount) = Mount::small_disk("1m", &disk) else {
        return;
    };
    super::site_test::copy_folder(&kept, &disk);
    let before = site_in(&public);
    site.write("content/cases/b.md", page("四"));
    let said = build(site.path(), &[]);
    assert_eq!(said.code, Some(2), "{}", said.stderr);
    let message =
        "无法写入文件夹 public/cases：它在另一个磁盘上\n办法：把整个文件夹放在同一个磁盘上";
    assert!(said.stderr.contains(message), "{}", said.stderr);
    expect_same(&site_in(&public), &before, "another disk");
}

#[test]
fn a_source_that_may_not_be_read_stops_the_build() {
    let files = [
        ("content/a.md", page("一")),
        ("content/b/index.md", page("二")),
        ("content/b/图.png", "no picture".to_owned()),
        ("templates/404.html", "没有".to_owned()),
        ("static/x.css", String::new()),
    ];
    for forbidden in [
        "site.yaml",
        "content/a.md",
        "content/b/图.png",
        "content/b",
        "content",
        "templates/404.html",
        "templates",
        "static/x.css",
    ] {
        let site = SiteTest::of(&files.each_ref().map(|it| (it.0, it.1.as_str())));
        site.write("secret", "");
        site.forbid("secret");
        assert_eq!(build(site.path(), &[]).code, Some(0));
        let before = site_in(&site.path().join("public"));
        site.forbid(forbidden);
        let said = build(site.path(), &["--format", "json"]);
        assert_eq!(said.code, Some(1), "{forbidden}: {}", said.stderr);
        let document: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        let told = document["diagnostics"].as_array().unwrap();
        let is_told = |it: &serde_json::Value| {
            it["code"] == "source/unreadable"
                && it["file"] == forbidden
                && it["message"].as_str().unwrap().contains("没有读取权限")
        };
        assert!(told.iter().any(is_told), "{forbidden}: {}", said.stdout);
        set_mode(&site.path().join(forbidden), 0o755);
        expect_same(&site_in(&site.path().join("public")), &before, forbidden);
    }
}

#[test]
fn folders_in_the_place_of_files_and_files_in_the_place_of_folders() {
    let site = SiteTest::of(&[("content/a.md", &page("一"))]);
    assert_eq!(build(site.path(), &[]).code, Some(0));
    let public = site.path().join("public");
    // Someone has put a folder where the sitemap was, and a file where a new section is to go.
    fs::remove_file(public.join("sitemap.xml")).unwrap();
    site.write("public/sitemap.xml/mine.txt", "mine");
    let before = site_in(&public);
    let message = "无法写入 public/sitemap.xml：这里有一个同名的文件夹，里面的“sitemap.xml/mine.txt”不是 fanzha 生成的";
    refuses(site.path(), &["build"], message, "把这个文件夹移走");
    expect_same(&site_in(&public), &before, "what was published");
    fs::remove_dir_all(public.join("sitemap.xml")).unwrap();
    site.write("public/cases", "mine");
    site.write("content/cases/b.md", page("二"));
    let message = "无法新建文件夹 public/cases：这里有一个同名的文件或链接，不是 fanzha 生成的";
    refuses(site.path(), &["build"], message, "把这个文件或链接移走");
    assert_eq!(fs::read_to_string(public.join("cases")).unwrap(), "mine");
    fs::remove_file(public.join("cases")).unwrap();
    // A folder that holds nothing is nobody's.
    fs::create_dir_all(public.join("sitemap.xml/empty")).unwrap();
    assert_eq!(build(site.path(), &[]).code, Some(0));
    assert!(public.join("sitemap.xml").is_file());
    assert!(public.join("cases/b/index.html").exists());
}

#[test]
fn an_output_behind_a_link_is_written_where_the_link_leads() {
    let site = SiteTest::of(&[("content/a.md", &page("一"))]);
    let elsewhere = TempDir::new().unwrap();
    symlink(elsewhere.path(), site.path().join("link")).unwrap();
    let said = build(site.path(), &["--output", "link/网站"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(elsewhere.path().join("网站/a/index.html").exists());
    symlink(elsewhere.path().join("网站"), site.path().join("public")).unwrap();
    site.write("content/b.md", page("二"));
    assert_eq!(build(site.path(), &[]).code, Some(0));
    assert!(elsewhere.path().join("网站/b/index.html").exists());
    assert!(site.path().join("public").is_symlink());

    symlink("content", site.path().join("inner")).unwrap();
    let message = "不能把网站写进 inner/x：它属于存放内容的文件夹 content";
    refuses(
        site.path(),
        &["build", "--output", "inner/x"],
        message,
        "--output",
    );
    for (name, target) in [("nowhere", "missing"), ("circle", "circle")] {
        symlink(target, site.path().join(name)).unwrap();
        for output in [name.to_owned(), format!("{name}/x")] {
            let message = format!(
                "不能把网站写进 {output}：它是一个链接，或者在一个链接里面，而链接指向的地方不存在"
            );
            refuses(
                site.path(),
                &["build", "--output", &output],
                &message,
                "删掉这个链接",
            );
        }
    }
    assert!(!site.path().join("missing").exists());
    // Our own notes are no way out of the folder either.
    site.write("mine", "mine");
    let lock = elsewhere.path().join("网站/.fanzha-lock");
    fs::remove_file(&lock).unwrap();
    symlink(site.path().join("mine"), &lock).unwrap();
    refuses(
        site.path(),
        &["build"],
        "无法写入 public/.fanzha-lock：它不是普通文件",
        "移走",
    );
    assert_eq!(
        fs::read_to_string(site.path().join("mine")).unwrap(),
        "mine"
    );
}

#[test]
fn a_cache_that_cannot_be_used_costs_nothing_but_time() {
    let site = || SiteTest::of(&[("content/a.md", &page("一"))]);
    let file = site();
    file.write(".fanzha", "mine");
    let closed = site();
    assert_eq!(build(closed.path(), &[]).code, Some(0));
    for name in files_in(&closed.path().join(".fanzha")).keys() {
        closed.forbid(&format!(".fanzha/{name}"));
    }
    closed.forbid(".fanzha");
    let read_only = site();
    fs::create_dir(read_only.path().join(".fanzha")).unwrap();
    read_only.forbid(".fanzha");
    set_mode(&read_only.path().join(".fanzha"), 0o555);
    let damaged = site();
    assert_eq!(build(damaged.path(), &[]).code, Some(0));
    for name in files_in(&damaged.path().join(".fanzha")).keys() {
        damaged.write(&format!(".fanzha/{name}"), "damaged");
    }
    for site in [&file, &closed, &read_only, &damaged] {
        let public = site.path().join("public");
        if public.exists() {
            fs::remove_dir_all(&public).unwrap();
        }
        for title in ["二", "三"] {
            site.write("content/a.md", page(title));
            let said = build(site.path(), &[]);
            assert_eq!(said.code, Some(0), "{}", said.stderr);
            let html = fs::read_to_string(public.join("a/index.html")).unwrap();
            assert_eq!(Page::parse(&html).text("h1"), title);
        }
    }
    assert_eq!(
        fs::read_to_string(file.path().join(".fanzha")).unwrap(),
        "mine"
    );
}

#[test]
fn a_commit_that_fails_halfway_is_finished_by_the_next_command() {
    let editions = Editions::new(60);
    editions.build(0);
    editions.put(1);
    let plain = editions.path().join("plain");
    fs::write(&plain, "").unwrap();
    // No file can take the place of one that something is mounted on.
    let blocked = editions.public().join("cases/c5/index.html");
    let Some(mount) = Mount::new(&["--bind", plain.to_str().unwrap()], &blocked) else {
        return;
    };
    let (code, said) = editions.run(&["build"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("无法写入 public/cases/c5/index.html：文件正被其他程序占用\n"),
        "{said}"
    );
    assert!(
        said.contains("再运行一次；更新已经做了一部分，再运行时会接着做完\n"),
        "{said}"
    );
    // As long as it is so, every command says so.
    assert_eq!(editions.run(&["build"]).0, Some(2));
    drop(mount);
    fs::write(editions.path().join("site.yaml"), "title：全角冒号\n").unwrap();
    assert_eq!(editions.run(&["build"]).0, Some(1));
    editions.expect_site(1);
}
