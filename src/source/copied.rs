//! Files that are copied: their fingerprints, their bytes, and what they say of pictures.
//!
//! In: the site's root and a path. Out: values, or a diagnostic.
//! Never decodes a picture.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read as _},
    path::Path,
};

use super::{
    photo::{Photo, photo},
    unreadable,
};
use crate::{diagnostics::Diagnostic, fingerprint::Fingerprint, paths::SourcePath};

/// The fingerprint of a file that is copied as it is, however large.
///
/// # Errors
/// `source/unreadable`.
pub fn fingerprint(root: &Path, path: &SourcePath) -> Result<Fingerprint, Box<Diagnostic>> {
    File::open(root.join(path.as_str()))
        .and_then(Fingerprint::of_reader)
        .map_err(|it| Box::new(unreadable(path.clone(), &it)))
}

/// What a picture's file says of it; none if it is no picture that we know.
pub fn photo_at(root: &Path, path: &SourcePath) -> Option<Photo> {
    let file = File::open(root.join(path.as_str())).ok()?;
    photo(&mut BufReader::new(file))
}

/// What is known of a picture, of one and the same bytes.
pub struct Picture {
    pub fingerprint: Fingerprint,
    /// None if it is no picture that we know.
    pub photo: Option<Photo>,
}

/// Reads a picture for its fingerprint and what it says of itself.
///
/// # Errors
/// `source/unreadable`.
pub fn picture(root: &Path, path: &SourcePath) -> Result<Picture, Box<Diagnostic>> {
    let bytes = read_bytes(root, path).map_err(|it| Box::new(unreadable(path.clone(), &it)))?;
    Ok(Picture {
        fingerprint: Fingerprint::of(&bytes),
        photo: photo(&mut Cursor::new(&bytes)),
    })
}

/// The bytes of a file that is copied, such as a picture.
///
/// # Errors
/// Those of the disk; the caller knows what the file was wanted for.
pub fn read_bytes(root: &Path, path: &SourcePath) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(root.join(path.as_str()))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
