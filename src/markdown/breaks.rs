//! Line breaks between two Chinese lines: an author breaks a long line, and no space belongs there.
//!
//! In: pieces. Out: the same without soft breaks between two Chinese characters; inline tags in between are
//! ignored.
//! A break next to a Latin or Korean word stays, and so does every hard break.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{cjk::is_cjk, piece::Piece};

/// The kind of text on one side of a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Chinese,
    /// A quotation mark, dash or ellipsis, which Chinese shares with Western writing, and whether the text
    /// beyond it is Chinese.
    Shared {
        in_chinese: bool,
    },
    Other,
}

pub(super) fn join_lines(pieces: &mut Vec<Piece<'_>>) {
    let mut before = Side::Other;
    let joined: Vec<bool> = (0..pieces.len())
        .map(|index| {
            let event = &pieces[index].event;
            if *event == Event::SoftBreak {
                return joins(before, after(&pieces[index + 1..]));
            }
            if let Some(side) = side(event, |text| seen_from_edge(text.chars().rev())) {
                before = side;
            }
            false
        })
        .collect();
    let mut joined = joined.into_iter();
    pieces.retain(|_| !joined.next().expect("there is one decision per piece"));
}

fn joins(before: Side, after: Side) -> bool {
    match (before, after) {
        (Side::Other, _) | (_, Side::Other) => false,
        (Side::Chinese, _) | (_, Side::Chinese) => true,
        (Side::Shared { in_chinese: left }, Side::Shared { in_chinese: right }) => left && right,
    }
}

fn after(pieces: &[Piece<'_>]) -> Side {
    pieces
        .iter()
        .find_map(|it| side(&it.event, |text| seen_from_edge(text.chars())))
        .unwrap_or(Side::Other)
}

/// The kind of text at the edge of an event; `None` for events that are transparent.
fn side(event: &Event<'_>, edge: impl Fn(&str) -> Side) -> Option<Side> {
    match event {
        Event::Text(text) | Event::Code(text) => (!text.is_empty()).then(|| edge(text)),
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
        | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_) => None,
        _ => Some(Side::Other),
    }
}

/// `characters` are in order of distance from the line break.
fn seen_from_edge(mut characters: impl Iterator<Item = char>) -> Side {
    match characters.next() {
        Some(first) if is_chinese(first) => Side::Chinese,
        Some(first) if is_shared(first) => Side::Shared {
            in_chinese: characters
                .find(|it| !is_shared(*it))
                .is_some_and(is_chinese),
        },
        _ => Side::Other,
    }
}

/// CJK without Korean, which puts spaces between words.
pub(super) fn is_chinese(character: char) -> bool {
    is_cjk(character)
        && !matches!(u32::from(character),
            0x1100..=0x11ff | 0x20a9 | 0x3131..=0x318e | 0x3200..=0x321e | 0x3260..=0x327f | 0xa960..=0xa97c
            | 0xac00..=0xd7fb | 0xffa0..=0xffdc)
}

fn is_shared(character: char) -> bool {
    matches!(
        character,
        '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⓿'
    )
}

#[cfg(test)]
mod tests {
    use super::super::{cjk, pieces};
    use super::*;

    fn joined(text: &str) -> bool {
        !pieces::parse(&cjk::prepare(text))
            .list
            .iter()
            .any(|it| it.event == Event::SoftBreak)
    }

    #[test]
    fn chinese_lines_join_without_a_space() {
        for text in [
            "不轻信\n不转账",
            "不轻信，\n不转账",
            "**不轻信**\n~~不~~转账",
            "不[轻信\n**转**](a)",
            "他说\n“你好”",
            "“你。”\n“我。”",
            "`码`\n文",
            "注[^1]\n文\n\n[^1]: 注",
            "> 不轻信\n> 不转账",
            "- 不\n  转",
        ] {
            assert!(joined(text), "{text}");
        }
    }

    #[test]
    fn other_lines_keep_their_break() {
        for text in [
            "call\n110",
            "请拨打\n96110",
            "한국\n한국",
            "“Yes.”\n“No.”",
            "文\n![图](a.png)",
            "文 abc\n文",
        ] {
            assert!(!joined(text), "{text}");
        }
    }
}
