//! The plan of a build: every file that will be written, each exactly once.
//!
//! In: the channels' orders. Out: jobs in the order of their paths; two orders for one path are a diagnostic naming
//! both files. Paths that differ only in upper and lower case count as one, because they are one on Windows.

use std::collections::BTreeMap;

use crate::{
    channel::{Order, Recipe},
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    paths::{OutputPath, SourcePath},
    site::Asset,
    span::Span,
};

/// One file to write.
pub struct Job {
    pub output: OutputPath,
    pub work: Work,
}

/// Where the file's bytes come from.
pub enum Work {
    Render(Recipe),
    /// Copied from the site's folder, if its bytes still have this fingerprint.
    Copy(SourcePath, Fingerprint),
    /// A file of the built-in theme.
    Builtin(std::borrow::Cow<'static, [u8]>),
}

/// A file of the theme inside the program.
pub struct BuiltinAsset {
    pub output: OutputPath,
    pub bytes: std::borrow::Cow<'static, [u8]>,
}

/// Puts all orders and files to copy into one plan.
pub fn plan(
    orders: Vec<Order>,
    assets: &[Asset],
    builtin: Vec<BuiltinAsset>,
    diagnostics: &mut Diagnostics,
) -> Vec<Job> {
    let mut claims = Claims::default();
    for order in orders {
        let claimant = match order.origin {
            Some(span) => Claimant::Place(span),
            None => Claimant::Program,
        };
        let work = Work::Render(order.recipe);
        claims.add(order.output, work, claimant, diagnostics);
    }
    for asset in assets {
        let work = Work::Copy(asset.source.clone(), asset.fingerprint);
        let claimant = Claimant::File(asset.source.clone());
        claims.add(asset.output.clone(), work, claimant, diagnostics);
    }
    for asset in builtin {
        let work = Work::Builtin(asset.bytes);
        claims.add(asset.output, work, Claimant::Program, diagnostics);
    }
    claims.jobs.into_values().map(|it| it.0).collect()
}

/// Who wants a path.
#[derive(Clone)]
enum Claimant {
    Place(Span),
    File(SourcePath),
    Program,
}

#[derive(Default)]
struct Claims {
    /// By path in lower case.
    jobs: BTreeMap<String, (Job, Claimant)>,
}

impl Claims {
    fn add(
        &mut self,
        output: OutputPath,
        work: Work,
        claimant: Claimant,
        diagnostics: &mut Diagnostics,
    ) {
        let key = output.as_str().to_lowercase();
        match self.jobs.get(&key) {
            Some((_, first)) => diagnostics.push(duplicate(&output, &claimant, first)),
            None => {
                self.jobs.insert(key, (Job { output, work }, claimant));
            }
        }
    }
}

fn duplicate(output: &OutputPath, second: &Claimant, first: &Claimant) -> Diagnostic {
    let path = output.as_str().trim_end_matches("index.html");
    let mut problem = Diagnostic::error(
        code::URL_DUPLICATE,
        format!("两个内容用了同一个网址“/{path}”"),
    );
    for (claimant, text) in [(second, "这个内容"), (first, "和这个内容")] {
        problem = match claimant {
            Claimant::Place(span) => problem.label(*span, text),
            Claimant::File(path) => problem.help(format!("{text}：文件 {path}")),
            Claimant::Program => problem.help(format!("{text}：程序自己生成的页面")),
        };
    }
    problem.help("改一个文件名，或在信息栏里加一行“网址名: ……”")
}
