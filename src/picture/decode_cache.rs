//! Decodes each photo once for all of its versions, with bounded memory.
//!
//! In: a photo's bytes, read on demand. Out: its pixels, no wider than they are shown. The last few results
//! are cached, so that a picture is decoded once for its versions, which are made one after the other. The
//! largest photos are decoded one at a time: two threads with a hundred megapixels each would exceed the
//! memory of an office machine.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::photo::{Damage, Pixels, open};
use crate::{fingerprint::Fingerprint, source::Photo};

/// About twice the number of threads on most machines; a picture 1440 px wide takes 5 MB.
const CACHED_PHOTOS: usize = 8;

/// Photos with more pixels are decoded one at a time.
const LARGE_PIXELS: u64 = 24 * 1024 * 1024;

/// The fingerprint of the file, and the size to which it is resized.
type DecodeKey = (Fingerprint, (u32, u32));

/// The result of decoding a photo.
pub type DecodedPhoto = Arc<Result<Pixels, Damage>>;

/// Empty until the photo has been decoded.
type Cell = Arc<OnceLock<DecodedPhoto>>;

#[derive(Default)]
pub struct DecodeCache {
    recent: Mutex<VecDeque<(DecodeKey, Cell)>>,
    one_large: Mutex<()>,
}

impl DecodeCache {
    /// The photo, upright, in sRGB and resized as `key` says; `bytes` is called only if it is not cached.
    ///
    /// # Errors
    /// Those of `bytes`. A damaged photo is not an error here; it is part of the result.
    pub fn pixels<E>(
        &self,
        key: DecodeKey,
        photo: &Photo,
        bytes: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<DecodedPhoto, E> {
        let cell = self.cell(key);
        if let Some(opened) = cell.get() {
            return Ok(Arc::clone(opened));
        }
        let bytes = bytes()?;
        let opened = cell.get_or_init(|| {
            let (width, height) = photo.size.unwrap_or_default();
            let is_large = u64::from(width) * u64::from(height) > LARGE_PIXELS;
            let turn = is_large.then(|| self.one_large.lock());
            let opened = Arc::new(open(bytes, photo, key.1));
            drop(turn);
            opened
        });
        Ok(Arc::clone(opened))
    }

    fn cell(&self, key: DecodeKey) -> Cell {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = recent.iter().find(|it| it.0 == key) {
            return Arc::clone(cell);
        }
        if recent.len() == CACHED_PHOTOS {
            recent.pop_front();
        }
        let cell = Cell::default();
        recent.push_back((key, Arc::clone(&cell)));
        cell
    }
}
