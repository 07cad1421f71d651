//! The last good version of each page that was shown.
//!
//! In: pages as shown while the site had no errors. Out: the same pages while it has errors. Bounded, with
//! least-recently-used eviction.

use std::collections::BTreeMap;

use axum::body::Bytes;

use crate::{fingerprint::Fingerprint, paths::OutputPath};

/// A page of a site has some ten kilobytes, so this is enough for thousands of pages.
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// A page as it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GoodPage {
    pub bytes: Bytes,
    pub key: Fingerprint,
}

#[derive(Default)]
pub(super) struct GoodPages {
    pages: BTreeMap<OutputPath, (GoodPage, u64)>,
    /// The pages by the time at which they were last shown.
    by_time: BTreeMap<u64, OutputPath>,
    /// A logical clock, incremented whenever a page is shown.
    time: u64,
    bytes: usize,
}

impl GoodPages {
    pub fn remember(&mut self, path: &OutputPath, good: GoodPage) {
        self.forget(path);
        if good.bytes.len() > BYTES_MAX {
            return;
        }
        self.bytes += good.bytes.len();
        self.time += 1;
        self.by_time.insert(self.time, path.clone());
        self.pages.insert(path.clone(), (good, self.time));
        while self.bytes > BYTES_MAX
            && let Some((_, oldest)) = self.by_time.first_key_value()
        {
            let oldest = oldest.clone();
            self.forget(&oldest);
        }
    }

    /// Returns the page and marks it as shown.
    pub fn show(&mut self, path: &OutputPath) -> Option<GoodPage> {
        let good = self.pages.get(path)?.0.clone();
        self.remember(path, good.clone());
        Some(good)
    }

    pub fn key(&self, path: &OutputPath) -> Option<Fingerprint> {
        self.pages.get(path).map(|(good, _)| good.key)
    }

    /// Removes a page that no longer exists.
    pub fn forget(&mut self, path: &OutputPath) {
        if let Some((good, time)) = self.pages.remove(path) {
            self.by_time.remove(&time);
            self.bytes -= good.bytes.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(number: usize) -> OutputPath {
        OutputPath::new(&format!("{number}.html")).unwrap()
    }

    fn good(length: usize) -> GoodPage {
        GoodPage {
            bytes: vec![0; length].into(),
            key: Fingerprint::of(b""),
        }
    }

    #[test]
    fn the_least_recently_shown_page_is_evicted_first() {
        let mut pages = GoodPages::default();
        for number in 0..4 {
            pages.remember(&path(number), good(BYTES_MAX / 4));
        }
        assert!(pages.show(&path(0)).is_some());
        pages.remember(&path(4), good(1));
        let kept: Vec<bool> = (0..5).map(|it| pages.key(&path(it)).is_some()).collect();
        assert_eq!(kept, [true, false, true, true, true]);
        pages.remember(&path(0), good(BYTES_MAX + 1));
        assert_eq!(pages.show(&path(0)), None);
        assert_eq!(pages.bytes, BYTES_MAX / 4 * 2 + 1);
    }
}
