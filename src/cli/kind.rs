//! The kinds of content that `new` can create: the names on the command line, and the templates.

use rust_embed::RustEmbed;

use crate::{diagnostics::nearest, vocabulary::Kind};

/// For the command line: the error message lists the available kinds.
pub(super) fn from_argument(word: &str) -> Result<Kind, String> {
    let choices = Kind::choices();
    let known = || choices.iter().flat_map(|it| it.0.iter().copied());
    let found = choices.iter().find(|it| it.0.contains(&word));
    found.map(|it| it.1).ok_or_else(|| {
        let choices: Vec<&str> = choices.iter().map(|it| it.0[0]).collect();
        let choices = choices.join("、");
        match nearest(word, known()) {
            Some(near) => format!("您是不是要写“{near}”？可以写：{choices}"),
            None => format!("可以写：{choices}"),
        }
    })
}

/// The templates of new pages, one for each kind, called by its name.
#[derive(RustEmbed)]
#[folder = "src/cli/starter/new"]
struct Templates;

/// The template of a new page of this kind.
pub(super) fn template(kind: Kind) -> String {
    let file = Templates::get(&format!("{}.md", kind.name()));
    let file = file.expect("every kind has a template");
    String::from_utf8(file.data.into_owned()).expect("templates are UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_template() {
        for (_, kind) in Kind::choices() {
            assert!(template(kind).starts_with("---\n"));
        }
    }
}
