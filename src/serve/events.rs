//! Server-sent events for a browser tab: its state at once and whenever it changes.
//!
//! In: the page that the tab shows, and the stream of snapshots. Out: events `state`, each with the complete
//! state, so that a missed event is compensated by the next.

use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

use axum::response::{
    IntoResponse as _, Response,
    sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    desk,
    problem::problem_json,
    published::{Published, Snapshots},
    served::{Served, Trouble, own_key},
};
use crate::{
    diagnostics::{Diagnostic, Drawing, Severity},
    paths::{OutputPath, SourcePath},
    pipeline::Snapshot,
};

/// How many problems a tab shows.
const PROBLEMS_MAX: usize = 20;

/// The state of one tab.
#[derive(Serialize)]
struct TabState {
    page: PageInfo,
    /// Each style sheet of the site with its key.
    styles: BTreeMap<String, String>,
    /// The key of all copied files, including pictures.
    copied: Option<String>,
    errors: usize,
    warnings: usize,
    /// Errors first; among these, the ones of this page first.
    problems: Vec<Value>,
}

#[derive(Serialize)]
struct PageInfo {
    /// Null if there is no such page.
    key: Option<String>,
    standing: Option<&'static str>,
    label: Option<String>,
}

/// What a tab shows.
#[derive(Clone, Debug)]
pub(super) enum TabView {
    Page(OutputPath),
    Desk,
    /// An address that the site cannot have.
    Unknown,
}

/// The name by which the desk's script refers to the desk; never a file of a site.
const DESK: &str = "/_fanzha/";

impl TabView {
    /// Parses the name that the page passed to its script.
    pub fn named(name: &str) -> Self {
        match OutputPath::new(name) {
            Some(page) => Self::Page(page),
            None if name == DESK => Self::Desk,
            None => Self::Unknown,
        }
    }
}

/// The events for a tab that shows `view`.
pub(super) fn events(served: &Arc<Served>, view: TabView) -> Response {
    let tab = Tab {
        served: Arc::clone(served),
        snapshots: served.snapshots.clone(),
        view,
        last_sent: None,
    };
    let keep_alive = KeepAlive::default();
    Sse::new(tab.events())
        .keep_alive(keep_alive)
        .into_response()
}

struct Tab {
    served: Arc<Served>,
    snapshots: Snapshots,
    view: TabView,
    /// The state that was sent last.
    last_sent: Option<String>,
}

impl Tab {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut tab| async move {
            let state = tab.next_state().await?;
            let event = Event::default().event("state").data(&state);
            tab.last_sent = Some(state);
            Some((Ok(event), tab))
        })
    }

    /// The next state that differs from the last one; `None` when the preview ends.
    async fn next_state(&mut self) -> Option<String> {
        loop {
            if self.last_sent.is_some() {
                self.snapshots.changed().await.ok()?;
            }
            let published = Arc::clone(&self.snapshots.borrow_and_update());
            let (served, view) = (Arc::clone(&self.served), self.view.clone());
            let state = move || match &view {
                TabView::Page(page) => state(&served, &published, Some(page)),
                TabView::Desk => desk_state(&published.snapshot),
                TabView::Unknown => state(&served, &published, None),
            };
            // A state that could not be computed because of a panic is sent with the next snapshot.
            let state = tokio::task::spawn_blocking(state).await.ok()?;
            if self.last_sent.as_ref() != Some(&state) {
                return Some(state);
            }
        }
    }
}

/// The state as JSON.
fn state(served: &Served, published: &Published, page: Option<&OutputPath>) -> String {
    let snapshot = &published.snapshot;
    let file_key = page.and_then(|it| own_key(snapshot, it));
    let key = page.and_then(|it| served.shown_key(snapshot, it, file_key));
    let standing = page.and_then(|it| snapshot.page_state(it));
    let trouble = page.and_then(|page| {
        let failure = served.failure(page, file_key)?;
        (!failure.is_covered_by(snapshot)).then_some(failure)
    });
    let own = page.and_then(|it| snapshot.source_of(it));
    let mut problems: Vec<Value> = trouble
        .iter()
        .map(|it| trouble_json(it, snapshot))
        .collect();
    problems.extend(shown_problems(published, own));
    problems.truncate(PROBLEMS_MAX);
    let styles = snapshot.styles().filter_map(|path| {
        let key = served.shown_key(snapshot, path, own_key(snapshot, path))?;
        Some((path.to_string(), key.to_string()))
    });
    let state = TabState {
        page: PageInfo {
            key: key.map(|it| it.to_string()),
            standing: standing.as_ref().map(|it| it.standing.name()),
            label: standing.map(|it| it.label),
        },
        styles: styles.collect(),
        copied: Some(snapshot.copied().to_string()),
        errors: snapshot.diagnostics.count(Severity::Error) + usize::from(trouble.is_some()),
        warnings: snapshot.diagnostics.count(Severity::Warning),
        problems,
    };
    serde_json::to_string(&state).expect("plain data can be serialised")
}

/// Same for the desk, which lists all problems itself.
fn desk_state(snapshot: &Snapshot) -> String {
    let state = TabState {
        page: PageInfo {
            key: Some(desk::key(snapshot).to_string()),
            standing: None,
            label: None,
        },
        styles: BTreeMap::new(),
        copied: None,
        errors: snapshot.diagnostics.count(Severity::Error),
        warnings: snapshot.diagnostics.count(Severity::Warning),
        problems: Vec::new(),
    };
    serde_json::to_string(&state).expect("plain data can be serialised")
}

fn shown_problems(published: &Published, own: Option<&SourcePath>) -> Vec<Value> {
    let snapshot = &published.snapshot;
    let mut problems: Vec<(usize, &Diagnostic, bool)> = snapshot
        .diagnostics
        .iter()
        .enumerate()
        .map(|(index, it)| (index, it, is_in(it, own, snapshot)))
        .collect();
    problems.sort_by_key(|(index, it, is_here)| (it.severity, !is_here, *index));
    problems.truncate(PROBLEMS_MAX);
    let mut drawn = published
        .drawn
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut drawing = Drawing::new(&*snapshot.sources);
    problems
        .into_iter()
        .map(|(index, it, is_here)| {
            let problem = drawn
                .entry(index)
                .or_insert_with(|| problem_json(it, &mut drawing));
            let mut problem = problem.clone();
            problem["here"] = is_here.into();
            problem
        })
        .collect()
}

/// Whether the problem is in the file `own`.
fn is_in(problem: &Diagnostic, own: Option<&SourcePath>, snapshot: &Snapshot) -> bool {
    let file = snapshot.file_of(problem);
    own.is_some_and(|it| file == Some(it.as_str()))
}

fn trouble_json(trouble: &Trouble, snapshot: &Snapshot) -> Value {
    let (message, help) = match trouble {
        Trouble::Template(problem) => {
            let mut drawing = Drawing::new(&*snapshot.sources);
            let mut json = problem_json(problem, &mut drawing);
            json["here"] = true.into();
            return json;
        }
        Trouble::Panic | Trouble::Unstable => trouble.words(),
    };
    json!({
        "severity": Severity::Error.name(),
        "code": "serve/failed",
        "message": message,
        "file": null,
        "line": null,
        "column": null,
        "drawing": "",
        "help": [help],
        "here": true,
    })
}
