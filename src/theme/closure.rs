//! The dependencies of each template: the templates that it uses, and the variables that all of them name.
//!
//! In: all templates. Out: for each template a fingerprint of its own text and of everything that it may
//! extend, include or call. The result is never too small: any text that looks like the name of a template or
//! component counts as a use, except the name of a file of the theme in `assets["style.css"]`.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

use super::TemplateFile;
use crate::fingerprint::Fingerprint;

/// The dependencies of one template, known before it is rendered.
pub(super) struct Closure {
    pub fingerprint: Fingerprint,
    pub variables: BTreeSet<String>,
}

/// Computes the closures of all templates; `tera` has loaded the same templates.
pub(super) fn closures(
    files: &BTreeMap<String, TemplateFile>,
    tera: &Tera,
) -> BTreeMap<String, Closure> {
    let uses: BTreeMap<&str, BTreeSet<&str>> = files
        .iter()
        .map(|(name, file)| (name.as_str(), used_by(name, &file.text, files)))
        .collect();
    files
        .keys()
        .map(|name| {
            let reached = reach(name, &uses);
            let mut text = String::new();
            let mut variables = BTreeSet::new();
            for it in &reached {
                text.push_str(&format!("{it}\0{}\0", files[*it].text));
                if let Ok(names) = tera.get_template_variables(it) {
                    variables.extend(names.into_iter().map(str::to_owned));
                }
            }
            let closure = Closure {
                fingerprint: Fingerprint::of(text.as_bytes()),
                variables,
            };
            (name.clone(), closure)
        })
        .collect()
}

/// The templates that `text` may name, and those that define a component that it may call.
fn used_by<'a>(
    own: &str,
    text: &str,
    files: &'a BTreeMap<String, TemplateFile>,
) -> BTreeSet<&'a str> {
    let text = &without_asset_names(text);
    let called: BTreeSet<&str> = text.split('<').skip(1).map(word).collect();
    files
        .iter()
        .filter(|(name, file)| {
            name.as_str() != own
                && (text.contains(name.as_str())
                    || components(&file.text).any(|it| called.contains(it)))
        })
        .map(|(name, _)| name.as_str())
        .collect()
}

/// The text without the names in `assets["…"]`, which are the names of files to link to: what such a file
/// contains is no part of this one, and its address is a variable.
fn without_asset_names(text: &str) -> String {
    let mut parts = text.split("assets[\"");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(part.split_once('"').map_or(part, |it| it.1));
    }
    rest
}

/// The names after `{% component`. Of a name in parts, such as `forms.input`, only the first part is
/// returned.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).filter_map(|it| {
        let rest = it.trim_start_matches('-').trim_start();
        let name = rest.strip_prefix("component")?;
        name.starts_with(char::is_whitespace).then(|| word(name))
    })
}

/// The word at the start of `text`, after any spaces, which Tera ignores.
fn word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_'));
    &text[..end.unwrap_or(text.len())]
}

fn reach<'a>(name: &'a str, uses: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::from([name]);
    let mut waiting = vec![name];
    while let Some(it) = waiting.pop() {
        for used in &uses[it] {
            if reached.insert(used) {
                waiting.push(used);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_linked_file_is_no_template() {
        let text = r#"a {{ assets["style.css"] }} b {% include "style.css" %}{{ assets["x"#;
        let rest = r#"a {{ assets["style.css"] }} b {% include "style.css" %}{{ x"#;
        let expected = rest.replace(r#"assets["style.css"]"#, "]");
        assert_eq!(without_asset_names(text), expected);
    }
}
