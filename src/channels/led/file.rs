//! The files of one programme: which there are, where they lie, how their text is written.
//!
//! Names are lower-case ASCII and say the encoding: they go onto USB sticks and into programs of Windows XP's
//! time. Text files have CR LF, no byte-order mark in CP936, no numbers, no blank lines and nothing behind
//! the last word: a controller shows every byte. Source: `docs/led.md#files`.

use super::{
    frames,
    programme::{Item, Programme},
};
use crate::{
    charset::{cp936_lines, utf8_bom_lines},
    page::Form,
    paths::{OutputPath, UrlPath},
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

    pub fn texts(&self) -> Vec<String> {
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

/// The page that shows a screen: `screens/<id>.html`.
pub fn page_url(programme: &Programme) -> UrlPath {
    UrlPath::default().file(&format!("screens/{}.html", programme.id))
}

/// Where the picture of a page lies: among the screen's files, or, where it is only a likeness, beside this page.
pub fn frame_path(programme: &Programme, item: usize, page: usize) -> OutputPath {
    let folder = match frames::has_dots(&programme.screen) {
        true => "feeds/led",
        false => "screens",
    };
    let name = File::Frame(item, page).name(programme).path;
    OutputPath::new(&format!("{folder}/{}/{name}", programme.id))
        .expect("a feed's id is a safe name")
}
