//! Summarises the beginning of a page in one or two sentences, and estimates its reading time.
//!
//! In: pieces. Out: a summary of at most `WIDTH_MAX` cells, and counts.
//! A summary that ends in the middle of a sentence is always marked by ……

use pulldown_cmark::{Event, Tag, TagEnd};
use unicode_width::UnicodeWidthChar;

use super::{
    blocks,
    breaks::is_chinese,
    piece::{Piece, end_of},
    plain,
};

/// In half-width cells: 80 Han characters, the length that search engines show.
const WIDTH_MAX: usize = 160;
const ELLIPSIS: &str = "……";
/// Adults read 300 to 500 Chinese characters, or about 220 English words, per minute.
const HAN_PER_MINUTE: usize = 450;
const WORDS_PER_MINUTE: usize = 220;

/// Minutes to read `han_count` Han characters and `word_count` words, at least 1.
pub fn reading_minutes(han_count: usize, word_count: usize) -> usize {
    let parts = han_count * WORDS_PER_MINUTE + word_count * HAN_PER_MINUTE;
    parts.div_ceil(HAN_PER_MINUTE * WORDS_PER_MINUTE).max(1)
}

/// The summary of a page, and whether it has paragraphs: a page without any is summarised from its lists and
/// quotes.
pub(super) fn summarise(pieces: &[Piece<'_>]) -> (String, bool) {
    let lead = gather(pieces, Depth::TopLevel);
    if lead.is_empty() {
        (cut(gather(pieces, Depth::Nested)), false)
    } else {
        (cut(lead), true)
    }
}

/// A summary of plain text lines.
pub(super) fn of_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        append(&mut text, line);
    }
    cut(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    TopLevel,
    Nested,
}

/// Collects as much text as a summary may need.
fn gather(pieces: &[Piece<'_>], depth: Depth) -> String {
    let mut text = String::new();
    let mut line_start = None;
    let mut index = 0;
    while index < pieces.len() && text.len() < WIDTH_MAX * 4 {
        let nests = depth == Depth::Nested;
        match &pieces[index].event {
            Event::Start(Tag::Paragraph) => {
                let end = end_of(pieces, index);
                append(&mut text, &without_images(&pieces[index + 1..end]));
                index = end;
            }
            Event::Start(
                Tag::List(_)
                | Tag::Item
                | Tag::BlockQuote(_)
                | Tag::DefinitionList
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition,
            )
            | Event::End(_)
                if nests =>
            {
                if let Some(start) = line_start.take() {
                    append(&mut text, &without_images(&pieces[start..index]));
                }
            }
            Event::Start(tag) if nests && plain::is_inline(&tag.to_end()) => {
                line_start.get_or_insert(index);
                index = end_of(pieces, index);
            }
            Event::Start(_) => index = end_of(pieces, index),
            _ => {
                line_start.get_or_insert(index);
            }
        }
        index += 1;
    }
    text
}

fn without_images(pieces: &[Piece<'_>]) -> String {
    let mut image_depth = 0usize;
    let words: Vec<Piece<'_>> = pieces
        .iter()
        .filter(|it| {
            let was_inside = image_depth > 0;
            match it.event {
                Event::Start(Tag::Image { .. }) => image_depth += 1,
                Event::End(TagEnd::Image) => image_depth -= 1,
                _ => (),
            }
            !was_inside
        })
        .cloned()
        .collect();
    plain::inline(&words)
}

/// Appends a paragraph with the separator that the end of the text requires.
fn append(text: &mut String, paragraph: &str) {
    match text.chars().next_back() {
        _ if paragraph.is_empty() => return,
        Some(last) if is_chinese(last) && last.is_alphanumeric() => text.push('；'),
        Some(last) if last.is_ascii() => text.push(' '),
        _ => (),
    }
    text.push_str(paragraph);
}

/// Truncates after the last sentence that fits, or inside the first sentence with …….
fn cut(mut text: String) -> String {
    let (mut width, mut sentence_end, mut pause, mut last) = (0, None, None, 0);
    for (offset, character) in text.char_indices() {
        // The width in a Chinese font, where “ and … are full-width.
        width += character.width_cjk().unwrap_or(0);
        if width > WIDTH_MAX {
            let Some(end) = sentence_end else {
                text.truncate(pause.unwrap_or(last));
                text.truncate(text.trim_end_matches(['、', '，', ',', ' ']).len());
                return text + ELLIPSIS;
            };
            text.truncate(end);
            return text;
        }
        let end = offset + character.len_utf8();
        if ends_sentence(character, &text[end..])
            || (sentence_end == Some(offset) && closes(character))
        {
            sentence_end = Some(end);
        }
        if width <= WIDTH_MAX - 4 {
            last = end;
            // Truncating at a comma in the first half would discard too much.
            if matches!(character, '、' | '，' | ',') && width > WIDTH_MAX / 2 {
                pause = Some(end);
            }
        }
    }
    text
}

fn ends_sentence(character: char, rest: &str) -> bool {
    match character {
        '。' | '！' | '？' | '；' | '…' => true,
        // Not in `3.2` and `a.cn`.
        '.' | '!' | '?' => rest
            .chars()
            .next()
            .is_none_or(|it| it.is_whitespace() || it == '"' || is_chinese(it)),
        _ => false,
    }
}

fn closes(character: char) -> bool {
    matches!(character, '”' | '’' | '」' | '』' | '）' | ')' | '"')
}

/// Counts Han characters, and runs of other letters and digits.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) han_count: usize,
    pub(super) word_count: usize,
}

impl Counts {
    pub(super) fn of(pieces: &[Piece<'_>]) -> Self {
        let mut counts = Self::default();
        let (mut in_word, mut index) = (false, 0);
        while index < pieces.len() {
            match &pieces[index].event {
                Event::Text(text) | Event::Code(text) => in_word = counts.add(text, in_word),
                Event::Start(Tag::CodeBlock(block))
                    if matches!(blocks::kind(block), blocks::BlockKind::Code(_)) =>
                {
                    index = end_of(pieces, index);
                    in_word = false;
                }
                Event::Start(tag) if plain::is_inline(&tag.to_end()) => (),
                Event::End(tag) if plain::is_inline(tag) && *tag != TagEnd::TableCell => (),
                _ => in_word = false,
            }
            index += 1;
        }
        counts
    }

    fn add(&mut self, text: &str, mut in_word: bool) -> bool {
        for character in text.chars() {
            if is_han(character) {
                self.han_count += 1;
                in_word = false;
            } else if is_chinese_mark(character) {
                in_word = false;
            } else if character.is_alphanumeric() {
                self.word_count += usize::from(!in_word);
                in_word = true;
            } else if !matches!(character, '.' | '\'' | '’' | '-' | '_' | ',') {
                in_word = false;
            }
        }
        in_word
    }
}

/// The punctuation of ordinary Chinese sentences, as a fast path: looking it up in the tables of letters is
/// slow.
fn is_chinese_mark(character: char) -> bool {
    matches!(
        character,
        '，' | '。' | '、' | '：' | '；' | '？' | '！' | '“' | '”' | '（' | '）' | '《' | '》'
    )
}

fn is_han(character: char) -> bool {
    matches!(character, '㐀'..='䶿' | '一'..='鿿' | '豈'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

#[cfg(test)]
mod tests {
    use super::super::tests::outlined;
    use super::*;

    #[test]
    fn a_summary_is_taken_from_paragraphs() {
        let text = "# 题\n\n![图](a.png)\n\n```\n码\n```\n\n甲 **乙**\n丙\n\n| a |\n|-|\n| b |\n\n- 项\n\n见![x](b.png)下：\n\n尾。";
        assert_eq!(outlined(text).summary, "甲 乙丙；见下：尾。");
        assert_eq!(
            outlined("- 甲\n- **乙**丙\n  - 丁。\n\n> 戊").summary,
            "甲；乙丙；丁。戊"
        );
        assert_eq!(outlined("# 题").summary, "");
    }

    #[test]
    fn a_summary_ends_with_a_sentence() {
        let sentence = |characters: usize, end: &str| "字".repeat(characters) + end;
        let whole = sentence(79, "。");
        assert_eq!(cut(whole.clone()), whole);
        assert_eq!(
            cut(sentence(30, "。”") + &sentence(60, "。")),
            sentence(30, "。”")
        );
        assert_eq!(
            cut(sentence(30, "，3.2 万 a.cn") + &sentence(60, "。")),
            sentence(30, "，3.2 万 a.cn") + &"字".repeat(41) + "……"
        );
        assert_eq!(
            cut(sentence(50, "，") + &sentence(60, "。")),
            sentence(50, "……")
        );
        assert_eq!(cut("字".repeat(81)), sentence(78, "……"));
        assert_eq!(
            cut(format!("{} {}", "Call 96110.", "a".repeat(200))),
            "Call 96110."
        );
    }

    #[test]
    fn han_characters_and_words_are_counted_separately() {
        let outline = outlined(
            "拨打 96110，损失 3.2 万元 W**i-F**i `abc def`\n\n```\n不算\n```\n\n```chat\n骗子：算\n```",
        );
        assert_eq!((outline.han_count, outline.word_count), (6 + 3, 5));
        assert_eq!(reading_minutes(0, 0), 1);
        assert_eq!(reading_minutes(450, 220), 2);
        assert_eq!(reading_minutes(451, 0), 2);
    }
}
