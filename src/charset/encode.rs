//! Encodes text: CP936 for controllers, UTF-8 with a byte order mark for Notepad and WPS.
//!
//! In: text or lines. Out: bytes; each line ends in CR LF, because these files are read on Windows.
//! The output always decodes to the same text: a character without a CP936 code is reported, never replaced.

use encoding_rs::GBK;

const END: &str = "\r\n";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A character without a CP936 code, or one that would split a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unencodable {
    /// The index of its line; 0 in a single text.
    pub line_index: usize,
    /// How many bytes of the line precede it.
    pub at: usize,
    pub character: char,
}

/// Encodes `text` in CP936.
///
/// # Errors
/// Every character that would not survive a round trip through CP936, in order.
pub fn cp936(text: &str) -> Result<Vec<u8>, Vec<Unencodable>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut refused = Vec::new();
    for (at, character) in text.char_indices() {
        match code(character) {
            Some(code) => bytes.extend(code),
            None => refused.push(Unencodable {
                line_index: 0,
                at,
                character,
            }),
        }
    }
    if refused.is_empty() {
        Ok(bytes)
    } else {
        Err(refused)
    }
}

/// Encodes the lines in CP936, without a byte order mark.
///
/// # Errors
/// Every character without a code in CP936, and every line break inside a line.
pub fn cp936_lines<'a>(
    lines: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<u8>, Vec<Unencodable>> {
    let mut bytes = Vec::new();
    let mut refused = Vec::new();
    for (line_index, line) in lines.into_iter().enumerate() {
        let ends = line.match_indices(['\r', '\n']).map(|(at, end)| {
            let character = if end == "\r" { '\r' } else { '\n' };
            Unencodable {
                line_index,
                at,
                character,
            }
        });
        refused.extend(ends);
        match cp936(line) {
            Ok(encoded) => bytes.extend(encoded),
            Err(found) => {
                refused.extend(found.into_iter().map(|it| Unencodable { line_index, ..it }));
            }
        }
        bytes.extend_from_slice(END.as_bytes());
    }
    if refused.is_empty() {
        Ok(bytes)
    } else {
        refused.sort_by_key(|it| (it.line_index, it.at));
        Err(refused)
    }
}

/// Encodes the lines in UTF-8, with a byte order mark.
pub fn utf8_bom_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut text = BYTE_ORDER_MARK.to_owned();
    for line in lines {
        text.push_str(line);
        text.push_str(END);
    }
    text.into_bytes()
}

/// The one or two bytes of a character.
pub(super) fn code(character: char) -> Option<impl Iterator<Item = u8>> {
    let mut text = [0; 4];
    let (bytes, _, lost) = GBK.encode(character.encode_utf8(&mut text));
    let (first, second) = match *bytes {
        _ if lost || is_private(character) => return None,
        [byte] => (byte, None),
        [high, low] if !is_later_addition(high, low) => (high, Some(low)),
        _ => return None,
    };
    Some([Some(first), second].into_iter().flatten())
}

/// `encoding_rs` maps private-use characters to the user-defined codes of CP936.
fn is_private(character: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&character)
}

/// Codes that GB 18030 added to the code space of GBK; `encoding_rs` encodes them, CP936 cannot decode them.
///
/// Source: `docs/charset.md#cp936-and-gbk`; all characters of `encoding_rs` 0.8 `GBK` were decoded with
/// glibc's `iconv -f CP936` and Python's `gbk`.
fn is_later_addition(high: u8, low: u8) -> bool {
    matches!(
        (high, low),
        (0xa6, 0xd9..=0xdf | 0xec | 0xed | 0xf3)
            | (0xa8, 0xbc | 0xbf)
            | (0xa9, 0x89..=0x95)
            | (0xfe, 0x50..)
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cp936_has_exactly_its_repertoire() {
        let characters: Vec<char> = ('\0'..=char::MAX)
            .filter(|it| code(*it).is_some())
            .collect();
        // 128 of ASCII, the euro sign at 0x80, 21,791 of two bytes.
        assert_eq!(characters.len(), 21_920);
        assert_eq!(cp936("€").unwrap(), [0x80]);
        for lost in [
            '😀',
            'ḿ',
            'ǹ',
            '⿰',
            '䶮',
            '\u{e000}',
            '\u{fe10}',
            '\u{20000}',
        ] {
            assert!(!characters.contains(&lost), "{lost}");
        }
    }

    #[test]
    fn lines_end_in_cr_lf() {
        let bytes = cp936_lines(["欢迎", "96110"]).unwrap();
        assert_eq!(bytes, b"\xbb\xb6\xd3\xad\r\n96110\r\n");
        let bytes = utf8_bom_lines(["欢迎", "96110"]);
        assert_eq!(bytes, "\u{feff}欢迎\r\n96110\r\n".as_bytes());
    }

    #[test]
    fn unencodable_characters_are_reported_with_their_position() {
        let refused = cp936_lines(["好", "不😀好\n的"]).unwrap_err();
        let places: Vec<_> = refused
            .iter()
            .map(|it| (it.line_index, it.at, it.character))
            .collect();
        assert_eq!(places, [(1, 3, '😀'), (1, 10, '\n')]);
    }

    proptest! {
        #[test]
        fn encoded_text_decodes_to_itself(text in "[ -~一-龥、-】！-～“”·—…€⿰\u{e000}\u{fe10}😀]{0,40}") {
            if let Ok(bytes) = cp936(&text) {
                let (read, had_errors) = GBK.decode_without_bom_handling(&bytes);
                prop_assert!(!had_errors);
                prop_assert_eq!(read, text);
            }
        }
    }
}
