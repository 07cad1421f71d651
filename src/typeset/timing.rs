//! How long people need to read, and a voice to speak.
//!
//! Six characters a second is comfortable, nine is the limit for adults; a half-width sign counts half. Source: Netflix's
//! Simplified Chinese guide and the signs of `shared/domain/channels.md` §1.5; speech: §6.
//! Nothing here is shorter than a glance of one second.

use super::cells;

/// Characters that are read in a second with ease.
const CHARACTERS_PER_SECOND: usize = 6;
/// Characters that adults can just read in a second.
const CHARACTERS_PER_SECOND_MAX: usize = 9;
/// Characters that a speaker says in a second: 240 in a minute.
const SPOKEN_PER_SECOND: usize = 4;

const CUE_MS_MIN: usize = 1000;
const CUE_MS_MAX: usize = 7000;

/// Darkness between two subtitles: two frames at 24 per second, rounded up.
pub const GAP_MS: u32 = 84;

/// How long a subtitle should stay, in milliseconds: from 1,000 to 7,000, at six characters a second.
pub fn reading_ms(text: &str) -> u32 {
    cue_ms(text, CHARACTERS_PER_SECOND)
}

/// The shortest time that a subtitle may stay, in milliseconds: from 1,000 to 7,000, at nine characters a second.
pub fn reading_ms_min(text: &str) -> u32 {
    cue_ms(text, CHARACTERS_PER_SECOND_MAX)
}

fn cue_ms(text: &str, characters_per_second: usize) -> u32 {
    as_ms(per_second(text, characters_per_second).clamp(CUE_MS_MIN, CUE_MS_MAX))
}

/// How long a voice needs, in milliseconds, at 240 characters a minute.
pub fn speaking_ms(text: &str) -> u32 {
    as_ms(per_second(text, SPOKEN_PER_SECOND))
}

/// Milliseconds for `text` at a pace, rounded up.
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
    fn long_subtitles_stay_longer() {
        assert_eq!(reading_ms("诈骗"), 1000);
        assert_eq!(reading_ms(&"诈".repeat(12)), 2000);
        assert_eq!(reading_ms("拨打96110咨询"), 1084);
        assert_eq!(reading_ms(&"诈".repeat(90)), 7000);
        assert_eq!(reading_ms_min(&"诈".repeat(18)), 2000);
    }
}
