//! What the binary passes to the library: the name of the build, and the files of the default theme.
//!
//! In: the arguments of `Program::new`, from `main.rs`. Out: a name that differs whenever any of them
//! differs. The library embeds neither of them, so a changed style sheet recompiles only the binary.

use std::{borrow::Cow, fmt};

use crate::fingerprint::Fingerprint;

/// A file of the default theme.
#[derive(Clone, PartialEq, Eq)]
pub struct ThemeFile {
    /// The path: `templates/base.html`, `static/ease.js`.
    pub path: Cow<'static, str>,
    pub bytes: Cow<'static, [u8]>,
}

impl fmt::Debug for ThemeFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} bytes)", self.path, self.bytes.len())
    }
}

/// The running program.
#[derive(Debug)]
pub struct Program {
    name: String,
    theme: Vec<ThemeFile>,
}

impl Program {
    /// `sources` names the source files and the versions of the crates; `build.rs` computes it.
    pub fn new(sources: &str, mut theme: Vec<ThemeFile>) -> Self {
        theme.sort_by(|left, right| left.path.cmp(&right.path));
        let files: Vec<(&str, Fingerprint)> = theme
            .iter()
            .map(|file| (&*file.path, Fingerprint::of(&file.bytes)))
            .collect();
        let name = Fingerprint::of_value(&(sources, files)).short();
        Self {
            name: format!("{name:016x}"),
            theme,
        }
    }

    /// The name: sixteen hexadecimal digits. A cache written by a program with another name is never read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The default theme, in the order of the paths.
    pub fn theme(&self) -> &[ThemeFile] {
        &self.theme
    }
}

#[cfg(test)]
pub mod tests {
    use std::{
        fs,
        path::Path,
        sync::{Arc, LazyLock},
    };

    use super::*;

    /// A program with the theme from the repository, which is lazily read: the tests embed no theme either.
    pub fn program() -> Arc<Program> {
        static PROGRAM: LazyLock<Arc<Program>> = LazyLock::new(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
            let entries = walkdir::WalkDir::new(&folder).into_iter();
            let files = entries.map(|entry| entry.expect("the theme can be listed"));
            let files = files.filter(|entry| entry.file_type().is_file());
            let theme = files.map(|entry| theme_file(entry.path(), &folder));
            Arc::new(Program::new("tests", theme.collect()))
        });
        Arc::clone(&PROGRAM)
    }

    fn theme_file(path: &Path, folder: &Path) -> ThemeFile {
        let relative = path.strip_prefix(folder).expect("lies in the folder");
        let relative = relative.to_str().expect("is UTF-8").replace('\\', "/");
        #[expect(clippy::disallowed_methods, reason = "reads the program's own theme")]
        let bytes = fs::read(path).expect("can be read");
        ThemeFile {
            path: relative.into(),
            bytes: bytes.into(),
        }
    }

    #[test]
    fn the_name_tells_programs_apart() {
        let file = |path: &'static str, bytes: &'static [u8]| ThemeFile {
            path: path.into(),
            bytes: bytes.into(),
        };
        let name = |sources, theme| Program::new(sources, theme).name().to_owned();
        let (a, b) = (file("static/a.css", b"a"), file("static/b.css", b"b"));
        let first = name("one", vec![a.clone(), b.clone()]);
        assert_eq!(first.len(), 16);
        assert_eq!(first, name("one", vec![b.clone(), a.clone()]));
        assert_ne!(first, name("two", vec![a.clone(), b]));
        assert_ne!(first, name("one", vec![a.clone()]));
        assert_ne!(first, name("one", vec![a, file("static/b.css", b"c")]));
    }
}
