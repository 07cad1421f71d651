//! Site-specific blocks: ```` ```chat ````, ```` ```steps ```` and alerts (`> [!TIP]`).
//!
//! In: the lines of a fenced block. Out: lists that screen readers read well, and a diagnostic for each line
//! that does not fit the block. Text in these blocks is literal: no markup and no links, so a fraudster's
//! address cannot be clicked.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::Span,
};

use super::{Body, escape, piece::Piece};

/// A role is one short word; longer ones do not fit beside a speech bubble.
const ROLE_CHARACTERS_MAX: usize = 6;
/// Text before a colon that is longer than this is part of the sentence, not a title.
const STEP_TITLE_CHARACTERS_MAX: usize = 12;

/// The kind of a fenced block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind<'a> {
    Chat,
    Steps,
    /// Code in this language; the language may be empty.
    Code(&'a str),
}

pub(super) fn kind<'a>(block: &'a CodeBlockKind<'_>) -> BlockKind<'a> {
    let CodeBlockKind::Fenced(info) = block else {
        return BlockKind::Code("");
    };
    match info.split([' ', '\t', ',']).next().unwrap_or_default() {
        "chat" => BlockKind::Chat,
        "steps" => BlockKind::Steps,
        language => BlockKind::Code(language),
    }
}

/// A non-blank line without surrounding white space.
struct BlockLine {
    text: String,
    range: Range<usize>,
}

/// The lines of a block's inner pieces.
fn lines(pieces: &[Piece<'_>]) -> Vec<BlockLine> {
    let mut lines: Vec<BlockLine> = Vec::new();
    let mut line_goes_on = false;
    for piece in pieces {
        let Event::Text(text) = &piece.event else {
            continue;
        };
        let mut offset = piece.range.start;
        // The length differs only where the parser changed the text (tabs); then the location is the whole
        // piece.
        let is_verbatim = text.len() == piece.range.len();
        for part in text.split_inclusive('\n') {
            let words = part.trim();
            let start = offset + (part.len() - part.trim_start().len());
            let range = if is_verbatim {
                start..start + words.len()
            } else {
                piece.range.clone()
            };
            offset += part.len();
            match lines.last_mut() {
                Some(line) if line_goes_on && !words.is_empty() => {
                    line.text.push_str(words);
                    line.range.end = range.end;
                }
                _ if !words.is_empty() => lines.push(BlockLine {
                    text: words.to_owned(),
                    range,
                }),
                _ => (),
            }
            line_goes_on = !part.ends_with('\n') && (line_goes_on || !words.is_empty());
        }
    }
    lines
}

/// Reports the problems of a fenced block; `block` is its whole range, `pieces` its content.
pub(super) fn check(
    kind: BlockKind<'_>,
    body: Body<'_>,
    block: Range<usize>,
    pieces: &[Piece<'_>],
    diagnostics: &mut Diagnostics,
) {
    if matches!(kind, BlockKind::Code(_)) {
        return;
    }
    let lines = lines(pieces);
    let block = body.span(body.trimmed(block));
    match kind {
        BlockKind::Chat if lines.is_empty() => diagnostics.push(empty_chat(block)),
        BlockKind::Steps if lines.is_empty() => diagnostics.push(empty_steps(block)),
        BlockKind::Chat => {
            for line in lines.iter().filter(|it| speech(&it.text).is_none()) {
                diagnostics.push(no_role(body.span(line.range.clone())));
            }
        }
        BlockKind::Steps | BlockKind::Code(_) => (),
    }
}

/// `role：words`, with a full-width or half-width colon; `None` if either part is missing.
fn speech(line: &str) -> Option<(&str, &str)> {
    let (role, words) = split_at_colon(line)?;
    (role.chars().count() <= ROLE_CHARACTERS_MAX && role.chars().all(char::is_alphanumeric))
        .then_some((role, words))
}

/// Splits at the first colon that is not part of an address or a time of day.
fn split_at_colon(line: &str) -> Option<(&str, &str)> {
    let (before, after) = line.split_once([':', '：'])?;
    let is_address = after.starts_with("//");
    let is_number = before.ends_with(|it: char| it.is_ascii_digit())
        && after.starts_with(|it: char| it.is_ascii_digit());
    let (before, after) = (before.trim(), after.trim());
    (!is_address && !is_number && !before.is_empty() && !after.is_empty())
        .then_some((before, after))
}

pub(super) fn write_chat(output: &mut String, pieces: &[Piece<'_>]) {
    output.push_str("<ol class=\"chat\">\n");
    for line in lines(pieces) {
        let (role, words) = speech(&line.text).unwrap_or(("", &line.text));
        output.push_str("<li class=\"chat-line chat-");
        output.push_str(side(role));
        output.push_str("\">");
        if !role.is_empty() {
            output.push_str("<span class=\"chat-role\">");
            escape::text(output, role);
            output.push_str("</span>");
        }
        output.push_str("<p>");
        escape::text(output, words);
        output.push_str("</p></li>\n");
    }
    output.push_str("</ol>\n");
}

/// Which side is speaking, as a class with which the theme chooses colour and position.
fn side(role: &str) -> &'static str {
    match role {
        _ if role.contains(['骗', '假']) => "scammer",
        _ if role.contains('警') || role.contains("反诈") => "police",
        "受害人" | "受害者" | "事主" | "当事人" => "victim",
        _ => "other",
    }
}

pub(super) fn write_steps(output: &mut String, pieces: &[Piece<'_>]) {
    output.push_str("<ol class=\"steps\">\n");
    for line in lines(pieces) {
        let step = without_marker(&line.text);
        let (title, words) = match split_at_colon(step) {
            Some((title, words)) if is_step_title(title) => (title, words),
            _ => ("", step),
        };
        output.push_str("<li>");
        if !title.is_empty() {
            output.push_str("<strong>");
            escape::text(output, title);
            output.push_str("：</strong>");
        }
        escape::text(output, words);
        output.push_str("</li>\n");
    }
    output.push_str("</ol>\n");
}

fn is_step_title(title: &str) -> bool {
    title.chars().count() <= STEP_TITLE_CHARACTERS_MAX
        && !title.contains(['，', '。', '；', '？', '！', ',', '.', ';'])
}

/// Strips the marker of `1. 引流`, `2、取信`, `（3）收网` and `- 收网`; the list numbers its items itself.
fn without_marker(line: &str) -> &str {
    if let Some(words) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return words.trim_start();
    }
    let inner = line.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_number = rest.len() < inner.len();
    match rest.strip_prefix(['.', '．', '、', ')', '）']) {
        // `3.5 万元` begins with an amount, not with a step number.
        Some(words) if is_number && !words.starts_with(|it: char| it.is_ascii_digit()) => {
            words.trim_start()
        }
        _ => line,
    }
}

/// The class of an alert, and a title that expresses the class in words.
pub(super) fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "说明"),
        BlockQuoteKind::Tip => ("tip", "提示"),
        BlockQuoteKind::Important => ("important", "重要"),
        BlockQuoteKind::Warning => ("warning", "警告"),
        BlockQuoteKind::Caution => ("caution", "危险"),
    }
}

fn no_role(at: Span) -> Diagnostic {
    Diagnostic::error(code::MARKDOWN_CHAT, "聊天记录的一行缺少说话人或内容")
        .label(at, "应为“角色：内容”")
        .help("每行写成“骗子：您好”的样子，角色不超过 6 个字")
}

fn empty_chat(at: Span) -> Diagnostic {
    Diagnostic::error(code::MARKDOWN_CHAT, "聊天记录是空的")
        .label(at, "里面没有一行字")
        .help("每行写一句“角色：内容”，或删除这一块")
}

fn empty_steps(at: Span) -> Diagnostic {
    Diagnostic::error(code::MARKDOWN_STEPS, "步骤是空的")
        .label(at, "里面没有一行字")
        .help("每行写一个步骤，或删除这一块")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{page, problems};

    #[test]
    fn a_chat_is_a_list_of_speeches() {
        let html = page(
            "```chat\n骗子：点 https://a.cn/<x> **“快”**点\n\n受害人: 好的：好\n民警：停\n家人：别\n没有角色\n```",
        );
        assert_eq!(
            html,
            "<ol class=\"chat\">\n\
             <li class=\"chat-line chat-scammer\"><span class=\"chat-role\">骗子</span><p>点 https://a.cn/&lt;x&gt; **“快”**点</p></li>\n\
             <li class=\"chat-line chat-victim\"><span class=\"chat-role\">受害人</span><p>好的：好</p></li>\n\
             <li class=\"chat-line chat-police\"><span class=\"chat-role\">民警</span><p>停</p></li>\n\
             <li class=\"chat-line chat-other\"><span class=\"chat-role\">家人</span><p>别</p></li>\n\
             <li class=\"chat-line chat-other\"><p>没有角色</p></li>\n</ol>\n"
        );
    }

    #[test]
    fn invalid_chat_lines_are_reported_at_their_location() {
        assert_eq!(
            problems("```chat\r\n骗子：在\r\n没有\r\n\t缩进\r\n```\r\n"),
            ["markdown/chat 没有", "markdown/chat 缩进"]
        );
        let text = "> ```chat\n> 骗子：**“在”**吗\n>\n>   没有**“角”**色  \n> https://a.cn\n> 这个角色太长了：嗯\n> 民警：\n> ```\n\n```chat\n\n```";
        assert_eq!(
            problems(text),
            [
                "markdown/chat 没有**“角”**色",
                "markdown/chat https://a.cn",
                "markdown/chat 这个角色太长了：嗯",
                "markdown/chat 民警：",
                "markdown/chat ```chat\n\n```",
            ]
        );
    }

    #[test]
    fn step_markers_are_stripped() {
        let html = page(
            "```steps\n1. 引流：发<广告>\n2、取信: 先返\n（3）收网\n- 洗钱\n3.5 万元没了\n先说好，再说：来\n看 http://a.cn\n```",
        );
        assert_eq!(
            html,
            "<ol class=\"steps\">\n<li><strong>引流：</strong>发&lt;广告&gt;</li>\n<li><strong>取信：</strong>先返</li>\n\
             <li>收网</li>\n<li>洗钱</li>\n<li>3.5 万元没了</li>\n<li>先说好，再说：来</li>\n<li>看 http://a.cn</li>\n</ol>\n"
        );
        assert_eq!(
            problems("```steps\n \n```"),
            ["markdown/steps ```steps\n \n```"]
        );
    }

    #[test]
    fn alerts_have_a_title_for_their_kind() {
        assert_eq!(
            page("> [!TIP]\n> 先核实"),
            "<div class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">提示</p>\n<p>先核实</p>\n</div>\n"
        );
        for (name, title) in [
            ("NOTE", "说明"),
            ("IMPORTANT", "重要"),
            ("WARNING", "警告"),
            ("CAUTION", "危险"),
        ] {
            assert!(page(&format!("> [!{name}]\n> 文")).contains(&format!(
                "alert-{}\" role=\"note\"><p class=\"alert-title\">{title}<",
                name.to_lowercase()
            )));
        }
    }
}
