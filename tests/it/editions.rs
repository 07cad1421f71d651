//! A site of some hundred pages in two editions, and what a clean build makes of each.
//!
//! Almost every page differs between the two; each has pages, pictures and sections that the other lacks.
//! The output is compared byte by byte; only the program's own notes at its top do not count.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use super::site_test::TODAY;

/// Paths from a folder down, and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

pub struct Editions {
    folder: TempDir,
    pub sources: [Files; 2],
    /// What `public` holds when built from nothing.
    pub sites: [Files; 2],
}

impl Editions {
    /// In memory where the system has such a folder: a disk takes its time to make sure of what was written.
    pub fn new(page_count: usize) -> Self {
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new());
        Self::among(folder.unwrap(), page_count)
    }

    /// The same in a folder on a disk of the caller's choice.
    pub fn among(folder: TempDir, page_count: usize) -> Self {
        let sources = [sources(0, page_count), sources(1, page_count)];
        let sites = [0, 1].map(|it: usize| {
            let place = TempDir::new().unwrap();
            write(place.path(), &sources[it]);
            let output = command(place.path(), &["build"]).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{said}");
            site_in(&place.path().join("public"))
        });
        Self {
            folder,
            sources,
            sites,
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn public(&self) -> PathBuf {
        self.path().join("public")
    }

    /// Makes this edition the site's sources.
    pub fn put(&self, edition: usize) {
        for folder in ["content", "static", "templates"] {
            if let Err(error) = fs::remove_dir_all(self.path().join(folder)) {
                assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
            }
        }
        write(self.path(), &self.sources[edition]);
    }

    pub fn expect_sources(&self, edition: usize) {
        let mut found = files_in(self.path());
        found.retain(|path, _| !path.starts_with("public/") && !path.starts_with(".fanzha/"));
        expect_same(&found, &self.sources[edition], "the sources");
    }

    /// `public` as it is now.
    pub fn site(&self) -> Files {
        site_in(&self.public())
    }

    pub fn expect_site(&self, edition: usize) {
        expect_same(&self.site(), &self.sites[edition], "the site");
    }

    /// Runs the program to its end; exit code and messages.
    pub fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = command(self.path(), arguments).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    /// Builds this edition, which must succeed.
    pub fn build(&self, edition: usize) -> String {
        self.put(edition);
        let (code, said) = self.run(&["build", "--timings"]);
        assert_eq!(code, Some(0), "{said}");
        self.expect_site(edition);
        said
    }

    pub fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = command(self.path(), arguments);
        command.stderr(Stdio::piped()).spawn().unwrap()
    }
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanzha"));
    command
        .args(arguments)
        .args(["--as-of", TODAY])
        .current_dir(folder)
        .env("NO_COLOR", "1");
    command
}

/// The head of a picture of this size: all that the program reads of it.
pub fn png(width_px: u32, height_px: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width_px.to_be_bytes());
    bytes.extend(height_px.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

fn sources(edition: usize, page_count: usize) -> Files {
    let name = ["春", "秋"][edition];
    let mut files = Files::new();
    let mut add = |path: String, text: String| {
        files.insert(path, text.into_bytes());
    };
    add(
        "site.yaml".to_owned(),
        format!("title: {name}季反诈\nbase_url: https://www.example.gov.cn/\npicture_font: none\n"),
    );
    let index = |title: &str| format!("---\n标题: {title}\n---\n{name}\n");
    add("content/_index.md".to_owned(), index("首页"));
    add("content/cases/_index.md".to_owned(), index("案例"));
    for number in 0..page_count {
        let next = (number + 1) % page_count;
        let text = format!(
            "---\n标题: {name}{number}\n日期: 2026-03-{:02}\n---\n{name}\n\n[下一篇](c{next}.md)\n\n\
             [只在这一版](../only-{edition}/p{}/index.md)\n\n![图](/pics/{edition}.png)\n",
            number % 28 + 1,
            number % 8,
        );
        add(format!("content/cases/c{number}.md"), text);
    }
    add(format!("content/only-{edition}/_index.md"), index("只有"));
    for number in 0..8 {
        let folder = format!("content/only-{edition}/p{number}");
        let text = format!(
            "---\n标题: 只有{number}\n日期: 2026-04-01\n---\n![图](图.png)\n\n[案例](../../cases/c{number}.md)\n"
        );
        add(format!("{folder}/index.md"), text);
    }
    let style = format!("body {{ background: url(pics/{edition}.png) }}\n");
    add("static/style.css".to_owned(), style.repeat(edition + 1));
    for number in 0..8 {
        let path = format!("content/only-{edition}/p{number}/图.png");
        files.insert(path, png(number + 1, 9));
    }
    files.insert(format!("static/pics/{edition}.png"), png(7, 7));
    files
}

fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The site in an output folder, without the program's notes; empty if there is no folder.
pub fn site_in(folder: &Path) -> Files {
    let mut files = files_in(folder);
    files.retain(|path, _| !path.starts_with(".fanzha-"));
    files
}

pub fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
    {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            files.insert(path.to_str().unwrap().to_owned(), bytes);
        }
    }
    files
}

pub fn expect_same(found: &Files, expected: &Files, what: &str) {
    let mut paths: Vec<&String> = found.keys().chain(expected.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.retain(|it| found.get(*it) != expected.get(*it));
    assert!(
        paths.is_empty(),
        "{what}: {} files differ, such as {:?}",
        paths.len(),
        &paths[..paths.len().min(5)]
    );
}
