//! PDF of each printed sheet: `print/<id>.html` becomes `pdf/<id>.pdf`.
//!
//! Made by `WeasyPrint`, which also draws bleed and crop marks and marks where the printer has to cut, or by
//! a browser, which prints the sheet without them. In: the export's manifest. Out: tasks and their maker. A
//! browser runs with a temporary profile: open windows are not disturbed, and the user's profile does not
//! affect the file.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::{
    Maker, Task,
    programs::{ExternalProgram, Machine, file_identity},
    read_result,
    run::{run, work_folder},
};
use crate::{
    fingerprint::Fingerprint,
    output::{self, OutputError},
    paths::OutputPath,
};

/// Per file; the slowest case is the first start of a browser on an old office machine.
const LIMIT: Duration = Duration::from_secs(90);

/// The program that makes PDF.
#[derive(Clone, Debug)]
pub enum PdfMaker {
    WeasyPrint(ExternalProgram),
    Browser(PathBuf),
}

/// A task for every sheet of the export.
///
/// # Errors
/// The export's manifest cannot be read.
pub fn pdf_tasks(export: &Path) -> Result<Vec<Task>, OutputError> {
    let listed = output::listed(export)?.unwrap_or_default();
    let tasks = listed.into_iter().filter_map(|source| {
        let id = source.0.as_str().strip_prefix("print/")?;
        let id = id.strip_suffix(".html")?;
        let target = OutputPath::new(&format!("{id}.pdf"))?;
        Some(Task::new(target, vec![source]))
    });
    Ok(tasks.collect())
}

/// The best program available; `None` if there is neither.
pub fn pdf_maker(machine: &Machine) -> Option<PdfMaker> {
    // On Windows its libraries are usually missing.
    let weasyprint = machine.weasyprint();
    let weasyprint = weasyprint.and_then(|it| ExternalProgram::query(it, "--version"));
    let weasyprint = weasyprint.map(PdfMaker::WeasyPrint);
    weasyprint.or_else(|| machine.browser().map(PdfMaker::Browser))
}

impl PdfMaker {
    /// Whether the file has crop marks.
    pub fn marks_cuts(&self) -> bool {
        matches!(self, Self::WeasyPrint(_))
    }

    fn command(&self, source: &Path, result: &Path, work: &Path) -> Result<Command, String> {
        Ok(match self {
            Self::WeasyPrint(program) => {
                let mut command = Command::new(&program.file);
                command.arg("--quiet").arg(source).arg(result);
                command
            }
            Self::Browser(file) => {
                let address = std::path::absolute(source)
                    .ok()
                    .and_then(|it| url::Url::from_file_path(it).ok());
                let address = address.ok_or("路径写不成网址")?;
                let with = |name: &str, path: &Path| {
                    let mut argument = std::ffi::OsString::from(name);
                    argument.push(path);
                    argument
                };
                let mut command = Command::new(file);
                command
                    .args(["--headless", "--disable-gpu", "--no-first-run"])
                    .args(["--disable-extensions", "--disable-background-networking"])
                    .args(["--no-pdf-header-footer", "--print-to-pdf-no-header"])
                    .args(sandbox())
                    .arg(with("--user-data-dir=", &work.join("profile")))
                    .arg(with("--print-to-pdf=", result))
                    .arg(address.as_str());
                command
            }
        })
    }
}

/// A browser cannot start its sandbox as root.
#[cfg(unix)]
fn sandbox() -> Option<&'static str> {
    rustix::process::geteuid()
        .is_root()
        .then_some("--no-sandbox")
}

#[cfg(not(unix))]
fn sandbox() -> Option<&'static str> {
    None
}

impl Maker for PdfMaker {
    fn identity(&self) -> Fingerprint {
        match self {
            Self::WeasyPrint(program) => program.identity(),
            Self::Browser(file) => file_identity(file),
        }
    }

    fn make(&self, task: &Task, export: &Path) -> Result<Vec<u8>, String> {
        let work = work_folder()?;
        let result = work.path().join("sheet.pdf");
        let source = task.sources[0].below(export);
        let mut command = self.command(&source, &result, work.path())?;
        run(&mut command, work.path(), LIMIT)?;
        let bytes = read_result(&result);
        match bytes.starts_with(b"%PDF-") {
            true => Ok(bytes),
            false => Err("程序没有做出 PDF".to_owned()),
        }
    }
}
