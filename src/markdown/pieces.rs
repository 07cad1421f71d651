//! Runs the parser: converts Markdown to pieces, each an event and its byte range in the body.
//!
//! In: prepared text. Out: events without sentinels, with ranges in the original text.
//! Nesting is limited to `DEPTH_MAX`, so later passes need not guard against deep nesting; starts and ends
//! always match.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{breaks, cjk::PreparedText, piece::Piece};
use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
};

/// More levels than any real page has, and few enough for browsers and sanitisers.
const DEPTH_MAX: usize = 64;
/// More pieces than any real page has: every line and every delimiter is one or two. A book of 1 MB has fewer
/// than half as many.
const PIECES_MAX: usize = 200_000;

/// The extensions of the site format, listed individually: no smart punctuation, which would turn quotation
/// marks around.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// A text split into pieces.
pub(super) struct Pieces<'a> {
    pub(super) list: Vec<Piece<'a>>,
    /// The offset from which the text is omitted because it has too many pieces.
    pub(super) left_out: Option<usize>,
}

pub(super) fn parse<'a>(prepared: &'a PreparedText<'_>) -> Pieces<'a> {
    let mut left_out = None;
    let mut pieces = Vec::with_capacity(prepared.text.len() / 16);
    let (mut depth, mut depth_max) = (0usize, DEPTH_MAX);
    for (event, range) in Parser::new_ext(&prepared.text, options()).into_offset_iter() {
        if pieces.len() >= PIECES_MAX && left_out.is_none() {
            left_out = Some(prepared.original_range(range.clone()).start);
            depth_max = depth_max.min(depth);
        }
        let shows = match event {
            Event::Start(_) => {
                depth += 1;
                depth <= depth_max
            }
            Event::End(_) => {
                depth -= 1;
                depth < depth_max
            }
            _ => left_out.is_none(),
        };
        if !shows {
            continue;
        }
        // At this point all open elements are closed, and no new ones are opened.
        if left_out.is_some() {
            depth_max = depth_max.min(depth);
        }
        let (event, range) = single_tilde_as_text(event, range, &prepared.text);
        let event = stripped(event, prepared);
        if !matches!(&event, Event::Text(text) if text.is_empty()) {
            pieces.push(Piece {
                event,
                range: prepared.original_range(range),
            });
        }
    }
    breaks::join_lines(&mut pieces);
    Pieces {
        list: pieces,
        left_out,
    }
}

/// Treats a single `~` as text, not as strikethrough: in Chinese it is a range (`3~5天`) or a friendly ending
/// (`好的~`).
fn single_tilde_as_text<'a>(
    event: Event<'a>,
    range: Range<usize>,
    text: &str,
) -> (Event<'a>, Range<usize>) {
    let place = match event {
        Event::Start(Tag::Strikethrough) => range.start..range.start + 1,
        Event::End(TagEnd::Strikethrough) => range.end - 1..range.end,
        event => return (event, range),
    };
    if text[range.clone()].starts_with("~~") {
        return (event, range);
    }
    (Event::Text(CowStr::Borrowed("~")), place)
}

fn stripped<'a>(event: Event<'a>, prepared: &PreparedText<'_>) -> Event<'a> {
    let strip = |text: CowStr<'a>| match prepared.stripped(&text) {
        Some(clean) => CowStr::from(clean),
        None => text,
    };
    match event {
        Event::Text(text) => Event::Text(strip(text)),
        Event::Code(text) => Event::Code(strip(text)),
        Event::Html(text) => Event::Html(strip(text)),
        Event::InlineHtml(text) => Event::InlineHtml(strip(text)),
        Event::FootnoteReference(name) => Event::FootnoteReference(strip(name)),
        Event::Start(Tag::FootnoteDefinition(name)) => {
            Event::Start(Tag::FootnoteDefinition(strip(name)))
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(strip(info))))
        }
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level,
            id: id.map(strip),
            classes,
            attrs,
        }),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url = match link_type {
                LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                _ => strip(dest_url),
            };
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title: strip(title),
                id,
            })
        }
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: strip(dest_url),
            title: strip(title),
            id,
        }),
        event => event,
    }
}

pub(super) fn too_big(at: Span) -> Diagnostic {
    Diagnostic::error(code::MARKDOWN_TOO_BIG, "这篇文章太长，或者格式太多太碎")
        .label(at, "从这里起不会显示")
        .help("分成几篇来写；大量的数据做成表格文件，放在文章旁边供人下载")
}

#[cfg(test)]
mod tests {
    use super::super::{cjk, piece::end_of};
    use super::*;

    #[test]
    fn ranges_point_into_the_original_text() {
        let text = "开头**“重点”**后，[**“链接”**文](a.md)和**注意：**尾";
        let prepared = cjk::prepare(text);
        let pieces = parse(&prepared).list;
        let sources: Vec<&str> = pieces
            .iter()
            .filter(|it| matches!(it.event, Event::Start(Tag::Strong | Tag::Link { .. })))
            .map(|it| &text[it.range.clone()])
            .collect();
        assert_eq!(
            sources,
            [
                "**“重点”**",
                "[**“链接”**文](a.md)",
                "**“链接”**",
                "**注意：**"
            ]
        );
        for piece in &pieces {
            if let Event::Text(shown) = &piece.event {
                assert_eq!(&text[piece.range.clone()], shown.as_ref());
            }
        }
    }

    #[test]
    fn sentinels_and_equal_characters_are_removed() {
        let text = "`文**“a”**字` [文**“x](文**“y \"文**“t\") ![文**“x](文**“y)\n\n```文**“\n文**“a”**字\n```\n\n# 题**“a”**{#文*“i}\n\n甲\u{f8fe}乙";
        let prepared = cjk::prepare(text);
        let shown = format!("{:?}", parse(&prepared).list);
        assert!(
            !shown.contains("f8fe") && !shown.contains('\u{f8fe}') && !shown.contains('\u{2e49}'),
            "{shown}"
        );
        assert!(shown.contains("文**“a”**字") && shown.contains("甲乙"));
    }

    #[test]
    fn text_beyond_the_limit_is_omitted_and_open_elements_are_closed() {
        let start = format!("> - {}", "甲`乙`".repeat(PIECES_MAX / 2 - 2));
        let text = format!("{start}*丙**丁**戊*\n\n> 己\n");
        let prepared = cjk::prepare(&text);
        let pieces = parse(&prepared);
        assert_eq!(pieces.left_out, Some(start.len() + 1));
        let list = pieces.list;
        assert_eq!(list.len(), PIECES_MAX + 4);
        assert_eq!(end_of(&list, 0), list.len() - 1);
    }

    #[test]
    fn nesting_is_limited() {
        let text = format!("{}文", "> ".repeat(500));
        let prepared = cjk::prepare(&text);
        let pieces = parse(&prepared).list;
        assert_eq!(pieces.len(), DEPTH_MAX * 2 + 1);
        assert_eq!(end_of(&pieces, 0), pieces.len() - 1);
    }
}
