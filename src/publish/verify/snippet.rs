//! How an insertion is shown, and what an SSI directive looks like.
//!
//! Plain functions.

/// How much of an insertion is shown, in characters.
pub(super) const SNIPPET: usize = 120;

/// How a page asks its server to put in another file.
pub(super) fn directive(path: &str) -> String {
    format!("<!--#include virtual=\"{path}\" -->")
}

/// On one line, at most 120 characters.
pub(super) fn snippet(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(SNIPPET).collect();
    let line = words.join(" ");
    let mut shown: String = line.chars().take(SNIPPET).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}
