//! Rich text for the graphic areas of control programs: 7-bit ASCII, so no encoding has to be detected.
//!
//! Each character is written twice: as its Unicode number for programs that support it, and as its bytes in
//! CP936 for those that do not (`\uc2`: two bytes are skipped). RTF 1.9; Onbon and Listen Vision list it
//! (`docs/led.md#rich-text`).

use super::programme::Programme;
use crate::{charset::cp936, config::Colours};

/// The lines as an RTF document, one paragraph each.
pub fn rtf(lines: &[String], programme: &Programme) -> Vec<u8> {
    let screen = &programme.screen;
    let colour = match screen.colours {
        Colours::Red => r"\red255\green0\blue0",
        Colours::RedGreen => r"\red255\green255\blue0",
        Colours::Full => r"\red255\green255\blue255",
    };
    // In half points: 16 dots are 12 points at 96 dpi.
    let size = screen.font_px * 3 / 2;
    let mut text = format!(
        "{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0\\fnil\\fcharset134 SimSun;}}}}\r\n\
         {{\\colortbl;{colour};}}\r\n\\viewkind4\\uc2\\pard\\cf1\\f0\\fs{size}\r\n"
    );
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push_str("\\par\r\n");
        }
        line.chars().for_each(|it| push(it, &mut text));
    }
    text.push_str("\\par\r\n}\r\n");
    text.into_bytes()
}

fn push(character: char, text: &mut String) {
    match character {
        '\\' | '{' | '}' => text.extend(['\\', character]),
        ' '..='~' => text.push(character),
        _ => {
            let bytes = cp936(character.encode_utf8(&mut [0; 4]));
            let bytes = bytes.ok().filter(|it| it.len() == 2);
            // Two bytes are skipped for each number; a character outside the BMP is a surrogate pair, so two
            // numbers.
            for unit in character.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{}", i16::from_ne_bytes(unit.to_ne_bytes())));
                match &bytes {
                    Some(bytes) => bytes
                        .iter()
                        .for_each(|it| text.push_str(&format!("\\'{it:02x}"))),
                    None => text.push_str("??"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_written_as_numbers_and_as_bytes() {
        let mut text = String::new();
        "拨96{\u{ff0c}😀".chars().for_each(|it| push(it, &mut text));
        assert_eq!(
            text,
            r"\u25320\'b2\'a696\{\u-244\'a3\'ac\u-10179??\u-8704??"
        );
    }
}
