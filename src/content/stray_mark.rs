//! Lines that are slogans to their author but not to Markdown: `-不转账`, `－ 不转账`, `1、不转账`.
//!
//! Markdown glues such a line to the item above it, or takes it for prose: two slogans become one, or one is
//! lost. Nothing is guessed: the author mends the mark.

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    markdown::Body,
    span::Span,
};

/// Signs that stand for `-` where Chinese is written.
const LIKE_HYPHEN: &str = "－–·•●▪◦・‧";

/// Reports every line of a slogans file that only looks like an item; whether there is one. `names_channel`
/// says whether a line gives the wording of a channel.
pub fn stray_marks(
    body: Body<'_>,
    names_channel: fn(&str) -> bool,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut offset = body.offset;
    let mut is_code = false;
    let mut found = false;
    for line in body.text.split_inclusive('\n') {
        let words = line.trim();
        is_code ^= words.starts_with("```");
        // `led: …` without its mark would go on with the words above it.
        if !is_code && (is_stray(line.trim_end()) || names_channel(words)) {
            let start = offset + line.len() - line.trim_start().len();
            let at = Span::new(body.source, start..start + words.len());
            diagnostics.push(stray_mark(at));
            found = true;
        }
        offset += line.len();
    }
    found
}

fn is_stray(line: &str) -> bool {
    let words = line.trim_start();
    // Markdown indents with spaces and tabs; a full-width space is a word to it.
    let indent = &line[..line.len() - words.len()];
    let is_indented_wide = indent.contains(|it| it != ' ' && it != '\t');
    let mut characters = words.chars();
    match (characters.next(), characters.next()) {
        // `- `, a lone `-`, and `---` are Markdown's own.
        (Some('-'), Some(' ' | '\t')) => is_indented_wide,
        (Some('-'), second) => !matches!(second, None | Some('-')),
        (Some(first), Some(_)) if LIKE_HYPHEN.contains(first) => true,
        _ => {
            let rest = words.trim_start_matches(|it: char| it.is_ascii_digit());
            (1..3).contains(&(words.len() - rest.len())) && rest.starts_with(['、', '．'])
        }
    }
}

fn stray_mark(at: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_MARK, "这一行不会成为单独的一条警示语")
        .label(at, "行首的符号或空格不对")
        .help("以“- ”（英文减号加一个空格）开头；下一级的行，再在前面加两个空格")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_that_markdown_does_not_know_are_stray() {
        for line in [
            "-甲",
            "-　甲",
            "  -led: 甲",
            "　- led: 甲",
            "－甲",
            "• 甲",
            "·甲",
            "1、甲",
            "12．甲",
        ] {
            assert!(is_stray(line), "{line}");
        }
        for line in [
            "",
            "-",
            "- 甲",
            "-\t甲",
            "  - led: 甲",
            "---",
            "——甲",
            "甲·乙",
            "1. 甲",
            "2026、2027",
            "110",
            "* 甲",
        ] {
            assert!(!is_stray(line), "{line}");
        }
    }
}
