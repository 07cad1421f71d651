//! Renders one file of a spot, and describes its stills for the page of all screens.

use std::sync::Arc;

use super::{
    file::{Reel, SpotPart},
    script, sheet,
    still::{self, StillFormat},
    subtitles,
};
use crate::{
    charset::{Repertoire, cp936_lines, utf8_bom_lines, writable},
    page::{Display, DisplayKind, Output, Prepared, RenderContext, note},
    paths::OutputPath,
};

/// One file of one spot.
#[derive(Debug)]
pub struct SpotFile {
    reel: Arc<Reel>,
    file: SpotPart,
    output: OutputPath,
}

impl SpotFile {
    pub fn new(reel: &Arc<Reel>, file: SpotPart, output: OutputPath) -> Self {
        Self {
            reel: Arc::clone(reel),
            file,
            output,
        }
    }
}

impl Output for SpotFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let reel = &self.reel;
        let (spot, sheet) = (&reel.spot, &reel.sheet);
        match self.file {
            SpotPart::Script => note::prepared(script::script(reel, context), |lines| {
                utf8_bom_lines(lines.iter().map(String::as_str))
            }),
            SpotPart::ScriptCp936 => note::prepared(script::script(reel, context), |lines| {
                let lines = lines.iter().map(|it| writable(it, Repertoire::Gbk));
                let lines: Vec<String> = lines.collect();
                let bytes = cp936_lines(lines.iter().map(String::as_str));
                bytes.expect("what cannot be written is replaced")
            }),
            SpotPart::CueSheet => Prepared::made(sheet::cue_sheet(reel)),
            SpotPart::Srt => Prepared::made(subtitles::srt(sheet)),
            SpotPart::Ass => Prepared::made(subtitles::ass(spot, sheet)),
            SpotPart::Vtt => Prepared::made(subtitles::vtt(sheet)),
            SpotPart::Still(cue, frame) => {
                let lines = &sheet.cues[cue].lines;
                let filling = still::filling(lines, &reel.foot, frame, context);
                Prepared::drawn(filling, frame.size(), context)
            }
        }
    }

    fn display(&self) -> Option<Display> {
        match self.file {
            SpotPart::Still(cue, StillFormat::Hd) => Some(display(&self.reel, cue, &self.output)),
            _ => None,
        }
    }
}

/// One still of a spot.
fn display(reel: &Reel, cue: usize, output: &OutputPath) -> Display {
    let (spot, times) = (&reel.spot, &reel.sheet.cues[cue]);
    let seconds = |ms: u32| f64::from(ms) / 1000.0;
    let (width, height) = StillFormat::Hd.size();
    Display {
        kind: DisplayKind::Cinema,
        name: format!("{} 第 {} 幅", spot.name, cue + 1),
        place: (!spot.place.is_empty()).then(|| spot.place.clone()),
        facts: format!(
            "全长 {} 秒，{} 秒出现，{} 秒消失",
            spot.seconds,
            seconds(times.start_ms),
            seconds(times.end_ms)
        ),
        output: output.clone(),
        frame: Some((output.clone(), width, height)),
    }
}
