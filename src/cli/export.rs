//! `fanzha export`: only the files that screens, cinemas and other channels play.
//!
//! The same build with a narrower scope; never a second way of making a feed.

use super::{
    End,
    arguments::ExportArguments,
    build::{self, Show},
    terminal::Terminal,
    usage::Complaint,
};
use crate::pipeline::Scope;

/// Not `public`: there, files of the website that this build does not make would be removed as stale.
const FOLDER: &str = "export";

pub(super) fn run(arguments: ExportArguments, terminal: &Terminal) -> Result<End, Complaint> {
    let show = Show::of(&arguments.site);
    let folder = arguments.site.folder.site.join(FOLDER);
    let mut options = build::options(arguments.site, Scope::Feeds)?;
    options.output = Some(arguments.output.unwrap_or(folder));
    build::build(&options, show, terminal)
}
