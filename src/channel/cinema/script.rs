//! A spot as files: a script that people read, and `SubRip` subtitles that programs read.
//!
//! `SubRip` as libsub parses it (cth103/libsub, `subrip_reader.cc`): counter, times, lines, blank line.
//! Nothing here decides what is shown.

use super::spot::Spot;
use crate::{
    charset::utf8_bom_lines,
    site::{Feed, Site},
};

const END: &str = "\r\n";

/// The script: UTF-8 with a byte-order mark, CR LF.
pub fn script(spot: &Spot, feed: &Feed, site: &Site) -> Vec<u8> {
    let settings = &feed.settings;
    let classes = feed.slogans.iter().filter_map(|it| site.slogans[*it].class);
    let mut class_names: Vec<&str> = classes.map(|it| it.name()).collect();
    class_names.sort_unstable();
    class_names.dedup();
    let hotline = site.config.hotlines.first();
    let mut lines = vec![
        format!("名称：{}", settings.name),
        format!("地点：{}", settings.place.as_deref().unwrap_or("——")),
        format!("性质：{}", class_names.join("、")),
        format!("时长：{} 秒", spot.seconds),
        format!("日期：{}（当天有效）", site.at.date()),
        match hotline {
            Some(it) => format!("咨询：{} {}", it.name, it.number),
            None => "咨询：——".to_owned(),
        },
        String::new(),
    ];
    for (index, cue) in spot.cues.iter().enumerate() {
        let (start, end) = (seconds(cue.start_ms), seconds(cue.end_ms));
        let stay = seconds(cue.end_ms - cue.start_ms);
        lines.push(format!(
            "{}. {start} 秒 — {end} 秒（停留 {stay} 秒）",
            index + 1
        ));
        lines.extend(cue.lines.iter().map(|it| format!("   画面：{it}")));
        lines.extend(cue.voice.iter().map(|it| format!("   配音：{it}")));
        lines.push(String::new());
    }
    if !spot.left_out.is_empty() {
        lines.push(format!(
            "时长不够，以下 {} 条没有放入：",
            spot.left_out.len()
        ));
        lines.extend(spot.left_out.iter().map(|it| format!("   {it}")));
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    utf8_bom_lines(lines.iter().map(String::as_str))
}

/// The subtitles: UTF-8 without a byte-order mark, CR LF.
pub fn subtitles(spot: &Spot) -> Vec<u8> {
    let mut text = String::new();
    for (index, cue) in spot.cues.iter().enumerate() {
        let (start, end) = (timestamp(cue.start_ms), timestamp(cue.end_ms));
        text.push_str(&format!("{}{END}{start} --> {end}{END}", index + 1));
        for line in &cue.lines {
            text.push_str(line);
            text.push_str(END);
        }
        text.push_str(END);
    }
    text.into_bytes()
}

/// `3.5`.
fn seconds(ms: u32) -> String {
    format!("{:.1}", f64::from(ms) / 1000.0)
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
    use crate::channel::cinema::spot::Cue;

    #[test]
    fn subtitles_are_subrip() {
        let spot = Spot {
            seconds: 5,
            cues: vec![Cue {
                start_ms: 500,
                end_ms: 4500,
                lines: vec!["甲".to_owned(), "乙".to_owned()],
                voice: None,
            }],
            left_out: Vec::new(),
        };
        let expected = "1\r\n00:00:00,500 --> 00:00:04,500\r\n甲\r\n乙\r\n\r\n";
        assert_eq!(String::from_utf8(subtitles(&spot)).unwrap(), expected);
    }
}
