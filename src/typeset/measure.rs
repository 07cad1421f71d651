//! Measures the width of text.
//!
//! In half-width cells (a Chinese character takes two), in dots of a dot-matrix font, or in ems of a web
//! font.
//! Characters of ambiguous width, such as “ ” — …, count as full-width, as in Chinese fonts (UAX #11).

use unicode_width::UnicodeWidthChar as _;

/// The width in half-width cells.
pub fn cells(text: &str) -> usize {
    text.chars().filter_map(char::width_cjk).sum()
}

/// The width in a bold font with proportional Latin letters, in hundredths of an em; rounded up rather than
/// down.
///
/// Source: measured on Noto Sans CJK SC Bold, where a digit is 59 wide, a small letter 57, a capital 67, W 92
/// and m 96.
pub fn em_hundredths(text: &str) -> u32 {
    text.chars().map(em_hundredths_of).sum()
}

fn em_hundredths_of(character: char) -> u32 {
    match character {
        ' ' => 25,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 98,
        '0'..='9' => 60,
        'A'..='Z' => 78,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' => 36,
        _ => match character.width_cjk() {
            None | Some(0) => 0,
            Some(1) => 66,
            Some(_) => 100,
        },
    }
}

/// The unit in which a width is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Half-width cells.
    Cells,
    /// Dots of a font whose full-width characters are `font_px` dots wide.
    Dots { font_px: u32 },
}

impl Measure {
    pub fn width(self, text: &str) -> usize {
        match self {
            Self::Cells => cells(text),
            Self::Dots { font_px } => width_px(text, font_px) as usize,
        }
    }

    /// The width of a half-width cell.
    pub fn cell(self) -> usize {
        match self {
            Self::Cells => 1,
            Self::Dots { font_px } => (font_px as usize).div_ceil(2),
        }
    }
}

/// The width in dots.
pub fn width_px(text: &str, font_px: u32) -> u32 {
    text.chars().map(|it| advance_px(it, font_px)).sum()
}

/// The part of `text` that does not fit on `rows` rows of `row_px` dots; empty if all fits.
///
/// Rows are filled character by character, as controllers do, so the free space at the end of a row is lost.
pub fn beyond(text: &str, font_px: u32, row_px: u32, rows: u32) -> &str {
    let mut row_number = 1;
    let mut used_px = 0;
    for (at, character) in text.char_indices() {
        let px = advance_px(character, font_px);
        if used_px + px > row_px {
            if row_number >= rows {
                return &text[at..];
            }
            row_number += 1;
            used_px = 0;
        }
        used_px += px;
    }
    ""
}

/// The advance width of a character in dots, in a font whose full-width characters are `font_px` dots wide.
///
/// ASCII digits, spaces and punctuation take half of that, Latin letters 10/16 (the widest capitals of a
/// 16-dot Song font). Source: measured, `docs/led.md#character-widths`.
pub fn advance_px(character: char, font_px: u32) -> u32 {
    match character.width_cjk() {
        None | Some(0) => 0,
        Some(1) if character.is_alphabetic() => (font_px * 10).div_ceil(16),
        Some(1) => font_px.div_ceil(2),
        Some(_) => font_px,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_signs_are_full_width() {
        assert_eq!(cells("“反诈”——①℃×…·"), 2 * 11);
        assert_eq!(cells("拨打96110 APP"), 4 + 5 + 4);
    }

    #[test]
    fn ems_agree_with_a_font() {
        assert_eq!(em_hundredths("拿不准，打96110"), 5 * 100 + 5 * 60);
        assert_eq!(em_hundredths("APP 8 m"), 3 * 78 + 25 + 60 + 25 + 98);
    }

    #[test]
    fn dots_agree_with_a_font() {
        assert_eq!(width_px("不轻信，不透露，不转账", 16), 176);
        assert_eq!(width_px("咨询专线96110", 16), 104);
        assert_eq!(width_px("凡自称“公检法”要求转账的——都是诈骗！", 16), 320);
        assert_eq!(width_px("APP", 16), 30);
        assert_eq!(width_px("A1", 24), 15 + 12);
    }

    #[test]
    fn characters_are_not_split_at_the_end_of_a_row() {
        assert_eq!(beyond("诈诈诈诈", 16, 64, 1), "");
        assert_eq!(beyond("诈诈诈诈骗", 16, 64, 1), "骗");
        // 72 dots hold four characters of 16 and waste 8.
        assert_eq!(beyond("诈诈诈诈诈诈诈诈骗", 16, 72, 2), "骗");
        assert_eq!(beyond("诈诈诈诈1诈诈诈诈", 16, 72, 2), "");
    }
}
