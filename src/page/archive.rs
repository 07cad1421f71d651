//! Writes a zip archive in memory; equal files make equal archives, whatever system they are made on.
//!
//! In: names and bytes, in their order. Out: the archive's bytes. Every time is the oldest that the format
//! can store, and every archive says that it was made on Unix, so that its permissions hold.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

pub struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Default for Archive {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::default()))
    }
}

impl Archive {
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        // PNG data is already compressed.
        let method = match name.ends_with(".png") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(0o644);
        let started = self.0.start_file(name, options);
        let written = started.and_then(|()| Ok(self.0.write_all(bytes)?));
        written.expect("memory takes every file of a size that a site has");
    }

    pub fn finish(self) -> Vec<u8> {
        let bytes = self.0.finish();
        bytes.expect("memory takes every archive").into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run on Windows too, where the crate would write another system and other attributes.
    #[test]
    fn archives_are_equal_on_all_systems() {
        let mut archive = Archive::default();
        archive.add("a.txt", b"96110");
        let bytes = archive.finish();
        let entry = bytes.windows(4).position(|it| it == b"PK\x01\x02");
        // A header of the central directory (APPNOTE.TXT 4.3.12): made on Unix, a regular file, rw-r--r--.
        let header = &bytes[entry.expect("there is an entry")..];
        assert_eq!(header[5], 3);
        assert_eq!(header[38..42], (0o100_644_u32 << 16).to_le_bytes());
    }
}
