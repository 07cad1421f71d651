//! One problem as a browser shows it: words, place, and the lines of the file with what is marked in them.
//!
//! In: a diagnostic. Out: the JSON that the command `build` gives for machines, with a drawing. The drawing is the
//! terminal's own, less what stands beside it in words: the message above it and the help below.

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
    json["drawing"] = picture(&drawn).into();
    json
}

/// The lines of the file in the drawing `drawn`; empty if it shows none.
fn picture(drawn: &str) -> String {
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
    fn only_the_lines_of_the_file_are_left() {
        let drawn =
            "error[a/b]: 词\n --> content/a.md:2:5\n  |\n2 | 标题: x\n  |       ^ 这里\n  |";
        assert_eq!(picture(drawn), "2 | 标题: x\n  |       ^ 这里");
        assert_eq!(picture("error[a/b]: 词\n --> content/a.md"), "");
        assert_eq!(picture("error[a/b]: 词"), "");
    }
}
