//! Finds what a portal put into a page.
//!
//! In: the page as it was published and as it is served. Out: the scripts, frames and other elements that
//! were added, and the page without them. Elements are found as text; nothing here reads HTML as browsers do.

use super::{
    Finding,
    snippet::{directive, snippet},
};

/// Elements that run or load something; `end` is what closes them.
const ELEMENTS: [(&str, &str); 6] = [
    ("<script", "</script>"),
    ("<iframe", "</iframe>"),
    ("<object", "</object>"),
    ("<noscript", "</noscript>"),
    ("<link", ">"),
    ("<style", "</style>"),
];

/// The directives that the portal's server has followed, if they explain the whole difference.
pub(super) fn included<'a>(
    ours: &str,
    theirs: &str,
    paths: &'a [String],
) -> Option<impl Iterator<Item = String> + use<'a>> {
    let mut used = Vec::new();
    let mut pieces = vec![ours];
    for path in paths {
        let directive = directive(path);
        if ours.contains(&directive) {
            used.push(path.clone());
            pieces = pieces
                .iter()
                .flat_map(|piece| piece.split(directive.as_str()))
                .collect();
        }
    }
    let (last, pieces) = pieces.split_last().filter(|_| !used.is_empty())?;
    let mut rest = theirs;
    for (index, piece) in pieces.iter().enumerate() {
        let at = rest.find(piece).filter(|&at| index > 0 || at == 0)?;
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last).then(|| used.into_iter())
}

/// Reports elements of `theirs` that `ours` does not have, and returns `theirs` without them.
pub(super) fn inserted_elements(
    ours: &str,
    theirs: &str,
    found: &mut Vec<(Finding, String)>,
) -> String {
    let mut known: Vec<&str> = elements(ours);
    let mut rest = String::with_capacity(theirs.len());
    let mut end = 0;
    for element in elements(theirs) {
        if let Some(at) = known.iter().position(|it| *it == element) {
            known.swap_remove(at);
            continue;
        }
        let start = offset(theirs, element);
        rest.push_str(&theirs[end..start]);
        end = start + element.len();
        let line = theirs[..start].matches('\n').count() + 1;
        found.push((
            finding(element),
            format!("第 {line} 行：{}", snippet(element)),
        ));
    }
    rest.push_str(&theirs[end..]);
    rest
}

/// Where `part`, a slice of `whole`, begins.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

fn elements(page: &str) -> Vec<&str> {
    let lower = page.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = lower[at..].find('<') {
        let start = at + step;
        let kind = ELEMENTS.iter().find(|(open, _)| {
            let rest = lower[start..].strip_prefix(open);
            rest.is_some_and(|it| it.starts_with(|it: char| !it.is_ascii_alphanumeric()))
        });
        at = start + 1;
        if let Some((_, close)) = kind {
            let end = lower[start..].find(close);
            at = end.map_or(page.len(), |it| start + it + close.len());
            found.push(&page[start..at]);
        }
    }
    found
}

fn finding(element: &str) -> Finding {
    let head = element.split_once('>').map_or(element, |(head, _)| head);
    let lower = head.to_ascii_lowercase();
    let source = attribute(head, "src").or_else(|| attribute(head, "href"));
    let source = source.unwrap_or_default();
    if lower.starts_with("<script") {
        Finding::InsertedScript(source)
    } else if lower.starts_with("<iframe") || lower.starts_with("<object") {
        Finding::InsertedFrame(source)
    } else {
        Finding::InsertedElement(
            lower
                .trim_start_matches('<')
                .split_whitespace()
                .next()
                .map_or_else(String::new, |name| {
                    format!("{name} {source}").trim_end().to_owned()
                }),
        )
    }
}

/// The value without its query, which often differs from page to page.
fn attribute(head: &str, name: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let value = head[at..].trim_start_matches(['"', '\'']);
    let end = value
        .find(['"', '\'', ' ', '?', '>'])
        .unwrap_or(value.len());
    Some(value[..end].to_owned())
}

/// One insertion that explains the whole difference: where in `ours`, and what.
pub(super) fn inserted<'t>(ours: &str, theirs: &'t str) -> Option<(usize, &'t str)> {
    let more = theirs.len().checked_sub(ours.len()).filter(|it| *it > 0)?;
    let pairs = ours.bytes().zip(theirs.bytes());
    let mut at = pairs.take_while(|(a, b)| a == b).count();
    while !(ours.is_char_boundary(at) && theirs.is_char_boundary(at + more)) {
        at = at.checked_sub(1)?;
    }
    // `<p>a</p>` before `<p>b</p>` has the common beginning `<p>`; begin where the element does.
    while at > 0 && !theirs[at..].starts_with('<') && could_shift(theirs, at, more) {
        at -= 1;
    }
    let rest = theirs.get(at + more..)?;
    (ours.get(at..)? == rest).then(|| (at, &theirs[at..at + more]))
}

fn could_shift(theirs: &str, at: usize, more: usize) -> bool {
    let bytes = theirs.as_bytes();
    bytes[at - 1] == bytes[at - 1 + more] && bytes[at - 1].is_ascii()
}
