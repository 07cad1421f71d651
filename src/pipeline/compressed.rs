//! Compressed copies beside the texts of the website, for servers that send them as they are.
//!
//! In: the files of a build, made or kept. Out: `page.html.gz`, `page.html.br`, as the settings ask. A copy
//! depends on nothing but the bytes of its file and is made only where it saves a reader something; files
//! for devices and packs have none, since no browser asks for them. Equal files have equal copies on every
//! system.
//! Source: docs/web-servers.md#compressed-copies

use std::io::Write as _;

use flate2::{Compression as Level, GzBuilder};

use super::brotli;
use crate::{
    cache::{JobMemory, key_of},
    config::Compression,
    fingerprint::Fingerprint,
    output::{OutputFolder, Placed},
    page::{BYTES, Wave},
    paths::OutputPath,
    plan::{Job, Work},
    theme::Inputs,
};

/// The extensions of texts that browsers load.
const TEXTS: [&str; 7] = [".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"];

/// Smaller files fit into the first packets of a connection either way.
const BYTES_MIN: u64 = 1024;

/// A copy must be smaller than this share of its file, in percent.
const SHARE_MAX: usize = 95;

/// Changes whenever the same file would be compressed to other bytes: the version of the compressor or its
/// level.
const EDITION: u32 = 1;

/// Whether a file may have compressed copies.
pub fn is_text(job: &Job) -> bool {
    let is_of_site = match &job.work {
        Work::Render(recipe) => recipe.wave() == Wave::Site && !job.is_distributed,
        Work::Builtin(_) | Work::Copy(..) | Work::Clean(..) => true,
    };
    is_of_site && TEXTS.iter().any(|it| job.output.as_str().ends_with(it))
}

/// A copy that may be made of one file.
pub struct Copy {
    pub output: OutputPath,
    of: OutputPath,
    file: Placed,
    format: Compression,
}

impl Copy {
    /// The copy of the file `of` in this format; `None` if the file is too small.
    pub fn new(of: &OutputPath, file: Placed, format: Compression) -> Option<Self> {
        let output = OutputPath::new(&format!("{of}.{}", format.extension()))?;
        (file.bytes >= BYTES_MIN).then(|| Self {
            output,
            of: of.clone(),
            file,
            format,
        })
    }

    pub fn inputs(&self) -> Inputs {
        let format = Fingerprint::of_value(&(EDITION, self.format));
        vec![(BYTES, self.file.fingerprint), ("compression", format)]
    }

    /// Whether the copy of the previous build is still in place.
    pub fn keep(&self, known: &JobMemory, output: &OutputFolder) -> bool {
        known.has_key(key_of(&self.inputs())) && output.keep(&self.output, &known.placed)
    }

    /// The bytes of the copy; `None` if it saves too little, or if the file is no longer in place.
    pub fn bytes(&self, output: &OutputFolder) -> Option<Vec<u8>> {
        let bytes = output.bytes(&self.of)?;
        let copy = compressed(&bytes, self.format);
        (copy.len() * 100 < bytes.len() * SHARE_MAX).then_some(copy)
    }
}

fn compressed(bytes: &[u8], format: Compression) -> Vec<u8> {
    match format {
        Compression::Gzip => gzip(bytes),
        Compression::Brotli => brotli::compressed(bytes),
    }
}

/// RFC 1952 without name and time, and with the system "unknown", so that only the bytes count.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Level::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing to memory cannot fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of half a megabyte with repetitions of many kinds.
    fn text() -> Vec<u8> {
        let mut state = 1_u32;
        let mut text = String::new();
        while text.len() < 500_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let word = state >> 20;
            text.push_str(&format!("<a href=\"/{}/\">反诈{word}</a>\n", word % 97));
        }
        text.into_bytes()
    }

    fn sum(format: Compression) -> String {
        Fingerprint::of(&compressed(&text(), format)).to_string()
    }

    /// Whoever updates a compressor records the new sums and increases `EDITION`.
    #[test]
    fn copies_have_the_same_bytes_on_every_system() {
        assert_eq!(
            sum(Compression::Gzip),
            "6886f3df05978fde6842fba2f3e57e7c09d79d150970ddfe1dfc82b3fad81eb9"
        );
        assert_eq!(
            sum(Compression::Brotli),
            "2e6f498785dc72de7dab2d85e0519989abcf5d38ae1e9bd8a6bb384023bc8453"
        );
    }

    #[test]
    fn a_copy_that_saves_nothing_is_not_made() {
        let placed = |bytes| Placed {
            fingerprint: Fingerprint::of(b""),
            bytes,
            modified_ns: 0,
        };
        let path = OutputPath::new("a.html").expect("is a path");
        let copy = |bytes| Copy::new(&path, placed(bytes), Compression::Gzip);
        assert!(copy(1023).is_none());
        assert_eq!(
            copy(1024).map(|it| it.output.to_string()),
            Some("a.html.gz".to_owned())
        );
    }
}
