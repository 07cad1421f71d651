//! Explains parser errors in terms of what the author wrote.
//!
//! In: the position at which the parser failed, and its reason. Out: a diagnostic at the line to correct,
//! often the previous one.
//! The parser's own English message is never shown to authors.

use std::ops::Range;

use super::{excerpt::Excerpt, lint};
use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
};

/// The diagnostic for a parser error at byte `at` of the excerpt.
pub fn problem(excerpt: Excerpt<'_>, at: usize, reason: &str) -> Diagnostic {
    let text = excerpt.text;
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
    let line = &text[start..end];
    // The parser often detects an error only at the start of the next line.
    let place = excerpt.span(if at == end { start..end } else { at..end });
    let value = line.split_once(": ").or_else(|| line.split_once("- "));
    let value = value.map_or("", |it| it.1.trim());
    if value.starts_with(['[', '{']) {
        return syntax(place, BRACKET);
    }
    if reason.contains("escape") {
        return syntax(place, BACKSLASH);
    }
    if has_words_after_quotes(value) {
        return words_after_quotes(place, value);
    }
    if reason.contains("quote") {
        return syntax(place, QUOTE);
    }
    if reason.contains("flow") || reason.contains("',' or ']'") {
        return syntax(place, BRACKET);
    }
    if let Some((at, name)) = full_width_colon(text, start, end) {
        let colon = at..at + '：'.len_utf8();
        return lint::full_width_colon(excerpt.span(colon), name);
    }
    if let Some(line) = line_without_colon(text, start, end) {
        return no_colon(excerpt.span(line));
    }
    if let Some(indent) = odd_indent(text, start, at) {
        return out_of_line(excerpt.span(indent));
    }
    match reason.contains("mapping values are not allowed") {
        true => syntax(place, COLON),
        false => syntax(place, UNKNOWN),
    }
}

/// `"百万保障"骗局`: in YAML the value ends at the second quote.
fn has_words_after_quotes(value: &str) -> bool {
    let Some(quote) = value.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
        return false;
    };
    let closed = value[1..].split_once(quote);
    closed.is_some_and(|(_, after)| !after.is_empty() && !after.trim_start().starts_with('#'))
}

/// The line at which the parser failed, and the line before it.
fn nearby(text: &str, start: usize, end: usize) -> [Range<usize>; 2] {
    let before = text[..start].trim_end();
    let before_start = before.rfind('\n').map_or(0, |it| it + 1);
    [start..end, before_start..before.len()]
}

/// A full-width colon in an indented line, which `lint` skips: its offset, and the name before it.
fn full_width_colon(text: &str, start: usize, end: usize) -> Option<(usize, &str)> {
    nearby(text, start, end).into_iter().find_map(|it| {
        let line = &text[it.clone()];
        let (name, _) = line.split_once('：')?;
        let at = it.start + name.len();
        let name = name.trim_start_matches([' ', '-']).trim_end();
        let is_name = !name.is_empty() && name.chars().count() <= 12;
        (is_name && !line.contains(':')).then_some((at, name))
    })
}

/// The nearby line, if any, that starts at the left margin and contains no name.
fn line_without_colon(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    nearby(text, start, end).into_iter().find(|it| {
        let line = &text[it.clone()];
        !line.trim().is_empty()
            && !line.starts_with([' ', '-', '#'])
            && !line.contains([':', '[', ']', '{', '}'])
    })
}

/// Spaces before a name that should be aligned with the others: in the line where the parser failed at the
/// colon after its first word, or in the very first line.
fn odd_indent(text: &str, start: usize, at: usize) -> Option<Range<usize>> {
    let spaces = |from: usize| {
        let line = &text[from..];
        from..from + line.len() - line.trim_start_matches(' ').len()
    };
    let here = spaces(start);
    if !here.is_empty() {
        let name = text.get(here.end..at)?;
        return (!name.contains([':', '"'])).then_some(here);
    }
    let first = spaces(text.len() - text.trim_start_matches('\n').len());
    (!first.is_empty()).then_some(first)
}

/// The label at the location, and the help text.
type Advice = (&'static str, &'static str);

const BRACKET: Advice = (
    "方括号或花括号没有写好",
    "以 [ 或 { 开头的内容要成对写完；如果它只是文字，请用英文引号括起来，例如 标题: \"[预警] 冒充客服\"",
);
const BACKSLASH: Advice = (
    "英文双引号里的反斜杠 \\ 有特殊的意思",
    "把 \\ 写成 \\\\，或者把外面的双引号换成单引号",
);
const QUOTE: Advice = (
    "引号没有成对",
    "开头用了英文引号 \" 的，结尾也要有一个英文引号 \"",
);
const COLON: Advice = (
    "这里多了一个“冒号加空格”",
    "内容里有冒号时，请把整段内容用英文引号括起来，例如 标题: \"提醒: 不要转账\"",
);
const UNKNOWN: Advice = (
    "从这里开始读不懂",
    "每行写成“名称: 内容”，冒号用英文冒号，冒号后空一格；内容以 @ * & ! % ` | > [ { 或“- ”开头时，用英文引号括起来",
);

fn syntax(at: Span, (label, help): Advice) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, "信息栏的格式写错了")
        .label(at, label)
        .help(help)
}

fn words_after_quotes(at: Span, value: &str) -> Diagnostic {
    let whole = match value.contains('\'') {
        true => format!("\"{}\"", value.replace('"', "\\\"")),
        false => format!("'{value}'"),
    };
    Diagnostic::error(code::YAML_SYNTAX, "英文引号后面还有字")
        .label(at, "内容在引号那里就结束了")
        .help("把英文引号换成中文引号 “ ”")
        .help(format!("或者在整段内容外面再加一对引号：{whole}"))
}

fn no_colon(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, "这一行没有冒号")
        .label(at, "不知道哪里是名称，哪里是内容")
        .help("写成“名称: 内容”，用英文冒号，冒号后面空一格；用不着的行就删去")
}

fn out_of_line(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, "行首的空格没有对齐")
        .label(at, "这里的空格")
        .help("每一项都从行首写起，前面不加空格；下一级的行，空格要一样多")
}
