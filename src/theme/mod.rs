//! The theme: templates, the files that go with them, and the views that templates see.
//!
//! In: template texts, from the binary, the site's `themes/` folder and its own `templates/` folder, which
//! wins. Out: rendered text. Templates get narrow variables, never a site object; nothing here knows a
//! channel.

mod closure;
pub mod data;
mod engine;
mod filling;
pub mod kind_view;
mod link_view;
mod template_file;
mod templates;
pub mod view;

pub use filling::{Filling, Inputs, LateValue, Problem, SharedValue};
pub use template_file::TemplateFile;
pub use templates::Theme;

#[cfg(test)]
impl Theme {
    /// The default theme, for tests of what it renders.
    pub fn builtin() -> Self {
        use crate::{diagnostics::Diagnostics, program::tests::program, span::SourceId};

        let program = program();
        let templates = program.theme().iter().filter_map(|file| {
            Some(TemplateFile {
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
