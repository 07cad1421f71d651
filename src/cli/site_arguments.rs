//! The arguments that several commands share: the site, and how it is built.
//!
//! Every word that `--help` shows of them is here. Never accesses the disk, the clock or the environment.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

pub(super) const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

pub(super) const OPTIONS: &str = "选项";

pub(super) const PARAMETERS: &str = "参数";

/// The site to work on.
#[derive(Args, Debug)]
pub(super) struct SiteFolder {
    /// 网站所在的文件夹；不写就是当前文件夹
    #[arg(
        long,
        value_name = "文件夹",
        default_value = ".",
        hide_default_value = true
    )]
    pub site: PathBuf,
}

/// Options shared by `build` and `export`.
#[derive(Args, Debug)]
pub(super) struct SiteArguments {
    #[command(flatten)]
    pub folder: SiteFolder,
    /// 按哪一天生成，例如 2026-05-01；不写就是今天
    #[arg(long, value_name = "日期", value_parser = day, display_order = 3)]
    pub as_of: Option<Date>,
    /// 有警告时也不更新网站
    #[arg(long, display_order = 5)]
    pub strict: bool,
    /// 不用上次留下的缓存，全部重新生成
    #[arg(long, display_order = 6)]
    pub no_cache: bool,
    /// 每个文件都重新读一遍，不看修改时间
    #[arg(long, display_order = 6)]
    pub paranoid: bool,
    /// 要删掉网站里很多文件时，不再询问
    #[arg(long, display_order = 7)]
    pub yes: bool,
    /// 结果怎样显示：text 给人看，json 给程序看；不写就是 text
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        display_order = 8
    )]
    pub format: OutputFormat,
    /// 显示每个阶段用了多长时间
    #[arg(long, display_order = 9)]
    pub timings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    Text,
    Json,
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    let shape_is_right =
        text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    text.parse()
        .ok()
        .filter(|_| shape_is_right)
        .ok_or_else(|| "日期写成“年-月-日”的样子，月和日都写两位，例如 2026-05-01".to_owned())
}
