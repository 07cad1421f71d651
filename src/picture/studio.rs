//! Where photos are opened: each once for all of its widths, and never many at a time.
//!
//! In: a photo's bytes, when they are wanted. Out: its pixels, no wider than they are shown. The last few are kept, so that
//! the versions of a picture, which are made one after the other, need it to be decoded once. The largest are opened one
//! by one: two threads with a hundred megapixels each would be too much for an office machine.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::photo::{Damage, Pixels, open};
use crate::{fingerprint::Fingerprint, source::Photo};

/// Of twice as many pictures as there are threads on most machines; a picture 1440 px wide takes 5 MB.
const KEPT: usize = 8;

/// Photos above it are opened one by one.
const LARGE_PIXELS: u64 = 24 * 1024 * 1024;

/// Which pixels: the fingerprint of the file, and the size to which it is brought.
type Key = (Fingerprint, (u32, u32));

/// What came of opening a photo.
pub type Opened = Arc<Result<Pixels, Damage>>;

/// Still to be opened, or opened.
type Cell = Arc<OnceLock<Opened>>;

#[derive(Default)]
pub struct Studio {
    recent: Mutex<VecDeque<(Key, Cell)>>,
    one_large: Mutex<()>,
}

impl Studio {
    /// The photo, upright, in sRGB and as large as `key` says; `bytes` is asked only if it is not known from before.
    ///
    /// # Errors
    /// Those of `bytes`. That the photo is damaged is no error here, but what came of it.
    pub fn pixels<E>(
        &self,
        key: Key,
        photo: &Photo,
        bytes: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Opened, E> {
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

    fn cell(&self, key: Key) -> Cell {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell)) = recent.iter().find(|it| it.0 == key) {
            return Arc::clone(cell);
        }
        if recent.len() == KEPT {
            recent.pop_front();
        }
        let cell = Cell::default();
        recent.push_back((key, Arc::clone(&cell)));
        cell
    }
}
