//! What we tell authors: one value per problem, gathered over a whole run, drawn in several ways.
//!
//! A diagnostic is plain data. Nothing here prints, and nothing here stops a run: the caller looks at `has_errors`.

pub mod code;
mod drawing;
mod gathered;
mod lines;
mod nearest;

use serde::{Deserialize, Serialize};

use crate::{paths::SourcePath, span::Span};
pub use code::Code;
pub use drawing::{Colour, Drawing, Texts};
pub use gathered::{Diagnostics, ProblemKind};
pub use nearest::nearest;

/// How long a message, a label or a help may be, in characters: a dozen lines of a terminal.
const CHARACTERS_MAX: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// Its name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
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
            message: shortened(message),
            labels: Vec::new(),
            file: None,
            help: Vec::new(),
        }
    }

    /// Points at a place; the first label is the problem's own place, later ones are what it clashes with.
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

/// `text`, cut off where nobody would read on: an author's own words in it may be as long as a file.
fn shortened(mut text: String) -> String {
    if text.len() > CHARACTERS_MAX
        && let Some((at, _)) = text.char_indices().nth(CHARACTERS_MAX)
    {
        text.truncate(at);
        text.push('…');
    }
    text
}
