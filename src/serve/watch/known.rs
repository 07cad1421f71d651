//! Which files the site had when they were last looked at; so a new look tells what has changed.
//!
//! In: the site's folder, and where to look. Out: what is not as it was. Events are only hints where to look.
//! Two writes may fall into one tick of the file system's clock and leave equal stamps; for a while after a change the
//! bytes are compared as well, so no second write hides behind the first.

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

/// Longer than a tick of any clock by which file systems stamp files; FAT counts in two seconds.
const YOUNG: Duration = Duration::from_millis(2500);

/// All files of the site as they were at the last look.
pub(super) struct Known {
    site: PathBuf,
    files: BTreeMap<SourcePath, Seen>,
    /// What `source::walk` refused: the path and the code of its diagnostic.
    refused: BTreeSet<(SourcePath, &'static str)>,
}

struct Seen {
    entry: SourceEntry,
    /// None if it has not changed for long, or is too large to be read each time.
    young: Option<Young>,
}

/// A file that changed a moment ago.
struct Young {
    since: Instant,
    /// None if it cannot be read: its editor may hold it for a moment.
    fingerprint: Option<Fingerprint>,
}

impl Known {
    /// All files of the site at `site`, as they are now.
    pub fn new(site: PathBuf) -> Self {
        let mut known = Self {
            site,
            files: BTreeMap::new(),
            refused: BTreeSet::new(),
        };
        for folder in FOLDERS {
            let mut diagnostics = Diagnostics::default();
            let entries = source::walk(&known.site, folder, &mut diagnostics);
            known.refused.extend(refusals(&diagnostics));
            let seen = entries.into_iter().map(|entry| {
                let young = None;
                (entry.path.clone(), Seen { entry, young })
            });
            known.files.extend(seen);
        }
        let settings = SourceEntry::single(&known.site, &SourcePath::new(SETTINGS));
        if let Some(entry) = settings {
            let young = None;
            known
                .files
                .insert(entry.path.clone(), Seen { entry, young });
        }
        known
    }

    pub fn has(&self, path: &SourcePath) -> bool {
        self.files.contains_key(path)
    }

    /// Whether files were seen below this folder.
    pub fn has_below(&self, folder: &SourcePath) -> bool {
        self.below(folder.as_str()).next().is_some()
    }

    /// Looks at every file of the site.
    pub fn sweep(&mut self, now: Instant) -> Changes {
        let mut changes = self.look(&SourcePath::new(SETTINGS), Hearsay::Perhaps, now);
        for folder in FOLDERS {
            changes = changes.and(self.look_below(folder, now));
        }
        changes
    }

    /// Looks at every file below one folder.
    pub fn look_below(&mut self, folder: &str, now: Instant) -> Changes {
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
            if self.note(entry, Hearsay::Perhaps, now) {
                changed.insert(path);
            }
        }
        match self.note_refused(folder, &diagnostics) {
            true => Changes::Everything,
            false => Changes::Files(changed),
        }
    }

    /// Looks at one file, of which one has heard that it was changed.
    pub fn look(&mut self, path: &SourcePath, heard: Hearsay, now: Instant) -> Changes {
        let is_changed = match SourceEntry::single(&self.site, path) {
            Some(entry) => self.note(entry, heard, now),
            None => self.files.remove(path).is_some(),
        };
        Changes::Files(is_changed.then(|| path.clone()).into_iter().collect())
    }

    /// What is at this path now; a link is not followed.
    pub fn kind_on_disk(&self, path: &SourcePath) -> Option<fs::FileType> {
        let metadata = fs::symlink_metadata(self.site.join(path.as_str())).ok()?;
        Some(metadata.file_type())
    }

    /// Whether this file is not as it was.
    fn note(&mut self, entry: SourceEntry, heard: Hearsay, now: Instant) -> bool {
        let is_changed = match self.files.get(&entry.path) {
            Some(seen) if seen.entry == entry => match &seen.young {
                Some(young) if young.is_at(now) => self.fingerprint(&entry) != young.fingerprint,
                _ => heard == Hearsay::Surely,
            },
            _ => true,
        };
        if is_changed {
            let young = (entry.bytes <= BYTES_MAX).then(|| Young {
                since: now,
                fingerprint: self.fingerprint(&entry),
            });
            self.files.insert(entry.path.clone(), Seen { entry, young });
        }
        is_changed
    }

    /// Whether other things than before are refused below `folder`.
    fn note_refused(&mut self, folder: &str, diagnostics: &Diagnostics) -> bool {
        let now: BTreeSet<_> = refusals(diagnostics).collect();
        let is_here = |path: &SourcePath| {
            let rest = path.as_str().strip_prefix(folder);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        };
        let (before, elsewhere): (BTreeSet<_>, BTreeSet<_>) = std::mem::take(&mut self.refused)
            .into_iter()
            .partition(|it| is_here(&it.0));
        let is_changed = before != now;
        self.refused = elsewhere;
        self.refused.extend(now);
        is_changed
    }

    fn below(&self, folder: &str) -> impl Iterator<Item = &SourcePath> {
        // `0` is the character behind `/`.
        let first = SourcePath::new(format!("{folder}/"));
        let behind = SourcePath::new(format!("{folder}0"));
        self.files.range(first..behind).map(|it| it.0)
    }

    fn fingerprint(&self, entry: &SourceEntry) -> Option<Fingerprint> {
        source::fingerprint(&self.site, &entry.path).ok()
    }
}

impl Young {
    /// A file that cannot be read stays young, so that it is noticed when it can.
    fn is_at(&self, now: Instant) -> bool {
        self.fingerprint.is_none() || now.saturating_duration_since(self.since) < YOUNG
    }
}

/// How much is known about a change before one has looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hearsay {
    Perhaps,
    /// The system says that the file was written.
    Surely,
}

fn refusals(diagnostics: &Diagnostics) -> impl Iterator<Item = (SourcePath, &'static str)> {
    diagnostics
        .iter()
        .filter_map(|it| Some((it.file.clone()?, it.code.id)))
}
