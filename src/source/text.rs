//! From bytes to text: UTF-8, UTF-16 or GB18030, with line breaks that are all `\n`.
//!
//! In: the bytes of a file. Out: its text and the encoding it was written in, or the first byte that makes no sense.
//! Never guesses a character: what is damaged or not a text at all is refused, not patched with `U+FFFD`.

use encoding_rs::{DecoderResult, GB18030, UTF_16BE, UTF_16LE};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Gb18030,
}

impl Encoding {
    /// The name that authors meet in their editor.
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
    pub encoding: Encoding,
}

/// The first byte that belongs to no character of a text, counted from the start of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidBytes {
    pub offset: usize,
}

/// Reads `bytes` as text, in the first of the encodings that fits without any doubt.
///
/// # Errors
/// The first byte that is damaged, or that is a control character (tab and line breaks excepted): those break
/// the XML and the screen files made from the text, and are the mark of a file that is no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, InvalidBytes> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest).map_err(|it| InvalidBytes {
            offset: it.offset + 3,
        });
    }
    if bytes.starts_with(b"\xFF\xFE") {
        return strict(bytes, 2, Encoding::Utf16Le);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return strict(bytes, 2, Encoding::Utf16Be);
    }
    if let Some(encoding) = plainly_utf16(bytes) {
        return strict(bytes, 0, encoding);
    }
    match utf8(bytes) {
        Err(invalid) if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) => Err(invalid),
        Err(_) => strict(bytes, 0, Encoding::Gb18030),
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
    // Looked for byte by byte, which is many times as fast; whole chunks at a time, which the compiler makes faster still.
    let any = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, it| any | may_begin_control(*it))
    };
    let first = match bytes.chunks(CHUNK_BYTES).any(any) {
        true => controls.next(),
        // The rule.
        false => None,
    };
    match first.map(|it| it.0) {
        Some(offset) => Err(InvalidBytes { offset }),
        None => Ok(Decoded {
            text: with_plain_line_breaks(text.to_owned()),
            encoding: Encoding::Utf8,
        }),
    }
}

/// Decodes what follows the first `skip` bytes, giving up at the first malformed sequence.
fn strict(bytes: &[u8], skip: usize, encoding: Encoding) -> Result<Decoded, InvalidBytes> {
    let codec = match encoding {
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Gb18030 | Encoding::Utf8 => GB18030,
    };
    let mut decoder = codec.new_decoder_without_bom_handling();
    let length_max = decoder
        .max_utf8_buffer_length(bytes.len())
        .expect("a source is small");
    let mut text = String::with_capacity(length_max);
    let (result, read) =
        decoder.decode_to_string_without_replacement(&bytes[skip..], &mut text, true);
    if let DecoderResult::Malformed(bad, after) = result {
        let offset = skip + read.saturating_sub(usize::from(bad) + usize::from(after));
        return Err(InvalidBytes { offset });
    }
    if let Some(at) = text.find(is_control) {
        // Both encodings write a text as many bytes again when it is encoded back.
        let before = &text[..at];
        let offset = match encoding {
            Encoding::Utf16Le | Encoding::Utf16Be => before.encode_utf16().count() * 2,
            Encoding::Gb18030 | Encoding::Utf8 => GB18030.encode(before).0.len(),
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

/// Enough to use the widest registers, little enough to stop soon.
const CHUNK_BYTES: usize = 512;

/// Whether a control character may begin with this byte in UTF-8: those up to U+009F begin with 0xC2.
fn may_begin_control(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F | 0xC2)
}

/// Whether this is UTF-16 that lost its byte order mark: it has NUL bytes, as ASCII in UTF-16 always does,
/// and read so it is almost wholly Chinese and ASCII.
fn plainly_utf16(bytes: &[u8]) -> Option<Encoding> {
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
        std::cmp::Ordering::Greater if little > needed => Some(Encoding::Utf16Le),
        std::cmp::Ordering::Less if big > needed => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Printable ASCII, general and Chinese punctuation, unified ideographs, full-width forms.
fn is_common(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x2010..=0x203F | 0x3000..=0x301F | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E)
}

/// Whether damaged UTF-8 is likelier than GB18030, which would read its bytes too, as nonsense.
///
/// Chinese in UTF-8 is a run of three-byte characters; the bytes of GB18030 hit that pattern only now and then.
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

    fn check(bytes: &[u8], expected: &str, encoding: Encoding) {
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
    fn utf8_loses_its_mark_and_its_carriage_returns() {
        check(
            "\u{FEFF}标题\r\n甲\r乙\n".as_bytes(),
            "标题\n甲\n乙\n",
            Encoding::Utf8,
        );
        check(b"", "", Encoding::Utf8);
    }

    #[test]
    fn gb18030_is_read_whole() {
        let text = "---\n标题: 刷单返利诈骗\n---\n\n先垫资再返利，㐀都是诈骗。\n";
        check(&GB18030.encode(text).0, text, Encoding::Gb18030);
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        let text = "标题: 一丁七，反诈\n第二行\n";
        for (to_bytes, encoding) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le),
            (u16::to_be_bytes, Encoding::Utf16Be),
        ] {
            check(&utf16(text, to_bytes), text, encoding);
            check(&utf16(&format!("\u{FEFF}{text}"), to_bytes), text, encoding);
        }
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_gb18030() {
        let mut bytes = "第一行：不要转账\n第二行：拨打热线".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        let invalid = decode(&bytes).expect_err("its last character is cut");
        assert_eq!(invalid.offset, bytes.len() - 2);
        assert_eq!(line_number(&bytes, invalid.offset), 2);
    }

    #[test]
    fn what_is_no_text_is_refused_at_its_first_bad_byte() {
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
    fn lines_of_utf16_are_counted_by_its_units() {
        // U+0A0A holds two bytes that look like line breaks.
        let bytes = utf16("\u{FEFF}\u{A0A}\n甲", u16::to_le_bytes);
        assert_eq!(line_number(&bytes, bytes.len()), 2);
    }
}
