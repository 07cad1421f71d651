//! An index of the site's files at the last examination, from which changes are detected.
//!
//! In: the site folder, and the paths to examine. Out: the paths that have changed. Events only select the
//! paths to examine.
//! Two writes may fall into one tick of the file system's clock and give equal stamps; for a while after a
//! change the bytes are compared as well, so a second write cannot go unnoticed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    paths::SourcePath,
    pipeline::{Changes, FOLDERS, SETTINGS},
    source::{self, BYTES_MAX, SourceEntry},
};

/// Longer than the timestamp granularity of any file system; FAT counts in two seconds.
const RECENT: Duration = Duration::from_millis(2500);

/// All files of the site as they were at the last examination.
pub(super) struct FileIndex {
    site: PathBuf,
    files: BTreeMap<SourcePath, IndexedFile>,
    /// What `source::walk` rejected: the path and the code of its diagnostic.
    rejected: BTreeSet<(SourcePath, &'static str)>,
}

struct IndexedFile {
    entry: SourceEntry,
    /// `None` if it has not changed for a while, or is too large to be read each time.
    recent: Option<RecentChange>,
}

/// A file that changed recently.
struct RecentChange {
    since: Instant,
    /// `None` if it cannot be read: its editor may have it locked for a moment.
    fingerprint: Option<Fingerprint>,
}

impl FileIndex {
    /// All files of the site at `site`, as they are now.
    pub fn new(site: PathBuf) -> Self {
        let mut index = Self {
            site,
            files: BTreeMap::new(),
            rejected: BTreeSet::new(),
        };
        for folder in FOLDERS {
            let mut diagnostics = Diagnostics::default();
            let entries = source::walk(&index.site, folder, &mut diagnostics);
            index.rejected.extend(refusals(&diagnostics));
            let seen = entries.into_iter().map(|entry| {
                let recent = None;
                (entry.path.clone(), IndexedFile { entry, recent })
            });
            index.files.extend(seen);
        }
        let settings = SourceEntry::single(&index.site, &SourcePath::new(SETTINGS));
        if let Some(entry) = settings {
            let recent = None;
            index
                .files
                .insert(entry.path.clone(), IndexedFile { entry, recent });
        }
        index
    }

    pub fn has(&self, path: &SourcePath) -> bool {
        self.files.contains_key(path)
    }

    /// Whether there were files below this folder.
    pub fn has_below(&self, folder: &SourcePath) -> bool {
        self.below(folder.as_str()).next().is_some()
    }

    /// Examines every file of the site.
    pub fn sweep(&mut self, now: Instant) -> Changes {
        let mut changes = self.examine(&SourcePath::new(SETTINGS), Certainty::Possible, now);
        for folder in FOLDERS {
            changes = changes.and(self.examine_below(folder, now));
        }
        changes
    }

    /// Examines every file below one folder.
    pub fn examine_below(&mut self, folder: &str, now: Instant) -> Changes {
        let mut diagnostics = Diagnostics::default();
        let entries = source::walk(&self.site, folder, &mut diagnostics);
        let is_gone = |path: &SourcePath| entries.binary_search_by(|it| it.path.cmp(path)).is_err();
        let gone: Vec<_> = self
            .below(folder)
            .filter(|it| is_gone(it))
            .cloned()
            .collect();
        let mut changed = BTreeSet::new();
        for path in gone {
            self.files.remove(&path);
            changed.insert(path);
        }
        for entry in entries {
            let path = entry.path.clone();
            if self.note(entry, Certainty::Possible, now) {
                changed.insert(path);
            }
        }
        match self.note_rejected(folder, &diagnostics) {
            true => Changes::Everything,
            false => Changes::Files(changed),
        }
    }

    /// Examines one file for which there was an event.
    pub fn examine(&mut self, path: &SourcePath, certainty: Certainty, now: Instant) -> Changes {
        let is_changed = match SourceEntry::single(&self.site, path) {
            Some(entry) => self.note(entry, certainty, now),
            None => self.files.remove(path).is_some(),
        };
        Changes::Files(is_changed.then(|| path.clone()).into_iter().collect())
    }

    /// The type of the entry at this path now; links are not followed.
    pub fn kind_on_disk(&self, path: &SourcePath) -> Option<fs::FileType> {
        let metadata = fs::symlink_metadata(self.site.join(path.as_str())).ok()?;
        Some(metadata.file_type())
    }

    /// Updates the index; returns whether the file has changed.
    fn note(&mut self, entry: SourceEntry, certainty: Certainty, now: Instant) -> bool {
        let is_changed = match self.files.get(&entry.path) {
            Some(seen) if seen.entry == entry => match &seen.recent {
                Some(recent) if recent.is_at(now) => self.fingerprint(&entry) != recent.fingerprint,
                _ => certainty == Certainty::Certain,
            },
            _ => true,
        };
        if is_changed {
            let recent = (entry.bytes <= BYTES_MAX).then(|| RecentChange {
                since: now,
                fingerprint: self.fingerprint(&entry),
            });
            self.files
                .insert(entry.path.clone(), IndexedFile { entry, recent });
        }
        is_changed
    }

    /// Updates the rejected entries below `folder`; returns whether they have changed.
    fn note_rejected(&mut self, folder: &str, diagnostics: &Diagnostics) -> bool {
        let now: BTreeSet<_> = refusals(diagnostics).collect();
        let is_here = |path: &SourcePath| {
            let rest = path.as_str().strip_prefix(folder);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        };
        let (before, elsewhere): (BTreeSet<_>, BTreeSet<_>) = std::mem::take(&mut self.rejected)
            .into_iter()
            .partition(|it| is_here(&it.0));
        let is_changed = before != now;
        self.rejected = elsewhere;
        self.rejected.extend(now);
        is_changed
    }

    fn below(&self, folder: &str) -> impl Iterator<Item = &SourcePath> {
        // `0` is the character after `/`.
        let first = SourcePath::new(format!("{folder}/"));
        let behind = SourcePath::new(format!("{folder}0"));
        self.files.range(first..behind).map(|it| it.0)
    }

    fn fingerprint(&self, entry: &SourceEntry) -> Option<Fingerprint> {
        source::fingerprint(&self.site, &entry.path).ok()
    }
}

impl RecentChange {
    /// A file that cannot be read counts as recent, so that it is detected when it becomes readable.
    fn is_at(&self, now: Instant) -> bool {
        self.fingerprint.is_none() || now.saturating_duration_since(self.since) < RECENT
    }
}

/// How certain a change is before the file has been examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    Possible,
    /// The system reports that the file was written.
    Certain,
}

fn refusals(diagnostics: &Diagnostics) -> impl Iterator<Item = (SourcePath, &'static str)> {
    diagnostics
        .iter()
        .filter_map(|it| Some((it.file.clone()?, it.code.id)))
}
