//! Renders diagnostics for people (terminal) and for machines (JSON).
//!
//! In: diagnostics and access to the source texts they point into. Out: a string.
//! Only the lines that a diagnostic points at are read, however large their file is.
//! Colour is never the only carrier of information; the output without colour is complete.

use std::{collections::VecDeque, ops::Range, sync::Arc};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, lines::Lines};
use crate::span::SourceId;

/// Access to the source texts that spans point into.
pub trait SourceTexts {
    fn path(&self, source: SourceId) -> &str;
    /// None if the file has changed since it was read.
    fn text_of(&self, source: SourceId) -> Option<Arc<str>>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourMode {
    Plain,
    Ansi,
}

/// The largest part of a text, in bytes, that one snippet shows; labels further apart get separate snippets.
const WINDOW_BYTES_MAX: usize = 16 * 1024;
/// How many bytes of a long line are shown before and after a location.
const CONTEXT_BYTES: usize = 400;
/// How many sources are cached: sorted diagnostics go through one file after another, with an occasional
/// second location in another file.
const CACHED_SOURCES: usize = 2;

/// Renders diagnostics one after another and caches the sources used last.
pub struct Drawing<'a> {
    texts: &'a dyn SourceTexts,
    /// The sources used last, most recent first; `None` for a source whose text is no longer available.
    kept: VecDeque<(SourceId, Option<Arc<Lines>>)>,
}

/// A part of a text that is shown as one snippet, and the labels in it.
struct LineWindow<'a> {
    source: SourceId,
    lines: Arc<Lines>,
    shown: Range<usize>,
    /// Whether it covers only a part of a line.
    is_cut: bool,
    labels: Vec<(&'a Label, Range<usize>)>,
}

impl<'a> Drawing<'a> {
    pub fn new(texts: &'a dyn SourceTexts) -> Self {
        Self {
            texts,
            kept: VecDeque::new(),
        }
    }

    /// One diagnostic as shown in a terminal, without a trailing line break.
    ///
    /// The column in `path:LINE:COLUMN` counts characters; the caret is aligned correctly even after
    /// full-width text.
    pub fn terminal(&mut self, diagnostic: &Diagnostic, colour: ColourMode) -> String {
        let renderer = match colour {
            ColourMode::Plain => Renderer::plain(),
            ColourMode::Ansi => Renderer::styled(),
        };
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(&diagnostic.message)
            .id(diagnostic.code.id);
        let mut group = Group::with_title(title);
        let mut columns = Vec::new();
        let mut windows: Vec<LineWindow<'_>> = Vec::new();
        for label in &diagnostic.labels {
            let source = label.span.source;
            let Some(lines) = self.lines(source) else {
                group = group.element(Origin::path(self.texts.path(source)));
                continue;
            };
            let window = LineWindow::of(label, lines);
            // Labels close to each other share one snippet.
            match windows.iter_mut().find(|it| it.can_merge(&window)) {
                Some(larger) => larger.merge(window),
                None => windows.push(window),
            }
        }
        for (index, window) in windows.into_iter().enumerate() {
            let path = self.texts.path(window.source);
            columns.extend(window.wrong_column(path));
            group = group.element(window.snippet(path, index == 0));
        }
        if let Some(file) = &diagnostic.file {
            group = group.element(Origin::path(file.as_str()));
        }
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(help));
        }
        let mut drawn = renderer.render(&[group]);
        for (wrong, right) in columns {
            drawn = drawn.replacen(&wrong, &right, 1);
        }
        drawn
    }

    fn lines(&mut self, source: SourceId) -> Option<Arc<Lines>> {
        if let Some(at) = self.kept.iter().position(|it| it.0 == source) {
            let kept = self.kept.remove(at)?;
            self.kept.push_front(kept);
        } else {
            let text = self.texts.text_of(source);
            let lines = text.map(|it| Arc::new(Lines::new(it)));
            self.kept.push_front((source, lines));
            self.kept.truncate(CACHED_SOURCES);
        }
        self.kept.front()?.1.clone()
    }

    /// All diagnostics as a JSON array with one object each.
    ///
    /// `line` and `column` count from 1, columns in characters; both are null for a diagnostic without a
    /// location.
    pub fn json<'d>(
        &mut self,
        diagnostics: impl Iterator<Item = &'d Diagnostic>,
    ) -> serde_json::Value {
        diagnostics.map(|it| self.json_object(it)).collect()
    }

    fn json_object(&mut self, diagnostic: &Diagnostic) -> serde_json::Value {
        let places: Vec<_> = diagnostic
            .labels
            .iter()
            .map(|it| self.json_label(it))
            .collect();
        let first = |key: &str| {
            places
                .first()
                .map_or(serde_json::Value::Null, |it| it[key].clone())
        };
        let file = match &diagnostic.file {
            Some(file) => file.as_str().into(),
            None => first("file"),
        };
        serde_json::json!({
            "code": diagnostic.code.id,
            "severity": diagnostic.severity.name(),
            "message": diagnostic.message,
            "file": file,
            "line": first("line"),
            "column": first("column"),
            "labels": places,
            "help": diagnostic.help,
        })
    }

    fn json_label(&mut self, label: &Label) -> serde_json::Value {
        let lines = self.lines(label.span.source);
        let position = |offset: u32| lines.as_ref().map(|it| it.position(offset as usize));
        let (start, end) = (position(label.span.start), position(label.span.end));
        serde_json::json!({
            "file": self.texts.path(label.span.source),
            "line": start.map(|it| it.line_number),
            "column": start.map(|it| it.column_number),
            "end_line": end.map(|it| it.line_number),
            "end_column": end.map(|it| it.column_number),
            "text": label.text,
        })
    }
}

impl<'a> LineWindow<'a> {
    /// The lines that `label` covers; for very long lines only the part near its start.
    fn of(label: &'a Label, lines: Arc<Lines>) -> Self {
        let span = label.span.range();
        let first = lines.line(span.start);
        let whole = first.start..lines.line(span.end).end;
        let text = &lines.text;
        let (shown, is_cut) = if whole.len() <= WINDOW_BYTES_MAX {
            (whole, false)
        } else if first.len() <= WINDOW_BYTES_MAX {
            (first, false)
        } else {
            let start = first.start.max(span.start.saturating_sub(CONTEXT_BYTES));
            let end = first.end.min(span.start + CONTEXT_BYTES);
            (boundary(text, start)..boundary(text, end), true)
        };
        let marked = span.start..span.end.clamp(span.start, shown.end);
        Self {
            source: label.span.source,
            lines,
            shown,
            is_cut,
            labels: vec![(label, marked)],
        }
    }

    fn can_merge(&self, other: &Self) -> bool {
        let length = self.joined(other).len();
        self.source == other.source && !self.is_cut && !other.is_cut && length <= WINDOW_BYTES_MAX
    }

    fn merge(&mut self, other: Self) {
        self.shown = self.joined(&other);
        self.labels.extend(other.labels);
    }

    fn joined(&self, other: &Self) -> Range<usize> {
        self.shown.start.min(other.shown.start)..self.shown.end.max(other.shown.end)
    }

    /// For a window that starts inside a line: the location as the renderer prints it, and the correct one.
    fn wrong_column(&self, path: &str) -> Option<(String, String)> {
        let start = self.labels[0].1.start;
        let position = self.lines.position(start);
        let before = &self.lines.text[self.shown.start..start];
        let place = |column: usize| format!("{path}:{}:{column}", position.line_number);
        let wrong = place(before.chars().count() + 1);
        self.is_cut.then(|| (wrong, place(position.column_number)))
    }

    fn snippet(self, path: &'a str, holds_primary: bool) -> Snippet<'a, Annotation<'a>> {
        let text = self.lines.text[self.shown.clone()].to_owned();
        let line_number = self.lines.position(self.shown.start).line_number;
        let mut snippet = Snippet::source(text).line_start(line_number).path(path);
        for (index, (label, marked)) in self.labels.into_iter().enumerate() {
            let kind = if holds_primary && index == 0 {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let marked = marked.start - self.shown.start..marked.end - self.shown.start;
            snippet = snippet.annotation(kind.span(marked).label(&label.text));
        }
        snippet
    }
}

/// The start of the character that holds byte `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    let is_boundary = |it: &usize| text.is_char_boundary(*it);
    (0..=offset).rev().find(is_boundary).unwrap_or_default()
}
