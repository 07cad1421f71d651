//! The plan of a build: every file that will be written, each exactly once.
//!
//! In: the channels' orders. Out: jobs in the order of their paths; two orders for one path are a diagnostic
//! naming both files. Paths that differ only in upper and lower case count as one, because they are one on
//! Windows.

use rayon::prelude::*;

use crate::{
    bundles, channels,
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    page::{Order, Recipe, Wanted},
    paths::{OutputPath, SourcePath},
    site::{Asset, Publishing},
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
    /// Likewise, but without what is written in a picture's file beside the picture.
    Clean(SourcePath, Fingerprint),
    /// A file of the built-in theme.
    Builtin(std::borrow::Cow<'static, [u8]>),
}

/// A file of the theme inside the program.
#[derive(Clone)]
pub struct BuiltinAsset {
    pub output: OutputPath,
    pub bytes: std::borrow::Cow<'static, [u8]>,
}

/// The orders of all channels, and of the bundles made of their files.
pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = channels::orders(wanted, diagnostics);
    let mut bundles = bundles::orders(wanted, &orders);
    orders.append(&mut bundles);
    orders
}

/// Puts all orders and files to copy into one plan.
pub fn plan(
    orders: Vec<Order>,
    assets: &[Asset],
    builtin: Vec<BuiltinAsset>,
    diagnostics: &mut Diagnostics,
) -> Vec<Job> {
    let mut claims = Vec::with_capacity(orders.len() + assets.len() + builtin.len());
    for order in orders {
        let claimant = match order.origin {
            Some(span) => Claimant::Place(span),
            None => Claimant::Program,
        };
        let work = Work::Render(order.recipe);
        claims.push(Claim::new(order.output, work, claimant));
    }
    for asset in assets {
        let (source, fingerprint) = (asset.source.clone(), asset.fingerprint);
        let work = match asset.publishing {
            Publishing::Copy => Work::Copy(source, fingerprint),
            Publishing::Clean => Work::Clean(source, fingerprint),
            // One of the orders has its path.
            Publishing::Version => continue,
        };
        let claimant = Claimant::File(asset.source.clone());
        claims.push(Claim::new(asset.output.clone(), work, claimant));
    }
    for asset in builtin {
        let work = Work::Builtin(asset.bytes);
        claims.push(Claim::new(asset.output, work, Claimant::Program));
    }
    for (place, claim) in claims.iter_mut().enumerate() {
        claim.place = place;
    }
    claims.par_sort_unstable_by(|left, right| left.order().cmp(&right.order()));
    claims.dedup_by(|other, first| {
        let is_taken = other.key() == first.key();
        if is_taken {
            let (second, first) = (&other.claimant, &first.claimant);
            diagnostics.push(duplicate(&other.job.output, second, first));
        }
        is_taken
    });
    claims.into_iter().map(|it| it.job).collect()
}

/// Who wants a path.
#[derive(Clone)]
enum Claimant {
    Place(Span),
    File(SourcePath),
    Program,
}

/// A file, and who wants it.
struct Claim {
    job: Job,
    claimant: Claimant,
    /// Among all claims: of those that want one path, the first to ask stays first.
    place: usize,
    /// The path in lower case, where it is another one.
    folded: Option<String>,
}

impl Claim {
    fn new(output: OutputPath, work: Work, claimant: Claimant) -> Self {
        let path = output.as_str();
        let is_folded = |it: u8| it.is_ascii() && !it.is_ascii_uppercase();
        let folded = (!path.bytes().all(is_folded)).then(|| path.to_lowercase());
        Self {
            job: Job { output, work },
            claimant,
            place: 0,
            folded,
        }
    }

    fn order(&self) -> (&str, usize) {
        (self.key(), self.place)
    }

    /// What two paths have in common that are one on Windows.
    fn key(&self) -> &str {
        self.folded.as_deref().unwrap_or(self.job.output.as_str())
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
