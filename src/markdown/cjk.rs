//! Emphasis next to Chinese punctuation, which `CommonMark`'s flanking rule rejects: `**“中文”**文字`,
//! `**注意：**不要`.
//!
//! In: Markdown as written. Out: the same text with private sentinels where a delimiter run must be allowed
//! to open or close, and a mapping from its offsets to the original ones. Rule: the amendment of
//! <https://github.com/tats-u/markdown-cjk-friendly> (read 2026), which comrak calls `cjk_friendly_emphasis`.
//! Sentinels never appear in the output of this room, and never at the start of a line, where they could
//! change a block.

use std::{borrow::Cow, ops::Range};

use memchr::{memchr3, memmem};

/// Neither white space nor punctuation to the parser. An author's own U+F8FE has no meaning and is dropped
/// along with these.
const LETTER: char = '\u{f8fe}';
const LETTER_BYTES: &[u8] = "\u{f8fe}".as_bytes();
/// Punctuation to the parser; an archaic comma that is not in use. Only inserted next to `LETTER`, where a
/// second delimiter run on the other side must still see punctuation.
const MARK: char = '\u{2e49}';

/// Markdown ready for the parser, and the mapping back to the original text.
pub(super) struct PreparedText<'a> {
    pub(super) text: Cow<'a, str>,
    /// The insertions in ascending order: the offset in `text` at which each ends, and the total bytes
    /// inserted up to there.
    inserts: Vec<(usize, usize)>,
    has_sentinels: bool,
}

impl PreparedText<'_> {
    /// Maps byte `offset` of the prepared text to the original text; an offset inside an insertion maps to
    /// its position.
    fn original(&self, offset: usize) -> usize {
        let index = self.inserts.partition_point(|it| it.0 <= offset);
        let inserted = index.checked_sub(1).map_or(0, |it| self.inserts[it].1);
        match self.inserts.get(index) {
            Some(&(end, total)) if offset + (total - inserted) > end => end - total,
            _ => offset - inserted,
        }
    }

    pub(super) fn original_range(&self, range: Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }

    /// `text` without sentinels; `None` if it has none, which is nearly always the case.
    pub(super) fn stripped(&self, text: &str) -> Option<String> {
        if !self.has_sentinels || !text.contains(LETTER) {
            return None;
        }
        let pairs = [[LETTER, MARK], [MARK, LETTER]].map(String::from_iter);
        Some(
            text.replace(&pairs[0], "")
                .replace(&pairs[1], "")
                .replace(LETTER, ""),
        )
    }
}

/// Inserts sentinels where the amended rule lets a run of `*` or `~~` open or close and `CommonMark`'s does
/// not.
pub(super) fn prepare(text: &str) -> PreparedText<'_> {
    let mut inserter = SentinelInserter {
        text,
        output: String::new(),
        copied: 0,
        inserts: Vec::new(),
    };
    let bytes = text.as_bytes();
    let mut index = 0;
    while let Some(skipped) = memchr3(b'*', b'~', b'\\', &bytes[index..]) {
        let start = index + skipped;
        let byte = bytes[start];
        index = start + 1;
        if byte == b'\\' {
            index += usize::from(bytes.get(index).is_some_and(u8::is_ascii_punctuation));
            continue;
        }
        index += bytes[index..].iter().take_while(|it| **it == byte).count();
        // A run at the start of a line can always open; a sentinel before it could change a list or a
        // thematic break.
        if !is_line_start(&bytes[..start]) {
            inserter.run(start..index);
        }
    }
    inserter.finish()
}

/// Whether only block quote markers and spaces lie between the start of the last line of `before` and its
/// end.
fn is_line_start(before: &[u8]) -> bool {
    let mut line = before.iter().rev();
    let last = line.find(|it| !matches!(it, b' ' | b'\t' | b'>'));
    last.is_none_or(|it| *it == b'\n')
}

struct SentinelInserter<'a> {
    text: &'a str,
    output: String,
    /// How far `text` has been copied to `output`.
    copied: usize,
    inserts: Vec<(usize, usize)>,
}

impl<'a> SentinelInserter<'a> {
    /// Handles one delimiter run. Amended flanking differs from `CommonMark`'s in two mutually exclusive
    /// cases: punctuation after and none before (the run may also open), punctuation before and none after
    /// (it may also close), each only if one of the two neighbours is CJK.
    fn run(&mut self, run: Range<usize>) {
        let strikes = self.text.as_bytes()[run.start] == b'~';
        if strikes && run.len() != 2 {
            return;
        }
        let before = self.text[..run.start].chars().next_back();
        let after = self.text[run.end..].chars().next();
        let (Some(before), Some(after)) = (before, after) else {
            return;
        };
        // The edge of a table cell acts as the edge of a text.
        let is_edge = |it: char| it.is_whitespace() || it == '|';
        if is_edge(before) || is_edge(after) || !(is_cjk(before) || is_cjk(after)) {
            return;
        }
        match (is_punctuation(before), is_punctuation(after)) {
            // `~~` opens before punctuation without a sentinel.
            (false, true) if !strikes => {
                self.insert(run.end, &[LETTER]);
                if is_delimiter(after) {
                    self.insert(run.end, &[MARK]);
                }
            }
            (true, false) => {
                // One letter serves two adjacent runs that both need one.
                let shared = self.copied == run.start && self.output.ends_with(MARK);
                if shared {
                    self.remove_last_mark();
                    return;
                }
                if is_delimiter(before) {
                    self.insert(run.start, &[MARK]);
                }
                self.insert(run.start, &[LETTER]);
            }
            _ => (),
        }
    }

    fn insert(&mut self, at: usize, sentinel: &[char; 1]) {
        self.output.push_str(&self.text[self.copied..at]);
        self.copied = at;
        self.output.push(sentinel[0]);
        let total = self.inserts.last().map_or(0, |it| it.1) + sentinel[0].len_utf8();
        self.inserts.push((self.output.len(), total));
    }

    fn remove_last_mark(&mut self) {
        self.output.pop();
        self.inserts.pop();
    }

    fn finish(mut self) -> PreparedText<'a> {
        if self.inserts.is_empty() {
            return PreparedText {
                text: Cow::Borrowed(self.text),
                inserts: self.inserts,
                has_sentinels: memmem::find(self.text.as_bytes(), LETTER_BYTES).is_some(),
            };
        }
        self.output.push_str(&self.text[self.copied..]);
        PreparedText {
            text: Cow::Owned(self.output),
            inserts: self.inserts,
            has_sentinels: true,
        }
    }
}

fn is_delimiter(character: char) -> bool {
    matches!(character, '*' | '~' | '_')
}

/// Punctuation and symbols (categories P and S) as the parser classifies them; tested against the parser.
fn is_punctuation(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_punctuation();
    }
    // Letters in a circle or square are symbols, although alphabetic.
    let is_letter = character.is_alphanumeric() && !matches!(character, 'Ⓐ'..='ⓩ' | '🄰'..='🆉');
    !is_letter
        && !character.is_whitespace()
        && !character.is_control()
        && !matches!(u32::from(character),
            0x00ad | 0x0300..=0x036f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x20d0..=0x20ff
            | 0x302a..=0x302f | 0x3099..=0x309a | 0xe000..=0xf8ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0xfeff
            | 0xfff9..=0xfffb | 0xe0000..=0x10ffff)
}

/// CJK characters of the amendment: Chinese, Japanese and Korean letters, their punctuation and full-width
/// forms.
///
/// Source: `ranges.md` of markdown-cjk-friendly; unassigned code points in between are included.
pub(super) fn is_cjk(character: char) -> bool {
    matches!(u32::from(character),
        0x1100..=0x11ff | 0x20a9 | 0x2329..=0x232a | 0x2e80..=0x303e | 0x3041..=0x3247 | 0x3250..=0xa4c6
        | 0xa960..=0xa97c | 0xac00..=0xd7fb | 0xf900..=0xfaff | 0xfe10..=0xfe19 | 0xfe30..=0xfe6b
        | 0xff01..=0xffbe | 0xffc2..=0xffdc | 0xffe0..=0xffe6 | 0xffe8..=0xffee | 0x16fe0..=0x19191
        | 0x191a0..=0x1b2fb | 0x1d300..=0x1d376 | 0x1f200..=0x1f202 | 0x1f210..=0x1f265 | 0x20000..=0x3fffd
        | 0xe0100..=0xe01ef)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Parser, Tag};

    fn shown(text: &str) -> String {
        prepare(text).text.replace(LETTER, "^").replace(MARK, ",")
    }

    #[test]
    fn sentinels_are_inserted_only_where_the_rule_differs() {
        for (text, expected) in [
            ("**“中文”**文字", "**“中文”^**文字"),
            ("文**“中”**", "文**^“中”**"),
            ("**注意：**不要", "**注意：^**不要"),
            ("~~旧号码。~~新", "~~旧号码。^~~新"),
            ("文**_x_**字", "文**^,_x_,^**字"),
            ("**~~旧。~~**文", "**,^~~旧。~~,^**文"),
            ("**重点**文字", "**重点**文字"),
            ("**“word”**s", "**“word”**s"),
            (r"\**文", r"\*,^*文"),
            (">**注意**", ">**注意**"),
            ("|**“甲”**|", "|**“甲”**|"),
            ("3~5天。~3", "3~5天。~3"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn offsets_map_back_to_the_original_text() {
        let text = "前**“中文”**文**_x_**字。**末。**尾";
        let prepared = prepare(text);
        assert_ne!(prepared.text, text);
        for (offset, character) in prepared.text.char_indices() {
            let original = prepared.original(offset);
            if character != LETTER && character != MARK {
                assert_eq!(text[original..].chars().next(), Some(character));
            } else {
                assert!(text.is_char_boundary(original));
            }
        }
        assert_eq!(prepared.original(prepared.text.len()), text.len());
    }

    #[test]
    fn punctuation_agrees_with_the_parser() {
        // Blocks without unassigned code points, which differ between Unicode versions.
        let blocks = [
            0x20..0x7f,
            0xa0..0x180,
            0x2010..0x2028,
            0x2030..0x2060,
            0x2190..0x2427,
            0x2460..0x2b74,
            0x3000..0x3040,
            0x3041..0x3097,
            0x3099..0x3100,
            0x3105..0x3130,
            0x3220..0x3400,
            0x4e00..0x4f00,
            0xac00..0xad00,
            0xfe30..0xfe53,
            0xff01..0xffbf,
            0x1f300..0x1f650,
        ];
        let differing: Vec<char> = blocks
            .into_iter()
            .flatten()
            .filter_map(char::from_u32)
            .filter(|it| {
                !it.is_whitespace() && !matches!(it, '*' | '<' | '`' | '\\' | '[' | ']' | '&')
            })
            .filter(|it| is_punctuation(*it) == opens_inside_a_word(*it))
            .collect();
        assert!(differing.is_empty(), "{differing:?}");
    }

    fn opens_inside_a_word(character: char) -> bool {
        Parser::new(&format!("a*{character}b*")).any(|it| matches!(it, Event::Start(Tag::Emphasis)))
    }
}
