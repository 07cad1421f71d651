//! Draws diagnostics for people (terminal) and for machines (JSON).
//!
//! In: diagnostics and a way to get at the texts they point into. Out: a string.
//! Colour only repeats what the words say; without it nothing is lost.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, position};
use crate::span::SourceId;

/// What a source is called and what it says.
pub struct SourceText<'a> {
    pub path: &'a str,
    /// None if the file has changed since it was read.
    pub text: Option<Cow<'a, str>>,
}

/// The texts that spans point into.
pub trait Texts {
    fn path(&self, source: SourceId) -> &str;
    fn get(&self, source: SourceId) -> SourceText<'_>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Ansi,
}

/// One diagnostic as a terminal shows it, without a line break at its end.
///
/// The column in `path:LINE:COLUMN` counts characters; the caret stands below the right one even after
/// full-width text.
pub fn terminal(diagnostic: &Diagnostic, texts: &dyn Texts, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    renderer.render(&[group(diagnostic, texts)])
}

fn group<'a>(diagnostic: &'a Diagnostic, texts: &'a dyn Texts) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.id);
    let mut group = Group::with_title(title);
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let same_source = |it: &Label| it.span.source == label.span.source;
        // Labels of one file are drawn in one picture.
        if diagnostic.labels[..index].iter().any(same_source) {
            continue;
        }
        let labels: Vec<_> = diagnostic.labels[index..]
            .iter()
            .filter(|it| same_source(it))
            .collect();
        let source = texts.get(label.span.source);
        group = match source.text {
            Some(text) => group.element(snippet((source.path, text), &labels, index == 0)),
            None => group.element(Origin::path(source.path)),
        };
    }
    if let Some(file) = &diagnostic.file {
        group = group.element(Origin::path(file.as_str()));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    group
}

fn snippet<'a>(
    (path, text): (&'a str, Cow<'a, str>),
    labels: &[&'a Label],
    holds_primary: bool,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut snippet = Snippet::source(text).path(path);
    for (index, label) in labels.iter().enumerate() {
        let kind = if holds_primary && index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        snippet = snippet.annotation(kind.span(label.span.range()).label(&label.text));
    }
    snippet
}

/// All diagnostics as one JSON array, an object each.
///
/// `line` and `column` count from 1, columns in characters; both are null where there is no place to name.
pub fn json<'a>(
    diagnostics: impl Iterator<Item = &'a Diagnostic>,
    texts: &dyn Texts,
) -> serde_json::Value {
    diagnostics.map(|it| json_object(it, texts)).collect()
}

fn json_object(diagnostic: &Diagnostic, texts: &dyn Texts) -> serde_json::Value {
    let places: Vec<_> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let source = texts.get(label.span.source);
            let text = source.text.unwrap_or_default();
            let at = position(&text, label.span.start as usize);
            let end = position(&text, label.span.end as usize);
            serde_json::json!({
                "file": source.path,
                "line": at.line_number,
                "column": at.column_number,
                "end_line": end.line_number,
                "end_column": end.column_number,
                "text": label.text,
            })
        })
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
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": diagnostic.message,
        "file": file,
        "line": first("line"),
        "column": first("column"),
        "labels": places,
        "help": diagnostic.help,
    })
}
