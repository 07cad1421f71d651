//! Messages to authors: one value per problem, collected over a whole run and rendered in several formats.
//!
//! A diagnostic is plain data. This module never prints and never stops a run: callers check `has_errors`.

pub mod code;
mod collection;
mod drawing;
mod lines;
mod nearest;

use serde::{Deserialize, Serialize};

use crate::{paths::SourcePath, span::Span};
pub use code::DiagnosticCode;
pub use collection::{Diagnostics, ProblemKind};
pub use drawing::{ColourMode, Drawing, SourceTexts};
pub use nearest::nearest;

/// The longest message, label or help text, in characters: about a dozen lines of a terminal.
const CHARACTERS_MAX: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem in an author's file: what, where, and what to do.
///
/// `message` is one Chinese phrase without a full stop; the first label is the location of the problem;
/// `help` says what to do now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Diagnostic {
    pub code: DiagnosticCode,
    pub severity: Severity,
    pub message: String,
    pub labels: Vec<Label>,
    /// The file, if no location in it can be given (it cannot be read, or is a folder).
    pub file: Option<SourcePath>,
    pub help: Vec<String>,
}

/// An explanation attached to a location.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    pub fn error(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    pub fn warning(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: DiagnosticCode, message: String) -> Self {
        Self {
            code,
            severity,
            message: shortened(message),
            labels: Vec::new(),
            file: None,
            help: Vec::new(),
        }
    }

    /// Attaches a label to a location; the first label is the problem's own location, later ones are what it
    /// conflicts with.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: shortened(text.into()),
        });
        self
    }

    pub fn file(mut self, path: SourcePath) -> Self {
        self.file = Some(path);
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(shortened(text.into()));
        self
    }
}

/// Truncates `text` to `CHARACTERS_MAX` characters: an author's own words in it may be as long as a file.
fn shortened(mut text: String) -> String {
    if text.len() > CHARACTERS_MAX
        && let Some((at, _)) = text.char_indices().nth(CHARACTERS_MAX)
    {
        text.truncate(at);
        text.push('…');
    }
    text
}
