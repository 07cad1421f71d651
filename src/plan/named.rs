//! The theme's own files get a second address that contains a hash of their content.
//!
//! In: the jobs of a build, sorted by path. Out: the plan, with a job for each such address.
//! The plain address stays, for templates that name it and for style sheets that name a picture. A page
//! never refers to a hashed address whose content is another: if anything changes, so does the address.

use std::collections::BTreeSet;

use super::job::{Job, Plan, Work};
use crate::{
    fingerprint::Fingerprint,
    page::{AssetNames, hashed},
    paths::OutputPath,
};

/// The folder of the site's themes, whose files are published below `assets/`.
const THEMES: &str = "themes/";

/// How pages name the theme's own files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By name and content: a browser that has a file need not ask for it again.
    Content,
    /// By name alone: the preview replaces a style sheet on a page without loading the page again.
    Plain,
}

/// The plan of these jobs, with a second address for each of the theme's own files.
pub fn plan(mut jobs: Vec<Job>, naming: Naming) -> Plan {
    let is_asset = |it: &&Job| AssetNames::name_of(&it.output).is_some();
    let files: Vec<&Job> = jobs.iter().filter(is_asset).collect();
    let taken: BTreeSet<&OutputPath> = files.iter().map(|it| &it.output).collect();
    let mut assets = AssetNames::default();
    let mut second = Vec::new();
    for job in &files {
        let address = match naming {
            Naming::Content => content(&job.work).and_then(|it| hashed(&job.output, it)),
            Naming::Plain => None,
        };
        // A file of the site may have that very name.
        let address = address.filter(|it| !taken.contains(it));
        assets.insert(&job.output, address.as_ref().unwrap_or(&job.output));
        second.extend(address.map(|output| Job {
            output,
            work: job.work.clone(),
            is_distributed: false,
        }));
    }
    if !second.is_empty() {
        jobs.append(&mut second);
        jobs.sort_by(|left, right| left.output.cmp(&right.output));
    }
    Plan { jobs, assets }
}

/// The fingerprint of a file of the theme; `None` for other files, and if it is known only after rendering.
fn content(work: &Work) -> Option<Fingerprint> {
    match work {
        Work::Render(recipe) => recipe.content(),
        Work::Builtin(bytes) => Some(Fingerprint::of(bytes)),
        Work::Copy(source, fingerprint) => {
            let is_of_theme = source.as_str().starts_with(THEMES);
            is_of_theme.then_some(*fingerprint)
        }
        // The published bytes are not those of the file.
        Work::Clean(..) => None,
    }
}
