//! The wordings that a screen may show, and how they are written to files.

use crate::{charset::normalise_for_screen, content::Words, site::SiteSlogan, vocabulary::Channel};

/// The wordings that a screen may show, in order of preference.
pub fn wordings(slogan: &SiteSlogan) -> Vec<&Words> {
    let own = &slogan.wordings;
    let mut wordings: Vec<&Words> = own.of(Channel::Led).into_iter().collect();
    wordings.push(&slogan.text);
    wordings.extend(&own.short);
    wordings
}

/// A wording as it is written to a file. A full stop at the end is removed, since it takes a cell.
pub fn prepare(text: &str) -> String {
    let text = normalise_for_screen(text);
    text.trim_end_matches(['。', '|']).trim_end().to_owned()
}
