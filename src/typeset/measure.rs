//! How wide a text is.
//!
//! In half-width cells (a Chinese character takes two), or in dots of a dot-matrix font.
//! Signs of ambiguous width, such as “ ” — …, count as full-width, as they are in Chinese fonts (UAX #11).

use unicode_width::UnicodeWidthChar as _;

/// The width in half-width cells.
pub fn cells(text: &str) -> usize {
    text.chars().filter_map(char::width_cjk).sum()
}

/// The width in dots of a font whose full-width characters are `font_px` dots wide.
///
/// Digits, spaces and signs of ASCII take half of that, Latin letters 10/16 (the widest capitals of a 16-dot Song
/// font). Source: measured, `shared/domain/channels.md` §1.3.
pub fn width_px(text: &str, font_px: u32) -> u32 {
    text.chars()
        .map(|character| match character.width_cjk() {
            None | Some(0) => 0,
            Some(1) if character.is_ascii_alphabetic() => (font_px * 10).div_ceil(16),
            Some(1) => font_px.div_ceil(2),
            Some(_) => font_px,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The widths that the emulated screen drew, `shared/domain/channels.md` §1.3.
    #[test]
    fn widths_are_those_that_were_measured() {
        assert_eq!(width_px("不轻信，不透露，不转账", 16), 176);
        assert_eq!(width_px("咨询专线96110", 16), 104);
        assert_eq!(width_px("凡自称“公检法”要求转账的——都是诈骗！", 16), 320);
        assert_eq!(cells("拨打96110"), 9);
    }
}
