//! The files of one programme: their names, folders and encodings.
//!
//! Names are lower-case ASCII and contain the encoding, because the files are copied to USB sticks and opened
//! by programs from the time of Windows XP. Text files have CR LF, no byte-order mark in CP936, no numbering,
//! no blank lines and no trailing white space: a controller shows every byte. Source: `docs/led.md#files`.

use super::{
    frames,
    programme::{Programme, ProgrammeItem},
};
use crate::{
    charset::{cp936_lines, utf8_bom_lines},
    page::Form,
    paths::{OutputPath, UrlPath},
};

/// One file of a programme; items and pages are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedFile {
    /// One slogan per line.
    Lines(LedEncoding),
    /// All slogans on one line, for areas that scroll continuously.
    Single(LedEncoding),
    Item(usize),
    Rtf,
    ItemRtf(usize),
    Playlist,
    Readme(LedEncoding),
    HuiduValues,
    HuiduProgramme,
    Colorlight,
    /// A picture of one page of an item, one pixel per dot.
    Frame(usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedEncoding {
    Cp936,
    Utf8Bom,
}

impl LedEncoding {
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
                cp936_lines(lines).expect("`check` has refused what CP936 cannot encode")
            }
        }
    }
}

/// The path of a file within its programme's folder, and its encoding.
pub struct LedFileName {
    pub path: String,
    pub form: Form,
}

/// Every file of the programme.
pub fn files(programme: &Programme) -> Vec<LedFile> {
    let mut files = vec![
        LedFile::Lines(LedEncoding::Utf8Bom),
        LedFile::Rtf,
        LedFile::Playlist,
        LedFile::HuiduValues,
        LedFile::HuiduProgramme,
        LedFile::Colorlight,
    ];
    // The operator's programs may read only the encoding of the card.
    let own = programme.encoding();
    files.extend([LedFile::Single(own), LedFile::Readme(own)]);
    if programme.has_cp936() {
        files.push(LedFile::Lines(LedEncoding::Cp936));
    }
    for (index, item) in programme.items.iter().enumerate() {
        files.extend([LedFile::Item(index), LedFile::ItemRtf(index)]);
        if frames::has_dots(&programme.screen) {
            let pages = 0..item.setting.pages.len();
            files.extend(pages.map(|page| LedFile::Frame(index, page)));
        }
    }
    files
}

impl LedFile {
    /// The index of the item, for files of a single item.
    pub fn item(self) -> Option<usize> {
        match self {
            Self::Item(item) | Self::ItemRtf(item) | Self::Frame(item, _) => Some(item),
            _ => None,
        }
    }

    pub fn name(self, programme: &Programme) -> LedFileName {
        let id = &programme.id;
        let encoding = programme.encoding();
        let (path, form) = match self {
            Self::Lines(encoding) => (
                format!("{id}.{}.txt", encoding.extension()),
                encoding.form(),
            ),
            Self::Single(encoding) => (
                format!("{id}.single.{}.txt", encoding.extension()),
                encoding.form(),
            ),
            Self::Item(item) => (
                format!("items/{:03}.{}.txt", item + 1, encoding.extension()),
                encoding.form(),
            ),
            Self::Rtf => (format!("{id}.rtf"), Form::Ascii),
            Self::ItemRtf(item) => (format!("items/{:03}.rtf", item + 1), Form::Ascii),
            Self::Playlist => ("playlist.csv".to_owned(), Form::Utf8Bom),
            Self::Readme(encoding) => (
                format!("README.{}.txt", encoding.extension()),
                encoding.form(),
            ),
            Self::HuiduValues => ("huidu.kv.txt".to_owned(), Form::Utf8),
            Self::HuiduProgramme => ("huidu.program.json".to_owned(), Form::Utf8),
            Self::Colorlight => ("colorlight.vsn.json".to_owned(), Form::Utf8),
            Self::Frame(item, page) => (
                format!("items/{:03}-{}.bmp", item + 1, page + 1),
                Form::Binary,
            ),
        };
        LedFileName { path, form }
    }
}

impl Programme {
    /// The encoding that the control card reads.
    pub fn encoding(&self) -> LedEncoding {
        match self.has_cp936() {
            true => LedEncoding::Cp936,
            false => LedEncoding::Utf8Bom,
        }
    }

    pub fn texts(&self) -> Vec<String> {
        self.items.iter().map(|it| it.text.clone()).collect()
    }
}

impl ProgrammeItem {
    /// The lines of all pages, in order.
    pub fn lines(&self) -> Vec<String> {
        let pages = self.setting.pages.iter();
        pages.flat_map(|it| it.lines.iter().cloned()).collect()
    }
}

/// The URL of the page that previews a screen: `screens/<id>.html`.
pub fn page_url(programme: &Programme) -> UrlPath {
    UrlPath::default().file(&format!("screens/{}.html", programme.id))
}

/// The path of the picture of a page: among the screen's files, or, if the picture is only an approximation,
/// beside the preview page.
pub fn frame_path(programme: &Programme, item: usize, page: usize) -> OutputPath {
    let folder = match frames::has_dots(&programme.screen) {
        true => "feeds/led",
        false => "screens",
    };
    let name = LedFile::Frame(item, page).name(programme).path;
    OutputPath::new(&format!("{folder}/{}/{name}", programme.id))
        .expect("a feed's id is a safe name")
}
