//! Decodes bytes to text: UTF-8, UTF-16 or GB18030, with `\n` as the only line break.
//!
//! In: the bytes of a file. Out: its text and its encoding, or the first invalid byte.
//! Never substitutes a character: damaged or binary input is rejected, not patched with `U+FFFD`.

use encoding_rs::{DecoderResult, GB18030, UTF_16BE, UTF_16LE};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Gb18030,
}

impl TextEncoding {
    /// The name that authors see in their editor.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "Unicode（UTF-16）",
            Self::Gb18030 => "ANSI（GB18030）",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without a byte order mark; every line ends in `\n`.
    pub text: String,
    pub encoding: TextEncoding,
}

/// The first byte that is not part of a character of a text, counted from the start of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidBytes {
    pub offset: usize,
}

/// Decodes `bytes` in the first of the encodings that fits unambiguously.
///
/// # Errors
/// The first byte that is damaged or is a control character other than tab and line break. Control characters
/// would break the XML and the screen files made from the text, and indicate a binary file.
pub fn decode(bytes: &[u8]) -> Result<Decoded, InvalidBytes> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest).map_err(|it| InvalidBytes {
            offset: it.offset + 3,
        });
    }
    if bytes.starts_with(b"\xFF\xFE") {
        return strict(bytes, 2, TextEncoding::Utf16Le);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return strict(bytes, 2, TextEncoding::Utf16Be);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return strict(bytes, 0, encoding);
    }
    match utf8(bytes) {
        Err(invalid) if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) => Err(invalid),
        Err(_) => strict(bytes, 0, TextEncoding::Gb18030),
        decoded => decoded,
    }
}

/// The line, from 1, on which the byte `offset` lies.
pub fn line_number(bytes: &[u8], offset: usize) -> usize {
    let before = &bytes[..offset.min(bytes.len())];
    let wide_break: Option<[u8; 2]> = match bytes {
        [0xFF, 0xFE, ..] => Some([b'\n', 0]),
        [0xFE, 0xFF, ..] => Some([0, b'\n']),
        _ => None,
    };
    let breaks = match wide_break {
        Some(wide) => before.chunks_exact(2).filter(|it| *it == wide).count(),
        None => before.iter().filter(|it| **it == b'\n').count(),
    };
    breaks + 1
}

fn utf8(bytes: &[u8]) -> Result<Decoded, InvalidBytes> {
    let text = simdutf8::compat::from_utf8(bytes).map_err(|it| InvalidBytes {
        offset: it.valid_up_to(),
    })?;
    let mut controls = text.char_indices().filter(|(_, it)| is_control(*it));
    // A byte-wise search is many times faster; whole chunks let the compiler vectorise it.
    let any = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, it| any | may_begin_control(*it))
    };
    let first = match bytes.chunks(CHUNK_BYTES).any(any) {
        true => controls.next(),
        // The exact rule.
        false => None,
    };
    match first.map(|it| it.0) {
        Some(offset) => Err(InvalidBytes { offset }),
        None => Ok(Decoded {
            text: with_plain_line_breaks(text.to_owned()),
            encoding: TextEncoding::Utf8,
        }),
    }
}

/// Decodes what follows the first `skip` bytes, stopping at the first malformed sequence.
fn strict(bytes: &[u8], skip: usize, encoding: TextEncoding) -> Result<Decoded, InvalidBytes> {
    let codec = match encoding {
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Gb18030 | TextEncoding::Utf8 => GB18030,
    };
    let mut decoder = codec.new_decoder_without_bom_handling();
    let length_max = decoder
        .max_utf8_buffer_length(bytes.len())
        .expect("a source is at most BYTES_MAX long");
    let mut text = String::with_capacity(length_max);
    let (result, read) =
        decoder.decode_to_string_without_replacement(&bytes[skip..], &mut text, true);
    if let DecoderResult::Malformed(bad, after) = result {
        let offset = skip + read.saturating_sub(usize::from(bad) + usize::from(after));
        return Err(InvalidBytes { offset });
    }
    if let Some(at) = text.find(is_control) {
        // TextEncoding the text back yields the same number of bytes in all of these encodings.
        let before = &text[..at];
        let offset = match encoding {
            TextEncoding::Utf16Le | TextEncoding::Utf16Be => before.encode_utf16().count() * 2,
            TextEncoding::Gb18030 | TextEncoding::Utf8 => GB18030.encode(before).0.len(),
        };
        return Err(InvalidBytes {
            offset: skip + offset,
        });
    }
    text.shrink_to_fit();
    Ok(Decoded {
        text: with_plain_line_breaks(text),
        encoding,
    })
}

fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Large enough for vectorised code, small enough to stop early.
const CHUNK_BYTES: usize = 512;

/// Whether this byte may begin a control character in UTF-8: those up to U+009F begin with 0xC2.
fn may_begin_control(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F | 0xC2)
}

/// Detects UTF-16 without a byte order mark: it contains NUL bytes, as ASCII in UTF-16 always does, and
/// decoded as UTF-16 it is almost entirely Chinese and ASCII.
fn utf16_without_mark(bytes: &[u8]) -> Option<TextEncoding> {
    if bytes.is_empty() || !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let common = |to_unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|it| to_unit([it[0], it[1]]));
        units.filter(|it| is_common(*it)).count()
    };
    let (little, big) = (common(u16::from_le_bytes), common(u16::from_be_bytes));
    let needed = bytes.len() / 2 * 9 / 10;
    match little.cmp(&big) {
        std::cmp::Ordering::Greater if little > needed => Some(TextEncoding::Utf16Le),
        std::cmp::Ordering::Less if big > needed => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

/// Printable ASCII, general and Chinese punctuation, unified ideographs, full-width forms.
fn is_common(unit: u16) -> bool {
    let is_ascii = matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E);
    is_ascii
        || matches!(unit, 0x2010..=0x203F | 0x3000..=0x301F | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E)
}

/// Whether damaged UTF-8 is more likely than GB18030, which would decode the bytes too, but to nonsense.
///
/// Chinese in UTF-8 is a run of three-byte characters; the bytes of GB18030 match that pattern only
/// occasionally.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut three_byte_count, mut damaged_count) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        three_byte_count += chunk
            .valid()
            .chars()
            .filter(|it| it.len_utf8() == 3)
            .count();
        damaged_count += usize::from(!chunk.invalid().is_empty());
    }
    three_byte_count > damaged_count * 2
}

fn with_plain_line_breaks(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str, encoding: TextEncoding) {
        let decoded = decode(bytes).expect("is a text");
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding),
            (expected, encoding)
        );
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn byte_order_mark_and_carriage_returns_are_removed() {
        check(
            "\u{FEFF}标题\r\n甲\r乙\n".as_bytes(),
            "标题\n甲\n乙\n",
            TextEncoding::Utf8,
        );
        check(b"", "", TextEncoding::Utf8);
    }

    #[test]
    fn gb18030_is_decoded() {
        let text = "---\n标题: 刷单返利诈骗\n---\n\n先垫资再返利，㐀都是诈骗。\n";
        check(&GB18030.encode(text).0, text, TextEncoding::Gb18030);
    }

    #[test]
    fn utf16_is_decoded_with_and_without_its_mark() {
        let text = "标题: 一丁七，反诈\n第二行\n";
        for (to_bytes, encoding) in [
            (
                u16::to_le_bytes as fn(u16) -> [u8; 2],
                TextEncoding::Utf16Le,
            ),
            (u16::to_be_bytes, TextEncoding::Utf16Be),
        ] {
            check(&utf16(text, to_bytes), text, encoding);
            check(&utf16(&format!("\u{FEFF}{text}"), to_bytes), text, encoding);
        }
    }

    #[test]
    fn damaged_utf8_is_not_decoded_as_gb18030() {
        let mut bytes = "第一行：不要转账\n第二行：拨打热线".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        let invalid = decode(&bytes).expect_err("its last character is cut");
        assert_eq!(invalid.offset, bytes.len() - 2);
        assert_eq!(line_number(&bytes, invalid.offset), 2);
    }

    #[test]
    fn binary_input_is_rejected_at_its_first_invalid_byte() {
        let offset = |bytes: &[u8]| decode(bytes).expect_err("is no text").offset;
        assert_eq!(offset(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), 6);
        assert_eq!(offset(b"abc\0def"), 3);
        assert_eq!(offset("甲\u{8}乙".as_bytes()), 3);
        let mut gb18030 = GB18030.encode("反诈宣传栏目").0.into_owned();
        gb18030.extend(b"\x07\xb7");
        assert_eq!(offset(&gb18030), 13);
        assert_eq!(offset(b"\xFF\xFE\x41\0\x00\xD8\x41\0"), 4);
    }

    #[test]
    fn lines_of_utf16_are_counted_in_code_units() {
        // U+0A0A consists of two bytes that look like line breaks.
        let bytes = utf16("\u{FEFF}\u{A0A}\n甲", u16::to_le_bytes);
        assert_eq!(line_number(&bytes, bytes.len()), 2);
    }
}
