//! Digits and signs as a Chinese keyboard makes them, turned into those that numbers and dates are written with.
//!
//! Only for values that are numbers or dates; a title keeps every letter its author chose.

/// `２０２６－０５－０１　９：３０` → `2026-05-01 9:30`.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            // U+FF01 to U+FF5E are ASCII, 0xFEE0 further up.
            '！'..='～' => {
                char::from_u32(u32::from(it) - 0xFEE0).expect("this range is ASCII moved up")
            }
            '\u{3000}' | '\u{a0}' => ' ',
            '−' | '–' | '—' => '-',
            '。' => '.',
            _ => it,
        })
        .collect()
}
