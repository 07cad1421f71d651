//! Footnotes: numbered in the order of their references, listed at the end of the page.
//!
//! In: references and definitions in document order. Out: reference marks in the text, and a list of notes
//! with backlinks.
//! A note without a reference is still shown, so that no text is lost.

use std::{collections::HashMap, fmt::Write};

use pulldown_cmark::{CowStr, Event, Tag};

use super::{escape, piece::Piece};

pub(super) struct Footnotes<'a> {
    numbers: HashMap<&'a str, usize>,
    /// Per note, indexed by number - 1: references written so far, and the note's HTML.
    notes: Vec<Note>,
    /// The part before the `#` in the links between references and notes.
    here: String,
}

#[derive(Clone, Default)]
struct Note {
    reference_count: usize,
    html: Option<String>,
}

impl<'a> Footnotes<'a> {
    pub(super) fn number(pieces: &'a [Piece<'_>], here: &str) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut add = |name: &'a CowStr<'_>| {
            let next = numbers.len() + 1;
            numbers.entry(name).or_insert(next);
        };
        for piece in pieces {
            if let Event::FootnoteReference(name) = &piece.event {
                add(name);
            }
        }
        for piece in pieces {
            if let Event::Start(Tag::FootnoteDefinition(name)) = &piece.event {
                add(name);
            }
        }
        let notes = vec![Note::default(); numbers.len()];
        let mut escaped = String::new();
        escape::text(&mut escaped, here);
        Self {
            numbers,
            notes,
            here: escaped,
        }
    }

    pub(super) fn write_reference(&mut self, output: &mut String, name: &str) {
        let number = self.numbers[name];
        let note = &mut self.notes[number - 1];
        note.reference_count += 1;
        let id = reference_id(number, note.reference_count);
        let here = &self.here;
        push(
            output,
            format_args!(
                "<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"{here}#fn-{number}\" aria-label=\"脚注 {number}\">{number}</a></sup>"
            ),
        );
    }

    pub(super) fn define(&mut self, name: &str, html: String) {
        let note = &mut self.notes[self.numbers[name] - 1];
        // The first of two definitions counts, as for link references.
        note.html.get_or_insert(html);
    }

    /// Writes the list of notes; nothing if there are none.
    pub(super) fn write_notes(&self, output: &mut String) {
        if self.notes.iter().all(|it| it.html.is_none()) {
            return;
        }
        let here = &self.here;
        output.push_str("<section class=\"footnotes\" aria-label=\"脚注\">\n<ol>\n");
        for (index, note) in self.notes.iter().enumerate() {
            let number = index + 1;
            push(
                output,
                format_args!("<li id=\"fn-{number}\" value=\"{number}\">"),
            );
            let html = note.html.as_deref().unwrap_or_default().trim_end();
            // The backlink is appended to the last line instead of getting a line of its own.
            let (words, end) = html
                .strip_suffix("</p>")
                .map_or((html, ""), |it| (it, "</p>"));
            output.push_str(words);
            for reference in 1..=note.reference_count {
                let id = reference_id(number, reference);
                push(
                    output,
                    format_args!(
                        " <a class=\"footnote-back\" href=\"{here}#{id}\" aria-label=\"返回正文\">↩</a>"
                    ),
                );
            }
            output.push_str(end);
            output.push_str("</li>\n");
        }
        output.push_str("</ol>\n</section>\n");
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    match reference {
        1 => format!("fnref-{number}"),
        _ => format!("fnref-{number}-{reference}"),
    }
}

fn push(output: &mut String, arguments: std::fmt::Arguments<'_>) {
    output
        .write_fmt(arguments)
        .expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;

    #[test]
    fn notes_are_numbered_by_reference_and_have_backlinks() {
        let html = page("甲[^b]乙[^a]丙[^b]\n\n[^a]: 注一\n[^b]: 注二\n\n[^c]: 无人引用");
        assert_eq!(
            html,
            "<p>甲<sup class=\"footnote-ref\"><a id=\"fnref-1\" href=\"#fn-1\" aria-label=\"脚注 1\">1</a></sup>\
             乙<sup class=\"footnote-ref\"><a id=\"fnref-2\" href=\"#fn-2\" aria-label=\"脚注 2\">2</a></sup>\
             丙<sup class=\"footnote-ref\"><a id=\"fnref-1-2\" href=\"#fn-1\" aria-label=\"脚注 1\">1</a></sup></p>\n\
             <section class=\"footnotes\" aria-label=\"脚注\">\n<ol>\n\
             <li id=\"fn-1\" value=\"1\"><p>注二 <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"返回正文\">↩</a> \
             <a class=\"footnote-back\" href=\"#fnref-1-2\" aria-label=\"返回正文\">↩</a></p></li>\n\
             <li id=\"fn-2\" value=\"2\"><p>注一 <a class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"返回正文\">↩</a></p></li>\n\
             <li id=\"fn-3\" value=\"3\"><p>无人引用</p></li>\n</ol>\n</section>\n"
        );
    }
}
