//! HTML and XML as parsers read them: assertions select elements with CSS and do not depend on how they are
//! written.
//!
//! In: a page, or a piece of one. Out: texts and attributes of the matching elements, in document order.
//! Scripts are off: the content of `noscript` is elements, as for a reader whose browser runs no script.

use std::fmt;

use html5ever::{
    ParseOpts, driver::parse_document, tendril::TendrilSink as _, tree_builder::TreeBuilderOpts,
};
use scraper::{ElementRef, Html, HtmlTreeSink, Node, Selector};

/// A parsed page. It is displayed as the HTML that it was parsed from, for messages.
pub struct Page {
    source: String,
    document: Html,
}

impl Page {
    pub fn parse(html: &str) -> Self {
        let options = ParseOpts {
            tree_builder: TreeBuilderOpts {
                scripting_enabled: false,
                ..TreeBuilderOpts::default()
            },
            ..ParseOpts::default()
        };
        let sink = HtmlTreeSink::new(Html::new_document());
        Self {
            source: html.to_owned(),
            document: parse_document(sink, options).one(html),
        }
    }

    /// The text of each element, with every run of white space as one space.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text_of).collect()
    }

    /// The text of the one element.
    pub fn text(&self, selector: &str) -> String {
        text_of(self.one(selector))
    }

    /// The values of an attribute, of the elements that have it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<&str> {
        let elements = self.all(selector).into_iter();
        elements.filter_map(|it| it.attr(name)).collect()
    }

    /// The value of an attribute of the one element.
    pub fn attribute(&self, selector: &str, name: &str) -> &str {
        let value = self.one(selector).attr(name);
        value.unwrap_or_else(|| panic!("{selector} has no {name} in\n{self}"))
    }

    /// The value of an attribute of each element, as a number.
    pub fn numbers(&self, selector: &str, name: &str) -> Vec<f64> {
        let number = |value: &str| {
            let number = value.trim_end_matches("mm").parse::<f64>();
            number.unwrap_or_else(|_| panic!("{name}=\"{value}\" is no number"))
        };
        let elements = self.all(selector).into_iter();
        let value = |element: ElementRef<'_>| element.attr(name).map(number);
        elements.map(|element| value(element).unwrap()).collect()
    }

    pub fn has(&self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    pub fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    /// Each element as a page by itself.
    pub fn parts(&self, selector: &str) -> Vec<Self> {
        let part = |element: ElementRef<'_>| {
            let part = Self::parse(&element.html());
            let name = element.value().name();
            assert!(part.has(name), "{name} does not stand by itself");
            part
        };
        self.all(selector).into_iter().map(part).collect()
    }

    /// The one element as a page by itself.
    pub fn part(&self, selector: &str) -> Self {
        self.one(selector);
        self.parts(selector).remove(0)
    }

    /// What stands directly in the one element, written as HTML: elements, texts and comments.
    pub fn children(&self, selector: &str) -> Vec<String> {
        let children = self.one(selector).children();
        let written = children.map(|child| match child.value() {
            Node::Comment(comment) => format!("<!--{}-->", &**comment),
            Node::Text(text) => text.to_string(),
            _ => ElementRef::wrap(child).map_or_else(String::new, |it| it.html()),
        });
        written.collect()
    }

    /// Where the links lead.
    pub fn links(&self) -> Vec<&str> {
        self.attributes("a", "href")
    }

    /// Whether a link leads to this address, to the letter.
    pub fn links_to(&self, address: &str) -> bool {
        self.links().contains(&address)
    }

    /// Whether a reader finds these words, which may run through several elements.
    pub fn says(&self, words: &str) -> bool {
        self.texts("body").concat().contains(words)
    }

    /// Whether these letters stand anywhere in the source, be it in a comment or an attribute.
    pub fn mentions(&self, letters: &str) -> bool {
        self.source.contains(letters)
    }

    /// The names and contents of all `<meta name>`, in order.
    pub fn metas(&self) -> Vec<(&str, &str)> {
        let names = self.attributes("meta[name]", "name");
        let contents = self.attributes("meta[name]", "content");
        assert_eq!(names.len(), contents.len(), "{self}");
        names.into_iter().zip(contents).collect()
    }

    /// The names of all attributes of all elements.
    pub fn names_of_attributes(&self) -> Vec<String> {
        let elements = self.all("*").into_iter();
        elements
            .flat_map(|it| it.value().attrs())
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    fn one(&self, selector: &str) -> ElementRef<'_> {
        let all = self.all(selector);
        assert_eq!(all.len(), 1, "how often {selector} stands in\n{self}");
        all[0]
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let parsed = Selector::parse(selector);
        let parsed = parsed.unwrap_or_else(|it| panic!("{selector}: {it}"));
        self.document.select(&parsed).collect()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.source)
    }
}

/// Line breaks of the source are no line breaks on the page.
fn text_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of each element of this name in an XML document.
pub fn xml_texts(document: &str, name: &str) -> Vec<String> {
    let parsed = roxmltree::Document::parse(document);
    let parsed = parsed.unwrap_or_else(|it| panic!("{it}\n{document}"));
    let elements = parsed.descendants().filter(|it| it.has_tag_name(name));
    elements
        .map(|it| it.text().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn what_is_written_in_several_ways_is_read_in_one() {
    let page = Page::parse(
        "<!DOCTYPE html><p class=a>一\n  <b>二</b></p>\
         <P CLASS='a b' title=\"&lt;\">三<noscript><i>四</i></noscript>",
    );
    assert_eq!(page.texts("p.a"), ["一 二", "三四"]);
    assert_eq!(page.text("p.b > noscript > i"), "四");
    assert_eq!(page.attributes("p", "title"), ["<"]);
    assert!(page.has("p:not(.b)") && !page.has("p.c"));
    assert_eq!(page.part("p.b").count("i"), 1);
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title>甲 &amp; 乙</title></feed>";
    assert_eq!(xml_texts(feed, "title"), ["甲 & 乙"]);
}
