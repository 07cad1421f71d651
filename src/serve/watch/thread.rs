//! The thread that gathers hints, looks, and reports.
//!
//! In: signals. Out: reports. A burst of events is one report: an editor saves in several steps. It never waits longer
//! than `BURST_MAX` before it looks.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::{Duration, Instant},
};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{
    POLL,
    hints::{Hint, Rumour, hints},
    known::{Hearsay, Known},
};
use crate::{
    paths::SourcePath,
    pipeline::{Changes, FOLDERS, SETTINGS},
};

/// A burst has ended when nothing more happens for this long.
const QUIET: Duration = Duration::from_millis(8);
/// … or after this time at the latest.
const BURST_MAX: Duration = Duration::from_millis(60);
/// A new folder is watched a moment after it was made; what was written into it by then is found this much later.
const AFTER_A_FOLDER: Duration = Duration::from_millis(200);
/// More folders than this are not looked at one by one.
const FOLDERS_MAX: usize = 16;

pub(super) enum Signal {
    Event(notify::Result<notify::Event>),
    Stop,
}

/// How often the whole site is looked over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Between two looks.
    pub pause: Duration,
    /// … and at least so many times as long as a look takes.
    pub times_the_cost: u32,
}

/// Events come; looking costs 2 % of the time at most.
pub(super) const SELDOM: Pace = Pace {
    pause: Duration::from_secs(2),
    times_the_cost: 50,
};
/// Events may not come.
pub(super) const OFTEN: Pace = Pace {
    pause: POLL,
    times_the_cost: 1,
};

/// The system's events.
pub(super) struct Events {
    /// The real path of the site, with which the paths of events begin.
    root: PathBuf,
    watcher: RecommendedWatcher,
}

impl Events {
    /// Asks the system for the events of the site's folders; the reason if it has none to give.
    pub fn start(site: &Path, signals: &Sender<Signal>) -> Result<Self, String> {
        let root = site.canonicalize().map_err(|it| it.to_string())?;
        let signals = signals.clone();
        // The receiver is gone only when nobody waits for events any more.
        let handler = move |event| drop(signals.send(Signal::Event(event)));
        let watcher = notify::recommended_watcher(handler).map_err(|it| reason(&it))?;
        let mut events = Self { root, watcher };
        events.watch("", RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            events.watch_folder(folder)?;
        }
        Ok(events)
    }

    /// Watches `folder` of the site as it is now, if it is there.
    fn watch_folder(&mut self, folder: &str) -> Result<(), String> {
        let path = self.root.join(folder);
        // It is watched already, or not yet.
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
            // It went while it was looked at, of which there will be an event.
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

pub(super) struct Thread {
    known: Known,
    events: Option<Events>,
    pace: Pace,
    next_sweep: Instant,
    signals: Receiver<Signal>,
    reports: Sender<Changes>,
}

impl Thread {
    /// Notes how the site's files are now, and reports from then on what changes.
    pub fn start(
        site: &Path,
        events: Option<Events>,
        pace: Pace,
        signals: Receiver<Signal>,
    ) -> Receiver<Changes> {
        let (reports, changes) = mpsc::channel();
        let mut thread = Self {
            known: Known::new(site.to_owned()),
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

    /// What the burst that begins with this event hints at; none if the owner is gone.
    fn burst(&mut self, first: notify::Result<notify::Event>) -> Option<Vec<Hint>> {
        let mut found = self.hints(first);
        if found.is_empty() {
            return Some(found);
        }
        let end = Instant::now() + BURST_MAX;
        loop {
            let rest = end.saturating_duration_since(Instant::now());
            match self.signals.recv_timeout(rest.min(QUIET)) {
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
                // The system has no room for one more folder; of what is in it no event will come.
                self.pace = OFTEN;
                vec![Hint::Anywhere]
            }
        }
    }

    /// Looks where the hints point.
    fn follow(&mut self, hints: &[Hint]) -> Changes {
        let mut rumours: BTreeMap<&SourcePath, (Hearsay, bool)> = BTreeMap::new();
        let mut folders = Vec::new();
        let mut everywhere = false;
        for hint in hints {
            match hint {
                Hint::At(Rumour { path, heard, moved }) => {
                    let known = rumours.entry(path).or_insert((*heard, *moved));
                    *known = (known.0.max(*heard), known.1 | *moved);
                }
                Hint::TopFolder(folder) => {
                    self.watch_again(folder);
                    folders.push((*folder).to_owned());
                }
                Hint::Anywhere => everywhere = true,
            }
        }
        let mut changes = Changes::Files(BTreeSet::new());
        let now = Instant::now();
        for (path, (heard, moved)) in rumours {
            if self.known.has(path) || path.as_str() == SETTINGS {
                changes = changes.and(self.known.look(path, heard, now));
            }
            folders.extend(self.folder_to_look_at(path, moved));
        }
        let folders = outermost(folders);
        if everywhere || folders.len() > FOLDERS_MAX {
            return changes.and(self.sweep());
        }
        for folder in folders {
            changes = changes.and(self.known.look_below(&folder, now));
        }
        changes
    }

    /// The folder that this path calls for a look at, if it is not just a file that we know.
    fn folder_to_look_at(&mut self, path: &SourcePath, moved: bool) -> Option<String> {
        let Some(kind) = self.known.kind_on_disk(path) else {
            return self.known.has_below(path).then(|| path.to_string());
        };
        if self.known.has(path) || (kind.is_dir() && !moved) {
            return None;
        }
        if kind.is_dir() {
            let soon = Instant::now() + AFTER_A_FOLDER;
            self.next_sweep = self.next_sweep.min(soon);
        }
        // The folder around it tells how its name is really spelled; that of `site.yaml` is not looked through.
        let around = path.folder();
        (!around.is_empty()).then(|| around.to_owned())
    }

    fn watch_again(&mut self, folder: &str) {
        let watched = self.events.as_mut().map(|it| it.watch_folder(folder));
        if matches!(watched, Some(Err(_))) {
            self.pace = OFTEN;
        }
    }

    fn sweep(&mut self) -> Changes {
        let start = Instant::now();
        let changes = self.known.sweep(start);
        let end = Instant::now();
        self.next_sweep = end + self.pause(end - start);
        changes
    }

    /// How long to wait before the site is looked over again, when that has taken `cost`.
    fn pause(&self, cost: Duration) -> Duration {
        self.pace.pause.max(cost * self.pace.times_the_cost)
    }
}

/// The folders that do not lie in another one of them.
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
