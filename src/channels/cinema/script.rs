//! The script of a spot, for the staff of the cinema.
//!
//! In: a spot and its cue sheet. Out: the template `notes/cinema.txt` with its variable, for a file in either
//! encoding. The selection of slogans comes from the cue sheet; omitted slogans are listed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    file::Reel,
    schedule::{Cue, CueSheet},
    spot::Spot,
};
use crate::{page::RenderContext, theme::Filling, typeset::speaking_ms};

/// The variable `spot`. Texts are on one line, and empty if the settings do not give them.
#[derive(Serialize)]
struct SpotView {
    id: String,
    name: String,
    place: String,
    /// The classes of the slogans that are shown; omitted slogans are ignored.
    classes: BTreeSet<&'static str>,
    /// The day for which the spot was computed.
    date: String,
    seconds: u32,
    contact: String,
    cues: Vec<CueView>,
    left_out: Vec<String>,
}

/// One cue; times are in seconds from the start of the spot.
#[derive(Serialize)]
struct CueView {
    start: String,
    end: String,
    hold: String,
    lines: Vec<String>,
    class: Option<&'static str>,
    voice: Option<VoiceView>,
}

/// The text that is spoken during one cue.
#[derive(Serialize)]
struct VoiceView {
    text: String,
    seconds: String,
}

pub fn script<'a>(reel: &Reel, context: &RenderContext<'a>) -> Filling<'a> {
    let mut filling = Filling::new(context.theme, "notes/cinema.txt");
    filling.insert("spot", spot_view(&reel.spot, &reel.sheet));
    filling
}

fn spot_view(spot: &Spot, sheet: &CueSheet) -> SpotView {
    let shown = sheet.cues.iter().map(|it| &spot.lines[it.line_index]);
    let classes = shown.filter_map(|it| it.class).map(|it| it.name());
    let left_out = sheet.left_out.iter().map(|it| spot.lines[*it].words());
    SpotView {
        id: spot.id.clone(),
        name: one_line(&spot.name),
        place: one_line(&spot.place),
        classes: classes.collect(),
        date: spot.date.clone(),
        seconds: spot.seconds,
        contact: one_line(&spot.contact),
        cues: sheet.cues.iter().map(|it| cue_view(it, spot)).collect(),
        left_out: left_out.map(|it| one_line(&it)).collect(),
    }
}

fn cue_view(cue: &Cue, spot: &Spot) -> CueView {
    let line = &spot.lines[cue.line_index];
    let voice = line.voice.as_deref().map(|it| {
        let text = one_line(it);
        let spoken_ms = speaking_ms(&text).next_multiple_of(100);
        VoiceView {
            seconds: seconds(spoken_ms),
            text,
        }
    });
    CueView {
        start: seconds(cue.start_ms),
        end: seconds(cue.end_ms),
        hold: seconds(cue.end_ms - cue.start_ms),
        lines: cue.lines.clone(),
        class: line.class.map(|it| it.name()),
        voice,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Seconds as `3.5`; the times of a cue sheet are multiples of a tenth of a second.
pub fn seconds(ms: u32) -> String {
    format!("{}.{}", ms / 1000, ms % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        channels::cinema::{schedule::schedule, spot::SpotLine},
        content::SpotClass,
        page::note,
        theme::Theme,
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
        let theme = Theme::builtin();
        let mut filling = Filling::new(&theme, "notes/cinema.txt");
        filling.insert("spot", spot_view(&spot, &sheet));
        let lines = note::lines(filling).unwrap();
        assert_eq!(lines.join("\r\n") + "\r\n", expected);
    }
}
