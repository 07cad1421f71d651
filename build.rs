//! Names the source of the program, so that what an older one has left in a cache is never used.
//!
//! Out: the variable `FANZHA_BUILD`, a hash of the source files and the versions of the crates, which
//! `main.rs` passes to the library. The theme is not in it: whenever a build script runs, Cargo compiles the
//! whole package again, so `Program::new` adds the theme.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

fn main() {
    let mut hasher = DefaultHasher::new();
    for top in ["Cargo.lock", "src"] {
        println!("cargo::rerun-if-changed={top}");
        for file in files(Path::new(top)) {
            file.hash(&mut hasher);
            #[expect(clippy::disallowed_methods, reason = "reads the program's own source")]
            let bytes = fs::read(&file).expect("a file that was just listed can be read");
            bytes.hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=FANZHA_BUILD={:016x}", hasher.finish());
    enable_tests_with_programs();
}

/// With `BROWSER=1` or `READERS=1` in the environment, tests that need Chromium or the readers of other file
/// formats are run. Otherwise they are ignored, and the summary of `cargo test` counts them as such.
fn enable_tests_with_programs() {
    for (variable, cfg) in [("BROWSER", "browser"), ("READERS", "readers")] {
        println!("cargo::rerun-if-env-changed={variable}");
        println!("cargo::rustc-check-cfg=cfg({cfg})");
        #[expect(
            clippy::disallowed_methods,
            reason = "reads the environment of the build"
        )]
        let value = env::var(variable);
        if value.is_ok_and(|it| it == "1") {
            println!("cargo::rustc-cfg={cfg}");
        }
    }
}

/// The files at or below `path`, in the order of their names.
fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("a folder of the repository can be listed");
    let mut paths: Vec<PathBuf> = entries
        .map(|it| it.expect("a folder of the repository can be listed").path())
        .collect();
    paths.sort();
    paths.iter().flat_map(|it| files(it)).collect()
}
