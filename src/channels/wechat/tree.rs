//! The HTML of a page's text as a small tree, from which the article and its plain text are written.
//!
//! In: HTML from `markdown` or its sanitiser, so all tags are balanced. Out: nodes.
//! The tree is never deeper than `DEPTH_MAX`: deeper content is added to the element around it.

use std::cell::RefCell;

use html5ever::{
    LocalName,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer,
        TokenizerOpts,
    },
};

/// Deeper than any text that people write; a limit is needed because the writers are recursive.
const DEPTH_MAX: usize = 100;

/// Void elements, which have no end tag.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

const BLOCKS: [&str; 26] = [
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tr",
    "ul",
];

#[derive(Debug, PartialEq, Eq)]
pub enum ArticleNode {
    Text(String),
    Element(Element),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    name: LocalName,
    attributes: Vec<(LocalName, String)>,
    pub children: Vec<ArticleNode>,
}

impl Element {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let named = self.attributes.iter().find(|it| &*it.0 == name);
        named.map(|it| it.1.as_str())
    }

    #[cfg(test)]
    pub fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|it| &*it.0)
    }

    pub fn has_class(&self, class: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split(' ').any(|it| it == class)
    }

    pub fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name())
    }

    /// The child elements, such as the items of a list.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|it| match it {
            ArticleNode::Element(element) => Some(element),
            ArticleNode::Text(_) => None,
        })
    }

    /// The number of a list's first item.
    pub fn first_number(&self) -> i64 {
        self.number("start").unwrap_or(1)
    }

    /// The number that the list item sets for itself.
    pub fn own_number(&self) -> Option<i64> {
        self.number("value")
    }

    fn number(&self, attribute: &str) -> Option<i64> {
        self.attribute(attribute)?.parse().ok()
    }

    /// The mark of an item of this list; `word` is written before its number, if it has one.
    pub fn mark(&self, word: &str, number: i64) -> String {
        match self.name() {
            "ol" => format!("{word}{number}. "),
            _ => "• ".to_owned(),
        }
    }

    /// The check box of a task list as a character.
    pub fn tick(&self) -> char {
        if self.attribute("checked").is_some() {
            '☑'
        } else {
            '☐'
        }
    }

    /// All text inside the element.
    pub fn words(&self) -> String {
        let words = self.children.iter().map(|it| match it {
            ArticleNode::Text(text) => text.clone(),
            ArticleNode::Element(element) => element.words(),
        });
        words.collect()
    }
}

pub fn parse(html: &str) -> Vec<ArticleNode> {
    let tokenizer = Tokenizer::new(Builder::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    // The tokenizer stops only at a script, and the sanitiser removes scripts; the nodes before it would be
    // kept.
    drop(tokenizer.feed(&queue));
    tokenizer.end();
    let growing = tokenizer.sink.0.into_inner();
    growing.finish()
}

#[derive(Default)]
struct Builder(RefCell<Growing>);

/// The tree under construction.
#[derive(Default)]
struct Growing {
    top: Vec<ArticleNode>,
    /// The open elements, the outermost first.
    open: Vec<Element>,
    /// The number of open elements that are too deep to become nodes.
    too_deep: usize,
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut growing = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => growing.text(&text),
            Token::TagToken(tag) if tag.kind == StartTag => growing.start(tag),
            Token::TagToken(tag) if tag.kind == EndTag => growing.end(&tag.name),
            _ => (),
        }
        TokenSinkResult::Continue
    }
}

impl Growing {
    fn children(&mut self) -> &mut Vec<ArticleNode> {
        match self.open.last_mut() {
            Some(element) => &mut element.children,
            None => &mut self.top,
        }
    }

    /// Adjacent texts are joined, because the tokenizer splits a text at each entity.
    fn text(&mut self, text: &str) {
        match self.children().last_mut() {
            Some(ArticleNode::Text(before)) => before.push_str(text),
            _ => self.children().push(ArticleNode::Text(text.to_owned())),
        }
    }

    fn start(&mut self, tag: Tag) {
        let is_void = VOID.contains(&&*tag.name);
        let element = Element {
            name: tag.name,
            attributes: tag
                .attrs
                .into_iter()
                .map(|it| (it.name.local, it.value.to_string()))
                .collect(),
            children: Vec::new(),
        };
        if is_void {
            self.children().push(ArticleNode::Element(element));
        } else if self.open.len() < DEPTH_MAX {
            self.open.push(element);
        } else {
            self.too_deep += 1;
        }
    }

    fn end(&mut self, name: &LocalName) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.open.last().is_some_and(|it| it.name == *name) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.children().push(ArticleNode::Element(element));
        }
    }

    fn finish(mut self) -> Vec<ArticleNode> {
        while !self.open.is_empty() {
            self.close();
        }
        self.top
    }
}

/// The class of the section that lists the addresses of all preceding links; it is omitted if there are none.
pub const LINKS: &str = "links";

/// The text before the number of a footnote, here and at its reference.
pub const NOTE: &str = "注";

/// The targets of a text's links. WeChat removes links, so their addresses are listed at the end.
#[derive(Default)]
pub struct LinkNotes(Vec<String>);

impl LinkNotes {
    /// The number under which the address of `link` is listed; `None` if the link needs no note.
    pub fn number(&mut self, link: &Element) -> Option<usize> {
        let address = link.attribute("href")?;
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        if !is_web || link.words().trim() == address {
            return None;
        }
        let known = self.0.iter().position(|it| it == address);
        let index = known.unwrap_or_else(|| {
            self.0.push(address.to_owned());
            self.0.len() - 1
        });
        Some(index + 1)
    }

    /// One line for each address, with its number.
    pub fn lines(&self) -> Vec<String> {
        let listed = (1..).zip(&self.0);
        listed
            .map(|(number, it): (usize, _)| format!("[{number}] {it}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_words_and_entities_become_nodes() {
        let nodes = parse("<p class=\"a b\">甲&amp;乙<br>\n<b>丙</b></p>\n丁");
        let ArticleNode::Element(paragraph) = &nodes[0] else {
            panic!("{nodes:?}");
        };
        assert!(paragraph.has_class("b") && !paragraph.has_class("c"));
        assert_eq!(paragraph.words(), "甲&乙\n丙");
        assert_eq!(paragraph.elements().count(), 2);
        assert_eq!(nodes[1], ArticleNode::Text("\n丁".to_owned()));
    }

    #[test]
    fn a_tree_is_never_deeper_than_it_may_be() {
        let html = format!("{}文{}后", "<b>".repeat(5000), "</b>".repeat(5000));
        let nodes = parse(&html);
        let mut depth = 0;
        let mut at = &nodes[0];
        while let ArticleNode::Element(element) = at {
            depth += 1;
            at = &element.children[0];
        }
        assert_eq!(depth, DEPTH_MAX);
        assert_eq!(nodes[1], ArticleNode::Text("后".to_owned()));
    }
}
