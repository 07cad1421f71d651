//! Draws diagnostics for people (terminal) and for machines (JSON).
//!
//! In: diagnostics and a way to get at the texts they point into. Out: a string.
//! Only the lines that a diagnostic points at are looked at, however large their file is.
//! Colour only repeats what the words say; without it nothing is lost.

use std::{collections::VecDeque, ops::Range, sync::Arc};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, lines::Lines};
use crate::span::SourceId;

/// The texts that spans point into.
pub trait Texts {
    fn path(&self, source: SourceId) -> &str;
    /// None if the file has changed since it was read.
    fn text_of(&self, source: SourceId) -> Option<Arc<str>>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Ansi,
}

/// How many bytes of a text one picture shows; what lies further apart gets pictures of its own.
const PICTURE_MAX: usize = 16 * 1024;
/// How many bytes of a long line are shown before and after a place.
const NEAR: usize = 400;
/// Sorted diagnostics point into one file after another, and now and then to a second place in another file.
const KEPT: usize = 2;

/// Draws many diagnostics, one after another.
pub struct Drawing<'a> {
    texts: &'a dyn Texts,
    /// The sources that were looked at last, the latest first; none for one whose text is gone.
    kept: VecDeque<(SourceId, Option<Arc<Lines>>)>,
}

/// A part of a text, and what stands in it.
struct Picture<'a> {
    source: SourceId,
    lines: Arc<Lines>,
    shown: Range<usize>,
    /// Whether it is a part of a line only.
    is_cut: bool,
    labels: Vec<(&'a Label, Range<usize>)>,
}

impl<'a> Drawing<'a> {
    pub fn new(texts: &'a dyn Texts) -> Self {
        Self {
            texts,
            kept: VecDeque::new(),
        }
    }

    /// One diagnostic as a terminal shows it, without a line break at its end.
    ///
    /// The column in `path:LINE:COLUMN` counts characters; the caret stands below the right one even after
    /// full-width text.
    pub fn terminal(&mut self, diagnostic: &Diagnostic, colour: Colour) -> String {
        let renderer = match colour {
            Colour::Plain => Renderer::plain(),
            Colour::Ansi => Renderer::styled(),
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
        let mut pictures: Vec<Picture<'_>> = Vec::new();
        for label in &diagnostic.labels {
            let source = label.span.source;
            let Some(lines) = self.lines(source) else {
                group = group.element(Origin::path(self.texts.path(source)));
                continue;
            };
            let picture = Picture::of(label, lines);
            // Labels of one place are drawn in one picture.
            match pictures.iter_mut().find(|it| it.can_take(&picture)) {
                Some(larger) => larger.take(picture),
                None => pictures.push(picture),
            }
        }
        for (index, picture) in pictures.into_iter().enumerate() {
            let path = self.texts.path(picture.source);
            columns.extend(picture.wrong_column(path));
            group = group.element(picture.snippet(path, index == 0));
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
            self.kept.truncate(KEPT);
        }
        self.kept.front()?.1.clone()
    }

    /// All diagnostics as one JSON array, an object each.
    ///
    /// `line` and `column` count from 1, columns in characters; both are null where there is no place to name.
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

impl<'a> Picture<'a> {
    /// The lines that `label` touches; of very long ones, the part near its start.
    fn of(label: &'a Label, lines: Arc<Lines>) -> Self {
        let span = label.span.range();
        let first = lines.line(span.start);
        let whole = first.start..lines.line(span.end).end;
        let text = &lines.text;
        let (shown, is_cut) = if whole.len() <= PICTURE_MAX {
            (whole, false)
        } else if first.len() <= PICTURE_MAX {
            (first, false)
        } else {
            let start = first.start.max(span.start.saturating_sub(NEAR));
            let end = first.end.min(span.start + NEAR);
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

    fn can_take(&self, other: &Self) -> bool {
        let length = self.joined(other).len();
        self.source == other.source && !self.is_cut && !other.is_cut && length <= PICTURE_MAX
    }

    fn take(&mut self, other: Self) {
        self.shown = self.joined(&other);
        self.labels.extend(other.labels);
    }

    fn joined(&self, other: &Self) -> Range<usize> {
        self.shown.start.min(other.shown.start)..self.shown.end.max(other.shown.end)
    }

    /// The place as the renderer will tell it of a part of a line, and as it is.
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
