//! Writes text the way screens want it, where that changes no meaning.
//!
//! Full-width digits and Latin letters become half-width, so that 96110 stays one word of five cells; look-alikes that
//! font cards lack become the sign they have. Source: `shared/domain/channels.md` §1.3.
//! A character that changes the meaning is never replaced here: that is the author's decision.

/// The text on one line, ready to be checked and encoded.
pub fn normalise_for_screen(text: &str) -> String {
    let text = text.replace("...", "……");
    let mut shown = String::with_capacity(text.len());
    // Straight quotes open and close in turn.
    let mut is_open = false;
    for character in text.chars() {
        match character {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => shown.push(half_width(character)),
            '•' | '・' | '∙' => shown.push('·'),
            '–' | '−' | '‐' | '‑' => shown.push('-'),
            '¥' => shown.push('￥'),
            '~' => shown.push('～'),
            '"' => {
                shown.push(if is_open { '”' } else { '“' });
                is_open = !is_open;
            }
            // Marks that are not seen: zero-width space and joiners, byte-order mark, picture style of a sign.
            '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}' => (),
            _ if character.is_whitespace() || character.is_control() => {
                if !shown.ends_with(' ') {
                    shown.push(' ');
                }
            }
            _ => shown.push(character),
        }
    }
    shown.trim().to_owned()
}

fn half_width(character: char) -> char {
    let code = u32::from(character) - 0xfee0;
    char::from_u32(code).expect("full-width forms lie 0xfee0 above ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_become_what_screens_have() {
        let cases = [
            ("拨打９６１１０", "拨打96110"),
            ("他说\"安全账户\"是假的", "他说“安全账户”是假的"),
            ("等等...", "等等……"),
            ("张•三\u{a0}\u{200b}　来", "张·三 来"),
            (" 首尾 ", "首尾"),
        ];
        for (text, expected) in cases {
            assert_eq!(normalise_for_screen(text), expected);
        }
    }
}
