//! Entries of which only the words are kept, without their places.

use crate::{
    span::Spanned,
    yaml::{Fields, Key},
};

/// The words of an entry that may be absent.
pub fn plain(text: Option<Spanned<String>>) -> Option<String> {
    text.map(|it| it.value)
}

/// The words of each; none for an absent list.
pub fn plain_all(texts: Option<Vec<Spanned<String>>>) -> Vec<String> {
    let texts = texts.unwrap_or_default();
    texts.into_iter().map(|it| it.value).collect()
}

/// The words of an entry that must be there; empty if it is missing, which is reported.
pub fn required(fields: &mut Fields<'_>, key: Key<'_>, example: &str) -> String {
    plain(fields.required_text(key, example)).unwrap_or_default()
}
