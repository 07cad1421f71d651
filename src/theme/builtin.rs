//! The default theme inside the program, so that a site needs no theme folder.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct DefaultTheme;

pub struct BuiltinFile {
    /// `templates/base.html`, `static/style.css`.
    pub path: String,
    pub bytes: Cow<'static, [u8]>,
}

/// Looks of channels: files that a site's own theme may lack; those of the default theme are used instead.
const LOOKS: [&str; 4] = [
    "templates/cinema/",
    "templates/print/rooms.yaml",
    "templates/share/",
    "templates/signage/",
];

/// The looks of the default theme, for a theme that lacks them.
pub fn builtin_looks() -> impl Iterator<Item = BuiltinFile> {
    let files = builtin_files().into_iter();
    files.filter(|file| LOOKS.iter().any(|it| file.path.starts_with(it)))
}

/// All files of the default theme, by path.
pub fn builtin_files() -> Vec<BuiltinFile> {
    let mut files: Vec<BuiltinFile> = DefaultTheme::iter()
        .filter_map(|path| {
            let file = DefaultTheme::get(&path)?;
            Some(BuiltinFile {
                path: path.into_owned(),
                bytes: file.data,
            })
        })
        .collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}
