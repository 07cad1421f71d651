//! The real readers of our files, on the sample site: what feedparser, pysubs2, html5lib, iconv and others
//! make of them.
//!
//! A file for each family of formats, and beside it the scripts that call its readers. With `READERS=1` a
//! missing reader is a failure; without it these tests are ignored (`build.rs`).

mod archives;
mod cinema;
mod led;
mod pages;
mod pictures;
mod print;
mod servers;
mod signage;
mod slogans;
mod wechat;

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use super::site_test::{TODAY, fanzha};

const BASE_URL: &str = "https://www.example.gov.cn/zt/fanzha/";

/// The sample site as written, and its feeds alone; each made once, for all readers.
static PUBLIC: LazyLock<PathBuf> = LazyLock::new(|| written("build", "readers"));
static EXPORT: LazyLock<PathBuf> = LazyLock::new(|| written("export", "readers-export"));

fn written(command: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let arguments = [command, "--as-of", TODAY, "--output", text(&folder)];
    let (code, _, stderr) = fanzha(root(), &arguments.map(str::to_owned));
    assert_eq!(code, Some(0), "{stderr}");
    folder
}

/// Runs `read` with the written site.
fn with_site(read: impl FnOnce(&Path)) {
    read(&PUBLIC);
}

/// The same for what `export` writes.
fn with_export(read: impl FnOnce(&Path)) {
    read(&EXPORT);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs `readers/<script>`; what it found wrong is on its standard output and standard error.
fn python(script: &str, arguments: &[&str]) {
    let output = Command::new("python3")
        .arg("-I")
        .arg(root().join("tests/it/readers").join(script))
        .args(arguments)
        .output()
        .expect("READERS=1 requires python3");
    assert!(
        output.status.success(),
        "{script}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// What `export` says that has outside programs of `path` make files too: `--pdf`, `--video`.
fn export_by(option: &str, export: &Path, path: &OsStr) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_fanzha"))
        .args(["export", option, "--as-of", TODAY, "--output"])
        .arg(export)
        .current_dir(root())
        .env("PATH", path)
        .output()
        .unwrap();
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{stderr}");
    stderr
}

/// Runs a reader that says by its exit code whether it is content.
fn read_with(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|it| panic!("READERS=1 requires {program}: {it}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}{errors}");
    said
}

/// Runs `readers/<script>` with Node; `NODE_MODULES` names the folder in which it finds its readers.
fn node(script: &str, folder: &Path) {
    let modules = env::var("NODE_MODULES").expect("READERS=1 requires NODE_MODULES");
    let script = root().join("tests/it/readers").join(script);
    read_with("node", &[text(&script), &modules, text(folder)]);
}
