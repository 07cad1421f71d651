//! Usage errors in Chinese; and the texts for `--help` and `--version`.
//!
//! In: the error of clap. Out: a text for stdout, or an error message with advice.
//! No English sentence of clap is ever shown to the user.

use std::path::{MAIN_SEPARATOR, Path};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use unicode_width::UnicodeWidthStr as _;

use crate::{diagnostics::nearest, output::OutputError, paths::shown, pipeline::Failure};

pub(super) const OVERVIEW: &str = "\
fanzha：把一个文件夹的文章变成反诈宣传网站和各渠道的播放文件

  fanzha init 文件夹        新建一个示例网站
  fanzha new 类型 标题      新建一篇内容，例如：fanzha new 典型案例 网购退款被骗
  fanzha build              检查内容，生成整个网站和播放文件
  fanzha serve              在浏览器里边写边看
  fanzha export             只生成 LED 屏、影院等渠道的播放文件
  fanzha publish 目标       生成网站，送到门户的服务器上
  fanzha rollback 目标      回到以前发布过的版本
  fanzha releases 目标      列出发布过的版本
  fanzha target check 目标  查看服务器能做什么
  fanzha verify 目标        像读者一样打开网站，核对发布的版本
  fanzha status             网站过时没有，下一次变化在什么时候
  fanzha schedule 目标      到了时间自动发布

某个命令的详细说明：fanzha build --help
";

const COMMANDS: [&str; 12] = [
    "init", "new", "build", "serve", "export", "publish", "rollback", "releases", "target",
    "verify", "status", "schedule",
];

/// Why a command could not run, and what to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub message: String,
    pub help: String,
}

impl Complaint {
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }

    /// Both errors, one below the other.
    pub fn and(self, other: &Self) -> Self {
        Self::new(
            format!("{}\n{}", self.message, other.message),
            format!("{}\n{}", self.help, other.help),
        )
    }
}

/// The option to add to a command for this site; empty for the current folder.
pub(super) fn site_option(site: &Path) -> String {
    // Characters with a meaning in a shell or in Windows' command prompt.
    let is_special = |it: char| it.is_whitespace() || "&()[]{}<>|;,=+!^'`~*?$#".contains(it);
    let shown = shown(site).display().to_string();
    match shown.as_str() {
        "." => String::new(),
        _ if shown.contains(is_special) => format!(" --site \"{shown}\""),
        _ => format!(" --site {shown}"),
    }
}

/// A folder as messages show it, with a separator at its end: `public/`.
pub(super) fn shown_folder(folder: &Path) -> String {
    let shown = shown(folder).display().to_string();
    format!(
        "{}{MAIN_SEPARATOR}",
        shown.trim_end_matches(['/', MAIN_SEPARATOR])
    )
}

#[derive(Debug)]
pub(super) enum Answer {
    Text(String),
    Complaint(Complaint),
}

/// Converts an error of clap to the text for the user.
pub(super) fn answer(error: &Error) -> Answer {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Answer::Text(in_chinese_columns(&error.render().to_string()))
        }
        ErrorKind::DisplayVersion => Answer::Text(error.render().to_string()),
        _ => Answer::Complaint(complaint(error)),
    }
}

/// clap puts an ASCII colon after each heading, and counts a Chinese character as one column.
fn in_chinese_columns(help: &str) -> String {
    let mut text = String::new();
    let mut rows = Vec::new();
    for line in help.lines() {
        // A row is indented and has a gap between its name and its explanation.
        let row = line
            .starts_with(' ')
            .then(|| line.trim_end().rsplit_once("  "))
            .flatten();
        match row.filter(|(name, _)| !name.trim().is_empty()) {
            Some((name, explanation)) => rows.push((name.trim_end(), explanation)),
            None => {
                push_rows(&mut text, &mut rows);
                let heading = ["命令:", "参数:", "选项:"].contains(&line);
                text.push_str(if heading {
                    line.trim_end_matches(':')
                } else {
                    line
                });
                text.push_str(if heading { "：\n" } else { "\n" });
            }
        }
    }
    push_rows(&mut text, &mut rows);
    text
}

fn push_rows(text: &mut String, rows: &mut Vec<(&str, &str)>) {
    let width_max = rows.iter().map(|it| it.0.width()).max().unwrap_or(0);
    for (name, explanation) in rows.drain(..) {
        let gap = " ".repeat(width_max - name.width() + 2);
        text.push_str(&format!("{name}{gap}{explanation}\n"));
    }
}

fn complaint(error: &Error) -> Complaint {
    let argument = named(error, ContextKind::InvalidArg);
    let value = named(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => unknown_argument(error, &argument),
        ErrorKind::InvalidSubcommand => {
            unknown_command(&named(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => missing_value(&argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            invalid_value(error, &argument, &value)
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            missing_value(&argument)
        }
        ErrorKind::TooManyValues => Complaint::new(
            format!("{argument} 不能再跟“{value}”"),
            "去掉多余的内容；开关类的选项后面什么也不写",
        ),
        ErrorKind::MissingRequiredArgument => Complaint::new(
            format!("还缺少 {argument}"),
            format!("补上后再运行，写法：{}", usage_of(error)),
        ),
        ErrorKind::ArgumentConflict => conflict(&argument, &named(error, ContextKind::PriorArg)),
        ErrorKind::MissingSubcommand => Complaint::new("还缺少命令", choose_command()),
        ErrorKind::InvalidUtf8 => Complaint::new(
            "命令里有读不懂的字符",
            "重新输入这条命令，不要从别处粘贴；文件夹名有乱码时先给它改名",
        ),
        _ => Complaint::new("命令写得不对", "查看写法：fanzha --help"),
    }
}

fn unknown_argument(error: &Error, argument: &str) -> Complaint {
    if !argument.starts_with('-') {
        return Complaint::new(
            format!("多了“{argument}”"),
            format!(
                "标题或文件夹名里有空格时，用英文引号括起来；写法：{}",
                usage_of(error)
            ),
        );
    }
    let message = format!("没有“{argument}”这个选项");
    let near = named(error, ContextKind::SuggestedArg);
    if near.is_empty() {
        Complaint::new(
            message,
            format!("查看有哪些选项：{} --help", command_of(error)),
        )
    } else {
        Complaint::new(message, format!("您是不是要写 {near}？"))
    }
}

fn unknown_command(command: &str) -> Complaint {
    let help = match nearest(&command.to_ascii_lowercase(), COMMANDS) {
        Some(near) => format!("您是不是要写 fanzha {near}？"),
        None => choose_command(),
    };
    Complaint::new(format!("没有“{command}”这个命令"), help)
}

fn missing_value(argument: &str) -> Complaint {
    let option = argument.split_whitespace().next().unwrap_or(argument);
    Complaint::new(
        format!("{option} 后面还缺少内容"),
        format!("写成 {argument} 的样子，尖括号里换成实际的内容"),
    )
}

fn invalid_value(error: &Error, argument: &str, value: &str) -> Complaint {
    let name = match argument.split_once(' ') {
        Some((option, _)) => option,
        None => argument.trim_matches(['<', '>']),
    };
    let message = format!("{name} 不能是“{value}”");
    let valid = named(error, ContextKind::ValidValue);
    let help = match std::error::Error::source(error) {
        _ if !valid.is_empty() => format!("可以写：{valid}"),
        // Only this program's value parsers have a source, and their messages are Chinese.
        Some(source) => source.to_string(),
        None => format!("查看写法：{} --help", command_of(error)),
    };
    Complaint::new(message, help)
}

fn conflict(argument: &str, prior: &str) -> Complaint {
    if argument == prior || prior.is_empty() {
        Complaint::new(format!("{argument} 写了不止一次"), "只留一个")
    } else {
        Complaint::new(format!("{argument} 不能和 {prior} 一起用"), "去掉其中一个")
    }
}

fn choose_command() -> String {
    format!(
        "可以用的命令：{}；查看说明：fanzha --help",
        COMMANDS.join("、")
    )
}

/// The usage line of the intended command, without its label.
fn usage_of(error: &Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => return "fanzha --help".to_owned(),
    };
    usage.trim_start_matches("Usage:").trim().to_owned()
}

/// `fanzha build` of `fanzha build [选项]`.
fn command_of(error: &Error) -> String {
    let usage = usage_of(error);
    let words = usage
        .split_whitespace()
        .take_while(|it| !it.starts_with(['[', '<', '-']));
    words.collect::<Vec<_>>().join(" ")
}

fn named(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    }
}

impl From<OutputError> for Complaint {
    fn from(OutputError { message, help }: OutputError) -> Self {
        Self::new(message, help)
    }
}

impl From<Failure> for Complaint {
    fn from(Failure { message, help }: Failure) -> Self {
        Self::new(message, help)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::arguments::Arguments;

    fn check(line: &str, message: &str, help: &str) {
        let error = Arguments::try_parse_from(line.split(' ')).expect_err("is wrong");
        let Answer::Complaint(complaint) = answer(&error) else {
            panic!("{line} was parsed as a request for help");
        };
        assert_eq!(complaint.message, message, "{line}");
        assert!(complaint.help.contains(help), "{line}: {}", complaint.help);
        let english = ["error", "Usage", "tip", "invalid", "required"];
        let all = format!("{}{}", complaint.message, complaint.help);
        assert!(english.iter().all(|it| !all.contains(it)), "{all}");
    }

    #[test]
    fn usage_errors_are_chinese_and_include_advice() {
        check("fanzha buid", "没有“buid”这个命令", "fanzha build");
        check(
            "fanzha 构建",
            "没有“构建”这个命令",
            "可以用的命令：init、new、build、serve、export",
        );
        check("fanzha build --strct", "没有“--strct”这个选项", "--strict");
        check(
            "fanzha build --qqqqq",
            "没有“--qqqqq”这个选项",
            "fanzha build --help",
        );
        check(
            "fanzha export --drafts",
            "没有“--drafts”这个选项",
            "fanzha export --help",
        );
        check(
            "fanzha build --output",
            "--output 后面还缺少内容",
            "--output <文件夹>",
        );
        check(
            "fanzha build --as-of 2026-5-1",
            "--as-of 不能是“2026-5-1”",
            "2026-05-01",
        );
        check(
            "fanzha build --as-of 2026-02-30",
            "--as-of 不能是“2026-02-30”",
            "年-月-日",
        );
        check(
            "fanzha build --format xml",
            "--format 不能是“xml”",
            "text、json",
        );
        check(
            "fanzha build --base-url www.example.gov.cn",
            "--base-url 不能是“www.example.gov.cn”",
            "https://",
        );
        check(
            "fanzha build --strict --strict",
            "--strict 写了不止一次",
            "只留一个",
        );
        check("fanzha build --strict=1", "--strict 不能再跟“1”", "去掉");
        check("fanzha init", "还缺少 <文件夹>", "fanzha init <文件夹>");
        check(
            "fanzha new 案例",
            "还缺少 <标题>",
            "fanzha new <类型> <标题>",
        );
        check("fanzha new 案例 网购 退款", "多了“退款”", "引号");
        check(
            "fanzha new 警示 国庆",
            "类型 不能是“警示”",
            "您是不是要写“警示语”",
        );
    }

    #[test]
    fn help_is_completely_chinese() {
        for line in [
            "fanzha -h",
            "fanzha init -h",
            "fanzha new --help",
            "fanzha build --help",
            "fanzha serve --help",
            "fanzha export --help",
        ] {
            let error = Arguments::try_parse_from(line.split(' ')).expect_err("asks for help");
            let Answer::Text(text) = answer(&error) else {
                panic!("{line} is a request for help");
            };
            for english in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print help",
                "default",
                "possible",
                ":\n",
            ] {
                assert!(!text.contains(english), "{line}: {english}\n{text}");
            }
            assert!(
                text.contains("用法：fanzha") && text.contains("选项：\n"),
                "{text}"
            );
        }
    }
}
