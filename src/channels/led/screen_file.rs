//! Renders one file of a programme, and describes its screen for the page of all screens.

use std::sync::Arc;

use super::{
    file::{LedFile, frame_path, page_url},
    frames, notes, players,
    programme::Programme,
    rtf, table,
};
use crate::{
    fingerprint::Fingerprint,
    page::{Display, DisplayKind, Output, Prepared, RenderContext},
};

/// The text between two slogans on one line.
const PAUSE: &str = "　　";

/// One file of one programme.
#[derive(Debug)]
pub struct ScreenFile {
    programme: Arc<Programme>,
    file: LedFile,
}

impl ScreenFile {
    pub fn new(programme: &Arc<Programme>, file: LedFile) -> Self {
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
            LedFile::Lines(encoding) => encoding.encode(&programme.texts()),
            LedFile::Single(encoding) => encoding.encode(&[programme.texts().join(PAUSE)]),
            LedFile::Item(item) => programme.encoding().encode(&programme.items[item].lines()),
            LedFile::Rtf => rtf::rtf(&programme.texts(), programme),
            LedFile::ItemRtf(item) => rtf::rtf(&programme.items[item].lines(), programme),
            LedFile::Playlist => table::playlist(programme),
            LedFile::Readme(encoding) => return notes::readme(programme, encoding, context),
            LedFile::HuiduValues => players::huidu_values(programme),
            LedFile::HuiduProgramme => players::huidu_programme(programme),
            LedFile::Colorlight => players::colorlight(programme),
            LedFile::Frame(item, page) => return frame(programme, item, page),
        })
    }

    /// Only the playlist returns the display, because every programme has exactly one playlist.
    fn display(&self) -> Option<Display> {
        (self.file == LedFile::Playlist).then(|| display(&self.programme))
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
