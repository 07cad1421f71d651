//! Files that are copied as they are: their fingerprints, their bytes, and the sizes of pictures.
//!
//! In: the site's root and a path. Out: values, or a diagnostic.
//! Never decodes a picture; a size is read from its head.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use super::unreadable;
use crate::{diagnostics::Diagnostic, fingerprint::Fingerprint, paths::SourcePath};

/// A camera may put a preview and colour tables before the size; a file without end of them is no picture.
const HEAD_BYTES: u64 = 1024 * 1024;

/// The fingerprint of a file that is copied as it is, however large.
///
/// # Errors
/// `source/unreadable`.
pub fn fingerprint(root: &Path, path: &SourcePath) -> Result<Fingerprint, Box<Diagnostic>> {
    File::open(root.join(path.as_str()))
        .and_then(Fingerprint::of_reader)
        .map_err(|it| Box::new(unreadable(path.clone(), &it)))
}

/// Width and height of a picture, from its head; none if it is no picture that we know.
pub fn picture_size(root: &Path, path: &SourcePath) -> Option<(u32, u32)> {
    let file = File::open(root.join(path.as_str())).ok()?;
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    imagesize::blob_size(&head).ok().and_then(pixels)
}

fn pixels(size: imagesize::ImageSize) -> Option<(u32, u32)> {
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}

/// What is known of a picture, of one and the same bytes.
pub struct Picture {
    pub fingerprint: Fingerprint,
    /// Width and height in pixels; none if it is no picture that we know.
    pub size: Option<(u32, u32)>,
}

/// Reads a picture for its fingerprint and size.
///
/// # Errors
/// `source/unreadable`.
pub fn picture(root: &Path, path: &SourcePath) -> Result<Picture, Box<Diagnostic>> {
    let bytes = read_bytes(root, path).map_err(|it| Box::new(unreadable(path.clone(), &it)))?;
    Ok(Picture {
        fingerprint: Fingerprint::of(&bytes),
        size: imagesize::blob_size(&bytes[..bytes.len().min(HEAD_BYTES as usize)])
            .ok()
            .and_then(pixels),
    })
}

/// The bytes of a file that is copied as it is, such as a picture.
///
/// # Errors
/// Those of the disk; the caller knows what the file was wanted for.
pub fn read_bytes(root: &Path, path: &SourcePath) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(root.join(path.as_str()))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
