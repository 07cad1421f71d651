//! The version of a file to show: the current one, the last good one, or the reason why neither is available.
//!
//! In: a path, and the stream of snapshots. Out: bytes and their cache key. Never a partial file, and never
//! one made from old and new sources: a request for a file whose source is changing waits for the next
//! snapshot.

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use tokio::time::{Instant, timeout};

use super::{
    builder::RefreshHandle,
    guard::Guard,
    memory::{GoodPage, GoodPages},
    published::{Published, Snapshots},
};
use crate::{
    diagnostics::{ColourMode, Diagnostic, Drawing, code},
    fingerprint::Fingerprint,
    paths::OutputPath,
    pipeline::Snapshot,
    theme::Problem,
};

/// How long the watcher may take to report a change that a request has found.
const WATCH_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a request waits for the sources of its file to stay unchanged.
const STABLE_TIMEOUT: Duration = Duration::from_secs(10);
/// How many failures are remembered; more than the number of open tabs.
const FAILURES_MAX: usize = 1000;

pub(super) struct Served {
    pub snapshots: Snapshots,
    pub guard: Guard,
    refresh: RefreshHandle,
    good: Mutex<GoodPages>,
    /// Files that could not be rendered, with the key at which they failed.
    failures: Mutex<BTreeMap<OutputPath, (Option<Fingerprint>, Trouble)>>,
}

/// Why a file cannot be shown.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    Template(Box<Diagnostic>),
    /// The program has panicked.
    Panic,
    /// Its sources keep changing.
    Unstable,
}

#[derive(Debug)]
pub(super) enum ServedFile {
    File {
        bytes: Bytes,
        key: Option<Fingerprint>,
    },
    Missing,
    Trouble {
        trouble: Trouble,
        key: Option<Fingerprint>,
    },
}

impl Served {
    pub fn new(snapshots: Snapshots, refresh: RefreshHandle, guard: Guard) -> Self {
        Self {
            snapshots,
            guard,
            refresh,
            good: Mutex::default(),
            failures: Mutex::default(),
        }
    }

    pub fn now(&self) -> Arc<Published> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// The path of the site, as written in its base URL.
    pub fn base_path(&self) -> String {
        let now = self.now();
        let site = now.snapshot.site();
        site.map_or("/", |it| it.config.base_url.path()).to_owned()
    }

    /// The file at `path`, as shown in a browser.
    pub async fn show(self: &Arc<Self>, path: &OutputPath) -> ServedFile {
        let mut snapshots = self.snapshots.clone();
        let end = Instant::now() + STABLE_TIMEOUT;
        loop {
            let published = Arc::clone(&snapshots.borrow_and_update());
            let (served, path) = (Arc::clone(self), path.clone());
            let shown = tokio::task::spawn_blocking(move || served.made(&published, &path)).await;
            if let Ok(Some(shown)) = shown {
                return shown;
            }
            let rest = end.saturating_duration_since(Instant::now());
            if timeout(rest.min(WATCH_TIMEOUT), snapshots.changed())
                .await
                .is_err()
            {
                self.refresh.request();
            }
            if rest.is_zero() {
                return ServedFile::Trouble {
                    trouble: Trouble::Unstable,
                    key: None,
                };
            }
        }
    }

    /// The file from this snapshot; `None` if a source has changed since.
    fn made(&self, published: &Published, path: &OutputPath) -> Option<ServedFile> {
        let snapshot = &published.snapshot;
        let shown = |good: GoodPage| ServedFile::File {
            bytes: good.bytes,
            key: Some(good.key),
        };
        if snapshot.is_faulty(path)
            && let Some(good) = self.good().show(path)
        {
            return Some(shown(good));
        }
        let (key, trouble) = match catch_panic(|| snapshot.file(path)) {
            Some(Some((key, Ok(bytes)))) => {
                let good = GoodPage {
                    bytes: bytes.into(),
                    key,
                };
                self.failures().remove(path);
                if !snapshot.is_faulty(path) && snapshot.is_rendered(path) {
                    self.good().remember(path, good.clone());
                }
                return Some(shown(good));
            }
            Some(Some((_, Err(Problem::Changed(_))))) => return None,
            Some(Some((key, Err(Problem::Template(problem))))) => {
                (Some(key), Trouble::Template(problem))
            }
            // A text with an error may have lost its page.
            Some(None) if snapshot.has_errors() => {
                let good = self.good().show(path);
                return Some(good.map_or(ServedFile::Missing, shown));
            }
            Some(None) => {
                self.good().forget(path);
                return Some(ServedFile::Missing);
            }
            None => (None, Trouble::Panic),
        };
        self.note_failure(path, key, trouble.clone());
        Some(match self.good().show(path) {
            Some(good) => shown(good),
            None => ServedFile::Trouble { trouble, key },
        })
    }

    /// The key of the version shown at `path`, where `own` is the file's own key; `None` if nothing is shown.
    pub fn shown_key(
        &self,
        snapshot: &Snapshot,
        path: &OutputPath,
        own: Option<Fingerprint>,
    ) -> Option<Fingerprint> {
        let is_held = snapshot.is_faulty(path)
            || own.is_none() && snapshot.has_errors()
            || self.failure(path, own).is_some();
        let good = self.good().key(path).filter(|_| is_held);
        good.or(own)
    }

    /// Why the file could not be rendered at `key`.
    pub fn failure(&self, path: &OutputPath, key: Option<Fingerprint>) -> Option<Trouble> {
        let failures = self.failures();
        let (failed, trouble) = failures.get(path)?;
        (*failed == key).then(|| trouble.clone())
    }

    fn note_failure(&self, path: &OutputPath, key: Option<Fingerprint>, trouble: Trouble) {
        let mut failures = self.failures();
        if failures.len() >= FAILURES_MAX {
            failures.clear();
        }
        failures.insert(path.clone(), (key, trouble));
    }

    fn good(&self) -> MutexGuard<'_, GoodPages> {
        self.good.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failures(&self) -> MutexGuard<'_, BTreeMap<OutputPath, (Option<Fingerprint>, Trouble)>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of the file at `path`; `None` if there is no such file, or computing the key failed.
pub(super) fn own_key(snapshot: &Snapshot, path: &OutputPath) -> Option<Fingerprint> {
    catch_panic(|| snapshot.key(path)).flatten()
}

/// The result of `work`; `None` if it panics, which must not end the preview.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    // Snapshots are immutable, so a panic cannot leave one in an inconsistent state.
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

impl Trouble {
    /// Whether the site's own diagnostics cover this: without its templates nothing can be rendered.
    pub fn is_covered_by(&self, snapshot: &Snapshot) -> bool {
        let mut problems = snapshot.diagnostics.iter();
        matches!(self, Self::Template(_)) && problems.any(Self::is_of_theme)
    }

    fn is_of_theme(problem: &Diagnostic) -> bool {
        [code::THEME_SYNTAX, code::THEME_NOT_FOUND].contains(&problem.code)
    }

    /// The source lines to show with the message.
    pub fn drawing(&self, snapshot: &Snapshot) -> Option<String> {
        let mut problems = snapshot.diagnostics.iter();
        let covering = problems.find(|it| self.is_covered_by(snapshot) && Self::is_of_theme(it));
        let problem = match (covering, self) {
            (Some(problem), _) => problem,
            (None, Self::Template(problem)) => problem,
            (None, Self::Panic | Self::Unstable) => return None,
        };
        Some(Drawing::new(&*snapshot.sources).terminal(problem, ColourMode::Plain))
    }

    /// The message, and what to do now.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Template(_) => (
                "模板出错，这个页面显示不了",
                "按下面的提示改好模板，页面会自己出现",
            ),
            Self::Panic => (
                "程序在生成这个文件时出了错",
                "撤销刚才的改动再试；仍然不行，请把终端里的信息发给维护人员",
            ),
            Self::Unstable => (
                "这个文件用到的内容一直在变，暂时显示不了",
                "等文件同步或保存完成，页面会自己出现",
            ),
        }
    }
}
