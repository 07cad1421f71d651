//! Which templates a template leans on, and which variables all of them name together.
//!
//! In: every template. Out: for each a fingerprint of its own text and of all that it may extend, include or
//! call. Never too little: whatever looks like the name of a template or component counts as used.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

use super::TemplateFile;
use crate::fingerprint::Fingerprint;

/// What is known of one template before it is filled.
pub(super) struct Closure {
    pub fingerprint: Fingerprint,
    pub variables: BTreeSet<String>,
}

/// Looks at all templates; `tera` has loaded the very same.
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

/// The templates that `text` may name, and those that define a component it may call.
fn used_by<'a>(
    own: &str,
    text: &str,
    files: &'a BTreeMap<String, TemplateFile>,
) -> BTreeSet<&'a str> {
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

/// The names after `{% component`; of a name in parts such as `forms.input`, the first.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).filter_map(|it| {
        let rest = it.trim_start_matches('-').trim_start();
        let name = rest.strip_prefix("component")?;
        name.starts_with(char::is_whitespace).then(|| word(name))
    })
}

/// The word at the start of `text`, after any spaces: they mean nothing to Tera.
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
