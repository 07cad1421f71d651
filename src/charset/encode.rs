//! Lines as bytes: CP936 for controllers, UTF-8 with a byte-order mark for Notepad and WPS.
//!
//! Every line ends in CR LF, because these files are read on Windows.

use encoding_rs::GBK;

const END: &str = "\r\n";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The lines in CP936, without a byte-order mark; none if a character has no code there.
pub fn cp936_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for line in lines {
        let (encoded, _, lost) = GBK.encode(line);
        if lost {
            return None;
        }
        bytes.extend_from_slice(&encoded);
        bytes.extend_from_slice(END.as_bytes());
    }
    Some(bytes)
}

/// The lines in UTF-8, with a byte-order mark.
pub fn utf8_bom_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut text = BYTE_ORDER_MARK.to_owned();
    for line in lines {
        text.push_str(line);
        text.push_str(END);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controllers_get_two_bytes_for_a_chinese_character() {
        let bytes = cp936_lines(["反诈A", "—·"]).unwrap();
        assert_eq!(bytes, b"\xb7\xb4\xd5\xa9A\r\n\xa1\xaa\xa1\xa4\r\n");
        assert_eq!(cp936_lines(["\u{1f600}"]), None);
    }
}
