//! Writes a zip archive in memory; equal files make equal archives.
//!
//! In: names and bytes, in their order. Out: the archive's bytes. Every time is the
//! oldest that the format can store.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

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
