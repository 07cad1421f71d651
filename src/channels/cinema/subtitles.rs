//! The subtitles of a spot, for programs that master or play it.
//!
//! `SubRip` as libsub parses it (cth103/libsub, `subrip_reader.cc`): counter, times, lines, blank line;
//! Advanced `SubStation` for burning in; `WebVTT` for the web. UTF-8 without a byte-order mark; CR LF, and LF
//! for the web. No character of a slogan is parsed as markup: `<` and `{` are written in full width.

use super::{schedule::CueSheet, spot::Spot, still::StillFormat};

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

/// The file `<id>_<seconds>s.ass`: centred, on a picture of 1998×1080.
pub fn ass(spot: &Spot, sheet: &CueSheet) -> Vec<u8> {
    let (width, height) = StillFormat::Flat.size();
    let title: String = spot.name.chars().filter(|it| !it.is_control()).collect();
    let mut text = format!(
        "[Script Info]{END}Title: {title}{END}ScriptType: v4.00+{END}PlayResX: {width}{END}PlayResY: {height}{END}\
         WrapStyle: 2{END}ScaledBorderAndShadow: yes{END}{END}\
         [V4+ Styles]{END}Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, \
         BackColour, \
         Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, \
         MarginL, MarginR, MarginV, Encoding{END}\
         Style: Default,Noto Sans CJK SC,92,&H00FFFFFF,&H00FFFFFF,&H003D2106,&H003D2106,\
         -1,0,0,0,100,100,0,0,1,4,0,5,200,200,108,1{END}{END}\
         [Events]{END}Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text{END}"
    );
    for cue in &sheet.cues {
        let lines: Vec<String> = cue
            .lines
            .iter()
            .map(|it| it.chars().map(plain).collect())
            .collect();
        let (start, end) = (centiseconds(cue.start_ms), centiseconds(cue.end_ms));
        let words = lines.join("\\N");
        text.push_str(&format!(
            "Dialogue: 0,{start},{end},Default,,0,0,0,,{words}{END}"
        ));
    }
    text.into_bytes()
}

/// A time as `0:00:03.50`; the times of a cue sheet are multiples of a tenth of a second.
fn centiseconds(ms: u32) -> String {
    let (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
    let (seconds, hundredths) = (ms / 1000 % 60, ms % 1000 / 10);
    format!("{hours}:{minutes:02}:{seconds:02}.{hundredths:02}")
}

/// The file `<id>_<seconds>s.vtt`.
pub fn vtt(sheet: &CueSheet) -> Vec<u8> {
    let mut text = "WEBVTT\n\n".to_owned();
    for (index, cue) in sheet.cues.iter().enumerate() {
        let time = |ms| timestamp(ms).replace(',', ".");
        let (start, end) = (time(cue.start_ms), time(cue.end_ms));
        text.push_str(&format!("{}\n{start} --> {end}\n", index + 1));
        for line in &cue.lines {
            // Only `&` and `<` are parsed as markup, and the latter has already been replaced.
            text.extend(
                line.chars()
                    .map(plain)
                    .map(|it| if it == '&' { '＆' } else { it }),
            );
            text.push('\n');
        }
        text.push('\n');
    }
    text.into_bytes()
}

fn plain(character: char) -> char {
    match character {
        '<' => '＜',
        '>' => '＞',
        '{' => '｛',
        '}' => '｝',
        '\\' => '＼',
        _ => character,
    }
}

/// A time as `00:00:03,500`.
fn timestamp(ms: u32) -> String {
    let (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
    let (seconds, ms) = (ms / 1000 % 60, ms % 1000);
    format!("{hours:02}:{minutes:02}:{seconds:02},{ms:03}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::cinema::schedule::Cue;

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
