//! Templates: loaded together, checked, and filled in.
//!
//! In: the text of every template with its place. Out: text, or a diagnostic that points into the template.
//! An unknown filter, a missing parent and a circle of includes are found at loading, not at the first page.
//! Tera bounds nesting, ranges (100,000) and components that call themselves; this room bounds `elif` and
//! what a template writes. A text that doubles in `set_global` and nested loops that write nothing are
//! bounded by nobody.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use tera::{Context, ErrorKind, Tera};

use super::{
    TemplateFile,
    closure::{Closure, closures},
    engine::engine,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    paths::SourcePath,
    span::{SourceId, Span},
};

/// How many broken templates are reported in one run; behind a broken base all others look broken too.
const PROBLEMS_MAX: usize = 10;

/// How many `elif` one template may have. Tera goes one call deeper for each and has a limit for everything
/// but these.
const ELIF_MAX: usize = 500;
/// How many bytes a template may write; the largest page of a site is far below.
const OUTPUT_MAX: usize = 64 * 1024 * 1024;

pub struct Theme {
    tera: Tera,
    /// Template name → its file.
    files: BTreeMap<String, TemplateFile>,
    closures: BTreeMap<String, Closure>,
}

impl Theme {
    /// Loads all templates; a later file of one name takes the place of an earlier one.
    pub fn load(files: Vec<TemplateFile>, diagnostics: &mut Diagnostics) -> Self {
        let files: BTreeMap<String, TemplateFile> =
            files.into_iter().map(|it| (it.name.clone(), it)).collect();
        let mut texts = BTreeMap::new();
        for (name, file) in &files {
            let elif = file.text.match_indices("elif").nth(ELIF_MAX);
            if let Some((at, word)) = elif {
                let at = Span::new(file.source, at..at + word.len());
                diagnostics.push(too_many_elif(at));
            }
            let text = if elif.is_some() { "" } else { &file.text };
            texts.insert(name.as_str(), text);
        }
        let mut theme = Self {
            tera: engine(),
            files: files.clone(),
            closures: BTreeMap::new(),
        };
        for _ in 0..PROBLEMS_MAX {
            let mut tera = engine();
            let Err(error) = tera.add_raw_templates(&texts) else {
                theme.tera = tera;
                break;
            };
            let ErrorKind::SyntaxError(report) = error.kind() else {
                theme.report(&error, diagnostics);
                break;
            };
            // The rest is tried without the broken one, to find what else is wrong.
            let broken = texts.keys().copied().find(|it| *it == report.filename());
            theme.report(&error, diagnostics);
            match broken {
                Some(name) => texts.insert(name, ""),
                None => break,
            };
        }
        theme.closures = closures(&theme.files, &theme.tera);
        theme
    }

    /// The fingerprint of a template and of all that it leans on.
    pub fn closure(&self, template: &str) -> Fingerprint {
        let closure = self.closures.get(template);
        closure.map_or_else(|| Fingerprint::of(b""), |it| it.fingerprint)
    }

    /// Whether a template, or one that it leans on, names `variable`.
    pub fn names(&self, template: &str, variable: &str) -> bool {
        let closure = self.closures.get(template);
        closure.is_some_and(|it| it.variables.contains(variable))
    }

    /// Whether any template names `variable`.
    pub fn names_anywhere(&self, variable: &str) -> bool {
        let mut closures = self.closures.values();
        closures.any(|it| it.variables.contains(variable))
    }

    /// The text of a template as it was written.
    pub fn text(&self, template: &str) -> Option<&str> {
        self.files.get(template).map(|it| it.text.as_str())
    }

    /// A data file of the theme, such as a style sheet or a table of sizes: used as written, not rendered.
    ///
    /// It is found, and replaced by a site, as a template is; `closure` is its fingerprint.
    ///
    /// # Errors
    /// `theme/not-found` if neither the site nor the theme has it.
    pub fn data(&self, name: &str) -> Result<&TemplateFile, Box<Diagnostic>> {
        let file = self.files.get(name);
        file.ok_or_else(|| Box::new(missing(name)))
    }

    pub fn has(&self, template: &str) -> bool {
        self.files.contains_key(template)
    }

    /// Fills in `template`.
    ///
    /// # Errors
    /// `theme/render` or `theme/not-found`, pointing into the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut output = Bounded(Vec::new());
        let rendered = self.tera.render_to(template, context, &mut output);
        rendered.map_err(|error| {
            Box::new(match self.files.get(template) {
                Some(file) if output.is_full() => too_much(file.source),
                Some(_) => self.problem(&error),
                None => missing(template),
            })
        })?;
        Ok(output.0)
    }

    /// What to tell when the text of `template` is no picture.
    pub fn undrawable(&self, template: &str, reason: &str) -> Box<Diagnostic> {
        Box::new(undrawable(template, self.files.get(template), reason))
    }

    /// Several problems may come as one error: each is told at its own place.
    fn report(&self, error: &tera::Error, diagnostics: &mut Diagnostics) {
        let text = error.to_string();
        let listed: Vec<Diagnostic> = listed_problems(&text)
            .filter_map(|it| self.listed(&it))
            .take(PROBLEMS_MAX)
            .collect();
        if matches!(error.kind(), ErrorKind::SyntaxError(_)) || listed.is_empty() {
            diagnostics.push(self.problem(error));
        } else {
            listed.into_iter().for_each(|it| diagnostics.push(it));
        }
    }

    fn listed(&self, problem: &ListedProblem<'_>) -> Option<Diagnostic> {
        let file = self.files.get(problem.template)?;
        let lines = file.text.split_inclusive('\n');
        let line_start: usize = lines.take(problem.line_number - 1).map(str::len).sum();
        let line = file.text[line_start..].lines().next()?;
        let rest: String = line.chars().skip(problem.column_number - 1).collect();
        let start = line_start + line.len() - rest.len();
        let length = rest.find([' ', '|', '(', '}', '%']).unwrap_or(rest.len());
        let diagnostic = Diagnostic::error(code::THEME_SYNTAX, "模板写错了");
        Some(self.at(
            diagnostic,
            problem.template,
            &(start..start + length),
            problem.message,
        ))
    }

    fn problem(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let problem = Diagnostic::error(code::THEME_SYNTAX, "模板写错了");
                self.at(
                    problem,
                    report.filename(),
                    &report.span().range,
                    report.message(),
                )
            }
            ErrorKind::RenderingError(report) => {
                let problem = Diagnostic::error(code::THEME_RENDER, "模板运行出错");
                self.at(
                    problem,
                    report.filename(),
                    &report.span().range,
                    report.message(),
                )
            }
            ErrorKind::MissingParent { current, parent } => {
                let problem = Diagnostic::error(
                    code::THEME_SYNTAX,
                    format!("模板 {current} 的上级模板 {parent} 不存在"),
                );
                self.at(problem, current, &(0..0), "extends 的名称不对")
            }
            ErrorKind::CircularExtend { tpl, .. } => self.circle(tpl, "extends"),
            ErrorKind::CircularInclude { tpl, .. } => self.circle(tpl, "include"),
            _ => Diagnostic::error(code::THEME_SYNTAX, format!("模板不能用：{error}"))
                .help("检查 templates 和 themes 文件夹里的模板"),
        }
    }

    fn circle(&self, name: &str, word: &str) -> Diagnostic {
        let problem = Diagnostic::error(
            code::THEME_SYNTAX,
            format!("模板 {name} 用 {word} 绕了一圈又用到它自己"),
        );
        let text = self.files.get(name).map_or("", |it| it.text.as_str());
        let start = text.find(word).unwrap_or_default();
        let end = (start + word.len()).min(text.len());
        self.at(problem, name, &(start..end), "从这里绕回来")
    }

    fn at(
        &self,
        problem: Diagnostic,
        name: &str,
        range: &std::ops::Range<usize>,
        message: &str,
    ) -> Diagnostic {
        let problem = problem.help("模板用 Tera 2 语法；若没有改过主题，请把这条信息发给维护人员");
        match self.files.get(name) {
            Some(file) => {
                let length = file.text.len();
                let range = range.start.min(length)..range.end.min(length);
                problem.label(Span::new(file.source, range), message)
            }
            None => problem.file(SourcePath::new(name)),
        }
    }
}

/// A text that takes no more than a page can have.
struct Bounded(Vec<u8>);

impl Bounded {
    fn is_full(&self) -> bool {
        self.0.len() >= OUTPUT_MAX
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = OUTPUT_MAX - self.0.len();
        let taken = &bytes[..bytes.len().min(room)];
        self.0.extend_from_slice(taken);
        // Nothing taken ends the rendering.
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One entry of a list that Tera gives as text: `error: …`, then `--> name:line:column`.
struct ListedProblem<'a> {
    message: &'a str,
    template: &'a str,
    line_number: usize,
    column_number: usize,
}

fn listed_problems(text: &str) -> impl Iterator<Item = ListedProblem<'_>> {
    text.split("error: ").filter_map(|entry| {
        let (message, rest) = entry.split_once("\n")?;
        let place = rest.split_once("--> ")?.1.lines().next()?;
        let mut parts = place.rsplitn(3, ':');
        let column_number = parts.next()?.trim().parse().ok()?;
        let line_number = parts.next()?.parse().ok()?;
        Some(ListedProblem {
            message: message.trim(),
            template: parts.next()?,
            line_number,
            column_number,
        })
    })
}

fn missing(template: &str) -> Diagnostic {
    let problem = Diagnostic::error(code::THEME_NOT_FOUND, format!("主题里没有模板 {template}"))
        .help("从默认主题复制一份到 templates 文件夹，或删去 site.yaml 里的 theme 一行");
    match template {
        "search.html" => problem.help("不要搜索的话，在 site.yaml 里加一行 search: off"),
        _ => problem,
    }
}

fn too_many_elif(at: Span) -> Diagnostic {
    Diagnostic::error(code::THEME_SYNTAX, "模板里的 elif 太多")
        .label(at, format!("这是第 {} 个", ELIF_MAX + 1))
        .help("分成几个模板，用 include 引入")
}

fn too_much(source: SourceId) -> Diagnostic {
    Diagnostic::error(code::THEME_RENDER, "模板写出的内容没完没了")
        .label(Span::new(source, 0..0), "一个文件超过了 64 MB")
        .help("看看模板里的 for 循环是不是一层套一层，或者循环的次数太多")
}

fn undrawable(template: &str, file: Option<&TemplateFile>, reason: &str) -> Diagnostic {
    let problem = Diagnostic::error(
        code::THEME_RENDER,
        format!("模板 {template} 写出来的不是一幅 SVG 图"),
    )
    .help(
        "看看标签是不是成对、属性的值有没有写引号；删去 templates 里的这个文件，就用回内置的样子",
    );
    match file {
        Some(file) => problem.label(Span::new(file.source, 0..0), reason),
        None => problem,
    }
}
