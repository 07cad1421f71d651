//! The words that a screen may show, and how they go into a file.

use crate::{charset::normalise_for_screen, content::Words, site::SiteSlogan};

/// The words that a screen may show, best first.
pub fn wordings(slogan: &SiteSlogan) -> Vec<&Words> {
    let own = &slogan.wordings;
    let mut wordings: Vec<&Words> = own.led.iter().collect();
    wordings.push(&slogan.text);
    wordings.extend(&own.short);
    wordings
}

/// The words as they go into a file. A full stop at the end takes a cell and says nothing.
pub fn prepare(text: &str) -> String {
    let text = normalise_for_screen(text);
    text.trim_end_matches(['。', '|']).trim_end().to_owned()
}
