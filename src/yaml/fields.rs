//! Reads the entries of a map by their English or Chinese names, each with its expected type.
//!
//! In: a map node and the keys that its kind of file has. Out: values with their spans, and a diagnostic for
//! each entry that is missing, of the wrong type, written twice or unknown.
//! Each entry is taken at most once; entries that were not requested are unknown.

use jiff::{civil::Date, tz::TimeZone};

use super::{MapEntry, Moment, Node, Value, date::parse_month, half_width::half_width};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Severity, code, nearest},
    span::{Span, Spanned},
};

/// The names of one entry. `also` are names used by other generators.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    pub english: &'a str,
    pub chinese: &'a str,
    pub also: &'a [&'a str],
}

impl<'a> Key<'a> {
    pub const fn new(english: &'a str, chinese: &'a str) -> Self {
        Self {
            english,
            chinese,
            also: &[],
        }
    }

    pub const fn also(self, also: &'a [&'a str]) -> Self {
        Self { also, ..self }
    }

    fn is(&self, name: &str) -> bool {
        let name = name.trim();
        name == self.chinese
            || name.eq_ignore_ascii_case(self.english)
            || self.also.iter().any(|it| it.eq_ignore_ascii_case(name))
    }

    /// Whether this is a name of another generator, whose files may contain both.
    fn is_foreign(&self, name: &str) -> bool {
        let mut foreign = self.also.iter().filter(|it| it.is_ascii());
        foreign.any(|it| it.eq_ignore_ascii_case(name.trim()))
    }
}

/// How unknown entries are reported: in settings they are mistakes, in an imported article they are harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownKeys {
    Refuse,
    Warn,
}

pub struct Fields<'d> {
    entries: Vec<MapEntry>,
    /// The requested names, used to suggest the nearest one for an unknown name.
    known: Vec<String>,
    /// The first name in the map, or where the map would be: missing entries are reported here.
    place: Span,
    /// English names of the entries that were present, valid or not.
    present: Vec<String>,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Fields<'d> {
    /// Reads a map; anything else is a diagnostic and is treated as an empty map.
    pub fn new(node: Node, diagnostics: &'d mut Diagnostics) -> Self {
        let span = node.span;
        let entries = match node.value {
            Value::Map(entries) => entries,
            Value::Null => Vec::new(),
            _ => {
                diagnostics.push(not_a_map(span));
                Vec::new()
            }
        };
        Self {
            place: entries.first().map_or(span, |it: &MapEntry| it.key.span),
            entries,
            known: Vec::new(),
            present: Vec::new(),
            diagnostics,
        }
    }

    pub fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// Where a problem of the whole map is reported.
    pub fn place(&self) -> Span {
        self.place
    }

    /// The value under `key`, of any type; `None` if absent or empty.
    pub fn node(&mut self, key: Key<'_>) -> Option<Node> {
        self.known.push(key.english.to_owned());
        self.known.push(key.chinese.to_owned());
        let at = self.entries.iter().position(|it| key.is(&it.key.value))?;
        let entry = self.entries.remove(at);
        while let Some(at) = self.entries.iter().position(|it| key.is(&it.key.value)) {
            let second = self.entries.remove(at);
            let mut problem = twice(&second.key, entry.key.span);
            if [&second, &entry]
                .iter()
                .any(|it| key.is_foreign(&it.key.value))
            {
                problem.severity = Severity::Warning;
            }
            self.diagnostics.push(problem);
        }
        if matches!(entry.value.value, Value::Null) {
            return None;
        }
        self.present.push(key.english.to_owned());
        Some(entry.value)
    }

    pub fn text(&mut self, key: Key<'_>) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        match node.value {
            Value::Scalar(text) => Some(Spanned::new(text.trim().to_owned(), node.span)),
            _ => self.refuse(key, node.span, "一段文字"),
        }
    }

    /// A required text.
    pub fn required_text(&mut self, key: Key<'_>, example: &str) -> Option<Spanned<String>> {
        let text = self.text(key);
        self.required(key, text, example)
    }

    /// Reports `key`, which was requested before, as missing if it was absent.
    pub fn required<T>(&mut self, key: Key<'_>, value: Option<T>, example: &str) -> Option<T> {
        if !self.present.iter().any(|it| it == key.english) {
            self.diagnostics.push(missing(key, self.place, example));
        }
        value
    }

    /// `true`/`false`, also `是`/`否`.
    pub fn flag(&mut self, key: Key<'_>) -> Option<Spanned<bool>> {
        let text = self.text(key)?;
        let value = match text.value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "是" => true,
            "false" | "no" | "off" | "否" => false,
            _ => return self.refuse(key, text.span, "“是”或“否”"),
        };
        Some(Spanned::new(value, text.span))
    }

    pub fn integer(&mut self, key: Key<'_>) -> Option<Spanned<i64>> {
        let text = self.text(key)?;
        match half_width(&text.value).parse() {
            Ok(value) => Some(Spanned::new(value, text.span)),
            Err(_) => self.refuse(key, text.span, "一个整数"),
        }
    }

    /// A positive integer.
    pub fn count(&mut self, key: Key<'_>) -> Option<Spanned<u32>> {
        let number = self.integer(key)?;
        match u32::try_from(number.value) {
            Ok(value) if value > 0 => Some(Spanned::new(value, number.span)),
            _ => self.refuse(key, number.span, "一个大于 0 的整数"),
        }
    }

    /// A list of words; a single text is split at `、`, `，` and `,`.
    pub fn words(&mut self, key: Key<'_>) -> Option<Vec<Spanned<String>>> {
        let node = self.node(key)?;
        match node.value {
            Value::Scalar(text) => Some(split_words(&text, node.span)),
            Value::List(nodes) => {
                let words = nodes.into_iter().filter_map(|it| self.word(key, it));
                let mut words: Vec<_> = words.collect();
                // The list of nodes, whose allocation is reused, was several times as large.
                words.shrink_to_fit();
                Some(words)
            }
            _ => self.refuse(key, node.span, "几个词，例如 [甲, 乙]"),
        }
    }

    fn word(&mut self, key: Key<'_>, node: Node) -> Option<Spanned<String>> {
        match node.value {
            Value::Scalar(text) => Some(Spanned::new(text.trim().to_owned(), node.span)),
            Value::Null => None,
            _ => self.refuse(key, node.span, "一个词"),
        }
    }

    /// A list of sentences; a single text is a list of one.
    pub fn sentences(&mut self, key: Key<'_>) -> Option<Vec<Spanned<String>>> {
        let at = self.entries.iter().position(|it| key.is(&it.key.value));
        if let Some(at) = at
            && let Value::Scalar(_) = self.entries[at].value.value
        {
            return self.text(key).map(|it| vec![it]);
        }
        self.words(key)
    }

    pub fn moment(&mut self, key: Key<'_>, zone: &TimeZone) -> Option<Spanned<Moment>> {
        let text = self.text(key)?;
        if let Some(moment) = Moment::parse(&text.value, zone) {
            return Some(Spanned::new(moment, text.span));
        }
        self.report(bad_date(key, &text, "2026-05-01 或 2026-05-01 09:30"))
    }

    /// A date without a time.
    pub fn day(&mut self, key: Key<'_>) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        if let Some(moment) = Moment::parse(&text.value, &TimeZone::UTC) {
            return Some(Spanned::new(moment.date(), text.span));
        }
        self.report(bad_date(key, &text, "2026-05-01"))
    }

    /// A decimal number, as its author wrote it.
    pub fn number(&mut self, key: Key<'_>) -> Option<String> {
        let text = self.text(key)?;
        let number = half_width(&text.value);
        match number.replace(',', "").parse::<f64>() {
            Ok(value) if value.is_finite() => Some(number),
            _ => self.refuse(key, text.span, "一个数，例如 120 或 958.7"),
        }
    }

    /// A percentage with or without its sign, as written, always with `%`.
    pub fn percent(&mut self, key: Key<'_>) -> Option<String> {
        let text = self.text(key)?;
        let number = half_width(&text.value);
        let number = number.trim_end_matches('%').trim();
        match number.parse::<f64>() {
            Ok(value) if value.is_finite() => Some(format!("{number}%")),
            _ => self.refuse(key, text.span, "一个百分数，例如 -3.7"),
        }
    }

    pub fn month(&mut self, key: Key<'_>) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        if let Some(month) = parse_month(&text.value) {
            return Some(Spanned::new(month, text.span));
        }
        self.report(bad_date(key, &text, "2026-05"))
    }

    /// One of a fixed set of words, each given with all its names; the first name is shown to authors.
    pub fn choice<T: Copy>(
        &mut self,
        key: Key<'_>,
        choices: &[(&[&str], T)],
    ) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        if let Some(value) = find_choice(&text.value, choices) {
            return Some(Spanned::new(value, text.span));
        }
        self.report(not_a_choice(key, &text, &names(choices)))
    }

    /// A list of words from a fixed set.
    pub fn choices<T: Copy>(&mut self, key: Key<'_>, choices: &[(&[&str], T)]) -> Option<Vec<T>> {
        let words = self.words(key)?;
        let mut values = Vec::new();
        for word in words {
            match find_choice(&word.value, choices) {
                Some(value) => values.push(value),
                None => {
                    let problem = not_a_choice(key, &word, &names(choices));
                    self.diagnostics.push(problem);
                }
            }
        }
        Some(values)
    }

    /// A list of maps; a single map is a list of one.
    pub fn maps(&mut self, key: Key<'_>) -> Vec<Node> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        match node.value {
            Value::List(nodes) => nodes,
            Value::Map(_) => vec![node],
            Value::Scalar(_) | Value::Null => {
                self.diagnostics
                    .push(wrong_type(key, node.span, "一个列表，每项以“- ”开头"));
                Vec::new()
            }
        }
    }

    /// Reports the entries that were not requested.
    pub fn finish(self, unknown: UnknownKeys) {
        for entry in &self.entries {
            let near = nearest(&entry.key.value, self.known.iter().map(String::as_str));
            let mut problem = unknown_key(&entry.key, near);
            if unknown == UnknownKeys::Warn {
                problem.severity = Severity::Warning;
            }
            self.diagnostics.push(problem);
        }
    }

    /// Reports a value of the wrong type that the caller has parsed itself.
    pub fn refuse_type(&mut self, key: Key<'_>, at: Span, wanted: &str) {
        self.diagnostics.push(wrong_type(key, at, wanted));
    }

    fn refuse<T>(&mut self, key: Key<'_>, at: Span, wanted: &str) -> Option<T> {
        self.report(wrong_type(key, at, wanted))
    }

    fn report<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.diagnostics.push(problem);
        None
    }
}

/// The parts of `甲、乙，丙`; each has the span of the whole.
fn split_words(text: &str, span: Span) -> Vec<Spanned<String>> {
    text.split(['、', '，', ',', '；', ';'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(|it| Spanned::new(it.to_owned(), span))
        .collect()
}

fn find_choice<T: Copy>(word: &str, choices: &[(&[&str], T)]) -> Option<T> {
    choices
        .iter()
        .find(|(names, _)| names.contains(&word))
        .map(|(_, value)| *value)
}

fn names<'a, T>(choices: &[(&[&'a str], T)]) -> Vec<&'a str> {
    choices.iter().map(|(names, _)| names[0]).collect()
}

fn not_a_map(at: Span) -> Diagnostic {
    Diagnostic::error(code::FIELD_TYPE, "这里应该是“名称: 内容”")
        .label(at, "没有读到名称")
        .help("每行写成“名称: 内容”，用英文冒号，冒号后面空一格")
}

fn missing(key: Key<'_>, at: Span, example: &str) -> Diagnostic {
    Diagnostic::error(code::FIELD_MISSING, format!("缺少“{}”", key.chinese))
        .label(at, format!("这里没有写“{}”", key.chinese))
        .help(format!("加一行：{}: {example}", key.chinese))
}

fn wrong_type(key: Key<'_>, at: Span, wanted: &str) -> Diagnostic {
    Diagnostic::error(code::FIELD_TYPE, format!("“{}”的内容类型不对", key.chinese))
        .label(at, format!("应该是{wanted}"))
        .help(format!("“{}”要写{wanted}", key.chinese))
}

fn bad_date(key: Key<'_>, text: &Spanned<String>, example: &str) -> Diagnostic {
    Diagnostic::error(code::FIELD_DATE, format!("“{}”不是日期", key.chinese))
        .label(text.span, "读不出日期，或者这一天不存在")
        .help(format!("写成 {example} 这样，用半角数字"))
}

fn not_a_choice(key: Key<'_>, text: &Spanned<String>, names: &[&str]) -> Diagnostic {
    let problem = Diagnostic::error(
        code::FIELD_VALUE,
        format!("“{}”里没有“{}”这一项", key.chinese, text.value),
    )
    .label(text.span, "不在可选范围内");
    let problem = match nearest(&text.value, names.iter().copied()) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem,
    };
    problem.help(format!("可以写：{}", names.join("、")))
}

fn twice(second: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::error(
        code::FIELD_TWICE,
        format!("“{}”和另一行说的是同一项", second.value),
    )
    .label(second.span, "第二次")
    .label(first, "第一次")
    .help("中文名和英文名只写一个")
}

fn unknown_key(key: &Spanned<String>, near: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::error(code::FIELD_UNKNOWN, format!("不认识“{}”", key.value))
        .label(key.span, "这一项不起作用");
    match near {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help("删去这一行，或检查名称有没有写错"),
    }
}
