//! How long it takes to read a text, and to speak it.
//!
//! Six characters per second are comfortable, nine are the limit for adults; a half-width character counts
//! half. Sources: Netflix' Simplified Chinese guide, `docs/typesetting.md#reading-speed`; signs,
//! `docs/typesetting.md#signs-that-stand-still`; speech, `docs/voice.md#length`.
//! No display time is shorter than one second.

use super::cells;

/// Characters per second for comfortable reading.
const CHARACTERS_PER_SECOND: usize = 6;
/// Characters per second that adults can just read.
const CHARACTERS_PER_SECOND_MAX: usize = 9;
/// Characters that a speaker says per second: 240 per minute.
const SPOKEN_PER_SECOND: usize = 4;

const CUE_MS_MIN: usize = 1000;
const CUE_MS_MAX: usize = 7000;
/// A sign in a street: passers-by do not read it from the first moment.
const DWELL_MS_MIN: usize = 4000;
const DWELL_STEP_MS: usize = 500;

/// The gap between two subtitles: two frames at 24 per second, rounded up.
pub const GAP_MS: u32 = 84;

/// How long a subtitle should stay, in milliseconds: from 1,000 to 7,000, at six characters per second.
pub fn reading_ms(text: &str) -> u32 {
    cue_ms(text, CHARACTERS_PER_SECOND)
}

/// The shortest time that a subtitle may stay, in milliseconds: from 1,000 to 7,000, at nine characters per
/// second.
pub fn reading_ms_min(text: &str) -> u32 {
    cue_ms(text, CHARACTERS_PER_SECOND_MAX)
}

fn cue_ms(text: &str, characters_per_second: usize) -> u32 {
    as_ms(per_second(text, characters_per_second).clamp(CUE_MS_MIN, CUE_MS_MAX))
}

/// How long a static sign is shown, in milliseconds: time to read it twice, at least four seconds, in steps
/// of half a second as used by control cards.
pub fn dwell_ms(text: &str) -> u32 {
    let twice = 2 * per_second(text, CHARACTERS_PER_SECOND);
    as_ms(twice.max(DWELL_MS_MIN).next_multiple_of(DWELL_STEP_MS))
}

/// The scrolling speed of a line, in dots per second: four full-width characters.
///
/// Source: `docs/typesetting.md#text-that-runs-by`, a design value.
pub fn scroll_px_per_second(font_px: u32) -> u32 {
    4 * font_px
}

/// How long a line of `text_px` dots takes to scroll across a screen of `screen_px`, in milliseconds.
pub fn scroll_ms(text_px: u32, screen_px: u32, px_per_second: u32) -> u32 {
    let way = u64::from(text_px + screen_px) * 1000;
    u32::try_from(way.div_ceil(u64::from(px_per_second.max(1)))).unwrap_or(u32::MAX)
}

/// How long a voice needs, in milliseconds, at 240 characters per minute.
pub fn speaking_ms(text: &str) -> u32 {
    as_ms(per_second(text, SPOKEN_PER_SECOND))
}

/// Milliseconds for `text` at a given pace, rounded up.
fn per_second(text: &str, characters_per_second: usize) -> usize {
    (cells(text) * 1000).div_ceil(2 * characters_per_second)
}

fn as_ms(ms: usize) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_read_twice() {
        assert_eq!(dwell_ms(&"诈".repeat(10)), 4000);
        assert_eq!(dwell_ms(&"诈".repeat(16)), 5500);
        assert_eq!(dwell_ms(&"诈".repeat(22)), 7500);
    }

    #[test]
    fn a_line_scrolls_at_reading_speed() {
        assert_eq!(scroll_px_per_second(16), 64);
        assert_eq!(scroll_ms(20 * 16, 352, 64), 10_500);
    }

    #[test]
    fn long_subtitles_stay_longer() {
        assert_eq!(reading_ms("诈骗"), 1000);
        assert_eq!(reading_ms(&"诈".repeat(12)), 2000);
        assert_eq!(reading_ms("拨打96110咨询"), 1084);
        assert_eq!(reading_ms(&"诈".repeat(90)), 7000);
        assert_eq!(reading_ms_min(&"诈".repeat(18)), 2000);
    }
}
