//! Which slogans a spot shows, and when.
//!
//! In: a spot. Out: its cue sheet, or the reason why there is none. Each cue has at most two lines of 16
//! full-width characters (Netflix Simplified Chinese guide), is shown for one to seven seconds, and ends at
//! least two frames before the next cue. The first cue begins half a second after the start of the spot, the
//! last ends at least half a second before its end. Times are multiples of a tenth of a second, so that the
//! script and the subtitles agree. Sources: `docs/cinema.md#cue-timing`, `docs/typesetting.md#reading-speed`.
//! No slogan is shown faster than nine characters per second, and none is truncated.

use super::spot::Spot;
use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
    typeset::{GAP_MS, reading_ms, reading_ms_min, speaking_ms, wrap},
};

/// 16 full-width characters.
const LINE_CELLS: usize = 32;
const LINES_MAX: usize = 2;
/// The black before the first and after the last cue.
const MARGIN_MS: u32 = 500;
const CUE_MS_MAX: u32 = 7000;
/// All times are multiples of this.
const STEP_MS: u32 = 100;

/// The cues of a spot, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueSheet {
    pub cues: Vec<Cue>,
    /// Indices into the spot's lines: the slogans that are omitted, for lack of time or space.
    pub left_out: Vec<usize>,
}

/// One slogan on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// In milliseconds from the start of the spot.
    pub start_ms: u32,
    pub end_ms: u32,
    pub lines: Vec<String>,
    /// Index into the spot's lines.
    pub line_index: usize,
}

/// A spot that cannot show even its first slogan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooShort {
    pub seconds: u32,
    /// The length of the shortest spot that could show it; `None` if it is too long for two lines.
    pub seconds_needed: Option<u32>,
}

struct Candidate {
    line_index: usize,
    lines: Vec<String>,
    /// How long it is shown, in milliseconds.
    stay_ms: u32,
}

/// The cue sheet of `spot`: as many of its slogans, in order, as can be read comfortably.
///
/// The first slogan may be shown faster than six characters per second if otherwise nothing could be shown.
/// The sheet of a spot without slogans has no cues.
///
/// # Errors
/// The first slogan does not fit into the time or into two lines.
pub fn schedule(spot: &Spot) -> Result<CueSheet, TooShort> {
    let room_ms = spot
        .seconds
        .saturating_mul(1000)
        .saturating_sub(2 * MARGIN_MS);
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut left_out = Vec::new();
    let mut used_ms = 0;
    for (line_index, line) in spot.lines.iter().enumerate() {
        let Some(lines) = wrap(&line.text, LINE_CELLS, LINES_MAX) else {
            if line_index == 0 {
                return Err(too_short(spot, None));
            }
            left_out.push(line_index);
            continue;
        };
        let words = lines.concat();
        let spoken_ms = line.voice.as_deref().map_or(0, speaking_ms).min(CUE_MS_MAX);
        let mut stay_ms = in_steps(reading_ms(&words).max(spoken_ms));
        if line_index == 0 && stay_ms > room_ms {
            let stay_ms_min = in_steps(reading_ms_min(&words));
            if stay_ms_min > room_ms {
                let seconds_needed = (stay_ms_min + 2 * MARGIN_MS).div_ceil(1000);
                return Err(too_short(spot, Some(seconds_needed)));
            }
            stay_ms = room_ms;
        }
        let gap_ms = if chosen.is_empty() { 0 } else { gap_ms() };
        if used_ms + gap_ms + stay_ms > room_ms {
            left_out.push(line_index);
            continue;
        }
        used_ms += gap_ms + stay_ms;
        chosen.push(Candidate {
            line_index,
            lines,
            stay_ms,
        });
    }
    stretch(&mut chosen, room_ms - used_ms);
    Ok(CueSheet {
        cues: cues(chosen, room_ms),
        left_out,
    })
}

/// Distributes the remaining time, step by step, each step to the slogan with the highest reading speed, up
/// to seven seconds each.
fn stretch(chosen: &mut [Candidate], mut left_ms: u32) {
    while left_ms >= STEP_MS {
        // Compares characters per time without fractions.
        let fastest = chosen
            .iter_mut()
            .filter(|it| it.stay_ms < CUE_MS_MAX)
            .max_by_key(|it| {
                u64::from(reading_ms(&it.lines.concat())) * 1_000_000 / u64::from(it.stay_ms)
            });
        let Some(fastest) = fastest else {
            return;
        };
        fastest.stay_ms += STEP_MS;
        left_ms -= STEP_MS;
    }
}

/// The cues in order. If all are shown for seven seconds, the remaining time is black after each of them.
fn cues(chosen: Vec<Candidate>, room_ms: u32) -> Vec<Cue> {
    let count = u32::try_from(chosen.len().max(1)).expect("a spot has few cues");
    let used_ms = chosen.iter().map(|it| it.stay_ms).sum::<u32>() + (count - 1) * gap_ms();
    let pause_ms = room_ms.saturating_sub(used_ms) / count / STEP_MS * STEP_MS;
    let mut start_ms = MARGIN_MS;
    chosen
        .into_iter()
        .map(|it| {
            let cue = Cue {
                start_ms,
                end_ms: start_ms + it.stay_ms,
                lines: it.lines,
                line_index: it.line_index,
            };
            start_ms = cue.end_ms + gap_ms() + pause_ms;
            cue
        })
        .collect()
}

fn gap_ms() -> u32 {
    in_steps(GAP_MS)
}

/// Rounds up to a tenth of a second.
fn in_steps(ms: u32) -> u32 {
    ms.next_multiple_of(STEP_MS)
}

impl CueSheet {
    /// The lines whose voice is still speaking when their cue ends, and by how many milliseconds.
    pub fn spoken_over(&self, spot: &Spot) -> Vec<(usize, u32)> {
        let over = |cue: &Cue| {
            let voice = spot.lines[cue.line_index].voice.as_deref()?;
            let over_ms = speaking_ms(voice).checked_sub(cue.end_ms - cue.start_ms)?;
            (over_ms > 0).then_some((cue.line_index, over_ms))
        };
        self.cues.iter().filter_map(over).collect()
    }
}

pub fn spoken_too_long(at: Span, over_ms: u32) -> Diagnostic {
    let seconds = f64::from(over_ms.next_multiple_of(100)) / 1000.0;
    Diagnostic::warning(code::FEED_VOICE, "配音念不完，画面就没有了")
        .label(at, format!("配音比画面长约 {seconds} 秒"))
        .help("把这一条的“voice: ……”写短一些，画面最多停留 7 秒，大约念 28 个字")
}

fn too_short(spot: &Spot, seconds_needed: Option<u32>) -> TooShort {
    TooShort {
        seconds: spot.seconds,
        seconds_needed,
    }
}

impl TooShort {
    /// The diagnostic, with labels at the slogan and at the feed.
    pub fn diagnostic(&self, at: Span, feed: Span) -> Diagnostic {
        let characters = LINE_CELLS / 2 * LINES_MAX;
        let problem = Diagnostic::error(
            code::FEED_TOO_SHORT,
            format!("{} 秒的映前放不下第一条警示语", self.seconds),
        );
        match self.seconds_needed {
            Some(seconds) => problem
                .label(at, "观众来不及读完")
                .label(feed, "这个播放单太短")
                .help(format!("把时长改为至少 {seconds} 秒"))
                .help("也可以在这一条下面写一行短的“cinema: ……”"),
            None => problem
                .label(at, format!("银幕上两行只有 {characters} 个字的位置"))
                .label(feed, "这个播放单第一条就要放它")
                .help(format!(
                    "在这一条下面写一行“cinema: ……”，不超过 {characters} 个字，中间用逗号断开"
                )),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{channels::cinema::spot::SpotLine, span::SourceId, typeset::cells};

    fn spot(texts: &[String], seconds: u32) -> Spot {
        let line = |text: &String| SpotLine {
            slogan: String::new(),
            text: text.clone(),
            voice: None,
            class: None,
        };
        Spot {
            id: "lobby".to_owned(),
            name: "映前".to_owned(),
            place: String::new(),
            date: String::new(),
            seconds,
            contact: "96110".to_owned(),
            lines: texts.iter().map(line).collect(),
        }
    }

    fn times(texts: &[&str], seconds: u32) -> Vec<(u32, u32)> {
        let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
        let sheet = schedule(&spot(&texts, seconds)).unwrap();
        sheet
            .cues
            .iter()
            .map(|it| (it.start_ms, it.end_ms))
            .collect()
    }

    #[test]
    fn the_time_is_used_up() {
        let twelve = "不轻信不透露不转账不点击";
        assert_eq!(times(&[twelve], 5), [(500, 4500)]);
        assert_eq!(times(&[twelve, twelve], 10), [(500, 4900), (5000, 9500)]);
        // No cue is longer than seven seconds; the rest is black.
        assert_eq!(
            times(&[twelve, twelve], 30),
            [(500, 7500), (15_000, 22_000)]
        );
        assert_eq!(times(&[], 5), []);
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_later_shorter_ones_are_taken() {
        let texts = [
            "先垫资再返利的兼职，都是刷单诈骗".to_owned(),
            "凡自称公检法要求转账的，一律是诈骗".to_owned(),
            "太长".repeat(40),
            "谨防诈骗".to_owned(),
        ];
        let sheet = schedule(&spot(&texts, 5)).unwrap();
        let shown: Vec<usize> = sheet.cues.iter().map(|it| it.line_index).collect();
        assert_eq!((shown, sheet.left_out), (vec![0, 3], vec![1, 2]));
    }

    #[test]
    fn the_first_may_be_read_fast_but_never_too_fast() {
        let text = "凡是要求先垫付资金的兼职，都是刷单返利诈骗，请勿相信".to_owned();
        assert_eq!(times(&[&text], 5), [(500, 4500)]);
        let problem = schedule(&spot(std::slice::from_ref(&text), 3)).unwrap_err();
        assert_eq!(problem.seconds_needed, Some(4));
        assert!(schedule(&spot(&[text], 4)).is_ok());
        let problem = schedule(&spot(&["很".repeat(33)], 60)).unwrap_err();
        assert_eq!(problem.seconds_needed, None);
        let at = Span::new(SourceId(0), 0..1);
        let diagnostic = problem.diagnostic(at, at);
        assert!(diagnostic.help[0].contains("32 个字"));
    }

    proptest! {
        #[test]
        fn cues_can_be_read_and_keep_their_distances(
            lengths in prop::collection::vec(2usize..34, 1..12),
            seconds in 0u32..61,
        ) {
            let texts: Vec<String> = lengths.iter().map(|it| "嗯".repeat(*it)).collect();
            let Ok(sheet) = schedule(&spot(&texts, seconds)) else { return Ok(()) };
            prop_assert_eq!(sheet.cues.len() + sheet.left_out.len(), texts.len());
            let mut earliest = 500;
            for (index, cue) in sheet.cues.iter().enumerate() {
                let stay_ms = cue.end_ms - cue.start_ms;
                let characters = u32::try_from(cells(&cue.lines.concat()) / 2).unwrap();
                let characters_per_second = if index == 0 { 9 } else { 6 };
                prop_assert!(cue.start_ms >= earliest);
                prop_assert!((1000..=7000).contains(&stay_ms));
                prop_assert!(characters * 1000 <= characters_per_second * stay_ms);
                prop_assert!(cue.lines.len() <= 2);
                prop_assert!(cue.lines.iter().all(|it| cells(it) <= 32));
                prop_assert_eq!(cue.lines.concat(), texts[cue.line_index].as_str());
                earliest = cue.end_ms + 84;
            }
            prop_assert!(earliest - 84 + 500 <= seconds * 1000);
        }
    }
}
