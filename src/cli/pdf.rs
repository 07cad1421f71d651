//! `fanzha export --pdf`: after a good export, a PDF of each printed sheet.
//!
//! The export has succeeded by then and stays, whatever comes of this; a PDF that could not be made ends with exit code 2, so
//! that a script does not send off what is not there. Without `--pdf`, only what is out of date is taken away.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::{End, terminal::Terminal, usage::Complaint};
use crate::{
    convert::{self, Converted, Machine, Maker, Place},
    pipeline::{BuildOptions, pdf_cache},
};

/// Below the export folder.
const FOLDER: &str = "pdf";

pub(super) fn run(
    options: &BuildOptions,
    export: &Path,
    is_wanted: bool,
    terminal: &Terminal,
) -> Result<End, Complaint> {
    let tasks = convert::pdf_tasks(export)?;
    if is_wanted && tasks.is_empty() {
        terminal.message("site.yaml 里没有印刷品（sheets），没有 PDF 可做");
    }
    let is_wanted = is_wanted && !tasks.is_empty();
    let maker = is_wanted.then(|| convert::pdf_maker(&machine())).flatten();
    let place = Place {
        export,
        name: FOLDER,
        cache: pdf_cache(options, maker.is_some()),
    };
    let asked = maker.as_ref().map(|it| it as &dyn Maker);
    let converted = convert::convert(&tasks, &place, asked)?;
    let Some(maker) = maker else {
        if converted.removed > 0 {
            terminal.message(&format!(
                "有 {} 份 PDF 已经过时，从 {} 里删去了；要新的，加上 --pdf 再运行一次",
                converted.removed,
                export.join(FOLDER).display()
            ));
        }
        return match is_wanted {
            true => Err(no_program(export)),
            false => Ok(End::Done),
        };
    };
    terminal.message(&told(&converted, export, maker.marks_cuts()));
    match converted.failed.is_empty() {
        true => Ok(End::Done),
        false => Err(failed(&converted, export)),
    }
}

/// Where programs may be, by what the environment says.
fn machine() -> Machine {
    let folders = |name: &str| env::var_os(name).map(PathBuf::from);
    let windows = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
    let mut installed: Vec<PathBuf> = windows.into_iter().filter_map(folders).collect();
    installed.push(PathBuf::from("/Applications"));
    let path = env::var_os("PATH").unwrap_or_default();
    Machine {
        path: env::split_paths(&path).collect(),
        installed,
    }
}

fn told(converted: &Converted, export: &Path, marks_cuts: bool) -> String {
    let Converted { made, kept, .. } = converted;
    let cuts = match marks_cuts {
        true => "带出血和裁切线，可以交给印刷厂",
        false => "由浏览器做成，没有出血；要交印刷厂，请安装 WeasyPrint 再做",
    };
    format!(
        "PDF：新做 {made} 份，沿用 {kept} 份（{cuts}）→ {}/",
        export.join(FOLDER).display()
    )
}

fn no_program(export: &Path) -> Complaint {
    Complaint::new(
        "文件已经导出，但没有做 PDF：这台电脑上找不到 WeasyPrint，也找不到 Chrome、Edge 浏览器",
        format!(
            "安装其中一个再运行一次（WeasyPrint：pip install weasyprint）；或者用任何浏览器打开 {} 里的网页，按 Ctrl+P 打印",
            export.join("print").display()
        ),
    )
}

fn failed(converted: &Converted, export: &Path) -> Complaint {
    let reasons = converted.failed.iter();
    let reasons = reasons.map(|(source, reason)| format!("\n  {source}：{reason}"));
    Complaint::new(
        format!(
            "文件已经导出，但有 {} 份没有做成 PDF：{}",
            converted.failed.len(),
            reasons.collect::<String>()
        ),
        format!(
            "再运行一次；还是不行，用浏览器打开 {} 里的网页，按 Ctrl+P 打印",
            export.join("print").display()
        ),
    )
}
