//! Normalises text for screens, as far as the meaning does not change.
//!
//! Full-width digits and Latin letters become half-width, so that 96110 stays one word of five cells;
//! look-alikes that font cards lack are replaced by the character they have. Source:
//! `docs/charset.md#normalisation-for-screens`.
//! A character whose replacement would change the meaning is never replaced here, and no emoji is dropped:
//! that is the author's decision.

/// A character after normalisation, with its origin in the original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NormalisedChar {
    /// Byte offset in the original text.
    pub at: usize,
    pub character: char,
}

/// Normalises the text to one line, ready to be checked and encoded.
///
/// Idempotent.
pub fn normalise_for_screen(text: &str) -> String {
    shown(text).iter().map(|it| it.character).collect()
}

/// The characters of the line, each with its origin in `text`.
pub(super) fn shown(text: &str) -> Vec<NormalisedChar> {
    let mut line: Vec<NormalisedChar> = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let is_space = line.last().is_none_or(|it| it.character == ' ');
        match look_alike(character) {
            Some(' ') if is_space => (),
            Some(character) => line.push(NormalisedChar { at, character }),
            None => (),
        }
    }
    if line.last().is_some_and(|it| it.character == ' ') {
        line.pop();
    }
    pair_quotes(&mut line, '"', ['“', '”']);
    pair_quotes(&mut line, '\'', ['‘', '’']);
    join_runs(&line)
}

/// The equivalent of `character` on a screen; `None` for invisible characters.
fn look_alike(character: char) -> Option<char> {
    Some(match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => half_width(character),
        '•' | '・' | '･' | '∙' | '⋅' | '‧' => '·',
        // Pairs of en dashes, and dots, are joined later.
        '−' | '‐' | '‑' | '‒' => '-',
        '―' => '—',
        '⋯' => '…',
        '¥' => '￥',
        '~' | '〜' | '∼' => '～',
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => return None,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => return None,
        _ if character.is_whitespace() => ' ',
        _ if character.is_control() => return None,
        _ => character,
    })
}

fn half_width(character: char) -> char {
    let code = u32::from(character) - 0xfee0;
    char::from_u32(code).expect("full-width forms lie 0xfee0 above ASCII")
}

/// Replaces straight quotes by opening and closing ones in turn.
///
/// An odd number of them cannot be pairs, and an apostrophe inside a word is not a quote: both stay.
fn pair_quotes(line: &mut [NormalisedChar], straight: char, paired: [char; 2]) {
    let is_word = |index: Option<usize>| {
        let neighbour = index.and_then(|it| line.get(it));
        neighbour.is_some_and(|it| it.character.is_ascii_alphanumeric())
    };
    let quotes: Vec<usize> = (0..line.len())
        .filter(|it| line[*it].character == straight)
        .filter(|it| straight == '"' || !(is_word(it.checked_sub(1)) && is_word(Some(it + 1))))
        .collect();
    if !quotes.len().is_multiple_of(2) {
        return;
    }
    for (number, index) in quotes.into_iter().enumerate() {
        line[index].character = paired[number % 2];
    }
}

/// Joins three or more dots to one ellipsis and two en dashes to a dash; a single en dash becomes a hyphen.
fn join_runs(line: &[NormalisedChar]) -> Vec<NormalisedChar> {
    let mut joined = Vec::with_capacity(line.len());
    for run in line.chunk_by(|it, next| it.character == next.character) {
        let first = run[0];
        let (character, count) = match first.character {
            '.' if run.len() >= 3 => ('…', 2),
            '–' if run.len() >= 2 => ('—', 2),
            '–' => ('-', 1),
            '⸺' => ('—', 2 * run.len()),
            _ => {
                joined.extend_from_slice(run);
                continue;
            }
        };
        joined.extend(std::iter::repeat_n(
            NormalisedChar { character, ..first },
            count,
        ));
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn look_alikes_are_replaced() {
        let cases = [
            ("拨打９６１１０，下载ＡＰＰ", "拨打96110，下载APP"),
            ("他说\"安全账户\"是假的", "他说“安全账户”是假的"),
            ("'刷单'don't", "‘刷单’don't"),
            ("27\"屏幕", "27\"屏幕"),
            ("等等...", "等等……"),
            ("等等......", "等等……"),
            ("1–5月––注意 ⸺ 3.2.1", "1-5月——注意 —— 3.2.1"),
            ("¥100~200", "￥100～200"),
            ("张•三\u{a0}\u{200b}\t　来", "张·三 来"),
            ("96\u{7}110", "96110"),
            ("\u{feff} 首尾❤\u{fe0f} \r\n", "首尾❤"),
        ];
        for (text, expected) in cases {
            assert_eq!(normalise_for_screen(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn normalisation_is_idempotent(text in "[诈０９Ａa'\"~–⸺. \t\u{200b}…—]{0,24}") {
            let once = normalise_for_screen(&text);
            prop_assert_eq!(normalise_for_screen(&once), once);
        }

        #[test]
        fn origins_are_valid_and_ascending(text in "[诈０'\"–⸺. \u{200b}😀]{0,24}") {
            let places: Vec<usize> = shown(&text).iter().map(|it| it.at).collect();
            prop_assert!(places.is_sorted());
            prop_assert!(places.iter().all(|it| text[*it..].chars().next().is_some()));
        }
    }
}
