//! What we tell authors: one value per problem, gathered over a whole run, drawn in several ways.
//!
//! A diagnostic is plain data. Nothing here prints, and nothing here stops a run: the caller looks at `has_errors`.

pub mod code;
mod lines;
mod nearest;
mod render;

use serde::{Deserialize, Serialize};

use crate::{paths::SourcePath, span::Span};
pub use code::Code;
use lines::position;
pub use nearest::nearest;
pub use render::{Colour, SourceText, Texts, json, terminal};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

/// One problem in an author's file: what, where, and what to do.
///
/// `message` is one Chinese phrase without a full stop; the first label is the place of the problem;
/// `help` says what to do now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub labels: Vec<Label>,
    /// The file, where no place in it can be named (it cannot be read, or is a folder).
    pub file: Option<SourcePath>,
    pub help: Vec<String>,
}

/// What is at a place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            labels: Vec::new(),
            file: None,
            help: Vec::new(),
        }
    }

    /// Points at a place; the first label is the problem's own place, later ones are what it clashes with.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    pub fn file(mut self, path: SourcePath) -> Self {
        self.file = Some(path);
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// The problems of a run, in the order found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds a problem unless the same one, at the same place, is there already.
    pub fn push_once(&mut self, diagnostic: Diagnostic) {
        let place = |it: &Diagnostic| it.labels.first().map(|label| label.span);
        let same = |it: &Diagnostic| {
            it.code == diagnostic.code
                && it.message == diagnostic.message
                && place(it) == place(&diagnostic)
        };
        if !self.0.iter().any(same) {
            self.0.push(diagnostic);
        }
    }

    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|it| it.severity == severity).count()
    }

    /// Makes every warning an error (`--strict`).
    pub fn promote_warnings(&mut self) {
        for diagnostic in &mut self.0 {
            diagnostic.severity = Severity::Error;
        }
    }

    /// By file and place, so that an author mends a file from top to bottom; those without a place come first.
    pub fn sort(&mut self, texts: &dyn Texts) {
        let place = |it: &Diagnostic| {
            let span = it.labels.first()?.span;
            let path = texts.path(span.source);
            // The settings come first: what is wrong there is often the cause of the rest.
            Some((path.contains('/'), path.to_owned(), span.start, span.end))
        };
        self.0.sort_by_cached_key(place);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }
}
