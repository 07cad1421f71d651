//! The addresses of the theme's own files, as templates write them: `{{ root }}{{ assets["style.css"] }}`.
//!
//! In: the plan. Out: for each file below `assets/`, its path from the home folder. A name that contains a
//! hash of the content belongs to one content for ever, so browsers and CDNs need not ask again.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{fingerprint::Fingerprint, paths::OutputPath};

/// The template variable, and the name of the input.
pub const ASSETS: &str = "assets";

/// The folder of the theme's own files.
const FOLDER: &str = "assets/";

/// How many hexadecimal digits of the hash a name contains: with 64 bits, two versions of one file
/// never have the same name, and no date or time looks like a hash.
const DIGITS: usize = 16;

/// The address of each file of the theme, by its name below `assets/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AssetNames(BTreeMap<String, String>);

impl AssetNames {
    /// The name of a file below `assets/`, to which templates refer; `None` for other files.
    pub fn name_of(output: &OutputPath) -> Option<&str> {
        output.as_str().strip_prefix(FOLDER)
    }

    /// The file `output` is found at `address`.
    pub fn insert(&mut self, output: &OutputPath, address: &OutputPath) {
        if let Some(name) = Self::name_of(output) {
            self.0.insert(name.to_owned(), address.as_str().to_owned());
        }
    }

    /// The addresses that contain a hash, in the order of their names.
    pub fn hashed(&self) -> impl Iterator<Item = &str> {
        let pairs = self.0.iter();
        pairs.filter_map(|(name, address)| {
            let is_plain = address.strip_prefix(FOLDER) == Some(name);
            (!is_plain).then_some(address.as_str())
        })
    }
}

/// The address of the file `output` while it has this content: `assets/style.3f9c2a81d0e4b7c6.css`.
pub fn hashed(output: &OutputPath, content: Fingerprint) -> Option<OutputPath> {
    let hash = &content.to_string()[..DIGITS];
    let (folder, name) = output.as_str().rsplit_once('/')?;
    let (stem, extension) = name.rsplit_once('.')?;
    OutputPath::new(&format!("{folder}/{stem}.{hash}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).expect("is a path")
    }

    #[test]
    fn the_hash_is_before_the_extension() {
        let content = Fingerprint::of(b"");
        let name = |it| hashed(&path(it), content).map(|it| it.as_str().to_owned());
        let expected = "assets/fonts/a.b.af1349b9f5f9a1a6.woff2".to_owned();
        assert_eq!(name("assets/fonts/a.b.woff2"), Some(expected));
        assert_eq!(name("assets/LICENSE"), None);
    }

    #[test]
    fn only_addresses_with_a_hash_are_listed() {
        let mut names = AssetNames::default();
        names.insert(&path("assets/a.css"), &path("assets/a.11111111.css"));
        names.insert(&path("assets/b.png"), &path("assets/b.png"));
        names.insert(&path("c.css"), &path("c.css"));
        assert_eq!(
            names.hashed().collect::<Vec<_>>(),
            ["assets/a.11111111.css"]
        );
        assert_eq!(AssetNames::name_of(&path("assets/b.png")), Some("b.png"));
    }
}
