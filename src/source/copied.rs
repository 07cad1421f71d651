//! Files that are copied unchanged: their fingerprints, their bytes, and the metadata of pictures.
//!
//! In: the site root and a path. Out: values, or a diagnostic.
//! Never decodes a picture.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read as _},
    path::Path,
};

use super::{
    photo::{Photo, photo},
    unreadable::unreadable,
};
use crate::{diagnostics::Diagnostic, fingerprint::Fingerprint, paths::SourcePath};

/// The fingerprint of a copied file of any size.
///
/// # Errors
/// `source/unreadable`.
pub fn fingerprint(root: &Path, path: &SourcePath) -> Result<Fingerprint, Box<Diagnostic>> {
    File::open(root.join(path.as_str()))
        .and_then(Fingerprint::of_reader)
        .map_err(|it| Box::new(unreadable(path.clone(), &it)))
}

/// The metadata of a picture file; `None` if the format is not known.
pub fn photo_at(root: &Path, path: &SourcePath) -> Option<Photo> {
    let file = File::open(root.join(path.as_str())).ok()?;
    photo(&mut BufReader::new(file))
}

/// The metadata and the fingerprint of a picture, taken from one read.
pub struct PictureFile {
    pub fingerprint: Fingerprint,
    /// `None` if the format is not known.
    pub photo: Option<Photo>,
}

/// Reads a picture for its fingerprint and its metadata.
///
/// # Errors
/// `source/unreadable`.
pub fn picture(root: &Path, path: &SourcePath) -> Result<PictureFile, Box<Diagnostic>> {
    let bytes = read_bytes(root, path).map_err(|it| Box::new(unreadable(path.clone(), &it)))?;
    Ok(PictureFile {
        fingerprint: Fingerprint::of(&bytes),
        photo: photo(&mut Cursor::new(&bytes)),
    })
}

/// The bytes of a copied file, such as a picture.
///
/// # Errors
/// I/O errors; the caller adds what the file was needed for.
pub fn read_bytes(root: &Path, path: &SourcePath) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(root.join(path.as_str()))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
