//! Reads entries as plain text, without their places.

use crate::{
    span::Spanned,
    yaml::{Fields, Key},
};

/// The text of an optional entry.
pub fn plain(text: Option<Spanned<String>>) -> Option<String> {
    text.map(|it| it.value)
}

/// The texts of a list; empty if the list is absent.
pub fn plain_all(texts: Option<Vec<Spanned<String>>>) -> Vec<String> {
    let texts = texts.unwrap_or_default();
    texts.into_iter().map(|it| it.value).collect()
}

/// The text of a required entry. If it is missing, that is reported and the text is empty.
pub fn required(fields: &mut Fields<'_>, key: Key<'_>, example: &str) -> String {
    plain(fields.required_text(key, example)).unwrap_or_default()
}
