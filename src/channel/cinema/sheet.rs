//! `<id>_cue.csv`: when what is shown, for Excel and for whoever masters the spot.
//!
//! UTF-8 with a byte-order mark and CR LF; times in seconds from the spot's start.

use super::{Cue, File, Frame, Reel};

pub fn cue_sheet(reel: &Reel) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let header = [
        "no", "id", "start_s", "end_s", "hold_s", "line_1", "line_2", "voice", "class", "still",
    ];
    let rows = reel.sheet.cues.iter().enumerate();
    let rows = rows.map(|(index, it)| row(index, it, reel));
    for row in std::iter::once(header.map(str::to_owned)).chain(rows) {
        writer
            .write_record(row)
            .expect("memory takes every row, and rows are of one length");
    }
    writer.into_inner().expect("memory takes every row")
}

fn row(index: usize, cue: &Cue, reel: &Reel) -> [String; 10] {
    let line = &reel.spot.lines[cue.line_index];
    let words = |it: usize| cue.lines.get(it).cloned().unwrap_or_default();
    [
        (index + 1).to_string(),
        line.slogan.clone(),
        seconds(cue.start_ms),
        seconds(cue.end_ms),
        seconds(cue.end_ms - cue.start_ms),
        words(0),
        words(1),
        line.voice
            .clone()
            .unwrap_or_default()
            .replace(['\r', '\n'], " "),
        line.class.map_or("", |it| it.name()).to_owned(),
        File::Still(index, Frame::Flat).name(reel).path,
    ]
}

fn seconds(ms: u32) -> String {
    format!("{}.{}", ms / 1000, ms % 1000 / 100)
}
