//! Packages are written, unpacked with other programs, and checked with their own scripts.

mod scripts;
mod windows;

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use zip::HasZipMetadata as _;

use super::{
    receipt::{Receipt, ReceiptError},
    *,
};
use crate::{page::written::sum as sha256, publish::release::FileHash};

const OPTIONS: fn() -> PackageOptions = || PackageOptions {
    title: "清河区反诈宣传".to_owned(),
    organizer: "清河区公安分局".to_owned(),
    contact: "宣传科 8123".to_owned(),
    address: "https://www.example.gov.cn/fanzha/".to_owned(),
    part_bytes: None,
};

type Site = Vec<(String, Vec<u8>)>;

fn site() -> Site {
    let page = |text: &str| format!("<!doctype html><p>{}</p>", text.repeat(300)).into_bytes();
    vec![
        ("index.html".to_owned(), page("反诈")),
        ("cases/a (1)/index.html".to_owned(), page("刷单")),
        ("cases/b/index.html".to_owned(), page("冒充")),
        ("assets/style.css".to_owned(), b"a{}".to_vec()),
        ("assets/empty.txt".to_owned(), Vec::new()),
        ("assets/dots.png".to_owned(), noise(5000)),
    ]
}

fn noise(count: u32) -> Vec<u8> {
    let bytes = (0..count).map(|it| it.wrapping_mul(2_654_435_761).to_le_bytes()[3]);
    bytes.collect()
}

fn release(id: &str, site: &Site) -> Release {
    let files = site.iter().map(|(path, bytes)| ReleaseFile {
        path: path.clone(),
        sha256: FileHash(sha256(bytes)),
        bytes: bytes.len() as u64,
    });
    let mut files: Vec<ReleaseFile> = files.collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Release {
        id: id.to_owned(),
        built_at: "2026-11-27T23:24:00+08:00".to_owned(),
        files,
    }
}

/// Packs into a folder and returns the archives.
fn pack(site: &Site, base: Option<&Release>, part_bytes: Option<u64>, to: &Path) -> Vec<PathBuf> {
    let release = release("20261127-2324-3f9c2a81", site);
    let options = PackageOptions {
        part_bytes,
        ..OPTIONS()
    };
    let open = |file: &ReleaseFile| {
        let found = site.iter().find(|(path, _)| *path == file.path);
        Ok(found.unwrap().1.clone())
    };
    let mut sink = FolderSink(to.to_owned());
    let package = write(&release, base, &options, &open, &mut sink).unwrap();
    let parts = package.parts.iter().map(|part| to.join(&part.name));
    parts.collect()
}

fn has(program: &str) -> bool {
    let script = format!("command -v {program}");
    found_ok(Command::new("sh").args(["-c", &script]))
}

fn found_ok(command: &mut Command) -> bool {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|it| it.success())
}

fn unpack(archive: &Path, to: &Path) {
    let mut command = Command::new("unzip");
    let command = command.arg("-qo").arg(archive).arg("-d").arg(to);
    assert!(command.status().unwrap().success());
}

/// Runs `check.sh` under a shell; returns its exit code and what it said.
fn check(shell: &[&str], folder: &Path, website: Option<&Path>, answer: &str) -> (i32, String) {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(folder.join("check.sh"));
    let output = answered(command.args(website), answer);
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text)
}

/// Runs `command`, to which a person answers.
fn answered(command: &mut Command, answer: &str) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(answer.as_bytes()).unwrap();
    drop(input);
    child.wait_with_output().unwrap()
}

fn receipt(folder: &Path) -> Receipt {
    let mut text = String::new();
    let mut file = File::open(folder.join("receipt.txt")).unwrap();
    file.read_to_string(&mut text).unwrap();
    read_receipt(&text).unwrap()
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().write_all(bytes).unwrap();
}

fn bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn equal_releases_make_equal_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let first = bytes(&pack(&site(), None, None, folder.path())[0]);
    let again = bytes(&pack(&site(), None, None, folder.path())[0]);
    assert_eq!(first, again);
    // Changes only when the scripts, the note or the crates that compress do.
    let mut archive = zip::ZipArchive::new(io::Cursor::new(first)).unwrap();
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(file.unix_mode(), Some(0o100_644), "{name}");
        assert_eq!(file.get_metadata().system, zip::System::Unix);
        assert!(name.is_ascii() && !name.contains('\\'));
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
        names.push(name);
    }
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn other_programs_unpack_it() {
    let folder = tempfile::tempdir().unwrap();
    let archive = &pack(&site(), None, None, folder.path())[0];
    let name = archive.to_str().unwrap();
    let python = "import sys,zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)";
    let tests: [&[&str]; 4] = [
        &["unzip", "-tq", name],
        &["python3", "-c", python, name],
        &["7z", "t", name],
        &["busybox", "unzip", "-t", name],
    ];
    for test in tests.iter().filter(|it| has(it[0])) {
        assert!(found_ok(Command::new(test[0]).args(&test[1..])), "{test:?}");
    }
    let mut sums = Command::new("sha256sum");
    let file = format!("{name}.sha256");
    let sums = sums.args(["-c", &file]).current_dir(folder.path());
    assert!(found_ok(sums));
}

#[test]
fn the_list_is_one_that_sha256sum_reads() {
    let folder = tempfile::tempdir().unwrap();
    unpack(
        &pack(&site(), None, None, folder.path())[0],
        &folder.path().join("out"),
    );
    let mut sums = Command::new("sha256sum");
    let sums = sums.args(["--strict", "-c", "../SHA256SUMS"]);
    assert!(found_ok(sums.current_dir(folder.path().join("out/site"))));
}

#[test]
fn names_that_a_command_line_interprets_are_refused() {
    for name in [
        "a&b.html",
        "100%.html",
        "../a.html",
        "/a.html",
        "反诈.html",
        "a/./b",
        "a!b",
        "a^b",
        "a\nb",
        "a\\b",
        "c:a",
    ] {
        let site = vec![(name.to_owned(), Vec::new())];
        let release = release("1", &site);
        let mut sink = FolderSink(PathBuf::new());
        let found = write(&release, None, &OPTIONS(), &|_| Ok(Vec::new()), &mut sink);
        assert!(matches!(found, Err(PackageError::Name(_))), "{name}");
    }
}

#[test]
fn other_bytes_than_the_releases_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut sink = FolderSink(folder.path().to_owned());
    let release = release("1", &site());
    let found = write(&release, None, &OPTIONS(), &|_| Ok(vec![1]), &mut sink);
    assert!(matches!(found, Err(PackageError::Changed(_))));
}
