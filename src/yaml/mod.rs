//! YAML as authors write it: a tree in which every node has its span.
//!
//! In: the text of `site.yaml` or of front matter. Out: a `Node` tree, and diagnostics written for authors.
//! The event parser is the one that serde-saphyr is built on; it is used directly because a Chinese message
//! needs the exact location and spelling of every scalar, which a deserialised value no longer has. It is
//! used in this file only.
//! YAML written by the program goes through serde (`write`).
//! Aliases are rejected, so a small file cannot expand to a large tree.

mod date;
mod excerpt;
mod fields;
mod half_width;
mod lint;
mod syntax;
mod write;

pub use date::Moment;
pub use excerpt::Excerpt;
pub use fields::{Fields, Key, UnknownKeys};
pub use write::{block, scalar};

use std::collections::HashMap;

use yaml::{Event, Parser, ScalarStyle};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
};

/// The maximum size of a text in bytes; a taxonomy of ten thousand terms needs a third of it.
const BYTES_MAX: usize = 1024 * 1024;
/// The maximum nesting depth of lists and maps; site settings need four levels.
const DEPTH_MAX: usize = 16;
/// The maximum number of nodes; the largest realistic settings file has a few thousand.
const NODES_MAX: usize = 50_000;

#[derive(Clone, Debug)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing was written after the colon.
    Null,
    /// The text as written, with quotes and escapes resolved; its type is decided by the caller.
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<MapEntry>),
}

#[derive(Clone, Debug)]
pub struct MapEntry {
    pub key: Spanned<String>,
    pub value: Node,
}

/// Parses one YAML document; `Null` for an empty text, `None` if it is invalid (and diagnostics say why).
pub fn parse(excerpt: Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    if excerpt.text.len() > BYTES_MAX {
        diagnostics.push(too_big(excerpt.span(0..0)));
        return None;
    }
    let mut is_fatal = false;
    lint::lint(excerpt, &mut |problem| {
        is_fatal |= problem.is_fatal;
        diagnostics.push(problem.diagnostic);
    });
    if is_fatal {
        return None;
    }
    match TreeBuilder::new(excerpt).document() {
        Ok((node, problems)) => {
            diagnostics.append(problems);
            Some(node)
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

/// Boxed because it is the rare case and a `Diagnostic` is large.
type Refusal = Box<Diagnostic>;

struct TreeBuilder<'a> {
    excerpt: Excerpt<'a>,
    parser: Parser<'a, yaml::StrInput<'a>>,
    node_count: usize,
    problems: Diagnostics,
}

impl<'a> TreeBuilder<'a> {
    fn new(excerpt: Excerpt<'a>) -> Self {
        let options = yaml::options! { emit_comments: false, emit_unresolved_aliases: true };
        Self {
            excerpt,
            parser: Parser::new_from_str_with_options(excerpt.text, options),
            node_count: 0,
            problems: Diagnostics::default(),
        }
    }

    fn document(mut self) -> Result<(Node, Diagnostics), Refusal> {
        let mut document = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::StreamStart | Event::DocumentEnd => (),
                Event::DocumentStart(..) if document.is_some() => {
                    return Err(Box::new(second_document(span)));
                }
                Event::DocumentStart(..) => (),
                event => document = Some(self.node(event, span, 0)?),
            }
        }
        let node = document.unwrap_or(Node {
            span: self.excerpt.span(0..0),
            value: Value::Null,
        });
        Ok((node, self.problems))
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Refusal> {
        match self.parser.next() {
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or(0..0);
                Ok((event, self.excerpt.span(range)))
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                let problem = syntax::problem(self.excerpt, at, &error.info());
                Err(Box::new(problem))
            }
            None => Ok((Event::StreamEnd, self.excerpt.span(0..0))),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Refusal> {
        self.node_count += 1;
        if depth > DEPTH_MAX || self.node_count > NODES_MAX {
            return Err(Box::new(too_big(span)));
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.refuse_anchor(anchor, span)?;
                let empty = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let value = if empty {
                    Value::Null
                } else {
                    Value::Scalar(text.into_owned())
                };
                Ok(Node { span, value })
            }
            Event::SequenceStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span)?;
                self.list(span, depth)
            }
            Event::MappingStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span)?;
                self.map(span, depth)
            }
            _ => Err(Box::new(alias(span))),
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Result<Node, Refusal> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let span = Span {
                    end: items.last().map_or(span.end, |it: &Node| it.span.end),
                    ..start
                };
                let value = Value::List(items);
                return Ok(Node { span, value });
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Result<Node, Refusal> {
        let mut entries: Vec<MapEntry> = Vec::new();
        let mut places: HashMap<String, Span> = HashMap::new();
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::MappingEnd => {
                    let end = entries.last().map_or(span.end, |it| it.value.span.end);
                    let span = Span {
                        end: end.max(start.start),
                        ..start
                    };
                    let value = Value::Map(entries);
                    return Ok(Node { span, value });
                }
                Event::Scalar(text, ..) => Spanned::new(text.into_owned(), span),
                Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(Box::new(alias(span))),
                _ => return Err(Box::new(key_is_not_a_word(span))),
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            match places.get(&key.value) {
                Some(first) => self.problems.push(duplicate_key(&key, *first)),
                None => {
                    places.insert(key.value.clone(), key.span);
                    entries.push(MapEntry { key, value });
                }
            }
        }
    }

    fn refuse_anchor(&self, anchor: usize, span: Span) -> Result<(), Refusal> {
        match anchor {
            0 => Ok(()),
            _ => Err(Box::new(alias(span))),
        }
    }
}

fn second_document(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, "设置里又出现了一行 ---")
        .label(at, "从这里起不会被读取")
        .help("删去多余的 ---")
}

fn key_is_not_a_word(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, "名称的位置上不是一个词")
        .label(at, "冒号前只能是一个词")
        .help("每行写成“名称: 内容”")
}

fn duplicate_key(key: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_DUPLICATE_KEY, format!("“{}”写了两次", key.value))
        .label(key.span, "第二次")
        .label(first, "第一次")
        .help("留下一行，删去另一行")
}

fn alias(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_ALIAS, "这里用了 YAML 的引用写法")
        .label(at, "& 和 * 开头表示引用")
        .help("如果是普通文字，请用英文引号括起来；如果真的是引用，请把内容直接写出来")
}

fn too_big(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_TOO_BIG, "信息栏的层次太深或内容太多")
        .label(at, "读到这里为止")
        .help("信息栏只写标题、日期等几行，正文写在第二个 --- 之后")
}
