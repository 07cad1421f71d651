//! A spot's subtitles in `SubRip`: what programs read that master or play it.
//!
//! `SubRip` as libsub parses it (cth103/libsub, `subrip_reader.cc`): counter, times, lines, blank line. UTF-8 without a
//! byte-order mark, CR LF.
//! No sign of a slogan is taken for markup: `<` and `{` are written in full width.

use super::CueSheet;

const END: &str = "\r\n";

/// The file `<id>_<seconds>s.srt`; empty if nothing is shown.
pub fn srt(sheet: &CueSheet) -> Vec<u8> {
    let mut text = String::new();
    for (index, cue) in sheet.cues.iter().enumerate() {
        let (start, end) = (timestamp(cue.start_ms), timestamp(cue.end_ms));
        text.push_str(&format!("{}{END}{start} --> {end}{END}", index + 1));
        for line in &cue.lines {
            text.extend(line.chars().map(plain));
            text.push_str(END);
        }
        text.push_str(END);
    }
    text.into_bytes()
}

fn plain(character: char) -> char {
    match character {
        '<' => '＜',
        '>' => '＞',
        '{' => '｛',
        '}' => '｝',
        _ => character,
    }
}

/// `00:00:03,500`.
fn timestamp(ms: u32) -> String {
    let (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
    let (seconds, ms) = (ms / 1000 % 60, ms % 1000);
    format!("{hours:02}:{minutes:02}:{seconds:02},{ms:03}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::cinema::Cue;

    #[test]
    fn cues_are_counted_timed_and_plain() {
        let cue = |start_ms: u32, end_ms: u32, lines: &[&str]| Cue {
            start_ms,
            end_ms,
            lines: lines.iter().map(|it| (*it).to_owned()).collect(),
            line_index: 0,
        };
        let sheet = CueSheet {
            cues: vec![
                cue(500, 4500, &["凡是刷单，", "都是诈骗"]),
                cue(61_000, 3_662_100, &["<b>{y:i}-->"]),
            ],
            left_out: Vec::new(),
        };
        let expected = "1\r\n00:00:00,500 --> 00:00:04,500\r\n凡是刷单，\r\n都是诈骗\r\n\r\n\
            2\r\n00:01:01,000 --> 01:01:02,100\r\n＜b＞｛y:i｝--＞\r\n\r\n";
        assert_eq!(String::from_utf8(srt(&sheet)).unwrap(), expected);
    }
}
