//! How long people need to read.
//!
//! Six characters a second is comfortable, nine is the limit for adults (`shared/domain/channels.md` §1.5, Netflix's
//! Simplified Chinese guide); a half-width sign counts half.

use super::cells;

/// Characters that are read in a second with ease.
const CHARACTERS_PER_SECOND: usize = 6;
const CUE_MS_MIN: usize = 1000;
const CUE_MS_MAX: usize = 7000;

/// How long a line of subtitles should stay, in milliseconds: from 1,000 to 7,000.
pub fn reading_ms(text: &str) -> u32 {
    let ms = (cells(text) * 1000).div_ceil(2 * CHARACTERS_PER_SECOND);
    u32::try_from(ms.clamp(CUE_MS_MIN, CUE_MS_MAX)).expect("seven seconds are few milliseconds")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_stay_longer() {
        assert_eq!(reading_ms("诈骗"), 1000);
        assert_eq!(reading_ms(&"诈".repeat(12)), 2000);
        assert_eq!(reading_ms(&"诈".repeat(90)), 7000);
    }
}
