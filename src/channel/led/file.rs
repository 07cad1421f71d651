//! The files of one programme: which there are, their names, their bytes.
//!
//! Names are lower-case ASCII and say the code: they go onto USB sticks and into programs of Windows XP's time. Text files
//! have CR LF, no byte-order mark in CP936, no numbers, no blank lines and nothing behind the last word: a controller
//! shows every byte. Source: `shared/domain/channels.md` §1.6.

use std::sync::Arc;

use super::{Item, Programme, frames, notes, players, rtf, table};
use crate::{
    channel::{Form, Prepared, RenderContext},
    charset::{cp936_lines, utf8_bom_lines},
    fingerprint::Fingerprint,
};

/// One file of a programme; items and pages are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// One slogan a line.
    Lines(Code),
    /// All slogans on one line, for areas that run without end.
    Single(Code),
    Item(usize),
    Rtf,
    ItemRtf(usize),
    Playlist,
    Readme(Code),
    HuiduValues,
    HuiduProgramme,
    Colorlight,
    /// A picture of one page of an item, dot for dot.
    Frame(usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Cp936,
    Utf8Bom,
}

impl Code {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Cp936 => "gbk",
            Self::Utf8Bom => "utf8bom",
        }
    }

    fn form(self) -> Form {
        match self {
            Self::Cp936 => Form::Cp936,
            Self::Utf8Bom => Form::Utf8Bom,
        }
    }

    pub fn encode(self, lines: &[String]) -> Vec<u8> {
        let lines = lines.iter().map(String::as_str);
        match self {
            Self::Utf8Bom => utf8_bom_lines(lines),
            Self::Cp936 => {
                cp936_lines(lines).expect("`check` has refused what has no code in CP936")
            }
        }
    }
}

/// Where a file lies in its programme's folder, and how its text is written.
pub struct Name {
    pub path: String,
    pub form: Form,
}

/// Between two slogans that run on one line.
const PAUSE: &str = "　　";

/// Every file of the programme.
pub fn files(programme: &Programme) -> Vec<File> {
    let mut files = vec![
        File::Lines(Code::Utf8Bom),
        File::Rtf,
        File::Playlist,
        File::HuiduValues,
        File::HuiduProgramme,
        File::Colorlight,
    ];
    // The operator's note is in the code that the operator's programs read.
    let own = programme.code();
    files.extend([File::Single(own), File::Readme(own)]);
    if programme.has_cp936() {
        files.push(File::Lines(Code::Cp936));
    }
    for (index, item) in programme.items.iter().enumerate() {
        files.extend([File::Item(index), File::ItemRtf(index)]);
        if frames::has_dots(&programme.screen) {
            let pages = 0..item.setting.pages.len();
            files.extend(pages.map(|page| File::Frame(index, page)));
        }
    }
    files
}

impl File {
    /// The item that the file is about, if it is about one.
    pub fn item(self) -> Option<usize> {
        match self {
            Self::Item(item) | Self::ItemRtf(item) | Self::Frame(item, _) => Some(item),
            _ => None,
        }
    }

    pub fn name(self, programme: &Programme) -> Name {
        let id = &programme.id;
        let code = programme.code();
        let (path, form) = match self {
            Self::Lines(code) => (format!("{id}.{}.txt", code.extension()), code.form()),
            Self::Single(code) => (format!("{id}.single.{}.txt", code.extension()), code.form()),
            Self::Item(item) => (
                format!("items/{:03}.{}.txt", item + 1, code.extension()),
                code.form(),
            ),
            Self::Rtf => (format!("{id}.rtf"), Form::Ascii),
            Self::ItemRtf(item) => (format!("items/{:03}.rtf", item + 1), Form::Ascii),
            Self::Playlist => ("playlist.csv".to_owned(), Form::Utf8Bom),
            Self::Readme(code) => (format!("README.{}.txt", code.extension()), code.form()),
            Self::HuiduValues => ("huidu.kv.txt".to_owned(), Form::Utf8),
            Self::HuiduProgramme => ("huidu.program.json".to_owned(), Form::Utf8),
            Self::Colorlight => ("colorlight.vsn.json".to_owned(), Form::Utf8),
            Self::Frame(item, page) => (
                format!("items/{:03}-{}.bmp", item + 1, page + 1),
                Form::Binary,
            ),
        };
        Name { path, form }
    }
}

impl Programme {
    /// The code of the files that its card reads.
    pub fn code(&self) -> Code {
        match self.has_cp936() {
            true => Code::Cp936,
            false => Code::Utf8Bom,
        }
    }

    fn texts(&self) -> Vec<String> {
        self.items.iter().map(|it| it.text.clone()).collect()
    }
}

impl Item {
    /// The lines of all pages, one after the other.
    pub fn lines(&self) -> Vec<String> {
        let pages = self.setting.pages.iter();
        pages.flat_map(|it| it.lines.iter().cloned()).collect()
    }
}

pub fn render<'a>(
    programme: &Arc<Programme>,
    file: File,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    Prepared::made(match file {
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

fn frame<'a>(programme: &Arc<Programme>, item: usize, page: usize) -> Prepared<'a> {
    let programme = Arc::clone(programme);
    let lines = &programme.items[item].setting.pages[page].lines;
    let shown = (lines, format!("{:?}", programme.screen));
    let inputs = vec![("lines", Fingerprint::of_value(&shown))];
    Prepared::new(inputs, move || Ok(frames::frame(&programme, item, page)))
}
