//! What only Windows does: files held open, long paths, command files. `tools/test-in-wine` runs it.

#![cfg(windows)]

use std::{
    fs::{self, OpenOptions},
    os::windows::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::{
    SiteTest,
    site_test::{TODAY, fanzha},
};

const FILE_SHARE_READ: u32 = 1;

fn slogan(text: &str) -> String {
    format!("---\n类型: 警示语\n标题: 提示\n警示语:\n  - {text}\n---\n")
}

/// Excel lets others read an open file, but not replace it.
#[test]
fn a_table_that_excel_has_open_stops_the_build_before_anything_is_changed() {
    let site = SiteTest::of(&[
        ("content/_index.md", "---\n标题: 首页\n---\n\n旧的。\n"),
        ("content/slogans/a.md", &slogan("不要转账")),
    ]);
    let ran = site.build().expect_success();
    let before = ran.outputs().len();
    let table = ran.public().join("feeds").join("slogans.csv");
    let mut options = OpenOptions::new();
    let held = options.read(true).share_mode(FILE_SHARE_READ).open(&table);
    let held = held.unwrap();
    let write = |path: &str, text: &str| fs::write(ran.site().join(path), text).unwrap();
    write("content/_index.md", "---\n标题: 首页\n---\n\n新的。\n");
    write("content/slogans/a.md", &slogan("不要共享屏幕"));
    let ran = ran.then(&["build", "--as-of", TODAY]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(
        ran.stderr.contains(r"public\feeds\slogans.csv"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("正被别的程序占用"), "{}", ran.stderr);
    assert!(ran.output("index.html").contains("旧的。"));
    assert_eq!(ran.outputs().len(), before);
    drop(held);
    let ran = ran.then(&["build", "--as-of", TODAY]).expect_success();
    assert!(ran.output("index.html").contains("新的。"));
    assert!(ran.output("feeds/slogans.csv").contains("不要共享屏幕"));
}

/// Windows' own limit is 260 characters, with the drive.
#[test]
fn a_site_may_be_deep_inside_folders() {
    let folder = TempDir::new().unwrap();
    let deep: PathBuf = folder
        .path()
        .join(["很深的文件夹里的文件夹"; 24].join("\\"));
    assert!(deep.as_os_str().len() > 300);
    let site = deep.to_str().unwrap();
    let run = |arguments: &[&str]| {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        let (code, _, stderr) = fanzha(folder.path(), &arguments);
        assert_eq!(code, Some(0), "{stderr}");
        stderr
    };
    run(&["init", site]);
    run(&["new", "典型案例", "网购退款", "--site", site]);
    let said = run(&["build", "--site", site, "--as-of", TODAY]);
    assert!(!said.contains(r"\\?\"), "{said}");
    assert!(deep.join("public").join("index.html").exists());
    run(&["export", "--site", site, "--as-of", TODAY]);
    let said = run(&["build", "--site", site, "--as-of", TODAY]);
    assert!(said.contains("完成"), "{said}");
}

/// The command file of the package starts the program like this.
#[test]
fn a_command_file_may_be_in_a_folder_with_any_name() {
    let folder = TempDir::new().unwrap();
    for name in ["a & b", "空格 (1)", "a ^ !x!", "it's; a=b, c"] {
        let beside = folder.path().join(name);
        fs::create_dir(&beside).unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_fanzha"));
        fs::copy(program, beside.join("fanzha.exe")).unwrap();
        let file = beside.join("make.cmd");
        let line = "@\"%~dp0fanzha.exe\" init \"%~dp0site\"\r\n";
        fs::write(&file, line).unwrap();
        let output = Command::new(&file).output().unwrap();
        assert!(output.status.success(), "{name}: {output:?}");
        assert!(beside.join("site").join("site.yaml").exists(), "{name}");
    }
}

/// Both ways to write a path are usual on Windows; messages use one.
#[test]
fn messages_have_one_kind_of_separator() {
    let ran = SiteTest::of(&[("content/_index.md", "---\n标题: 首页\n---\n")]);
    let ran = ran
        .arguments(&["--output", "out/site"])
        .build()
        .expect_success();
    assert!(ran.stderr.contains(r"→ out\site\"), "{}", ran.stderr);
    let ran = ran.then(&["new", "页面", "联系我们", "--site", "./"]);
    let ran = ran.expect_success();
    assert!(!ran.stdout.contains('/'), "{}", ran.stdout);
}
