//! Reports changes in a site's folder.
//!
//! In: the site folder. Out: reports, one per burst of changes. Events of the system select the paths to
//! examine; in addition, the whole site is examined from time to time, since no system guarantees an event
//! for each change, and network shares send none. Runs on a separate thread that ends with its owner; never
//! writes, and reads sources only.

mod hints;
mod index;
mod share;
mod thread;

use std::{
    fmt,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::Duration,
};

use crate::pipeline::Changes;
use thread::{FileEvents, OFTEN, POLL, SELDOM, Signal, WatchThread};

/// How changes are detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// By events, and by polling where there are none.
    Auto,
    /// By polling only.
    Poll,
}

/// Why changes are detected by polling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Polling {
    Asked,
    /// The folder is on a file system that sends no events for changes by others.
    Share(&'static str),
    /// The system refused to watch the folder, for this reason.
    Refused(String),
}

impl fmt::Display for Polling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let often = format_args!("每 {} 毫秒查看一遍文件", POLL.as_millis());
        match self {
            Self::Asked => write!(f, "按要求{often}，不等系统的通知"),
            Self::Share(place) => write!(
                f,
                "网站放在{place}上，别的电脑改了文件，系统不会通知；所以{often}"
            ),
            Self::Refused(reason) => {
                write!(f, "系统不能通知文件的改动（{reason}）；所以{often}")
            }
        }
    }
}

/// A watched site.
pub struct Watcher {
    changes: Receiver<Changes>,
    signals: Sender<Signal>,
    polling: Option<Polling>,
}

impl Watcher {
    /// Watches the site at `site`: all changes from now on are reported.
    pub fn start(site: &Path, mode: WatchMode) -> Self {
        let (signals, received) = mpsc::channel();
        let (events, polling) = match mode {
            WatchMode::Poll => (None, Some(Polling::Asked)),
            WatchMode::Auto => match FileEvents::start(site, &signals) {
                Ok(events) => (
                    Some(events),
                    share::file_system_without_events(site).map(Polling::Share),
                ),
                Err(reason) => (None, Some(Polling::Refused(reason))),
            },
        };
        let pace = match polling {
            Some(_) => OFTEN,
            None => SELDOM,
        };
        let changes = WatchThread::start(site, events, pace, received);
        Self {
            changes,
            signals,
            polling,
        }
    }

    /// Why the site is polled; `None` if events are relied on.
    pub fn polling(&self) -> Option<&Polling> {
        self.polling.as_ref()
    }

    /// Waits for changes; everything reported in the meantime is merged. `None` if nothing changes for
    /// `at_most`.
    pub fn wait(&self, at_most: Duration) -> Option<Changes> {
        let first = match self.changes.recv_timeout(at_most) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => {
                // The thread has failed, and there will be no more reports; avoid a busy loop in the caller.
                std::thread::sleep(at_most);
                return None;
            }
        };
        Some(self.changes.try_iter().fold(first, Changes::and))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // If the thread has ended, there is no receiver.
        drop(self.signals.send(Signal::Stop));
    }
}

#[cfg(test)]
mod tests;
