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

#[cfg(test)]
impl super::Theme {
    /// The default theme, for tests of what it renders.
    pub fn builtin() -> Self {
        use crate::{diagnostics::Diagnostics, span::SourceId};

        let templates = builtin_files().into_iter().filter_map(|file| {
            Some(super::TemplateFile {
                name: file.path.strip_prefix("templates/")?.to_owned(),
                source: SourceId(0),
                text: String::from_utf8_lossy(&file.bytes).into_owned(),
            })
        });
        let mut diagnostics = Diagnostics::default();
        let theme = Self::load(templates.collect(), &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
        theme
    }
}
