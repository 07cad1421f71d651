//! The commands of the handbook, run in its order.
//!
//! A command that is skipped is named with its reason; any other one must succeed.

use std::fs;

use tempfile::TempDir;

use super::office::{Office, TestTarget};
use crate::web_server::WebServer;

/// Commands that this test cannot run.
const SKIPPED: [(&str, &str); 6] = [
    ("fanzha serve", "runs until it is stopped"),
    ("--install", "changes the user's own jobs"),
    ("--remove", "changes the user's own jobs"),
    ("target trust", "is for SFTP alone; `sftp.rs` runs it"),
    (
        "--receipt",
        "needs the operator's receipt; `package.rs` makes one",
    ),
    (
        "--changes",
        "needs a release that was confirmed; `package.rs` runs it",
    ),
];

#[test]
fn every_command_of_the_handbook_runs() {
    let commands = commands();
    assert!(commands.len() > 20, "{commands:?}");
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("www");
    fs::create_dir(&root).unwrap();
    let server = WebServer::start(&root, "/");
    let target = TestTarget {
        settings: format!(
            "kind: folder, folder: '{}', url: '{}'}}\n  - {{id: usb, kind: package",
            root.display(),
            server.base()
        ),
        root,
        environment: Vec::new(),
    };
    let office = Office::new(&target);
    office.article("first", "第一版。");
    office.does(&["publish", "portal"]);
    for (number, command) in commands.iter().enumerate() {
        if SKIPPED.iter().any(|(part, _)| command.contains(part)) {
            continue;
        }
        // There is always something to publish, and a release to return to.
        office.article("first", &format!("第 {number} 版。"));
        if command.contains("rollback") {
            office.does(&["publish", "portal"]);
        }
        let words = words(command);
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        if arguments[0] == "init" {
            // The handbook begins anew for a fresh computer.
            drop(fs::remove_dir_all(office.site().join(arguments[1])));
        }
        let said = office.run(&arguments);
        if arguments[0] == "new" {
            // The handbook makes the same article twice, which the program refuses.
            fs::remove_file(office.site().join(said.stdout.trim())).unwrap();
        }
        // Both tell by 1 that there is something to do.
        let may_find = ["verify", "status"].contains(&arguments[0]);
        let is_right = said.code == Some(0) || (may_find && said.code == Some(1));
        assert!(is_right, "{command}: {:?}\n{}", said.code, said.stderr);
    }
}

/// The commands in fenced blocks, without the site that some of them name.
fn commands() -> Vec<String> {
    let handbook = concat!(env!("CARGO_MANIFEST_DIR"), "/README.zh-CN.md");
    let text = fs::read_to_string(handbook).unwrap();
    let mut is_fenced = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced && line.starts_with("fanzha ") {
            commands.push(line.replace(" --site 反诈网站", ""));
        }
    }
    commands
}

/// The words after the program's name; quotes hold a word together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for letter in command.chars().skip("fanzha ".len()) {
        match letter {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|it| !it.is_empty());
    words
}
