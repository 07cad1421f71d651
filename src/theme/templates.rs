//! Templates: loaded together, checked, and filled in.
//!
//! In: the text of every template with its place. Out: text, or a diagnostic that points into the template.
//! An unknown filter, a missing parent and a circle of includes are found at loading, not at the first page.

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, Tera};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::SourcePath,
    span::{SourceId, Span},
};

/// How many broken templates are reported in one run; behind a broken base all others look broken too.
const PROBLEMS_MAX: usize = 10;

/// One template text.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The name that templates use: `partials/header.html`.
    pub name: String,
    pub source: SourceId,
    pub text: String,
}

pub struct Theme {
    tera: Tera,
    /// Template name → its source and length in bytes.
    places: BTreeMap<String, (SourceId, usize)>,
}

impl Theme {
    /// Loads all templates; a later file of one name takes the place of an earlier one.
    pub fn load(files: Vec<TemplateFile>, diagnostics: &mut Diagnostics) -> Self {
        let places = files
            .iter()
            .map(|it| (it.name.clone(), (it.source, it.text.len())))
            .collect();
        let mut texts: BTreeMap<String, String> =
            files.into_iter().map(|it| (it.name, it.text)).collect();
        let mut theme = Self {
            tera: Tera::new(),
            places,
        };
        for _ in 0..PROBLEMS_MAX {
            let mut tera = Tera::new();
            let Err(error) = tera.add_raw_templates(&texts) else {
                theme.tera = tera;
                break;
            };
            diagnostics.push(theme.problem(&error));
            // The rest is tried without the broken one, to find what else is wrong.
            let broken = match error.kind() {
                ErrorKind::SyntaxError(report) => report.filename().to_owned(),
                _ => break,
            };
            if texts.insert(broken, String::new()).is_none() {
                break;
            }
        }
        theme
    }

    pub fn has(&self, template: &str) -> bool {
        self.places.contains_key(template)
    }

    /// Fills in `template`.
    ///
    /// # Errors
    /// `theme/render` or `theme/not-found`, pointing into the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        self.tera.render(template, context).map_err(|error| {
            let problem = match self.has(template) {
                true => self.problem(&error),
                false => missing(template),
            };
            Box::new(problem)
        })
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
            _ => Diagnostic::error(code::THEME_SYNTAX, format!("模板不能用：{error}"))
                .help("检查 templates 和 themes 文件夹里的模板"),
        }
    }

    fn at(
        &self,
        problem: Diagnostic,
        name: &str,
        range: &std::ops::Range<usize>,
        message: &str,
    ) -> Diagnostic {
        let problem = problem.help("模板用 Tera 2 语法；若没有改过主题，请把这条信息发给维护人员");
        match self.places.get(name) {
            Some((source, length)) => {
                let range = range.start.min(*length)..range.end.min(*length);
                problem.label(Span::new(*source, range), message)
            }
            None => problem.file(SourcePath::new(name)),
        }
    }
}

fn missing(template: &str) -> Diagnostic {
    Diagnostic::error(code::THEME_NOT_FOUND, format!("主题里没有模板 {template}"))
        .help("从默认主题复制一份到 templates 文件夹，或删去 site.yaml 里的 theme 一行")
}
