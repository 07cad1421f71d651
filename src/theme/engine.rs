//! The configuration of the template engine: the files in which values are escaped, and the filter for text
//! widths.

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::typeset::em_hundredths;

/// Files in which the values of variables are escaped: markup.
const ESCAPED: [&str; 4] = [".html", ".htm", ".xml", ".svg"];

/// Creates an engine without templates.
pub(super) fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(ESCAPED.to_vec());
    tera.register_filter("em", em);
    tera
}

/// The width of a text in a bold font, or of the widest of several, in hundredths of an em.
///
/// The result is at least one, so that templates can divide by it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine passes values to its filters"
)]
fn em(value: Value, _: Kwargs, _: &State<'_>) -> TeraResult<u32> {
    let width = |it: &Value| it.as_str().map(em_hundredths);
    let widest = match value.as_array() {
        Some(texts) => texts
            .iter()
            .map(width)
            .try_fold(0, |most, it| Some(most.max(it?))),
        None => width(&value),
    };
    match widest {
        Some(widest) => Ok(widest.max(1)),
        None => Err(tera::Error::message(format!(
            "`em` measures a text or a list of texts, not a value of type {}",
            value.name()
        ))),
    }
}
