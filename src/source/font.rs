//! Finds the Chinese font with which pictures are drawn.
//!
//! In: the file named in the settings, or folders to look into first. Out: the font's path, and later its
//! bytes. Finding it costs a few metadata calls; the file is read only when a picture is drawn. Only fonts
//! whose licences allow publishing pictures drawn with them: Noto and Source Han (SIL Open Font License) and
//! `WenQuanYi` (GPL with font exception). Never 微软雅黑 or 方正, which come with Windows and WPS.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::fingerprint::Fingerprint;

/// A font file of this machine, with its metadata at the time it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    path: PathBuf,
    bytes: u64,
    modified_ns: u128,
}

/// The folders in which systems keep these fonts, best first: Debian, Arch, Fedora, macOS. That of Windows
/// has no fixed place.
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
];

/// Best first; a bold face is legible from a greater distance.
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
    /// The best font in `own` folders or, if they have none, among those installed on this machine.
    pub fn of_machine(own: &[PathBuf]) -> Option<Self> {
        let system = FOLDERS.iter().map(PathBuf::from);
        Self::best(own.iter().cloned()).or_else(|| Self::best(system))
    }

    fn best(folders: impl Iterator<Item = PathBuf>) -> Option<Self> {
        let folders: Vec<PathBuf> = folders.filter(|it| it.is_dir()).collect();
        let paths = NAMES
            .iter()
            .flat_map(|name| folders.iter().map(move |it| it.join(name)));
        paths.into_iter().find_map(|it| Self::at(&it))
    }

    /// The file at `path`, if it exists.
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

    /// Changes with the path, the length or the modification time of the font.
    pub fn fingerprint(&self) -> Fingerprint {
        let path = self.path.to_string_lossy();
        Fingerprint::of_value(&(path, self.bytes, self.modified_ns))
    }

    /// The bytes; `None` if the file can no longer be read.
    pub fn read(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(&self.path).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}
