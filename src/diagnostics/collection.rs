//! Collects the diagnostics of a run: the first of each kind per file, and how many more there are.
//!
//! In: diagnostics in the order found. Out: those to show, and counts of the rest. A single mistake can occur
//! a million times in one file, which nobody would read.
//! Memory grows with the kinds of problems and the files that have them, never with the number of
//! repetitions.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Diagnostic, DiagnosticCode, Severity, SourceTexts};
use crate::{fingerprint::Fingerprint, span::SourceId};

/// How many diagnostics of one code are shown per file.
pub const SHOWN_PER_FILE: usize = 100;
/// How many diagnostics of one code are shown per run.
pub const SHOWN_PER_RUN: usize = 1000;

/// The diagnostics of a run, in the order found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Diagnostics {
    shown: Vec<Diagnostic>,
    /// How many of each kind are shown; an entry without a source is the total over all files.
    shown_counts: BTreeMap<ProblemKind, usize>,
    /// How many of each kind are counted but not shown; an entry without a source covers the files that have
    /// no entry of their own.
    omitted: BTreeMap<ProblemKind, usize>,
    /// What `push_once` has already received.
    #[serde(skip)]
    given: BTreeSet<Fingerprint>,
}

/// Diagnostics of the same code and severity in the same source are of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProblemKind {
    pub code: DiagnosticCode,
    pub severity: Severity,
    pub source: Option<SourceId>,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let kind = ProblemKind {
            code: diagnostic.code,
            severity: diagnostic.severity,
            source: diagnostic.labels.first().map(|it| it.span.source),
        };
        if !self.has_room(kind) {
            self.omit(kind, 1);
            return;
        }
        *self.shown_counts.entry(in_all(kind)).or_default() += 1;
        if kind.source.is_some() {
            *self.shown_counts.entry(kind).or_default() += 1;
        }
        self.shown.push(diagnostic);
    }

    /// Adds a diagnostic unless an equal one at the same location was added by this method before.
    pub fn push_once(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.labels.first().map(|it| it.span);
        let identity = (diagnostic.code, &diagnostic.message, place);
        if self.given.insert(Fingerprint::of_value(&identity)) {
            self.push(diagnostic);
        }
    }

    /// Whether one more diagnostic of this kind would be shown; lets callers skip help text that is expensive
    /// to compute.
    pub fn has_room(&self, kind: ProblemKind) -> bool {
        let shown = |kind| self.shown_counts.get(&kind).copied().unwrap_or_default();
        shown(in_all(kind)) < SHOWN_PER_RUN
            && (kind.source.is_none() || shown(kind) < SHOWN_PER_FILE)
    }

    fn omit(&mut self, kind: ProblemKind, count: usize) {
        // Once the limit per run is reached, this code is counted over all files together, so memory stays
        // bounded.
        let kind = match self.has_room(in_all(kind)) {
            true => kind,
            false => in_all(kind),
        };
        *self.omitted.entry(kind).or_default() += count;
    }

    pub fn append(&mut self, other: Self) {
        for diagnostic in other.shown {
            self.push(diagnostic);
        }
        for (kind, count) in other.omitted {
            self.omit(kind, count);
        }
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many diagnostics there are, shown or not.
    pub fn count(&self, severity: Severity) -> usize {
        let shown = self.shown.iter().filter(|it| it.severity == severity);
        let omitted = self.omitted().filter(|(kind, _)| kind.severity == severity);
        shown.count() + omitted.map(|it| it.1).sum::<usize>()
    }

    /// Turns every warning into an error (`--strict`).
    pub fn promote_warnings(&mut self) {
        for diagnostic in &mut self.shown {
            diagnostic.severity = Severity::Error;
        }
        self.shown_counts = promoted(&self.shown_counts);
        self.omitted = promoted(&self.omitted);
    }

    /// Sorts by file and location, so an author can work through a file from top to bottom; diagnostics
    /// without a location come first.
    pub fn sort(&mut self, texts: &dyn SourceTexts) {
        let place = |it: &Diagnostic| {
            let span = it.labels.first()?.span;
            let path = texts.path(span.source);
            // Settings come first: a mistake there is often the cause of the others.
            Some((path.contains('/'), path.to_owned(), span.start, span.end))
        };
        self.shown.sort_by_cached_key(place);
    }

    /// The diagnostics to show.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.shown.iter()
    }

    /// How many more there are of each kind; a kind without a source counts those of several files.
    pub fn omitted(&self) -> impl Iterator<Item = (ProblemKind, usize)> {
        self.omitted.iter().map(|(kind, count)| (*kind, *count))
    }
}

fn in_all(kind: ProblemKind) -> ProblemKind {
    ProblemKind {
        source: None,
        ..kind
    }
}

fn promoted(counts: &BTreeMap<ProblemKind, usize>) -> BTreeMap<ProblemKind, usize> {
    let mut promoted = BTreeMap::new();
    for (kind, count) in counts {
        let severity = Severity::Error;
        *promoted
            .entry(ProblemKind { severity, ..*kind })
            .or_default() += count;
    }
    promoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostics::code, span::Span};

    fn problem(source: u64, at: usize) -> Diagnostic {
        let span = Span::new(SourceId(source), at..at);
        Diagnostic::warning(code::LINK_MISSING, "缺").label(span, "这里")
    }

    fn omitted(diagnostics: &Diagnostics) -> Vec<(Option<u64>, usize)> {
        let omitted = diagnostics.omitted();
        omitted
            .map(|(kind, count)| (kind.source.map(|it| it.0), count))
            .collect()
    }

    #[test]
    fn omitted_diagnostics_are_counted() {
        let mut all = Diagnostics::default();
        for source in 0..12 {
            let mut of_file = Diagnostics::default();
            for at in 0..150 {
                of_file.push(problem(source, at));
            }
            assert_eq!(of_file.iter().count(), SHOWN_PER_FILE);
            all.append(of_file);
        }
        assert_eq!(all.iter().count(), SHOWN_PER_RUN);
        assert_eq!(all.count(Severity::Warning), 12 * 150);
        let mut expected = vec![(None, 2 * 150 + 50)];
        expected.extend((0..9).map(|it| (Some(it), 50)));
        assert_eq!(omitted(&all), expected);
        all.promote_warnings();
        assert_eq!(all.count(Severity::Error), 12 * 150);
        assert_eq!(all.count(Severity::Warning), 0);
        assert_eq!(omitted(&all), expected);
    }

    #[test]
    fn warnings_do_not_use_up_the_limit_of_errors() {
        let mut diagnostics = Diagnostics::default();
        for at in 0..1000 {
            diagnostics.push(problem(0, at));
        }
        let mut error = problem(0, 1000);
        error.severity = Severity::Error;
        diagnostics.push(error);
        let shown = diagnostics.iter();
        assert_eq!(shown.filter(|it| it.severity == Severity::Error).count(), 1);
    }

    #[test]
    fn push_once_ignores_duplicates() {
        let mut diagnostics = Diagnostics::default();
        for at in [0, 1, 0, 1, 2] {
            diagnostics.push_once(problem(0, at));
        }
        assert_eq!(diagnostics.iter().count(), 3);
    }
}
