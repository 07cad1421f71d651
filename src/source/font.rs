//! The one Chinese font with which pictures are drawn.
//!
//! In: the file that the settings name, or none. Out: where the font lies, and later its bytes. Looking costs a few
//! questions to the disk; the file is read only where a picture is drawn.
//! Only fonts whose licences allow pictures of them to be shown in public: Noto and Source Han (SIL Open Font License) and
//! `WenQuanYi` (GPL with font exception). Never 微软雅黑 or 方正, which Windows and WPS bring along.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::fingerprint::Fingerprint;

/// A font file of this machine, as it was when it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    path: PathBuf,
    bytes: u64,
    modified_ns: u128,
}

/// Where systems keep them, best first: Debian, Arch, Fedora, macOS, Windows.
const FOLDERS: &[&str] = &[
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/opentype/source-han-sans",
    "/usr/share/fonts/adobe-source-han-sans",
    "/usr/share/fonts/truetype/wqy",
    "/usr/share/fonts/wenquanyi/wqy-zenhei",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    r"C:\Windows\Fonts",
];

/// Best first; a bold face is read from further away.
const NAMES: &[&str] = &[
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansSC-Bold.otf",
    "NotoSansSC-Bold.ttf",
    "SourceHanSansSC-Bold.otf",
    "SourceHanSansCN-Bold.otf",
    "SourceHanSans.ttc",
    "NotoSansSC-VF.ttf",
    "NotoSansCJK-Regular.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
];

impl FontFile {
    /// The best font that this machine has.
    pub fn of_machine() -> Option<Self> {
        let folders = FOLDERS.iter().filter(|it| Path::new(it).is_dir());
        let folders: Vec<&&str> = folders.collect();
        let paths = NAMES
            .iter()
            .flat_map(|name| folders.iter().map(move |it| Path::new(it).join(name)));
        paths.into_iter().find_map(|it| Self::at(&it))
    }

    /// The file at `path`, if there is one.
    pub fn at(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let modified = metadata.modified().ok();
        let modified = modified.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        Some(Self {
            path: path.to_owned(),
            bytes: metadata.len(),
            modified_ns: modified.map_or(0, |it| it.as_nanos()),
        })
    }

    /// Another font, or the same one changed, has another.
    pub fn fingerprint(&self) -> Fingerprint {
        let path = self.path.to_string_lossy();
        Fingerprint::of_value(&(path, self.bytes, self.modified_ns))
    }

    /// The bytes; none if it can no longer be read.
    pub fn read(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(&self.path).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}
