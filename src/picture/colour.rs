//! Colours without transparency.

/// Red, green, blue.
pub type Colour = [u8; 3];

/// The colour at the start of `text`: `#0b4f8a` or `#fff`.
pub fn hex_colour(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#')?;
    let end = digits.find(|it: char| !it.is_ascii_hexdigit());
    let digits = &digits[..end.unwrap_or(digits.len())];
    let part = |at: usize| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok();
    let short = |at: usize| u8::from_str_radix(digits.get(at..at + 1)?, 16).ok();
    match digits.len() {
        3 => Some([short(0)? * 17, short(1)? * 17, short(2)? * 17]),
        6 => Some([part(0)?, part(1)?, part(2)?]),
        _ => None,
    }
}
