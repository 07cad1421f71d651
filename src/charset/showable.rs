//! Finds the characters of a text that a screen cannot show, with replacements.
//!
//! A screen shows its repertoire and printable ASCII, except the signs that some cards read as commands:
//! backslash, `|`, `<`, `>`, `{`, `}` and voice marks such as `[n1]`. Source:
//! `docs/led.md#command-signs-in-a-text`.
//! Characters that `normalise_for_screen` replaces are not reported, and nothing is changed here.

use super::{
    encode, is_gb2312, normalise,
    replacements::{is_emoji, replacement},
};

/// The characters for which a device has glyphs, besides ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repertoire {
    /// 7,445 characters: every Chinese font card.
    Gb2312,
    /// 21,791 characters: what Chinese Windows can encode in CP936. Source: `docs/charset.md#cp936-and-gbk`.
    Gbk,
    /// Any character of the font, but no emoji.
    Unicode,
}

impl Repertoire {
    fn has(self, character: char) -> bool {
        match self {
            Self::Gb2312 => is_gb2312(character),
            // The euro sign has a one-byte code, which older readers misread as the first half of a
            // character.
            Self::Gbk => character != '€' && encode::code(character).is_some(),
            Self::Unicode => !character.is_control() && !is_emoji(character),
        }
    }
}

/// A character that a screen cannot show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unshowable {
    /// Its byte offset in the original text.
    pub at: usize,
    pub character: char,
    /// The replacement; empty to omit it, `None` if only the author can decide.
    pub suggestion: Option<&'static str>,
}

/// The characters of `text` that a screen cannot show even after normalisation, in order.
pub fn unshowable(text: &str, repertoire: Repertoire) -> Vec<Unshowable> {
    let shown = normalise::shown(text);
    let characters: Vec<char> = shown.iter().map(|it| it.character).collect();
    let is_refused = characters.iter();
    let is_refused = is_refused.map(|it| !is_showable(*it, repertoire));
    let mut is_refused: Vec<bool> = is_refused.collect();
    for start in 0..characters.len() {
        if let Some(end) = voice_mark_end(&characters, start) {
            is_refused[start] = true;
            is_refused[end] = true;
        }
    }
    shown
        .iter()
        .zip(is_refused)
        .filter(|(_, is_refused)| *is_refused)
        .map(|(it, _)| Unshowable {
            at: it.at,
            character: it.character,
            suggestion: replacement(it.character),
        })
        .collect()
}

/// `text` with characters outside the repertoire replaced by the nearest equivalent or omitted: for notes to
/// people, never for text shown on a screen.
pub fn writable(text: &str, repertoire: Repertoire) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        if (' '..='~').contains(&character) || repertoire.has(character) {
            written.push(character);
        } else {
            written.push_str(replacement(character).unwrap_or_default());
        }
    }
    written
}

fn is_showable(character: char, repertoire: Repertoire) -> bool {
    match character {
        '\\' | '|' | '<' | '>' | '{' | '}' => false,
        ' '..='~' => true,
        _ => repertoire.has(character),
    }
}

/// The index of the closing bracket of `[n1]`, `[g12]`, `[h?]`: a letter, then digits or `?`.
fn voice_mark_end(characters: &[char], start: usize) -> Option<usize> {
    let mark = characters.get(start..)?;
    let [open, letter, rest @ ..] = mark else {
        return None;
    };
    let is_value = |it: &&char| it.is_ascii_digit() || **it == '?';
    let length = rest.iter().take_while(is_value).count();
    let is_mark = *open == '[' && letter.is_ascii_alphabetic() && length > 0;
    (is_mark && rest.get(length) == Some(&']')).then_some(start + 2 + length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::charset::{encode::cp936, normalise_for_screen};

    fn found(text: &str) -> Vec<(usize, char, Option<&'static str>)> {
        let it = unshowable(text, Repertoire::Gb2312).into_iter();
        it.map(|it| (it.at, it.character, it.suggestion)).collect()
    }

    #[test]
    fn unshowable_characters_are_found_at_their_position() {
        assert_eq!(found("反诈９６１１０，“安全账户”——×℃①…·！￥～"), []);
        assert_eq!(found("•–¥~\"a\"...\u{200b}\u{a0}好"), []);
        let expected = [
            (0, '镕', Some("熔")),
            (6, '詐', Some("诈")),
            (9, '😀', Some("")),
            (13, 'ⅰ', Some("Ⅰ")),
            (16, '龘', None),
        ];
        assert_eq!(found("镕～詐😀ⅰ龘"), expected);
    }

    #[test]
    fn wider_repertoires_have_more_characters_but_no_emoji() {
        let found = |repertoire| {
            let it = unshowable("镕詐龘€😀ⅰ|", repertoire).into_iter();
            it.map(|it| it.character).collect::<String>()
        };
        assert_eq!(found(Repertoire::Gb2312), "镕詐龘€😀ⅰ|");
        assert_eq!(found(Repertoire::Gbk), "€😀|");
        assert_eq!(found(Repertoire::Unicode), "😀|");
    }

    #[test]
    fn command_signs_are_found() {
        let characters: String = found("a\\|<>{}").iter().map(|it| it.1).collect();
        assert_eq!(characters, "\\|<>{}");
        let expected = [(6, '[', Some("［")), (9, ']', Some("］"))];
        assert_eq!(found("拨打[n1]96110"), expected);
        assert_eq!(found("拨打[ｎ？][g?][96110][注1][app]").len(), 2);
    }

    proptest! {
        #[test]
        fn unreported_characters_can_be_encoded(text in "([诈９Ａ•–¥~\"'. —]|[\\u{0}-\\u{ffff}]|\\PC){0,6}") {
            let shown = normalise_for_screen(&text);
            let is_shown = |it: &str| unshowable(it, Repertoire::Gb2312).is_empty();
            prop_assert_eq!(is_shown(&text), is_shown(&shown));
            if unshowable(&text, Repertoire::Gb2312).is_empty() {
                prop_assert!(cp936(&shown).is_ok());
            }
        }
    }
}
