//! Where the files of a package are written.
//!
//! Files are written one after the other, each from its beginning to its end.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

pub trait PackageSink {
    /// Starts a file, and replaces an existing one. It is complete when it has been flushed without an error.
    ///
    /// # Errors
    /// The file cannot be made.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>>;
}

/// An existing folder.
pub struct FolderSink(pub PathBuf);

impl PackageSink for FolderSink {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        let file = File::create(self.0.join(name))?;
        Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
    }
}
