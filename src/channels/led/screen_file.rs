//! Makes one file of a programme, and describes its screen for the page of all screens.

use std::sync::Arc;

use super::{
    file::{File, frame_path, page_url},
    frames, notes, players,
    programme::Programme,
    rtf, table,
};
use crate::{
    fingerprint::Fingerprint,
    page::{Display, DisplayKind, Output, Prepared, RenderContext},
};

/// Between two slogans that run on one line.
const PAUSE: &str = "　　";

/// One file of one programme.
#[derive(Debug)]
pub struct ScreenFile {
    programme: Arc<Programme>,
    file: File,
}

impl ScreenFile {
    pub fn new(programme: &Arc<Programme>, file: File) -> Self {
        Self {
            programme: Arc::clone(programme),
            file,
        }
    }
}

impl Output for ScreenFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let programme = &self.programme;
        Prepared::made(match self.file {
            File::Lines(code) => code.encode(&programme.texts()),
            File::Single(code) => code.encode(&[programme.texts().join(PAUSE)]),
            File::Item(item) => programme.code().encode(&programme.items[item].lines()),
            File::Rtf => rtf::rtf(&programme.texts(), programme),
            File::ItemRtf(item) => rtf::rtf(&programme.items[item].lines(), programme),
            File::Playlist => table::playlist(programme),
            File::Readme(code) => return notes::readme(programme, code, context),
            File::HuiduValues => players::huidu_values(programme),
            File::HuiduProgramme => players::huidu_programme(programme),
            File::Colorlight => players::colorlight(programme),
            File::Frame(item, page) => return frame(programme, item, page),
        })
    }

    /// The playlist stands for its screen: every programme has exactly one.
    fn display(&self) -> Option<Display> {
        (self.file == File::Playlist).then(|| display(&self.programme))
    }
}

fn display(programme: &Programme) -> Display {
    let screen = &programme.screen;
    let first = programme.items.first();
    let is_standing = first.is_some_and(|it| it.setting.run.is_none());
    let size = (screen.width_px, screen.height_px);
    Display {
        kind: DisplayKind::Led,
        name: programme.name.clone(),
        place: programme.place.clone(),
        facts: format!("{}×{} 点，{} 条", size.0, size.1, programme.items.len()),
        output: page_url(programme).output(),
        frame: is_standing.then(|| (frame_path(programme, 0, 0), size.0, size.1)),
    }
}

/// A frame is drawn only if its lines or its screen have changed.
fn frame<'a>(programme: &Arc<Programme>, item: usize, page: usize) -> Prepared<'a> {
    let programme = Arc::clone(programme);
    let lines = &programme.items[item].setting.pages[page].lines;
    let shown = (lines, &programme.screen);
    let inputs = vec![("lines", Fingerprint::of_value(&shown))];
    Prepared::new(inputs, move || Ok(frames::frame(&programme, item, page)))
}
