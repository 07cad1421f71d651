//! Notes for operators: text templates of the theme, written in the code that the operator's programs read.
//!
//! In: a template with its variables. Out: a file that is made of its lines. White space at the end of the
//! text is dropped.

use super::Prepared;
use crate::theme::{Filling, Problem};

/// A file of a note's lines.
pub fn prepared<'a>(
    filling: Filling<'a>,
    encode: impl FnOnce(&[String]) -> Vec<u8> + 'a,
) -> Prepared<'a> {
    Prepared::new(filling.inputs(), move || Ok(encode(&lines(filling)?)))
}

/// # Errors
/// The template is missing or fails.
pub fn lines(filling: Filling<'_>) -> Result<Vec<String>, Problem> {
    let text = filling.render()?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.trim_end().lines().map(str::to_owned).collect())
}
