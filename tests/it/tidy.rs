//! Rules about the source itself: who may import whom, file and function length, module headers.
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The house, ground floor first. A room may use rooms on lower floors, never its own floor or above.
const FLOORS: &[&[&str]] = &[
    &["span", "paths", "fingerprint"],
    &["diagnostics"],
    &["source", "markdown", "charset", "yaml", "typeset"],
    &["config", "content"],
    &["site"],
    &["theme", "picture"],
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
