//! `fanzha export --pdf --video`: converts files of a successful export with external programs.
//!
//! The export stays in place whatever happens here; a file that could not be made causes exit code 2, so that
//! a script does not continue without it. Conversions that are not requested are not run; only outdated files
//! are removed.

use std::path::Path;

use super::{
    end::CommandEnd,
    environment::machine,
    terminal::Terminal,
    usage::{Complaint, shown_folder},
};
use crate::{
    convert::{self, ConversionFolder, Converted, Machine, Maker, Task},
    output::OutputError,
    paths::shown,
    pipeline::{BuildOptions, converted_cache},
};

/// A kind of conversion, and its messages.
pub(super) struct ConversionKind {
    /// Its folder below the export folder, and its option without the hyphens.
    folder: &'static str,
    /// `3 份 PDF`.
    counter: &'static str,
    /// For use in Chinese text: with the spaces that a foreign word needs there.
    name: &'static str,
    tasks: fn(&Path) -> Result<Vec<Task>, OutputError>,
    maker: fn(&Machine) -> Option<FoundMaker>,
    /// Why there is nothing to do.
    none: &'static str,
    /// Which programs are missing.
    missing: &'static str,
    /// How to install one.
    install: &'static str,
    /// What the user can do without a program; the path is that of the export folder.
    by_hand: fn(&Path) -> String,
}

/// A maker, and a note about it for the user.
struct FoundMaker {
    maker: Box<dyn Maker>,
    note: &'static str,
}

pub(super) const PDF: ConversionKind = ConversionKind {
    folder: "pdf",
    counter: "份",
    name: " PDF ",
    tasks: convert::pdf_tasks,
    maker: pdf_maker,
    none: "site.yaml 里没有印刷品（sheets），没有 PDF 可做",
    missing: "找不到 WeasyPrint，也找不到 Chrome、Edge 浏览器",
    install: "安装其中一个再运行一次（WeasyPrint：pip install weasyprint）",
    by_hand: |export| {
        format!(
            "用任何浏览器打开 {} 里的网页，按 Ctrl+P 打印",
            shown(&export.join("print")).display()
        )
    },
};

pub(super) const VIDEO: ConversionKind = ConversionKind {
    folder: "video",
    counter: "段",
    name: "视频",
    tasks: convert::video_tasks,
    maker: video_maker,
    none: "没有影院画面，没有视频可做：site.yaml 里要有 channel: cinema 的播放单，电脑里要有中文字体（或者写 picture_font）",
    missing: "找不到 ffmpeg",
    install: "从 ffmpeg.org 下载，把 ffmpeg 程序和 fanzha 放在同一个文件夹里，再运行一次",
    by_hand: |export| {
        format!(
            "把 {} 里的 PNG 画面和时间表（_cue.csv）交给影院",
            shown(&export.join("feeds/cinema")).display()
        )
    },
};

fn pdf_maker(machine: &Machine) -> Option<FoundMaker> {
    let maker = convert::pdf_maker(machine)?;
    let note = match maker.marks_cuts() {
        true => "带出血和裁切线，可以交给印刷厂",
        false => "由浏览器做成，没有出血；要交印刷厂，请安装 WeasyPrint 再做",
    };
    Some(FoundMaker {
        maker: Box::new(maker),
        note,
    })
}

fn video_maker(machine: &Machine) -> Option<FoundMaker> {
    let maker = convert::video_maker(machine)?;
    Some(FoundMaker {
        maker: Box::new(maker),
        note: "H.264，每秒 24 帧，没有声音",
    })
}

impl ConversionKind {
    /// Brings the files of this kind in line with the export at `export`.
    pub(super) fn run(
        &self,
        options: &BuildOptions,
        export: &Path,
        is_wanted: bool,
        terminal: &Terminal,
    ) -> Result<CommandEnd, Complaint> {
        // Reading the export's manifest is slow, and most exports need no conversion.
        if !is_wanted && !convert::is_used(&export.join(self.folder))? {
            return Ok(CommandEnd::Done);
        }
        let tasks = (self.tasks)(export)?;
        if is_wanted && tasks.is_empty() {
            terminal.message(self.none);
        }
        let is_wanted = is_wanted && !tasks.is_empty();
        let asked = is_wanted.then(|| (self.maker)(&machine())).flatten();
        let place = ConversionFolder {
            export,
            name: self.folder,
            cache: converted_cache(options, asked.is_some()),
        };
        let maker = asked.as_ref().map(|it| it.maker.as_ref());
        let converted = convert::convert(&tasks, &place, maker)?;
        let Some(asked) = asked else {
            if converted.removed > 0 {
                terminal.message(&self.outdated(&converted, export));
            }
            return match is_wanted {
                true => Err(self.no_program(export)),
                false => Ok(CommandEnd::Done),
            };
        };
        terminal.message(&self.summary(&converted, export, asked.note));
        match converted.failed.is_empty() {
            true => Ok(CommandEnd::Done),
            false => Err(self.failed(&converted, export)),
        }
    }

    fn outdated(&self, converted: &Converted, export: &Path) -> String {
        format!(
            "有 {} {}{}已经过时，从 {} 里删去了；要新的，加上 --{} 再运行一次",
            converted.removed,
            self.counter,
            self.name,
            shown(&export.join(self.folder)).display(),
            self.folder
        )
    }

    fn summary(&self, converted: &Converted, export: &Path, note: &str) -> String {
        let Converted { made, kept, .. } = converted;
        let (name, counter) = (self.name.trim(), self.counter);
        format!(
            "{name}：新做 {made} {counter}，沿用 {kept} {counter}（{note}）→ {}",
            shown_folder(&export.join(self.folder))
        )
    }

    fn no_program(&self, export: &Path) -> Complaint {
        Complaint::new(
            format!(
                "文件已经导出，但没有做{}：这台电脑上{}",
                self.name.trim_end(),
                self.missing
            ),
            format!("{}；或者{}", self.install, (self.by_hand)(export)),
        )
    }

    fn failed(&self, converted: &Converted, export: &Path) -> Complaint {
        let reasons = converted.failed.iter();
        let reasons = reasons.map(|(target, reason)| format!("\n  {target}：{reason}"));
        Complaint::new(
            format!(
                "文件已经导出，但有 {} {}{}没有做成：{}",
                converted.failed.len(),
                self.counter,
                self.name,
                reasons.collect::<String>()
            ),
            format!("再运行一次；还是不行，{}", (self.by_hand)(export)),
        )
    }
}
