//! One problem for display in a browser: message, location, and the marked source lines.
//!
//! In: a diagnostic. Out: the JSON that the command `build` prints for machines, plus the rendered source
//! lines. These are taken from the terminal output without the message above and the help below, which are
//! separate fields.

use serde_json::Value;

use crate::diagnostics::{ColourMode, Diagnostic, Drawing};

pub(super) fn problem_json(problem: &Diagnostic, drawing: &mut Drawing<'_>) -> Value {
    let mut json = drawing.json(std::iter::once(problem))[0].take();
    if let Some(json) = json.as_object_mut() {
        json.remove("labels");
    }
    let helpless = Diagnostic {
        help: Vec::new(),
        ..problem.clone()
    };
    let drawn = drawing.terminal(&helpless, ColourMode::Plain);
    json["drawing"] = source_lines(&drawn).into();
    json
}

/// The source lines in the terminal output `drawn`; empty if it has none.
fn source_lines(drawn: &str) -> String {
    let is_place = |it: &str| it.trim_start().starts_with("-->");
    let is_bare = |it: &&str| matches!(it.trim(), "" | "|");
    let mut lines: Vec<&str> = drawn.lines().skip(1).collect();
    if lines.first().is_some_and(|it| is_place(it)) {
        lines.remove(0);
    }
    let end = lines.len() - lines.iter().rev().take_while(|it| is_bare(it)).count();
    let start = lines[..end].iter().take_while(|it| is_bare(it)).count();
    lines[start..end].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_source_lines_are_kept() {
        let drawn =
            "error[a/b]: 词\n --> content/a.md:2:5\n  |\n2 | 标题: x\n  |       ^ 这里\n  |";
        assert_eq!(source_lines(drawn), "2 | 标题: x\n  |       ^ 这里");
        assert_eq!(source_lines("error[a/b]: 词\n --> content/a.md"), "");
        assert_eq!(source_lines("error[a/b]: 词"), "");
    }
}
