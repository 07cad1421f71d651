//! The thread that owns the preview: waits for changes, looks at the site again, and publishes what it found.
//!
//! In: changes of the site's files, and nudges of requests that found a file changed which nobody has reported yet.
//! Out: snapshots, each whole. A panic while the site is looked at leaves the snapshot before, and the thread goes on.

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
    Ready,
    served::Published,
    watch::{Mode, Watcher},
};
use crate::{
    paths::SourcePath,
    pipeline::{BuildOptions, Changes, Preview, Snapshot},
    source::SourceEntry,
};

/// After an edit of texts alone the page is shown at once; when nothing has changed for so long, the whole site is
/// looked at.
const QUIET: Duration = Duration::from_millis(250);
/// The longest that the whole site goes without being looked at while someone keeps on saving.
const UNSEEN_MAX: Duration = Duration::from_secs(2);
/// How many pauses an emptied file is given to be written.
const FILLING_PAUSES_MAX: usize = 4;
/// How long a nudge, the end or a moment of the site's schedule may be overlooked while nothing changes.
const PAUSE: Duration = Duration::from_millis(50);

/// Is told what happens, on the builder's thread or before anything is served.
pub trait Audience: Send + Sync {
    /// Requests are answered from now on.
    fn ready(&self, ready: &Ready);
    /// Why the files are looked over again and again.
    fn polls(&self, reason: &str);
    /// The site was looked at.
    fn updated(&self, update: &Update<'_>);
    /// The program failed while it looked at the site, which is shown as it was before.
    fn failed(&self);
}

pub struct Update<'a> {
    pub cause: Cause<'a>,
    pub snapshot: &'a Snapshot,
    pub duration: Duration,
}

/// Why the site was looked at.
#[derive(Clone, Copy, Debug)]
pub enum Cause<'a> {
    Start,
    Changes(&'a Changes),
    /// A moment has come at which something comes out or goes, or another day begins.
    Schedule,
}

pub(super) type Snapshots = watch::Receiver<Arc<Published>>;

pub(super) struct Builder {
    thread: JoinHandle<()>,
    requests: Sender<Request>,
}

/// What others want of the builder.
enum Request {
    Look,
    End,
}

/// Asks the builder to look at the site now.
#[derive(Clone)]
pub(super) struct Nudges(Sender<Request>);

impl Nudges {
    pub fn nudge(&self) {
        // If the builder is gone, so is the preview.
        drop(self.0.send(Request::Look));
    }
}

impl Builder {
    /// Begins to watch and to look at the site; the snapshots come when there is a first one.
    pub fn start(
        options: BuildOptions,
        mode: Mode,
        audience: Arc<dyn Audience>,
    ) -> (Self, oneshot::Receiver<Snapshots>) {
        let (requests, received) = mpsc::channel();
        let (first, snapshots) = oneshot::channel();
        let thread = thread::spawn(move || {
            // Before the first look, so that no change falls between the two.
            let watcher = Watcher::start(&options.site, mode);
            if let Some(polling) = watcher.polling() {
                audience.polls(&polling.to_string());
            }
            Work {
                preview: Preview::open(options.clone()),
                glimpsed: None,
                options,
                audience,
            }
            .run(&watcher, &received, first);
        });
        (Self { thread, requests }, snapshots)
    }

    pub fn nudges(&self) -> Nudges {
        Nudges(self.requests.clone())
    }

    /// Lets the thread finish what it does, so that the cache is whole.
    pub fn end(self) {
        drop(self.requests.send(Request::End));
        // A panic there has been told already.
        drop(self.thread.join());
    }
}

struct Looked {
    snapshot: Arc<Snapshot>,
    duration: Duration,
}

/// Changes of which only the pages themselves have been looked at.
struct Glimpsed {
    changes: Changes,
    first: Instant,
    last: Instant,
    /// How long the first of them took to be seen.
    duration: Duration,
}

impl Glimpsed {
    fn is_due(&self) -> bool {
        self.last.elapsed() >= QUIET || self.first.elapsed() >= UNSEEN_MAX
    }
}

struct Work {
    options: BuildOptions,
    preview: Preview,
    /// What the whole site has not been looked at for yet.
    glimpsed: Option<Glimpsed>,
    audience: Arc<dyn Audience>,
}

impl Work {
    fn run(
        mut self,
        watcher: &Watcher,
        requests: &Receiver<Request>,
        first: oneshot::Sender<Snapshots>,
    ) {
        let Some(looked) = self.look() else {
            return;
        };
        self.tell(Cause::Start, &looked);
        let mut until = self.until(&looked.snapshot);
        let (sender, snapshots) = watch::channel(Arc::new(Published::new(looked.snapshot)));
        if first.send(snapshots).is_err() {
            return;
        }
        loop {
            let changes = watcher.wait(PAUSE);
            let changes = changes.map(|it| self.filled(it, watcher));
            let mut is_nudged = false;
            for request in requests.try_iter() {
                match request {
                    Request::Look => is_nudged = true,
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
            let seen = glimpsed.take_if(|it| changes.is_some() || is_nudged || it.is_due());
            let changes = match (changes, &seen) {
                (Some(changes), Some(seen)) => Some(seen.changes.clone().and(changes)),
                (None, Some(seen)) => Some(seen.changes.clone()),
                (changes, None) => changes,
            };
            let cause = match &changes {
                Some(changes) => Cause::Changes(changes),
                None if is_due => Cause::Schedule,
                None if is_nudged => Cause::Changes(&Changes::Everything),
                None => continue,
            };
            let looked = self.look();
            // After a failure nothing is tried again until something changes.
            until = looked.as_ref().and_then(|it| self.until(&it.snapshot));
            if let Some(looked) = looked {
                sender.send_replace(Arc::new(Published::new(Arc::clone(&looked.snapshot))));
                // That is how long whoever saved it has waited.
                let duration = seen.map_or(looked.duration, |it| it.duration);
                // Browsers do not wait until it is told at the terminal.
                self.tell(cause, &Looked { duration, ..looked });
            }
        }
    }

    /// The changes, and those of the next moments while a file among them is empty: many programs empty a file before
    /// they write it, and nobody is to see a page without its text.
    fn filled(&self, mut changes: Changes, watcher: &Watcher) -> Changes {
        for _ in 0..FILLING_PAUSES_MAX {
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

    /// The site after an edit of texts alone; none if more must be looked at, or the program failed.
    fn glimpse(&mut self, changes: &Changes) -> Option<Arc<Snapshot>> {
        if self.glimpsed.as_ref().is_some_and(Glimpsed::is_due) {
            return None;
        }
        let start = Instant::now();
        // Where it panics nothing has been changed; the whole look that follows meets with the same.
        let glimpse = AssertUnwindSafe(|| self.preview.glimpse(changes));
        let snapshot = panic::catch_unwind(glimpse).ok()??;
        let last = Instant::now();
        self.glimpsed = Some(match self.glimpsed.take() {
            Some(before) => Glimpsed {
                changes: before.changes.and(changes.clone()),
                last,
                ..before
            },
            None => Glimpsed {
                changes: changes.clone(),
                first: start,
                last,
                duration: last - start,
            },
        });
        Some(snapshot)
    }

    /// The site as it is now; none if the program failed.
    fn look(&mut self) -> Option<Looked> {
        let start = Instant::now();
        // Nothing of a preview that has panicked is used again.
        let update = AssertUnwindSafe(|| self.preview.update(Timestamp::now()));
        let Ok(snapshot) = panic::catch_unwind(update) else {
            self.preview = Preview::open(self.options.clone());
            self.audience.failed();
            return None;
        };
        Some(Looked {
            snapshot,
            duration: start.elapsed(),
        })
    }

    fn tell(&self, cause: Cause<'_>, looked: &Looked) {
        self.audience.updated(&Update {
            cause,
            snapshot: &looked.snapshot,
            duration: looked.duration,
        });
    }

    /// When the site must be looked at though nothing changes; never if its day is fixed.
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
