//! Runs the program on a fixture and compares what it says and writes with what was recorded.
//!
//! In: a folder below `tests/it`. Out: assertions. The fixture is copied first; a test never writes into the
//! sources unless `SNAPSHOTS=overwrite` asks for it.
//!
//! A fixture is a site, whose `site.yaml` begins with a comment that says what the fixture shows. It may also
//! have
//!
//! - `expected/`: files of the output folder, byte for byte. Only the files in it are compared; to record
//!   another
//!   one, put an empty file in its place.
//! - `outputs.txt`: the paths of all files of the output folder but those of the theme (`assets/`).
//! - `stderr.txt` and `stdout.txt`: what the command says. `arguments.txt`: more arguments of the command.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

use super::html::Page;

/// The day that counts as today in every test.
pub const TODAY: &str = "2026-11-24";

/// The user who may do nothing, on every Linux.
#[cfg(unix)]
const NOBODY: u32 = 65534;

/// A site to try the program on.
pub struct SiteTest {
    fixture: PathBuf,
    folder: TempDir,
    arguments: Vec<String>,
}

/// What a run said and left behind.
pub struct Ran {
    fixture: PathBuf,
    folder: TempDir,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl SiteTest {
    /// A copy of the fixture `tests/it/<name>`.
    pub fn new(name: &str) -> Self {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/it")
            .join(name);
        assert!(
            fixture.is_dir(),
            "there is no fixture {}",
            fixture.display()
        );
        let folder = TempDir::new().unwrap();
        copy_folder(&fixture, folder.path());
        let arguments = fs::read_to_string(fixture.join("arguments.txt")).unwrap_or_default();
        Self {
            arguments: arguments.split_whitespace().map(str::to_owned).collect(),
            fixture,
            folder,
        }
    }

    /// A site without a fixture: each file given by its path and text, over two lines of settings.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let site = Self {
            fixture: PathBuf::new(),
            folder,
            arguments: Vec::new(),
        };
        site.write(
            "site.yaml",
            "title: 测试站\nbase_url: https://www.example.gov.cn/zt/fanzha/\n",
        );
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a file into the copy.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Takes away the permission to read a file; the program is then run by nobody, whom it binds.
    #[cfg(unix)]
    pub fn forbid(&self, path: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        set(self.folder.path(), 0o777);
        set(&self.folder.path().join(path), 0o000);
    }

    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|it| (*it).to_owned()));
        self
    }

    /// `fanzha build`, as of `TODAY`.
    pub fn build(self) -> Ran {
        self.run("build")
    }

    pub fn run(self, command: &str) -> Ran {
        let mut arguments = vec![command.to_owned()];
        if !self.arguments.iter().any(|it| it == "--as-of") {
            arguments.extend(["--as-of".to_owned(), TODAY.to_owned()]);
        }
        arguments.extend(self.arguments);
        let (code, stdout, stderr) = fanzha(self.folder.path(), &arguments);
        Ran {
            fixture: self.fixture,
            folder: self.folder,
            code,
            stdout,
            stderr,
        }
    }
}

impl Ran {
    /// The text of a file of the output folder.
    pub fn output(&self, path: &str) -> String {
        let full = self.public().join(path);
        fs::read_to_string(&full).unwrap_or_else(|it| panic!("{path}: {it}\n{}", self.stderr))
    }

    /// A page of the output folder, parsed.
    pub fn page(&self, path: &str) -> Page {
        Page::parse(&self.output(path))
    }

    /// A JSON file of the output folder, parsed.
    pub fn json(&self, path: &str) -> Value {
        let text = self.output(path);
        serde_json::from_str(&text).unwrap_or_else(|it| panic!("{path}: {it}\n{text}"))
    }

    /// Whether the output folder holds this file.
    pub fn has(&self, path: &str) -> bool {
        self.public().join(path).is_file()
    }

    pub fn public(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    pub fn site(&self) -> &Path {
        self.folder.path()
    }

    /// The bytes of a file of the site's folder: `export/feeds/slogans.txt`.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let full = self.folder.path().join(path);
        fs::read(&full).unwrap_or_else(|it| panic!("{path}: {it}\n{}", self.stderr))
    }

    /// Runs another command on what this run left behind.
    pub fn then(self, arguments: &[&str]) -> Self {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        let (code, stdout, stderr) = fanzha(self.folder.path(), &arguments);
        Self {
            code,
            stdout,
            stderr,
            ..self
        }
    }

    /// All files of the output folder, except the program's own notes.
    pub fn outputs(&self) -> Vec<String> {
        self.files("public")
    }

    /// All files below a folder of the site's folder, except the program's own notes.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        list(&self.folder.path().join(folder), "", &mut files);
        files.retain(|it| !it.starts_with('.'));
        files
    }

    pub fn expect_success(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }

    /// The messages are those of the fixture's `stderr.txt`.
    pub fn expect_stderr(self) -> Self {
        self.compare("stderr.txt", without_time(&self.stderr).as_bytes());
        self
    }

    /// What is said on the standard output is the fixture's `stdout.txt`.
    pub fn expect_stdout(self) -> Self {
        self.compare("stdout.txt", self.stdout.as_bytes());
        self
    }

    /// The output folder is as the fixture's `expected` and `outputs.txt` say, of which there is at least
    /// one.
    pub fn expect_output(self) -> Self {
        let mut is_recorded = false;
        let expected = self.fixture.join("expected");
        for entry in WalkDir::new(&expected).into_iter().filter_map(Result::ok) {
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&expected).unwrap();
                let path = path.to_str().unwrap().replace('\\', "/");
                let bytes = self.bytes(&format!("public/{path}"));
                self.compare(&format!("expected/{path}"), &bytes);
                is_recorded = true;
            }
        }
        if self.fixture.join("outputs.txt").exists() {
            let mut outputs = self.outputs();
            outputs.retain(|it| !it.starts_with("assets/"));
            self.compare("outputs.txt", (outputs.join("\n") + "\n").as_bytes());
            is_recorded = true;
        }
        assert!(
            is_recorded,
            "nothing is recorded in {}",
            self.fixture.display()
        );
        self
    }

    /// Bytes that a test has found somewhere are those of this file of the fixture.
    pub fn expect_recorded(&self, name: &str, bytes: &[u8]) {
        self.compare(name, bytes);
    }

    fn compare(&self, recorded: &str, actual: &[u8]) {
        let path = self.fixture.join(recorded);
        if env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite") {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, actual).unwrap();
            return;
        }
        let expected = fs::read(&path).unwrap_or_default();
        assert!(
            expected == actual,
            "{} differs\n--- recorded\n{}\n--- now\n{}",
            path.display(),
            String::from_utf8_lossy(&expected),
            String::from_utf8_lossy(actual)
        );
    }
}

/// The same text with the plain names of the theme's files: a build names them by their content as well, a
/// preview does not.
pub fn with_plain_names(text: &str) -> String {
    let is_hash = |it: &str| it.len() == 16 && it.bytes().all(|it| it.is_ascii_hexdigit());
    let parts: Vec<&str> = text.split('.').filter(|it| !is_hash(it)).collect();
    parts.join(".")
}

/// Runs the program in `folder`; exit code, stdout, stderr.
pub fn fanzha(folder: &Path, arguments: &[String]) -> (Option<i32>, String, String) {
    let mut command = command_for(folder);
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1");
    let output = command.output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The program; run by nobody where `SiteTest::forbid` has opened the folder to everybody and the tests run
/// as root.
fn command_for(folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_fanzha"));
    #[cfg(unix)]
    {
        use std::os::unix::{
            fs::{MetadataExt as _, PermissionsExt as _},
            process::CommandExt as _,
        };
        let metadata = fs::metadata(folder).unwrap();
        if metadata.permissions().mode() & 0o777 == 0o777 && metadata.uid() == 0 {
            // The target folder may be closed to others.
            let copy = folder.join("fanzha-copy");
            // Not `fs::copy`: a program started by another test meanwhile would hold the copy open for
            // writing, and a file open for writing cannot be run ("text file busy").
            let copied = Command::new("cp").arg(program).arg(&copy).status().unwrap();
            assert!(copied.success());
            let mut command = Command::new(copy);
            command.uid(NOBODY);
            return command;
        }
    }
    Command::new(program)
}

/// How long a build took differs from run to run.
pub fn without_time(text: &str) -> String {
    let mut shown = String::new();
    for line in text.split_inclusive('\n') {
        match line.split_once("用时 ") {
            Some((before, after)) => {
                let rest = after.find(" 秒").map_or(after, |it| &after[it..]);
                shown.push_str(&format!("{before}用时 …{rest}"));
            }
            None => shown.push_str(line),
        }
    }
    shown
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            list(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push(name);
        }
    }
}

/// The fixtures of messages say it by their folder's name, which is the code, and by `stderr.txt`.
#[test]
fn every_fixture_says_what_it_shows() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut silent = Vec::new();
    let mut count = 0;
    for entry in WalkDir::new(&fixtures).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&fixtures).unwrap();
        if entry.file_name() == "site.yaml" && !path.starts_with("diagnostics") {
            count += 1;
            if !fs::read_to_string(entry.path()).unwrap().starts_with("# ") {
                silent.push(path.to_owned());
            }
        }
    }
    assert!(count > 3, "the fixtures were not found");
    assert!(silent.is_empty(), "{silent:?}");
}
