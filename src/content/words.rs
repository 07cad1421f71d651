//! The words of one wording, and where their author would have a line end.
//!
//! `不轻信|不透露`: a bar is a hint for screens and sheets that have to break the line; it is never shown.
//! Nothing here knows how wide a line is.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// What an author writes where a line may end.
pub const HINT: char = '|';

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Without hints: what is shown.
    pub value: String,
    /// Bytes of `value` before each hint, in order; neither its start nor its end.
    hints: Vec<u32>,
    pub span: Span,
}

impl Words {
    /// Takes the hints out of `text`; spaces around one are for the eye alone, except between two Latin
    /// words.
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
        // No line ends before the first word.
        hints.retain(|it| *it > 0);
        Self { value, hints, span }
    }

    /// The words with their hints, as `typeset` takes them.
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
