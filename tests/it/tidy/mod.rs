//! Rules about the source itself: who may import whom, file and function length, module headers.

mod imports;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use unicode_width::UnicodeWidthStr as _;

use imports::{Module, Sources};

/// Longest file, in lines before its tests.
const LINES_MAX: usize = 400;

/// Longest line of code, in columns of a terminal.
const COLUMNS_MAX: usize = 110;

/// How many files outside its folder a new channel may touch: `vocabulary/channel.rs`, `channels/mod.rs` and
/// the table of `src/README.md`.
const CHANNEL_FILES_MAX: usize = 3;

/// How many files a new kind of content may touch besides its template: `vocabulary/kind.rs`,
/// `content/schema.rs`, `channels/web/kinds.rs` and `theme/kind_view.rs`, which no list of all kinds shows.
const KIND_FILES_MAX: usize = 4;

#[test]
fn rooms_only_look_down() {
    let sources = Sources::read(Path::new("src"));
    let floors = floors();
    let mut errors = Vec::new();
    for (module, used) in sources.uses() {
        for other in used {
            let (room, other_room) = (room_of(module), room_of(&other));
            let (Some(room), Some(other_room)) = (room, other_room) else {
                continue;
            };
            if room != other_room && floors.get(&room) <= floors.get(&other_room) {
                let file = sources.path(module).display();
                errors.push(format!("{file}: `{room}` imports `{other_room}`"));
            }
        }
    }
    assert!(errors.is_empty(), "\n{}\n", errors.join("\n"));
}

#[test]
fn the_map_lists_every_room() {
    let sources = Sources::read(Path::new("src"));
    let rooms = sources.uses().into_keys().filter_map(room_of);
    let rooms: BTreeSet<String> = rooms.collect();
    let listed: BTreeSet<String> = floors().into_keys().collect();
    assert_eq!(rooms, listed);
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = Sources::read(Path::new("src"));
    let mut uses = sources.uses();
    // Whatever uses nothing that is left, or is used by nothing that is left, stands in no circle.
    loop {
        let left: BTreeSet<Module> = uses.keys().map(|it| (*it).clone()).collect();
        let used: BTreeSet<Module> = uses.values().flatten().cloned().collect();
        let count = uses.len();
        uses.retain(|module, others| {
            others.retain(|it| left.contains(it));
            !others.is_empty() && used.contains(*module)
        });
        if uses.len() == count {
            break;
        }
    }
    let circles = uses.iter().map(|(module, others)| {
        let others = others.iter().map(|it| it.join("::"));
        format!(
            "{} -> {}",
            module.join("::"),
            others.collect::<Vec<_>>().join(", ")
        )
    });
    let circles: Vec<String> = circles.collect();
    assert!(circles.is_empty(), "\n{}\n", circles.join("\n"));
}

/// A file that names every variant of an enum has to be touched for a new one.
#[test]
fn a_new_channel_or_kind_touches_few_files() {
    let channels = [
        "Led", "Cinema", "Wechat", "Signage", "Print", "Voice", "Web",
    ];
    let listing_channels = files_naming_all("Channel", &channels);
    let of_channel = |it: &PathBuf| it.starts_with("src/channels") || it.starts_with("src/bundles");
    let outside: Vec<&PathBuf> = listing_channels
        .iter()
        .filter(|it| !of_channel(it))
        .collect();
    // Besides them, the list in `channels/mod.rs` and the table of rooms name the folder.
    assert!(outside.len() + 2 <= CHANNEL_FILES_MAX, "{outside:?}");
    let kinds = [
        "Case", "ScamType", "Slogans", "Bulletin", "Policy", "Unit", "Quiz", "Outreach", "Board",
        "Page",
    ];
    let mut listing_kinds = files_naming_all("Kind", &kinds);
    listing_kinds.extend(files_naming_all("Detail", &kinds));
    assert!(listing_kinds.len() < KIND_FILES_MAX, "{listing_kinds:?}");
}

/// The files below `src/` that name each of `variants` as one of `name`, or as one of `Self` where they
/// define it.
fn files_naming_all(name: &str, variants: &[&str]) -> BTreeSet<PathBuf> {
    let names_all = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        let is_home = text.contains(&format!("enum {name} {{"));
        let of = |variant: &str, owner: &str| text.contains(&format!("{owner}::{variant}"));
        let mut variants = variants.iter();
        variants.all(|it| of(it, name) || (is_home && of(it, "Self")))
    };
    rust_files(Path::new("src"))
        .into_iter()
        .filter(names_all)
        .collect()
}

#[test]
fn lines_of_code_fit_a_screen() {
    let mut errors = Vec::new();
    let folders = ["src", "tests", "benches"].map(Path::new);
    for file in folders.into_iter().flat_map(rust_files) {
        for (index, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            // A text in quotes is not broken: it is searched for as it is shown. Comments are measured in
            // columns, of which a Han character takes two; lists of words and scripts inside of strings in
            // characters.
            let columns = match line.trim_start() {
                comment if comment.starts_with("//") => line.width(),
                code if code.contains('"') => 0,
                code => code.chars().count(),
            };
            if columns > COLUMNS_MAX {
                let place = format!("{}:{}", file.display(), index + 1);
                errors.push(format!("{place}: {columns} columns"));
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

/// The floor of each room, from the table of `src/README.md`.
fn floors() -> BTreeMap<String, u32> {
    let map = fs::read_to_string("src/README.md").unwrap();
    let mut floors = BTreeMap::new();
    let rows = map.lines().filter_map(|it| it.strip_prefix("| "));
    for row in rows {
        let mut cells = row.split('|').map(str::trim);
        let Some(floor) = cells.next().and_then(|it| it.parse().ok()) else {
            continue;
        };
        let rooms = cells.next().unwrap().split('`').skip(1).step_by(2);
        floors.extend(rooms.map(|it| (it.to_owned(), floor)));
    }
    floors
}

/// `site::links` → `site`, `channels::led::file` → `channels/led`; none for the crate itself.
fn room_of(module: &Module) -> Option<String> {
    let (first, rest) = module.split_first()?;
    Some(match rest.first() {
        Some(channel) if first == "channels" => format!("{first}/{channel}"),
        _ => first.clone(),
    })
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

/// Evidence is cited as `docs/`, a page and a heading of it: both must be there, also in links between pages.
/// What lies beside the repository is no evidence, since a clone does not have it.
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
