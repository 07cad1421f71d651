//! `fanzha build`: builds the site and reports the result.
//!
//! Diagnostics and the summary go to stderr; with `--format json` one document goes to stdout.
//! All decisions about the site are made in `pipeline`.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    arguments::BuildArguments,
    end::CommandEnd,
    environment::font_folders,
    explain,
    site_arguments::{OutputFormat, SiteArguments},
    terminal::{StageTime, Terminal},
    usage::{Complaint, shown_folder},
};
use crate::{
    diagnostics::{DiagnosticCode, Diagnostics, Drawing, ProblemKind, Severity, SourceTexts as _},
    paths::shown,
    pipeline::{
        self, BuildOptions, Drafts, Failure, LeftOut, Memory, Removals, Report, Scope, Summary,
        Warnings,
    },
    program::Program,
    source::Sources,
};

/// How many omitted files are listed by name; the rest is counted.
const LEFT_OUT_MAX: usize = 10;

pub(super) fn run(
    arguments: BuildArguments,
    program: Arc<Program>,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let show = Show::of(&arguments.site);
    let mut options = options(arguments.site, Scope::Site, program)?;
    if arguments.drafts {
        options.drafts = Drafts::Include;
    }
    options.output = arguments.output;
    options.base_url = arguments.base_url;
    options.explain = arguments.explain;
    build(&options, show, terminal)
}

/// What is reported about a build.
#[derive(Clone, Copy)]
pub(super) struct Show {
    format: OutputFormat,
    timings: bool,
}

impl Show {
    pub fn of(arguments: &SiteArguments) -> Self {
        Self {
            format: arguments.format,
            timings: arguments.timings,
        }
    }
}

/// The options shared by `build` and `export`.
pub(super) fn options(
    arguments: SiteArguments,
    scope: Scope,
    program: Arc<Program>,
) -> Result<BuildOptions, Complaint> {
    require_folder(&arguments.folder.site)?;
    Ok(BuildOptions {
        program,
        site: arguments.folder.site,
        output: None,
        as_of: arguments.as_of,
        now: jiff::Timestamp::now(),
        drafts: Drafts::LeaveOut,
        warnings: if arguments.strict {
            Warnings::Forbid
        } else {
            Warnings::Allow
        },
        memory: match (arguments.no_cache, arguments.paranoid) {
            (true, _) => Memory::Ignore,
            (false, true) => Memory::Reread,
            (false, false) => Memory::Use,
        },
        explain: None,
        removals: if arguments.yes {
            Removals::Any
        } else {
            Removals::Usual
        },
        base_url: None,
        font_folders: font_folders(),
        scope,
    })
}

pub(super) fn build(
    options: &BuildOptions,
    show: Show,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let report = built(options, show, terminal)?;
    Ok(match report.summary {
        Some(_) => CommandEnd::Done,
        None => CommandEnd::ProblemsInFiles,
    })
}

/// Builds the site and reports the result, which is also returned.
pub(super) fn built(
    options: &BuildOptions,
    show: Show,
    terminal: &Terminal,
) -> Result<Report, Complaint> {
    let start = Instant::now();
    let bar = terminal.bar();
    let result = pipeline::build(options, &bar);
    let times = bar.finish();
    if show.timings {
        terminal.message(&timings(&times));
    }
    if show.format == OutputFormat::Json {
        terminal.data(&format!("{:#}\n", json_document(&result)))?;
    }
    let report = result?;
    if show.format == OutputFormat::Text {
        tell(&report, options, start.elapsed(), terminal);
    }
    Ok(report)
}

/// A line per stage, in milliseconds.
fn timings(times: &[StageTime]) -> String {
    let mut text = "各阶段用时：\n".to_owned();
    for time in times {
        let ms = time.duration.as_secs_f64() * 1000.0;
        text.push_str(&format!("{ms:>9.1} 毫秒  {}\n", time.stage));
    }
    text
}

pub(super) fn require_folder(site: &Path) -> Result<(), Complaint> {
    if site.is_dir() {
        return Ok(());
    }
    Err(Complaint::new(
        format!("找不到文件夹 {}", shown(site).display()),
        "看看文件夹名有没有写错，或者先进入网站文件夹再运行",
    ))
}

pub(super) fn tell_problems(diagnostics: &Diagnostics, sources: &Sources, terminal: &Terminal) {
    let mut drawing = Drawing::new(sources);
    for diagnostic in diagnostics.iter() {
        let drawn = drawing.terminal(diagnostic, terminal.colour);
        terminal.message(&format!("{drawn}\n"));
    }
}

fn tell(report: &Report, options: &BuildOptions, elapsed: Duration, terminal: &Terminal) {
    let scope = options.scope;
    tell_problems(&report.diagnostics, &report.sources, terminal);
    if let Some(told) = omitted(report) {
        terminal.message(&told);
    }
    let Some(summary) = &report.summary else {
        terminal.message(&stopped(report, scope));
        return;
    };
    if !summary.left_out.is_empty() {
        terminal.message(&left_out(&summary.left_out));
    }
    if let Some(asked) = &options.explain {
        let told = explain::tell(asked, report.explanation.as_ref());
        terminal.message(&format!("{told}\n"));
    }
    let warning_count = report.diagnostics.count(Severity::Warning);
    terminal.message(&done(summary, scope, warning_count, elapsed));
}

/// What is counted but not shown; `None` if everything is shown.
fn omitted(report: &Report) -> Option<String> {
    let mut text = "同样的问题太多，下面这些没有一一列出：\n".to_owned();
    let empty_length = text.len();
    for (kind, count) in report.diagnostics.omitted() {
        let place = kind.source.map(|it| report.sources.path(it));
        let place = place.unwrap_or("整个网站");
        let DiagnosticCode { id, title } = kind.code;
        text.push_str(&format!("  {place}：另有 {count} 个“{title}”[{id}]\n"));
    }
    (text.len() > empty_length).then_some(text)
}

fn stopped(report: &Report, scope: Scope) -> String {
    let error_count = report.diagnostics.count(Severity::Error);
    let warnings = match report.diagnostics.count(Severity::Warning) {
        0 => String::new(),
        count => format!("、{count} 个警告"),
    };
    let what = match scope {
        Scope::Site => "网站",
        Scope::Feeds => "播放文件",
    };
    format!("有 {error_count} 个错误{warnings}，{what}没有更新，原来的内容保持不变")
}

fn left_out(files: &[LeftOut]) -> String {
    let mut text = format!("有 {} 篇未发布：\n", files.len());
    for file in files.iter().take(LEFT_OUT_MAX) {
        text.push_str(&format!("  {}：{}\n", file.path, file.reason));
    }
    if files.len() > LEFT_OUT_MAX {
        text.push_str(&format!("  …… 另有 {} 篇\n", files.len() - LEFT_OUT_MAX));
    }
    text
}

fn done(summary: &Summary, scope: Scope, warning_count: usize, elapsed: Duration) -> String {
    let pages = match scope {
        Scope::Site => format!("{} 个页面，", summary.pages),
        Scope::Feeds => String::new(),
    };
    format!(
        "完成：{pages}{} 份播放文件，{} 篇未发布，{warning_count} 个警告，用时 {:.1} 秒 → {}",
        summary.feeds,
        summary.left_out.len(),
        elapsed.as_secs_f64(),
        shown_folder(&summary.output),
    )
}

/// One object: `diagnostics`, `omitted` (how many more there are), `summary` (null when errors stopped the
/// build), `failure` (null unless there was an I/O error).
fn json_document(result: &Result<Report, Failure>) -> Value {
    match result {
        Ok(report) => json!({
            "diagnostics": Drawing::new(&report.sources).json(report.diagnostics.iter()),
            "omitted": json_omitted(report),
            "summary": report.summary.as_ref().map(json_summary),
            "failure": null,
        }),
        Err(failure) => json!({
            "diagnostics": [],
            "omitted": [],
            "summary": null,
            "failure": {"message": failure.message, "help": failure.help},
        }),
    }
}

fn json_omitted(report: &Report) -> Value {
    let file = |it: ProblemKind| it.source.map(|it| report.sources.path(it));
    let omitted = report.diagnostics.omitted().map(|(kind, count)| {
        json!({
            "code": kind.code.id,
            "severity": kind.severity.name(),
            "file": file(kind),
            "count": count,
        })
    });
    omitted.collect()
}

fn json_summary(summary: &Summary) -> Value {
    let left_out = |it: &LeftOut| json!({"path": it.path.as_str(), "reason": it.reason});
    json!({
        "pages": summary.pages,
        "feeds": summary.feeds,
        "left_out": summary.left_out.iter().map(left_out).collect::<Vec<_>>(),
        "written": summary.written,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "output": summary.output.to_string_lossy(),
    })
}
