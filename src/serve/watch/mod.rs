//! Tells what has changed in a site's folder, as soon as it has.
//!
//! In: the site's folder. Out: reports, one for each burst of changes. The system's events say where to look; beside
//! them the whole site is looked over from time to time, since no system promises an event for each change, and shares
//! send none. Works on a thread of its own that ends with its owner; never writes, and never reads what is no source.

mod hints;
mod known;
mod share;
mod thread;

use std::{
    fmt,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::Duration,
};

use crate::pipeline::Changes;
use thread::{Events, OFTEN, SELDOM, Signal, Thread};

/// How often the site is looked over where events cannot be relied on.
const POLL: Duration = Duration::from_millis(400);

/// How changes are to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By events, and by looking often where they do not come.
    Auto,
    /// By looking alone.
    Poll,
}

/// Why the site is looked over again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Polling {
    Asked,
    /// The folder lies on such a thing, which is silent about what others change.
    Share(&'static str),
    /// The system would not watch the folder, for this reason.
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
    /// Watches the site at `site`: whatever changes from now on is reported.
    pub fn start(site: &Path, mode: Mode) -> Self {
        let (signals, received) = mpsc::channel();
        let (events, polling) = match mode {
            Mode::Poll => (None, Some(Polling::Asked)),
            Mode::Auto => match Events::start(site, &signals) {
                Ok(events) => (Some(events), share::silent_place(site).map(Polling::Share)),
                Err(reason) => (None, Some(Polling::Refused(reason))),
            },
        };
        let pace = match polling {
            Some(_) => OFTEN,
            None => SELDOM,
        };
        let changes = Thread::start(site, events, pace, received);
        Self {
            changes,
            signals,
            polling,
        }
    }

    /// Why the site is looked over often; none if events are relied on.
    pub fn polling(&self) -> Option<&Polling> {
        self.polling.as_ref()
    }

    /// Waits for changes; all that was reported meanwhile is one report. None if nothing changes for `at_most`.
    pub fn wait(&self, at_most: Duration) -> Option<Changes> {
        let first = match self.changes.recv_timeout(at_most) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => {
                // The thread has failed, and nothing will be told any more; whoever asks again must not spin.
                std::thread::sleep(at_most);
                return None;
            }
        };
        Some(self.changes.try_iter().fold(first, Changes::and))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // If the thread is no more, there is nobody to be told.
        drop(self.signals.send(Signal::Stop));
    }
}

#[cfg(test)]
mod tests;
