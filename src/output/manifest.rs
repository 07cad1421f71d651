//! The manifest: the list of files written into an output folder, stored there. Only files listed in it may
//! be deleted.
//!
//! JSON, an object per file, sorted by path; equal contents give equal bytes.
//! Never lists a file that someone else put there.

use std::{borrow::Cow, collections::BTreeMap, io};

use serde::Deserialize;

use crate::{fingerprint::Fingerprint, paths::OutputPath};

/// What is known about a file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ManifestEntry {
    pub fingerprint: Fingerprint,
    pub bytes: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutputManifest(pub BTreeMap<OutputPath, ManifestEntry>);

impl OutputManifest {
    /// Parses the output of `write`; `None` if it is damaged in any way.
    pub fn from_json(text: &[u8]) -> Option<Self> {
        let listed: Listed<'_> = serde_json::from_slice(text).ok()?;
        let mut files = BTreeMap::new();
        for file in listed.files {
            let path = OutputPath::new(&file.path)?;
            let fingerprint = Fingerprint::from_hex(&file.blake3)?;
            let bytes = file.bytes;
            files.insert(path, ManifestEntry { fingerprint, bytes });
        }
        Some(Self(files))
    }

    /// Writes one line per file, so that two manifests can be compared by reading and with `diff`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, writer: &mut impl io::Write) -> io::Result<()> {
        writer.write_all(b"{\"files\":[")?;
        for (index, (path, it)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let path = serde_json::to_string(path.as_str())?;
            let ManifestEntry { fingerprint, bytes } = it;
            write!(
                writer,
                "{comma}\n{{\"path\":{path},\"blake3\":\"{fingerprint}\",\"bytes\":{bytes}}}"
            )?;
        }
        writer.write_all(b"\n]}\n")
    }
}

/// The serialised form of the manifest.
#[derive(Deserialize)]
struct Listed<'a> {
    #[serde(borrow)]
    files: Vec<ListedFile<'a>>,
}

#[derive(Deserialize)]
struct ListedFile<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    #[serde(borrow)]
    blake3: Cow<'a, str>,
    bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> OutputManifest {
        let entry = |path: &&str| {
            let fingerprint = Fingerprint::of(path.as_bytes());
            let path = OutputPath::new(path).expect("is inside");
            (
                path,
                ManifestEntry {
                    fingerprint,
                    bytes: 7,
                },
            )
        };
        OutputManifest(paths.iter().map(entry).collect())
    }

    fn json(manifest: &OutputManifest) -> String {
        let mut bytes = Vec::new();
        manifest
            .write(&mut bytes)
            .expect("writing to memory cannot fail");
        String::from_utf8(bytes).expect("is JSON")
    }

    #[test]
    fn a_manifest_round_trips() {
        for manifest in [of(&[]), of(&["a/“b”.html", "index.html"])] {
            assert_eq!(
                OutputManifest::from_json(json(&manifest).as_bytes()),
                Some(manifest)
            );
        }
    }

    #[test]
    fn a_damaged_manifest_is_rejected() {
        let json = json(&of(&["index.html"]));
        assert_eq!(
            OutputManifest::from_json(&json.as_bytes()[..json.len() - 4]),
            None
        );
        let climbing = json.replace("index.html", "../index.html");
        assert_eq!(OutputManifest::from_json(climbing.as_bytes()), None);
    }
}
