//! The plan of a build: every file that will be written, each exactly once.
//!
//! In: the channels' orders. Out: jobs in the order of their paths, and the addresses of the theme's files
//! (`named`). Two orders for the same path are reported with both sources. Paths that differ only in case
//! count as equal, because they are equal on Windows.

mod job;
mod named;

use rayon::prelude::*;

use crate::{
    bundles, channels,
    diagnostics::{Diagnostic, Diagnostics, code},
    page::{Order, Wanted},
    paths::{OutputPath, SourcePath},
    site::{Asset, Publishing},
    span::Span,
};

pub use self::{
    job::{Job, Plan, Work},
    named::Naming,
};

/// A file of the built-in theme.
#[derive(Clone)]
pub struct BuiltinAsset {
    pub output: OutputPath,
    pub bytes: std::borrow::Cow<'static, [u8]>,
}

/// The orders of all channels, and of the bundles that are made from their files.
pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = channels::orders(wanted, diagnostics);
    let mut bundles = bundles::orders(wanted, &orders);
    orders.append(&mut bundles);
    orders
}

/// Combines all orders and files to copy into one plan.
pub fn plan(
    orders: Vec<Order>,
    assets: &[Asset],
    builtin: Vec<BuiltinAsset>,
    naming: Naming,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let mut claims = Vec::with_capacity(orders.len() + assets.len() + builtin.len());
    for order in orders {
        let claimant = match order.origin {
            Some(span) => Claimant::Place(span),
            None => Claimant::Program,
        };
        let is_distributed = order.delivery.is_some();
        let mut claim = Claim::new(order.output, Work::Render(order.recipe), claimant);
        claim.job.is_distributed = is_distributed;
        claims.push(claim);
    }
    for asset in assets {
        let (source, fingerprint) = (asset.source.clone(), asset.fingerprint);
        let work = match asset.publishing {
            Publishing::Copy => Work::Copy(source, fingerprint),
            Publishing::Clean => Work::Clean(source, fingerprint),
            // One of the orders writes this path.
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
    look_for_mixed_case(&claims, diagnostics);
    named::plan(claims.into_iter().map(|it| it.job).collect(), naming)
}

/// Reports folders whose names differ only in case: Windows makes one folder of them, and in it the addresses
/// of one half are wrong on a web server. `claims` are in the order of their keys, so such folders are
/// neighbours.
fn look_for_mixed_case(claims: &[Claim], diagnostics: &mut Diagnostics) {
    let mut reported: Option<String> = None;
    for pair in claims.windows(2) {
        let [first, second] = pair else { continue };
        // Without capital letters nothing can differ.
        if first.folded.is_none() && second.folded.is_none() {
            continue;
        }
        let folders = first.job.output.folders().zip(second.job.output.folders());
        let mut folders =
            folders.take_while(|(left, right)| left.to_lowercase() == right.to_lowercase());
        let Some((left, right)) = folders.find(|(left, right)| left != right) else {
            continue;
        };
        if reported.replace(left.to_lowercase()) != Some(right.to_lowercase()) {
            let names = (left, right);
            diagnostics.push(mixed_case(names, &second.claimant, &first.claimant));
        }
    }
}

/// The source of a claim to a path.
#[derive(Clone)]
enum Claimant {
    Place(Span),
    File(SourcePath),
    Program,
}

/// A file, and the source that claims its path.
struct Claim {
    job: Job,
    claimant: Claimant,
    /// The position among all claims. Of several claims to the same path, the earliest comes first.
    place: usize,
    /// The path in lower case, if that differs from the path.
    folded: Option<String>,
}

impl Claim {
    fn new(output: OutputPath, work: Work, claimant: Claimant) -> Self {
        let path = output.as_str();
        let is_folded = |it: u8| it.is_ascii() && !it.is_ascii_uppercase();
        let folded = (!path.bytes().all(is_folded)).then(|| path.to_lowercase());
        Self {
            job: Job {
                output,
                work,
                is_distributed: false,
            },
            claimant,
            place: 0,
            folded,
        }
    }

    fn order(&self) -> (&str, usize) {
        (self.key(), self.place)
    }

    /// The sort key, which is equal for paths that are equal on Windows.
    fn key(&self) -> &str {
        self.folded.as_deref().unwrap_or(self.job.output.as_str())
    }
}

fn duplicate(output: &OutputPath, second: &Claimant, first: &Claimant) -> Diagnostic {
    let path = output.as_str().trim_end_matches("index.html");
    let problem = Diagnostic::error(
        code::URL_DUPLICATE,
        format!("两个内容用了同一个网址“/{path}”"),
    );
    with_claimants(problem, second, first).help("改一个文件名，或在信息栏里加一行“网址名: ……”")
}

fn mixed_case((left, right): (&str, &str), second: &Claimant, first: &Claimant) -> Diagnostic {
    let problem = Diagnostic::error(
        code::URL_CASE,
        format!("网址“/{left}/”和“/{right}/”只差大小写，在 Windows 上是同一个文件夹"),
    );
    with_claimants(problem, second, first).help("把文件夹或旧网址的大小写改成一样")
}

fn with_claimants(mut problem: Diagnostic, second: &Claimant, first: &Claimant) -> Diagnostic {
    for (claimant, text) in [(second, "这个内容"), (first, "和这个内容")] {
        problem = match claimant {
            Claimant::Place(span) => problem.label(*span, text),
            Claimant::File(path) => problem.help(format!("{text}：文件 {path}")),
            Claimant::Program => problem.help(format!("{text}：程序自己生成的页面")),
        };
    }
    problem
}
