//! Converts full-width digits and signs from a Chinese keyboard to the ASCII forms used in numbers and dates.
//!
//! Only for values that are numbers or dates; titles are never changed.

/// `２０２６－０５－０１　９：３０` → `2026-05-01 9:30`.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            // U+FF01 to U+FF5E are ASCII shifted by 0xFEE0.
            '！'..='～' => {
                char::from_u32(u32::from(it) - 0xFEE0).expect("this range is shifted ASCII")
            }
            '\u{3000}' | '\u{a0}' => ' ',
            '−' | '–' | '—' => '-',
            '。' => '.',
            _ => it,
        })
        .collect()
}
