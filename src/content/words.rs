//! The text of one wording, with the author's hints for line breaks.
//!
//! In `不轻信|不透露` the bar is a hint for screens and sheets that have to break the line. It is never
//! shown. Nothing here depends on the width of a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// The character that marks a possible line break.
pub const HINT: char = '|';

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The text without hints, as it is shown.
    pub value: String,
    /// The byte offset into `value` of each hint, in order; never the start or the end.
    hints: Vec<u32>,
    pub span: Span,
}

impl Words {
    /// Extracts the hints from `text`. Spaces around a hint are removed, except between two Latin words.
    pub fn new(text: &str, span: Span) -> Self {
        let mut value = String::with_capacity(text.len());
        let mut hints = Vec::new();
        let parts = text.split(HINT).map(str::trim);
        for part in parts.filter(|it| !it.is_empty()) {
            if value.ends_with(is_latin) && part.starts_with(is_latin) {
                value.push(' ');
            }
            hints.push(u32::try_from(value.len()).expect("a source is smaller than 4 GiB"));
            value.push_str(part);
        }
        // A hint before the first word is ignored.
        hints.retain(|it| *it > 0);
        Self { value, hints, span }
    }

    /// The text with its hints, as input for `typeset`.
    pub fn marked(&self) -> Cow<'_, str> {
        if self.hints.is_empty() {
            return Cow::Borrowed(&self.value);
        }
        let mut marked = String::with_capacity(self.value.len() + self.hints.len());
        let mut start = 0;
        for hint in &self.hints {
            let at = *hint as usize;
            marked.push_str(&self.value[start..at]);
            marked.push(HINT);
            start = at;
        }
        marked.push_str(&self.value[start..]);
        Cow::Owned(marked)
    }
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::SourceId;

    #[test]
    fn hints_are_taken_out_and_remembered() {
        let cases = [
            ("不轻信，不透露", "不轻信，不透露", "不轻信，不透露"),
            ("不轻信|不透露", "不轻信不透露", "不轻信|不透露"),
            (
                " |不轻信 | 不透露||好| ",
                "不轻信不透露好",
                "不轻信|不透露|好",
            ),
            ("anti | fraud", "anti fraud", "anti |fraud"),
            ("|", "", ""),
        ];
        for (text, value, marked) in cases {
            let words = Words::new(text, Span::new(SourceId(0), 0..0));
            assert_eq!(
                (words.value.as_str(), words.marked().as_ref()),
                (value, marked)
            );
        }
    }
}
