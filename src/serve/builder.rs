//! The thread that owns the preview: waits for changes, updates the site, and publishes snapshots.
//!
//! In: changes of the site's files, and refresh requests from responses that found a changed file before the
//! watcher has reported it. Out: complete snapshots. After a panic during an update, the previous snapshot
//! stays and the thread continues.

use std::{
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use tokio::sync::{oneshot, watch};

use super::{
    published::{Published, Snapshots},
    reach::Ready,
    watch::{WatchMode, Watcher},
};
use crate::{
    paths::SourcePath,
    pipeline::{BuildOptions, Changes, Preview, Snapshot},
    source::SourceEntry,
};

/// Debounce: after an edit of texts only, the page is shown at once; the whole site is updated when nothing
/// has changed for this long.
const DEBOUNCE: Duration = Duration::from_millis(250);
/// The longest time without a full update while files keep changing.
const FULL_UPDATE_INTERVAL_MAX: Duration = Duration::from_secs(2);
/// For how many pauses an empty file is given time to be written.
const EMPTY_FILE_PAUSES_MAX: usize = 4;
/// How long a refresh request, the end or a scheduled moment may go unnoticed while nothing changes.
const PAUSE: Duration = Duration::from_millis(50);

/// Receives events, on the builder's thread or before anything is served.
pub trait Observer: Send + Sync {
    /// Requests are answered from now on.
    fn ready(&self, ready: &Ready);
    /// Why changes are detected by polling.
    fn polls(&self, reason: &str);
    /// The site was updated.
    fn updated(&self, update: &Update<'_>);
    /// The program failed during an update; the previous snapshot stays.
    fn failed(&self);
}

pub struct Update<'a> {
    pub cause: Cause<'a>,
    pub snapshot: &'a Snapshot,
    pub duration: Duration,
}

/// Why the site was updated.
#[derive(Clone, Copy, Debug)]
pub enum Cause<'a> {
    Start,
    Changes(&'a Changes),
    /// Something is published or expires now, or another day begins.
    Schedule,
}

pub(super) struct PreviewBuilder {
    thread: JoinHandle<()>,
    requests: Sender<Request>,
}

/// Requests to the builder.
enum Request {
    Look,
    End,
}

/// Asks the builder to update the site now.
#[derive(Clone)]
pub(super) struct RefreshHandle(Sender<Request>);

impl RefreshHandle {
    pub fn request(&self) {
        // If the builder has ended, so has the preview.
        drop(self.0.send(Request::Look));
    }
}

impl PreviewBuilder {
    /// Starts to watch the site and to build it; the snapshots are sent once there is a first one.
    pub fn start(
        options: BuildOptions,
        mode: WatchMode,
        observer: Arc<dyn Observer>,
    ) -> (Self, oneshot::Receiver<Snapshots>) {
        let (requests, received) = mpsc::channel();
        let (first, snapshots) = oneshot::channel();
        let thread = thread::spawn(move || {
            // Before the first update, so that no change is missed in between.
            let watcher = Watcher::start(&options.site, mode);
            if let Some(polling) = watcher.polling() {
                observer.polls(&polling.to_string());
            }
            BuilderThread {
                preview: Preview::open(options.clone()),
                glimpsed: None,
                options,
                observer,
            }
            .run(&watcher, &received, first);
        });
        (Self { thread, requests }, snapshots)
    }

    pub fn refresh(&self) -> RefreshHandle {
        RefreshHandle(self.requests.clone())
    }

    /// Lets the thread finish its work, so that the cache is complete.
    pub fn end(self) {
        drop(self.requests.send(Request::End));
        // A panic there has already been reported.
        drop(self.thread.join());
    }
}

struct TimedSnapshot {
    snapshot: Arc<Snapshot>,
    duration: Duration,
}

/// Changes for which only the changed pages have been updated.
struct PartialUpdate {
    changes: Changes,
    first: Instant,
    last: Instant,
    /// How long the first of them took to be published.
    duration: Duration,
}

impl PartialUpdate {
    fn is_due(&self) -> bool {
        self.last.elapsed() >= DEBOUNCE || self.first.elapsed() >= FULL_UPDATE_INTERVAL_MAX
    }
}

struct BuilderThread {
    options: BuildOptions,
    preview: Preview,
    /// The changes that still need a full update.
    glimpsed: Option<PartialUpdate>,
    observer: Arc<dyn Observer>,
}

impl BuilderThread {
    fn run(
        mut self,
        watcher: &Watcher,
        requests: &Receiver<Request>,
        first: oneshot::Sender<Snapshots>,
    ) {
        let Some(updated) = self.update() else {
            return;
        };
        self.report(Cause::Start, &updated);
        let mut until = self.until(&updated.snapshot);
        let (sender, snapshots) = watch::channel(Arc::new(Published::new(updated.snapshot)));
        if first.send(snapshots).is_err() {
            return;
        }
        loop {
            let changes = watcher.wait(PAUSE);
            let changes = changes.map(|it| self.wait_for_content(it, watcher));
            let mut is_refresh_requested = false;
            for request in requests.try_iter() {
                match request {
                    Request::Look => is_refresh_requested = true,
                    Request::End => return,
                }
            }
            if let Some(changes) = &changes
                && let Some(snapshot) = self.glimpse(changes)
            {
                sender.send_replace(Arc::new(Published::new(snapshot)));
                continue;
            }
            let is_due = until.is_some_and(|it| it <= Timestamp::now());
            let glimpsed = &mut self.glimpsed;
            let seen =
                glimpsed.take_if(|it| changes.is_some() || is_refresh_requested || it.is_due());
            let changes = match (changes, &seen) {
                (Some(changes), Some(seen)) => Some(seen.changes.clone().and(changes)),
                (None, Some(seen)) => Some(seen.changes.clone()),
                (changes, None) => changes,
            };
            let cause = match &changes {
                Some(changes) => Cause::Changes(changes),
                None if is_due => Cause::Schedule,
                None if is_refresh_requested => Cause::Changes(&Changes::Everything),
                None => continue,
            };
            let updated = self.update();
            // After a failure, nothing is tried again until something changes.
            until = updated.as_ref().and_then(|it| self.until(&it.snapshot));
            if let Some(updated) = updated {
                sender.send_replace(Arc::new(Published::new(Arc::clone(&updated.snapshot))));
                // This is how long the author has waited for the first change.
                let duration = seen.map_or(updated.duration, |it| it.duration);
                // Published first: browsers should not wait for the terminal.
                self.report(
                    cause,
                    &TimedSnapshot {
                        duration,
                        ..updated
                    },
                );
            }
        }
    }

    /// The changes, and those of the next pauses while one of the files is empty: many programs truncate a
    /// file before they write it, and the preview should not show an empty page.
    fn wait_for_content(&self, mut changes: Changes, watcher: &Watcher) -> Changes {
        for _ in 0..EMPTY_FILE_PAUSES_MAX {
            let has_empty = match &changes {
                Changes::Files(files) => files.iter().any(|it| is_empty(&self.options.site, it)),
                Changes::Everything => false,
            };
            if !has_empty {
                break;
            }
            changes = match watcher.wait(PAUSE) {
                Some(more) => changes.and(more),
                None => changes,
            };
        }
        changes
    }

    /// The snapshot after an edit of texts only; `None` if a full update is needed, or the program failed.
    fn glimpse(&mut self, changes: &Changes) -> Option<Arc<Snapshot>> {
        if self.glimpsed.as_ref().is_some_and(PartialUpdate::is_due) {
            return None;
        }
        let start = Instant::now();
        // A panic here changes nothing; the full update that follows runs into the same problem and reports
        // it.
        let glimpse = AssertUnwindSafe(|| self.preview.glimpse(changes));
        let snapshot = panic::catch_unwind(glimpse).ok()??;
        let last = Instant::now();
        self.glimpsed = Some(match self.glimpsed.take() {
            Some(before) => PartialUpdate {
                changes: before.changes.and(changes.clone()),
                last,
                ..before
            },
            None => PartialUpdate {
                changes: changes.clone(),
                first: start,
                last,
                duration: last - start,
            },
        });
        Some(snapshot)
    }

    /// The snapshot of the current site; `None` if the program failed.
    fn update(&mut self) -> Option<TimedSnapshot> {
        let start = Instant::now();
        // A preview that has panicked is discarded.
        let update = AssertUnwindSafe(|| self.preview.update(Timestamp::now()));
        let Ok(snapshot) = panic::catch_unwind(update) else {
            self.preview = Preview::open(self.options.clone());
            self.observer.failed();
            return None;
        };
        Some(TimedSnapshot {
            snapshot,
            duration: start.elapsed(),
        })
    }

    fn report(&self, cause: Cause<'_>, updated: &TimedSnapshot) {
        self.observer.updated(&Update {
            cause,
            snapshot: &updated.snapshot,
            duration: updated.duration,
        });
    }

    /// When the site must be updated even without a change; never if its day is fixed.
    fn until(&self, snapshot: &Snapshot) -> Option<Timestamp> {
        match self.options.as_of {
            Some(_) => None,
            None => snapshot.until(),
        }
    }
}

fn is_empty(site: &Path, path: &SourcePath) -> bool {
    SourceEntry::single(site, path).is_some_and(|it| it.bytes == 0)
}
