//! A template together with its variables, each known by a fingerprint before anything is rendered.
//!
//! In: views and shared values. Out: the fingerprints of all that the text depends on, and, if it is wanted,
//! the text. Only variables that the template names count, so what it does not show cannot make it anew.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use super::Theme;
use crate::{
    diagnostics::Diagnostic, fingerprint::Fingerprint, paths::SourcePath, source::Changed,
};

/// What a file depends on: a name for people to read, and a fingerprint.
pub type Inputs = Vec<(&'static str, Fingerprint)>;

/// The name under which the templates themselves are one of the inputs.
const TEMPLATE: &str = "template";

/// Why a file could not be made.
#[derive(Debug)]
pub enum Problem {
    Template(Box<Diagnostic>),
    /// This source is no longer the one that was read.
    Changed(SourcePath),
}

impl From<Box<Diagnostic>> for Problem {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Template(diagnostic)
    }
}

impl From<Changed> for Problem {
    fn from(changed: Changed) -> Self {
        Self::Changed(changed.0)
    }
}

/// A variable that many pages share; its copies cost nothing.
#[derive(Clone)]
pub struct SharedValue {
    value: Value,
    fingerprint: Fingerprint,
}

impl SharedValue {
    pub fn new(view: &impl Serialize) -> Self {
        Self {
            value: Value::from_serializable(view),
            fingerprint: Fingerprint::of_value(view),
        }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// A variable whose value is dear: it is made only when the text is.
pub struct LateValue<'a> {
    /// Of everything that `make` looks at.
    pub fingerprint: Fingerprint,
    pub make: Box<dyn FnOnce() -> Result<Value, Problem> + 'a>,
}

enum Variable<'a> {
    View(Box<dyn View + 'a>),
    Shared(SharedValue),
    Late(LateValue<'a>),
}

/// Any struct of `view`.
trait View {
    fn fingerprint(&self) -> Fingerprint;
    fn value(&self) -> Value;
}

impl<T: Serialize> View for T {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_value(self)
    }

    fn value(&self) -> Value {
        Value::from_serializable(self)
    }
}

/// A template and what it is filled with.
pub struct Filling<'a> {
    theme: &'a Theme,
    template: String,
    variables: Vec<(&'static str, Variable<'a>)>,
}

impl<'a> Filling<'a> {
    pub fn new(theme: &'a Theme, template: &str) -> Self {
        Self {
            theme,
            template: template.to_owned(),
            variables: Vec::new(),
        }
    }

    /// The same variables for another template.
    pub fn with_template(self, template: &str) -> Self {
        Self {
            template: template.to_owned(),
            ..self
        }
    }

    pub fn insert(&mut self, name: &'static str, view: impl Serialize + 'a) {
        self.variables.push((name, Variable::View(Box::new(view))));
    }

    pub fn insert_shared(&mut self, name: &'static str, value: &Arc<SharedValue>) {
        let value = Variable::Shared(SharedValue::clone(value));
        self.variables.push((name, value));
    }

    pub fn insert_late(&mut self, name: &'static str, value: LateValue<'a>) {
        self.variables.push((name, Variable::Late(value)));
    }

    pub fn template(&self) -> &str {
        &self.template
    }

    /// A variable made of `source` when the text is rendered: `make` can read nothing else.
    pub fn insert_made<S: Serialize + 'a, V: Serialize + 'a>(
        &mut self,
        name: &'static str,
        source: S,
        make: fn(&S) -> V,
    ) {
        let value = LateValue {
            fingerprint: Fingerprint::of_value(&source),
            make: Box::new(move || Ok(Value::from_serializable(&make(&source)))),
        };
        self.insert_late(name, value);
    }

    /// The fingerprints of the templates and of each variable that they name.
    pub fn inputs(&self) -> Inputs {
        let mut inputs = vec![(TEMPLATE, self.theme.closure(&self.template))];
        for (name, variable) in &self.variables {
            if self.theme.names(&self.template, name) {
                let fingerprint = match variable {
                    Variable::View(view) => view.fingerprint(),
                    Variable::Shared(value) => value.fingerprint,
                    Variable::Late(value) => value.fingerprint,
                };
                inputs.push((name, fingerprint));
            }
        }
        inputs
    }

    /// The text of a template without late variables.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_plain(self) -> Result<String, Box<Diagnostic>> {
        match self.render_text() {
            Ok(text) => Ok(text),
            Err(Problem::Template(diagnostic)) => Err(diagnostic),
            Err(Problem::Changed(_)) => unreachable!("only late variables read a source"),
        }
    }

    /// The text.
    ///
    /// # Errors
    /// The template fails, or a source has changed since it was read.
    pub fn render(self) -> Result<Vec<u8>, Problem> {
        let mut context = Context::new();
        for (name, variable) in self.variables {
            if self.theme.names(&self.template, name) {
                let value = match variable {
                    Variable::View(view) => view.value(),
                    Variable::Shared(value) => value.value,
                    Variable::Late(value) => (value.make)()?,
                };
                context.insert_value(name, value);
            }
        }
        Ok(self.theme.render(&self.template, &context)?)
    }

    /// The text of a template that writes markup for programs, such as SVG.
    ///
    /// # Errors
    /// Those of `render`.
    pub fn render_text(self) -> Result<String, Problem> {
        let bytes = self.render()?;
        Ok(String::from_utf8(bytes).expect("templates and variables are UTF-8"))
    }
}
