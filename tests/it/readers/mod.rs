//! The real readers of our files, on the sample site: what feedparser, pysubs2, html5lib, iconv and others make of them.
//!
//! `READERS=1` requires them all; without it nothing is run and each test says so. A file for each family, and beside it
//! the scripts that speak to its readers.

mod cinema;
mod led;
mod pages;
mod print;
mod slogans;
mod wechat;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use super::site_test::{TODAY, fanzha};

const BASE_URL: &str = "https://www.example.gov.cn/zt/fanzha/";

/// The folder with the sample site as written; built once, for all readers.
static PUBLIC: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let arguments = ["build", "--as-of", TODAY, "--output", text(&folder)];
    let (code, _, stderr) = fanzha(root(), &arguments.map(str::to_owned));
    assert_eq!(code, Some(0), "{stderr}");
    folder
});

/// Runs `read` with the written site, if readers are required.
fn with_site(read: impl FnOnce(&Path)) {
    if env::var("READERS").is_ok_and(|it| it == "1") {
        read(&PUBLIC);
    } else {
        tell("not run: set READERS=1");
    }
}

#[expect(
    clippy::print_stderr,
    reason = "who runs the tests should know what was not tried"
)]
fn tell(text: &str) {
    eprintln!("{text}");
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
