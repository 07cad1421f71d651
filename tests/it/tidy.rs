//! Rules about the source itself: who may import whom, file and function length, module headers.
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The house, ground floor first. A room may use rooms on lower floors, never its own floor or above.
const FLOORS: &[&[&str]] = &[
    &["span", "paths", "fingerprint", "table", "vocabulary"],
    &["diagnostics", "program"],
    &["source", "markdown", "charset", "yaml"],
    &["config", "content"],
    &["site"],
    &["theme", "typeset", "picture"],
    &["channel"],
    &["plan"],
    &["check", "output"],
    &["cache"],
    &["convert", "pipeline", "probe", "publish"],
    &["serve"],
    &["cli", "bench"],
];

/// Longest file, in lines before its tests.
const LINES_MAX: usize = 400;

#[test]
fn rooms_only_look_down() {
    let mut errors = Vec::new();
    for file in rust_files(Path::new("src")) {
        let Some(room) = room_of(&file) else { continue };
        let floor = floor_of(&room).unwrap_or_else(|| panic!("room `{room}` is on no floor"));
        for other in rooms_named_in(&fs::read_to_string(&file).unwrap()) {
            if other != room && floor_of(&other).is_some_and(|it| floor <= it) {
                errors.push(format!(
                    "{}: `{room}` (floor {floor}) imports `{other}`",
                    file.display()
                ));
            }
        }
    }
    assert!(errors.is_empty(), "\n{}\n", errors.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    let mut errors = Vec::new();
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        if !text.starts_with("//!") && !text.starts_with("#![doc") {
            errors.push(format!("{}: begin with a `//!` header", file.display()));
        }
        let lines = text
            .lines()
            .take_while(|it| !it.starts_with("#[cfg(test)]"))
            .count();
        if lines > LINES_MAX {
            errors.push(format!(
                "{}: {lines} lines, the wall is {LINES_MAX}",
                file.display()
            ));
        }
        for (index, line) in text.lines().enumerate() {
            if ["TODO", "FIXME"].iter().any(|it| line.contains(it)) {
                errors.push(format!(
                    "{}:{}: finish it or file it",
                    file.display(),
                    index + 1
                ));
            }
        }
    }
    assert!(errors.is_empty(), "\n{}\n", errors.join("\n"));
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// `src/site/page.rs` → `site`; `src/lib.rs` and `src/main.rs` → none.
fn room_of(file: &Path) -> Option<String> {
    let first = file.strip_prefix("src").unwrap().iter().next()?.to_str()?;
    let room = first.trim_end_matches(".rs");
    (room != "lib" && room != "main").then(|| room.to_string())
}

/// Every `x` in `crate::x` and in the top level of `crate::{x, y::z}`.
fn rooms_named_in(text: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for part in text
        .lines()
        .filter(|it| !it.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
        .split("crate::")
        .skip(1)
    {
        match part.strip_prefix('{') {
            None => {
                rooms.insert(word(part));
            }
            Some(list) => rooms.extend(first_words(list)),
        }
    }
    rooms
}

/// The first word of each entry of a `{…}` list, given from behind its opening brace.
fn first_words(list: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut depth = 0;
    let mut start = true;
    for (at, c) in list.char_indices() {
        if start && !c.is_whitespace() && c != '}' {
            words.push(word(&list[at..]));
            start = false;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ => (),
        }
    }
    words
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}

/// Evidence is cited as `docs/`, a page and a heading of it: both must be there, also in links between pages. What lies
/// beside the repository is no evidence, since a clone does not have it.
#[test]
fn cited_evidence_is_in_the_repository() {
    let beside = ["domain", "bench"].map(|it| format!("shared/{it}"));
    let mut errors = Vec::new();
    let mut cited = 0;
    let roots = "src tests benches docs themes content .ci README.md README.zh-CN.md Cargo.toml build.rs site.yaml";
    for file in roots.split(' ').flat_map(|it| text_files(Path::new(it))) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for name in beside.iter().filter(|it| text.contains(it.as_str())) {
            errors.push(format!("{}: `{name}` is not in a clone", file.display()));
        }
        let before = if file.starts_with("docs") {
            "]("
        } else {
            "docs/"
        };
        for citation in citations(&text, before) {
            cited += 1;
            let (page, anchor) = citation.split_once('#').unwrap_or((citation, ""));
            let page = fs::read_to_string(Path::new("docs").join(page)).unwrap_or_default();
            let mut headings = page.lines().filter(|it| it.starts_with('#'));
            if !headings.any(|it| anchor.is_empty() || anchor_of(it) == anchor) {
                errors.push(format!("{}: there is no docs/{citation}", file.display()));
            }
        }
    }
    assert!(cited > 50, "only {cited} citations were found");
    assert!(errors.is_empty(), "\n{}\n", errors.join("\n"));
}

/// Every `page.md` and `page.md#heading` that stands behind `before`.
fn citations<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || "-_.#".contains(it);
    let behind = text.split(before).skip(1);
    let cited = behind.map(|it| &it[..it.find(|it| !is_part(it)).unwrap_or(it.len())]);
    cited
        .map(|it| it.trim_end_matches('.'))
        .filter(|it| it.ends_with(".md") || it.contains(".md#"))
        .collect()
}

/// As GitHub makes it: lower case, hyphens for spaces, no signs.
fn anchor_of(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

fn text_files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap().map(|it| it.unwrap().path());
    entries.flat_map(|it| text_files(&it)).collect()
}
