//! The files of one spot: their names and encodings.
//!
//! Names are lower-case ASCII and contain length, size and encoding. Source: `docs/cinema.md#files`.

use super::{
    schedule::CueSheet,
    spot::Spot,
    still::{Foot, StillFormat},
};
use crate::page::Form;

/// A spot with its cue sheet.
#[derive(Clone, Debug)]
pub struct Reel {
    pub spot: Spot,
    pub sheet: CueSheet,
    /// The foot of every still.
    pub foot: Foot,
}

/// One file of a spot; cues are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotPart {
    Script,
    ScriptCp936,
    CueSheet,
    Srt,
    Ass,
    Vtt,
    Still(usize, StillFormat),
}

/// The path of a file within its spot's folder, and its encoding.
pub struct Name {
    pub path: String,
    pub form: Form,
}

/// Every file of the spot; stills only if there is a font.
pub fn files(reel: &Reel, has_font: bool) -> Vec<SpotPart> {
    let mut files = vec![
        SpotPart::Script,
        SpotPart::ScriptCp936,
        SpotPart::CueSheet,
        SpotPart::Srt,
        SpotPart::Ass,
        SpotPart::Vtt,
    ];
    if has_font {
        let cues = 0..reel.sheet.cues.len();
        files.extend(cues.flat_map(|cue| StillFormat::ALL.map(|it| SpotPart::Still(cue, it))));
    }
    files
}

impl SpotPart {
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

    /// The indices of the spot's lines whose words the file contains.
    pub fn lines(self, reel: &Reel) -> Vec<usize> {
        let shown = reel.sheet.cues.iter().map(|it| it.line_index);
        match self {
            Self::Still(cue, _) => vec![reel.sheet.cues[cue].line_index],
            // The script also lists the omitted slogans.
            Self::Script | Self::ScriptCp936 => (0..reel.spot.lines.len()).collect(),
            _ => shown.collect(),
        }
    }
}
