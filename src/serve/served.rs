//! What is shown of a file: as it is now, as it was while the site had no errors, or why it cannot be shown.
//!
//! In: a path, and the snapshots as they come. Out: bytes and the key that tells whether they are still right. Never a
//! part of a file, and never a file of which half is older: a file whose source changes waits for the next snapshot.

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use tokio::time::{Instant, timeout};

use super::{
    builder::{Nudges, Snapshots},
    guard::Guard,
    memory::{Good, GoodPages},
};
use crate::{
    diagnostics::{ColourMode, Diagnostic, Drawing, code},
    fingerprint::Fingerprint,
    paths::OutputPath,
    pipeline::Snapshot,
    theme::Problem,
};

/// How long the watcher may take to notice a change that a request has met with.
const NOTICE: Duration = Duration::from_millis(500);
/// How long a request waits until its file stays the same.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many failures are remembered; nobody has more tabs.
const FAILURES_MAX: usize = 1000;

/// A snapshot, and its problems as far as they were drawn for a browser.
pub(super) struct Published {
    pub snapshot: Arc<Snapshot>,
    /// By their place in the snapshot's diagnostics.
    pub drawn: Mutex<BTreeMap<usize, serde_json::Value>>,
}

impl Published {
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self {
            snapshot,
            drawn: Mutex::default(),
        }
    }
}

pub(super) struct Served {
    pub snapshots: Snapshots,
    pub guard: Guard,
    nudges: Nudges,
    good: Mutex<GoodPages>,
    /// Files that could not be rendered, with the key at which they failed.
    failures: Mutex<BTreeMap<OutputPath, (Option<Fingerprint>, Trouble)>>,
}

/// Why a file cannot be shown.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    Template(Box<Diagnostic>),
    /// The program has failed.
    Panic,
    /// Its sources change all the time.
    Restless,
}

#[derive(Debug)]
pub(super) enum Shown {
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
    pub fn new(snapshots: Snapshots, nudges: Nudges, guard: Guard) -> Self {
        Self {
            snapshots,
            guard,
            nudges,
            good: Mutex::default(),
            failures: Mutex::default(),
        }
    }

    pub fn now(&self) -> Arc<Published> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// The path below which the site lies, as its base URL spells it.
    pub fn base_path(&self) -> String {
        let now = self.now();
        let site = now.snapshot.site();
        site.map_or("/", |it| it.config.base_url.path()).to_owned()
    }

    /// The file at `path`, as a browser is to see it.
    pub async fn show(self: &Arc<Self>, path: &OutputPath) -> Shown {
        let mut snapshots = self.snapshots.clone();
        let end = Instant::now() + PATIENCE;
        loop {
            let published = Arc::clone(&snapshots.borrow_and_update());
            let (served, path) = (Arc::clone(self), path.clone());
            let shown = tokio::task::spawn_blocking(move || served.made(&published, &path)).await;
            if let Ok(Some(shown)) = shown {
                return shown;
            }
            let rest = end.saturating_duration_since(Instant::now());
            if timeout(rest.min(NOTICE), snapshots.changed())
                .await
                .is_err()
            {
                self.nudges.nudge();
            }
            if rest.is_zero() {
                return Shown::Trouble {
                    trouble: Trouble::Restless,
                    key: None,
                };
            }
        }
    }

    /// The file from this snapshot; none if a source is no longer what it was.
    fn made(&self, published: &Published, path: &OutputPath) -> Option<Shown> {
        let snapshot = &published.snapshot;
        let shown = |good: Good| Shown::File {
            bytes: good.bytes,
            key: Some(good.key),
        };
        if snapshot.is_faulty(path)
            && let Some(good) = self.good().show(path)
        {
            return Some(shown(good));
        }
        let (key, trouble) = match caught(|| snapshot.file(path)) {
            Some(Some((key, Ok(bytes)))) => {
                let good = Good {
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
                return Some(good.map_or(Shown::Missing, shown));
            }
            Some(None) => {
                self.good().forget(path);
                return Some(Shown::Missing);
            }
            None => (None, Trouble::Panic),
        };
        self.note_failure(path, key, trouble.clone());
        Some(match self.good().show(path) {
            Some(good) => shown(good),
            None => Shown::Trouble { trouble, key },
        })
    }

    /// The key of what a browser would see at `path`, where `own` is the file's own key; none if there is nothing.
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

    /// Why the file could not be made when its key was `key`.
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

/// The key of the file at `path`; none if there is no such file, or it cannot be known.
pub(super) fn own_key(snapshot: &Snapshot, path: &OutputPath) -> Option<Fingerprint> {
    caught(|| snapshot.key(path)).flatten()
}

/// What `work` gives; none if it panics, which must not end the preview.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    // A snapshot is never changed, so a panic cannot leave half a change in it.
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

impl Trouble {
    /// Whether the site's own problems say the same, and better: without its templates nothing can be rendered.
    pub fn is_told_by(&self, snapshot: &Snapshot) -> bool {
        let mut problems = snapshot.diagnostics.iter();
        matches!(self, Self::Template(_)) && problems.any(Self::is_of_theme)
    }

    fn is_of_theme(problem: &Diagnostic) -> bool {
        [code::THEME_SYNTAX, code::THEME_NOT_FOUND].contains(&problem.code)
    }

    /// What of it to draw beside its words.
    pub fn drawing(&self, snapshot: &Snapshot) -> Option<String> {
        let mut problems = snapshot.diagnostics.iter();
        let told = problems.find(|it| self.is_told_by(snapshot) && Self::is_of_theme(it));
        let problem = match (told, self) {
            (Some(problem), _) => problem,
            (None, Self::Template(problem)) => problem,
            (None, Self::Panic | Self::Restless) => return None,
        };
        Some(Drawing::new(&*snapshot.sources).terminal(problem, ColourMode::Plain))
    }

    /// What it is, and what to do now.
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
            Self::Restless => (
                "这个文件用到的内容一直在变，暂时显示不了",
                "等文件同步或保存完成，页面会自己出现",
            ),
        }
    }
}
