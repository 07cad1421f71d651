//! The thread that collects hints, examines the files, and reports changes.
//!
//! In: signals. Out: reports. A burst of events becomes one report, since an editor saves in several steps;
//! files are examined at most `BURST_MAX` after its first event.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::{Duration, Instant},
};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{
    hints::{Hint, PathEvent, hints},
    index::{Certainty, FileIndex},
};
use crate::{
    paths::SourcePath,
    pipeline::{Changes, FOLDERS, SETTINGS},
};

/// Debounce: a burst has ended when there is no further event for this long.
const DEBOUNCE: Duration = Duration::from_millis(8);
/// A burst is cut off after this time.
const BURST_MAX: Duration = Duration::from_millis(60);
/// A new folder is watched slightly after its creation; files written into it by then are found this much
/// later.
const AFTER_A_FOLDER: Duration = Duration::from_millis(200);
/// If there are more folders than this, the whole site is examined instead.
const FOLDERS_MAX: usize = 16;

pub(super) enum Signal {
    Event(notify::Result<notify::Event>),
    Stop,
}

/// How often the whole site is examined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The minimum time between two examinations.
    pub pause: Duration,
    /// The minimum as a multiple of the time that an examination takes.
    pub times_the_cost: u32,
}

/// How often the site is examined if events cannot be relied on.
pub(super) const POLL: Duration = Duration::from_millis(400);
/// With events; examining takes 2 % of the time at most.
pub(super) const SELDOM: Pace = Pace {
    pause: Duration::from_secs(2),
    times_the_cost: 50,
};
/// Without reliable events.
pub(super) const OFTEN: Pace = Pace {
    pause: POLL,
    times_the_cost: 1,
};

/// The system's events.
pub(super) struct FileEvents {
    /// The real path of the site, which is the prefix of all paths in events.
    root: PathBuf,
    watcher: RecommendedWatcher,
}

impl FileEvents {
    /// Subscribes to the events of the site's folders; the reason if that is not possible.
    pub fn start(site: &Path, signals: &Sender<Signal>) -> Result<Self, String> {
        let root = site.canonicalize().map_err(|it| it.to_string())?;
        let signals = signals.clone();
        // The receiver is dropped only when events are no longer needed.
        let handler = move |event| drop(signals.send(Signal::Event(event)));
        let watcher = notify::recommended_watcher(handler).map_err(|it| reason(&it))?;
        let mut events = Self { root, watcher };
        events.watch("", RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            events.watch_folder(folder)?;
        }
        Ok(events)
    }

    /// Watches `folder` of the site, if it exists now.
    fn watch_folder(&mut self, folder: &str) -> Result<(), String> {
        let path = self.root.join(folder);
        // It may or may not be watched already.
        drop(self.watcher.unwatch(&path));
        match path.symlink_metadata().is_ok_and(|it| it.is_dir()) {
            true => self.watch(folder, RecursiveMode::Recursive),
            false => Ok(()),
        }
    }

    fn watch(&mut self, folder: &str, mode: RecursiveMode) -> Result<(), String> {
        let path = match folder {
            "" => self.root.clone(),
            _ => self.root.join(folder),
        };
        match self.watcher.watch(&path, mode) {
            // It was removed in the meantime, for which there will be an event.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => Ok(()),
            other => other.map_err(|it| reason(&it)),
        }
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "文件夹太多；管理员可以调大 fs.inotify.max_user_watches".to_owned()
        }
        notify::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

pub(super) struct WatchThread {
    index: FileIndex,
    events: Option<FileEvents>,
    pace: Pace,
    next_sweep: Instant,
    signals: Receiver<Signal>,
    reports: Sender<Changes>,
}

impl WatchThread {
    /// Indexes the site's files as they are now, and reports changes from then on.
    pub fn start(
        site: &Path,
        events: Option<FileEvents>,
        pace: Pace,
        signals: Receiver<Signal>,
    ) -> Receiver<Changes> {
        let (reports, changes) = mpsc::channel();
        let mut thread = Self {
            index: FileIndex::new(site.to_owned()),
            events,
            pace,
            next_sweep: Instant::now(),
            signals,
            reports,
        };
        thread.next_sweep += thread.pause(Duration::ZERO);
        std::thread::spawn(move || thread.run());
        changes
    }

    fn run(mut self) {
        loop {
            let rest = self.next_sweep.saturating_duration_since(Instant::now());
            let changes = match self.signals.recv_timeout(rest) {
                Ok(Signal::Event(event)) => match self.burst(event) {
                    Some(hints) => self.follow(&hints),
                    None => return,
                },
                Err(RecvTimeoutError::Timeout) => self.sweep(),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            };
            if !changes.is_nothing() && self.reports.send(changes).is_err() {
                return;
            }
        }
    }

    /// The hints of the burst that begins with this event; `None` if the owner is gone.
    fn burst(&mut self, first: notify::Result<notify::Event>) -> Option<Vec<Hint>> {
        let mut found = self.hints(first);
        if found.is_empty() {
            return Some(found);
        }
        let end = Instant::now() + BURST_MAX;
        loop {
            let rest = end.saturating_duration_since(Instant::now());
            match self.signals.recv_timeout(rest.min(DEBOUNCE)) {
                Ok(Signal::Event(event)) if !rest.is_zero() => found.extend(self.hints(event)),
                Ok(Signal::Event(event)) => {
                    found.extend(self.hints(event));
                    return Some(found);
                }
                Err(RecvTimeoutError::Timeout) => return Some(found),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn hints(&mut self, event: notify::Result<notify::Event>) -> Vec<Hint> {
        match (event, &self.events) {
            (Ok(event), Some(events)) => hints(&events.root, &event),
            _ => {
                // The system cannot watch one more folder; there will be no events for its content.
                self.pace = OFTEN;
                vec![Hint::Anywhere]
            }
        }
    }

    /// Examines the paths of the hints.
    fn follow(&mut self, hints: &[Hint]) -> Changes {
        let mut events: BTreeMap<&SourcePath, (Certainty, bool)> = BTreeMap::new();
        let mut folders = Vec::new();
        let mut everywhere = false;
        for hint in hints {
            match hint {
                Hint::At(PathEvent {
                    path,
                    certainty,
                    moved,
                }) => {
                    let merged = events.entry(path).or_insert((*certainty, *moved));
                    *merged = (merged.0.max(*certainty), merged.1 | *moved);
                }
                Hint::TopFolder(folder) => {
                    self.renew_watch(folder);
                    folders.push((*folder).to_owned());
                }
                Hint::Anywhere => everywhere = true,
            }
        }
        let mut changes = Changes::Files(BTreeSet::new());
        let now = Instant::now();
        for (path, (certainty, moved)) in events {
            if self.index.has(path) || path.as_str() == SETTINGS {
                changes = changes.and(self.index.examine(path, certainty, now));
            }
            folders.extend(self.folder_to_examine(path, moved));
        }
        let folders = outermost(folders);
        if everywhere || folders.len() > FOLDERS_MAX {
            return changes.and(self.sweep());
        }
        for folder in folders {
            changes = changes.and(self.index.examine_below(&folder, now));
        }
        changes
    }

    /// The folder to examine for this path, if it is not simply a known file.
    fn folder_to_examine(&mut self, path: &SourcePath, moved: bool) -> Option<String> {
        let Some(kind) = self.index.kind_on_disk(path) else {
            return self.index.has_below(path).then(|| path.to_string());
        };
        if self.index.has(path) || (kind.is_dir() && !moved) {
            return None;
        }
        if kind.is_dir() {
            let soon = Instant::now() + AFTER_A_FOLDER;
            self.next_sweep = self.next_sweep.min(soon);
        }
        // Its parent folder has the exact spelling of the name; that of `site.yaml` is not examined.
        let around = path.folder();
        (!around.is_empty()).then(|| around.to_owned())
    }

    fn renew_watch(&mut self, folder: &str) {
        let watched = self.events.as_mut().map(|it| it.watch_folder(folder));
        if matches!(watched, Some(Err(_))) {
            self.pace = OFTEN;
        }
    }

    fn sweep(&mut self) -> Changes {
        let start = Instant::now();
        let changes = self.index.sweep(start);
        let end = Instant::now();
        self.next_sweep = end + self.pause(end - start);
        changes
    }

    /// The time until the next examination of the whole site, after one that took `cost`.
    fn pause(&self, cost: Duration) -> Duration {
        self.pace.pause.max(cost * self.pace.times_the_cost)
    }
}

/// The folders that are not inside another of them.
fn outermost(mut folders: Vec<String>) -> Vec<String> {
    folders.sort();
    folders.dedup();
    let is_in = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|it| it.starts_with('/'))
    };
    let all = folders.clone();
    folders.retain(|it| !all.iter().any(|outer| is_in(it, outer)));
    folders
}
