//! The thread that owns the preview: waits for changes, looks at the site again, and publishes what it found.
//!
//! In: changes of the site's files, and nudges of requests that found a file changed which nobody has reported yet.
//! Out: snapshots, each whole. A panic while the site is looked at leaves the snapshot before, and the thread goes on.

use std::{
    panic::{self, AssertUnwindSafe},
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
use crate::pipeline::{BuildOptions, Changes, Preview, Snapshot};

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

struct Work {
    options: BuildOptions,
    preview: Preview,
    audience: Arc<dyn Audience>,
}

impl Work {
    fn run(
        mut self,
        watcher: &Watcher,
        requests: &Receiver<Request>,
        first: oneshot::Sender<Snapshots>,
    ) {
        let Some(snapshot) = self.look(&Changes::Everything, Cause::Start) else {
            return;
        };
        let mut until = self.until(&snapshot);
        let (sender, snapshots) = watch::channel(Arc::new(Published::new(snapshot)));
        if first.send(snapshots).is_err() {
            return;
        }
        loop {
            let changes = watcher.wait(PAUSE);
            let mut is_nudged = false;
            for request in requests.try_iter() {
                match request {
                    Request::Look => is_nudged = true,
                    Request::End => return,
                }
            }
            let is_due = until.is_some_and(|it| it <= Timestamp::now());
            let looked = match &changes {
                Some(changes) => self.look(changes, Cause::Changes(changes)),
                None if is_due => self.look(&Changes::Everything, Cause::Schedule),
                None if is_nudged => {
                    self.look(&Changes::Everything, Cause::Changes(&Changes::Everything))
                }
                None => continue,
            };
            // After a failure nothing is tried again until something changes.
            until = looked.as_ref().and_then(|it| self.until(it));
            if let Some(snapshot) = looked {
                sender.send_replace(Arc::new(Published::new(snapshot)));
            }
        }
    }

    /// The site as it is now; none if the program failed.
    fn look(&mut self, changes: &Changes, cause: Cause<'_>) -> Option<Arc<Snapshot>> {
        let start = Instant::now();
        // Nothing of a preview that has panicked is used again.
        let update = AssertUnwindSafe(|| self.preview.update(changes, Timestamp::now()));
        let Ok(snapshot) = panic::catch_unwind(update) else {
            self.preview = Preview::open(self.options.clone());
            self.audience.failed();
            return None;
        };
        self.audience.updated(&Update {
            cause,
            snapshot: &snapshot,
            duration: start.elapsed(),
        });
        Some(snapshot)
    }

    /// When the site must be looked at though nothing changes; never if its day is fixed.
    fn until(&self, snapshot: &Snapshot) -> Option<Timestamp> {
        match self.options.as_of {
            Some(_) => None,
            None => snapshot.until(),
        }
    }
}
