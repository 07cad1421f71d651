//! A spot's script: what the people at the cinema read.
//!
//! In: a spot and its cue sheet. Out: lines, for a file of either code.
//! Nothing here decides what is shown; what was left out is named.

use std::collections::BTreeSet;

use super::{
    schedule::{Cue, CueSheet},
    spot::Spot,
};
use crate::typeset::speaking_ms;

pub fn script(spot: &Spot, sheet: &CueSheet) -> Vec<String> {
    let mut lines = head(spot, sheet);
    for (index, cue) in sheet.cues.iter().enumerate() {
        lines.push(String::new());
        lines.extend(cue_lines(index + 1, cue, spot));
    }
    if !sheet.left_out.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "以下 {} 条放不下，没有编入：",
            sheet.left_out.len()
        ));
        let texts = sheet.left_out.iter().map(|it| spot.lines[*it].words());
        lines.extend(texts.map(|it| format!("    {}", one_line(&it))));
    }
    lines
}

/// What the settings leave open has no line: an empty one looks forgotten.
fn head(spot: &Spot, sheet: &CueSheet) -> Vec<String> {
    let cue_count = sheet.cues.len();
    [
        ("名称", one_line(&spot.name)),
        ("编号", spot.id.clone()),
        ("地点", one_line(&spot.place)),
        ("性质", classes(spot, sheet)),
        ("日期", format!("{}（当天有效）", spot.date)),
        ("时长", format!("{} 秒", spot.seconds)),
        ("咨询", one_line(&spot.contact)),
        ("画面", format!("共 {cue_count} 条，按下面的时间出现和消失")),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(name, text)| format!("{name}：{text}"))
    .collect()
}

/// The classes of what is shown; slogans that were left out have no say.
fn classes(spot: &Spot, sheet: &CueSheet) -> String {
    let shown = sheet.cues.iter().map(|it| &spot.lines[it.line_index]);
    let names: BTreeSet<&str> = shown
        .filter_map(|it| it.class)
        .map(|it| it.name())
        .collect();
    names.into_iter().collect::<Vec<_>>().join("、")
}

fn cue_lines(number: usize, cue: &Cue, spot: &Spot) -> Vec<String> {
    let mut lines = vec![format!(
        "{number}. {} 秒出现，{} 秒消失（停留 {} 秒）",
        seconds(cue.start_ms),
        seconds(cue.end_ms),
        seconds(cue.end_ms - cue.start_ms)
    )];
    lines.extend(cue.lines.iter().map(|it| format!("    画面：{it}")));
    let line = &spot.lines[cue.line_index];
    lines.extend(line.class.map(|it| format!("    性质：{}", it.name())));
    if let Some(voice) = &line.voice {
        let voice = one_line(voice);
        let spoken = seconds(speaking_ms(&voice).next_multiple_of(100));
        lines.push(format!("    配音：{voice}（约 {spoken} 秒）"));
    }
    lines
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `3.5`; the times of a cue sheet are whole tenths.
pub fn seconds(ms: u32) -> String {
    format!("{}.{}", ms / 1000, ms % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        channels::cinema::{schedule::schedule, spot::SpotLine},
        content::SpotClass,
    };

    #[test]
    fn a_projectionist_can_read_it() {
        let line = |text: &str, voice: Option<&str>| SpotLine {
            slogan: String::new(),
            text: text.to_owned(),
            voice: voice.map(str::to_owned),
            class: Some(SpotClass::PublicService),
        };
        let spot = Spot {
            id: "lobby".to_owned(),
            name: "大厅映前".to_owned(),
            place: "辖区影院".to_owned(),
            date: "2026-11-24".to_owned(),
            seconds: 5,
            contact: "反诈预警劝阻专线 96110".to_owned(),
            lines: vec![
                line(
                    "先垫资、再返利的兼职，都是刷单诈骗",
                    Some("先垫钱的\n兼职，都是诈骗"),
                ),
                line("凡自称公检法要求转账的，一律是诈骗", None),
            ],
        };
        let sheet = schedule(&spot).unwrap();
        let expected = "名称：大厅映前\r\n编号：lobby\r\n地点：辖区影院\r\n性质：公益广告\r\n日期：2026-11-24（当天有效）\r\n时长：5 秒\r\n\
            咨询：反诈预警劝阻专线 96110\r\n画面：共 1 条，按下面的时间出现和消失\r\n\r\n\
            1. 0.5 秒出现，4.5 秒消失（停留 4.0 秒）\r\n\
            \u{20}   画面：先垫资、再返利的兼职，\r\n\
            \u{20}   画面：都是刷单诈骗\r\n\
            \u{20}   性质：公益广告\r\n\
            \u{20}   配音：先垫钱的 兼职，都是诈骗（约 2.9 秒）\r\n\r\n\
            以下 1 条放不下，没有编入：\r\n\
            \u{20}   凡自称公检法要求转账的，一律是诈骗\r\n";
        let lines = script(&spot, &sheet);
        assert_eq!(lines.join("\r\n") + "\r\n", expected);
    }
}
