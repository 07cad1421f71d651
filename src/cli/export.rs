//! `fanzha export`: builds only the files for screens, cinemas and other channels.
//!
//! The same build with a narrower scope; never a second implementation of feeds.

use std::sync::Arc;

use super::{
    arguments::ExportArguments,
    build::{self, Show},
    convert, draw,
    end::CommandEnd,
    terminal::Terminal,
    usage::Complaint,
};
use crate::{
    pipeline::{BuildOptions, Preview, Scope},
    program::Program,
};

/// Not `public`: files of the website there, which this build does not make, would be removed as stale.
const FOLDER: &str = "export";

pub(super) fn run(
    arguments: ExportArguments,
    program: Arc<Program>,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    if let Some(id) = &arguments.preview {
        let options = build::options(arguments.site, Scope::Feeds, program)?;
        return preview(id, options, terminal);
    }
    let show = Show::of(&arguments.site);
    let folder = arguments.site.folder.site.join(FOLDER);
    let folder = arguments.output.unwrap_or(folder);
    let mut options = build::options(arguments.site, Scope::Feeds, program)?;
    options.output = Some(folder.clone());
    let end = build::build(&options, show, terminal)?;
    if end != CommandEnd::Done {
        return Ok(end);
    }
    let make =
        |kind: convert::ConversionKind, is_wanted| kind.run(&options, &folder, is_wanted, terminal);
    let pdf = make(convert::PDF, arguments.pdf);
    let video = make(convert::VIDEO, arguments.video);
    // If one fails, the other is still made; both errors are reported.
    match (pdf, video) {
        (Err(first), Err(second)) => Err(first.and(&second)),
        (pdf, video) => pdf.and(video),
    }
}

/// Shows the content of one screen for the current site.
fn preview(id: &str, options: BuildOptions, terminal: &Terminal) -> Result<CommandEnd, Complaint> {
    let now = options.now;
    let snapshot = Preview::open(options).update(now);
    build::tell_problems(&snapshot.diagnostics, &snapshot.sources, terminal);
    let Some(site) = snapshot.site() else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    terminal.data(&draw::draw(id, site, terminal.columns())?)?;
    Ok(match snapshot.has_errors() {
        true => CommandEnd::ProblemsInFiles,
        false => CommandEnd::Done,
    })
}
