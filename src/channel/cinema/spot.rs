//! Which slogans a spot shows, and when.
//!
//! In: slogans in their order and a length. Out: cues. Each cue has at most two lines of 16 full-width characters
//! (Netflix Simplified Chinese guide), stays from one to seven seconds, and leaves two frames before the next.
//! The first begins half a second after the start and the last ends half a second before the end.
//! Source: `shared/domain/channels.md` §1.5, §3.4.

use crate::{
    site::SiteSlogan,
    typeset::{reading_ms, wrap},
};

/// 16 full-width characters.
const LINE_CELLS: usize = 32;
const LINES_MAX: usize = 2;
/// Black before the first and after the last cue.
const MARGIN_MS: u32 = 500;
/// Two frames at 24 per second, rounded up.
const GAP_MS: u32 = 84;
const CUE_MS_MAX: u32 = 7000;

/// What a cinema shows in one go.
pub struct Spot {
    pub seconds: u32,
    pub cues: Vec<Cue>,
    /// Words that did not fit.
    pub left_out: Vec<String>,
}

/// One slogan on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    pub start_ms: u32,
    pub end_ms: u32,
    pub lines: Vec<String>,
    /// What a voice says, where it says something else.
    pub voice: Option<String>,
}

struct Candidate {
    text: String,
    lines: Option<Vec<String>>,
    voice: Option<String>,
}

impl Spot {
    /// Takes as many of `slogans`, in their order, as can be read in `seconds`.
    pub fn new<'a>(slogans: impl Iterator<Item = &'a SiteSlogan>, seconds: u32) -> Self {
        let candidates = slogans.map(|slogan| {
            let words = slogan.wordings.cinema.as_ref().unwrap_or(&slogan.text);
            Candidate {
                lines: wrap(&words.value, LINE_CELLS, LINES_MAX),
                text: words.value.clone(),
                voice: slogan.wordings.voice.as_ref().map(|it| it.value.clone()),
            }
        });
        Self::fill(candidates, seconds)
    }

    fn fill(candidates: impl Iterator<Item = Candidate>, seconds: u32) -> Self {
        let room_ms = seconds * 1000 - 2 * MARGIN_MS;
        let mut chosen = Vec::new();
        let mut left_out = Vec::new();
        let mut used_ms = 0;
        for candidate in candidates {
            let gap_ms = if chosen.is_empty() { 0 } else { GAP_MS };
            let needed_ms = gap_ms + reading_ms(&candidate.text);
            match candidate.lines {
                Some(lines) if used_ms + needed_ms <= room_ms => {
                    used_ms += needed_ms;
                    chosen.push((lines, candidate.text, candidate.voice));
                }
                _ => left_out.push(candidate.text),
            }
        }
        // What is left of the time lets every line stay a little longer.
        let count = u32::try_from(chosen.len().max(1)).expect("a spot has few cues");
        let extra_ms = (room_ms - used_ms) / count;
        let mut start_ms = MARGIN_MS;
        let cues = chosen
            .into_iter()
            .map(|(lines, text, voice)| {
                let end_ms = start_ms + (reading_ms(&text) + extra_ms).min(CUE_MS_MAX);
                let cue = Cue {
                    start_ms,
                    end_ms,
                    lines,
                    voice,
                };
                start_ms = end_ms + GAP_MS;
                cue
            })
            .collect();
        Self {
            seconds,
            cues,
            left_out,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spot(texts: &[String], seconds: u32) -> Spot {
        let candidates = texts.iter().map(|text| Candidate {
            lines: wrap(text, LINE_CELLS, LINES_MAX),
            text: text.clone(),
            voice: None,
        });
        Spot::fill(candidates, seconds)
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_named() {
        let texts: Vec<String> = (0..9)
            .map(|it| format!("第{it}条不转账不汇款不透露验证码"))
            .collect();
        let spot = spot(&texts, 5);
        assert_eq!(spot.cues.len() + spot.left_out.len(), 9);
        assert_eq!(spot.cues.len(), 1);
    }

    proptest! {
        #[test]
        fn cues_keep_their_distances(count in 1usize..12, length in 1usize..30, seconds in 5u32..31) {
            let texts = vec!["诈".repeat(length); count];
            let spot = spot(&texts, seconds);
            let mut before = 0;
            for (index, cue) in spot.cues.iter().enumerate() {
                let gap = if index == 0 { MARGIN_MS } else { GAP_MS };
                prop_assert!(cue.start_ms >= before + gap);
                prop_assert!((1000..=CUE_MS_MAX).contains(&(cue.end_ms - cue.start_ms)));
                before = cue.end_ms;
            }
            prop_assert!(before + MARGIN_MS <= seconds * 1000);
        }
    }
}
