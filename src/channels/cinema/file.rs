//! The files of one spot: which there are, what each is called, how its text is written.
//!
//! Names are lower-case ASCII and say length, size and encoding. Source: `docs/cinema.md#files`.

use super::{
    schedule::CueSheet,
    spot::Spot,
    still::{Foot, Frame},
};
use crate::page::Form;

/// A spot and when it shows what.
#[derive(Clone, Debug)]
pub struct Reel {
    pub spot: Spot,
    pub sheet: CueSheet,
    /// At the foot of each still.
    pub foot: Foot,
}

/// One file of a spot; cues are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Script,
    ScriptCp936,
    CueSheet,
    Srt,
    Ass,
    Vtt,
    Still(usize, Frame),
}

/// Where a file lies in its spot's folder, and how its text is written.
pub struct Name {
    pub path: String,
    pub form: Form,
}

/// Every file of the spot; stills only where there is a font to draw them with.
pub fn files(reel: &Reel, has_font: bool) -> Vec<File> {
    let mut files = vec![
        File::Script,
        File::ScriptCp936,
        File::CueSheet,
        File::Srt,
        File::Ass,
        File::Vtt,
    ];
    if has_font {
        let cues = 0..reel.sheet.cues.len();
        files.extend(cues.flat_map(|cue| Frame::ALL.map(|it| File::Still(cue, it))));
    }
    files
}

impl File {
    pub fn name(self, reel: &Reel) -> Name {
        let (id, seconds) = (&reel.spot.id, reel.spot.seconds);
        let (path, form) = match self {
            Self::Script => (format!("{id}_script.txt"), Form::Utf8Bom),
            Self::ScriptCp936 => (format!("{id}_script.gbk.txt"), Form::Cp936),
            Self::CueSheet => (format!("{id}_cue.csv"), Form::Utf8Bom),
            Self::Srt => (format!("{id}_{seconds}s.srt"), Form::Utf8CrLf),
            Self::Ass => (format!("{id}_{seconds}s.ass"), Form::Utf8CrLf),
            Self::Vtt => (format!("{id}_{seconds}s.vtt"), Form::Utf8),
            Self::Still(cue, frame) => {
                let (width, height) = frame.size();
                let number = cue + 1;
                (
                    format!("{id}_{seconds}s_{number:02}_{width}x{height}.png"),
                    Form::Binary,
                )
            }
        };
        Name { path, form }
    }

    /// Which of the spot's lines have words in it.
    pub fn lines(self, reel: &Reel) -> Vec<usize> {
        let shown = reel.sheet.cues.iter().map(|it| it.line_index);
        match self {
            Self::Still(cue, _) => vec![reel.sheet.cues[cue].line_index],
            // What was left out is named.
            Self::Script | Self::ScriptCp936 => (0..reel.spot.lines.len()).collect(),
            _ => shown.collect(),
        }
    }
}
