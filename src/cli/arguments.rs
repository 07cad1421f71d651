//! The command line arguments, with the Chinese text of their help.
//!
//! Every word that `--help` shows is here, in `usage::OVERVIEW`, or in the template below.
//! Never accesses the disk, the clock or the environment.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use jiff::civil::Date;

use super::{
    explain, kind,
    publish::{
        PublishArguments, ReleasesArguments, RollbackArguments, ScheduleArguments, TargetArguments,
        VerifyArguments,
    },
    site_arguments::{OPTIONS, PARAMETERS, SiteArguments, SiteFolder, TEMPLATE, day},
};
use crate::{config::BaseUrl, paths::OutputPath, vocabulary::Kind};

#[derive(Debug, Parser)]
#[command(
    name = "fanzha",
    version,
    about = "fanzha：把一个文件夹的文章变成反诈宣传网站和各渠道的播放文件",
    override_usage = "fanzha <命令> [选项]",
    help_template = TEMPLATE,
    after_help = "某个命令的详细说明：fanzha <命令> --help",
    subcommand_help_heading = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    next_help_heading = OPTIONS
)]
#[command(
    arg = clap::Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true).help("显示说明").display_order(1000),
    arg = clap::Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本号").display_order(1001)
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 新建一个可以直接生成的示例网站
    #[command(override_usage = "fanzha init <文件夹>", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "例：\n  fanzha init 反诈网站")]
    Init(InitArguments),
    /// 新建一篇内容，写好各项的填写说明
    #[command(override_usage = "fanzha new <类型> <标题> [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "例：\n  fanzha new 典型案例 \"网购退款被骗 3 万元\"\n  fanzha new 警示语 国庆中秋提示")]
    New(NewArguments),
    /// 检查内容，生成整个网站和播放文件
    #[command(override_usage = "fanzha build [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "退出码：0 完成；1 内容有错误，网站没有更新；2 命令写错或电脑出错，没有运行")]
    Build(BuildArguments),
    /// 在浏览器里预览网站，保存文件后页面自动更新
    #[command(override_usage = "fanzha serve [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "草稿和定时发布的内容也能看到，页面底部会说明；public 文件夹不会改动。\n退出码：0 正常结束；2 命令写错或电脑出错，没有运行")]
    Serve(ServeArguments),
    /// 只生成 LED 屏、影院、印刷品等渠道的文件
    #[command(override_usage = "fanzha export [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "退出码：0 完成；1 内容有错误，文件没有更新；2 命令写错或电脑出错，没有运行，或者文件导出了而 PDF、视频没有做成")]
    Export(ExportArguments),
    /// 生成网站，送到门户的服务器上
    #[command(override_usage = "fanzha publish <目标> [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "例：\n  fanzha publish portal\n  fanzha publish portal --dry-run\n退出码：0 发布好了；1 内容有错误，没有发布；2 命令写错，或者没有送成，再运行一次会接着送")]
    Publish(PublishArguments),
    /// 回到以前发布过的版本
    #[command(override_usage = "fanzha rollback <目标> [版本]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "例：\n  fanzha rollback portal")]
    Rollback(RollbackArguments),
    /// 列出发布过的版本
    #[command(override_usage = "fanzha releases <目标>", help_template = TEMPLATE, next_help_heading = OPTIONS)]
    Releases(ReleasesArguments),
    /// 查看发布目标能做什么，确认服务器的指纹
    #[command(override_usage = "fanzha target <check|trust> <目标>", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "第一次发布以前运行：fanzha target check portal")]
    Target(TargetArguments),
    /// 像读者一样打开网站，核对和发布的版本是不是一样
    #[command(override_usage = "fanzha verify <目标或网址> [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "例：\n  fanzha verify portal\n  fanzha verify https://www.example.gov.cn/zt/fanzha/\n退出码：0 一样；1 读者看到的有问题；2 没有核对成")]
    Verify(VerifyArguments),
    /// 看看发布的网站过时没有，下一次变化在什么时候
    #[command(override_usage = "fanzha status", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "退出码：0 都好；1 有要做的事")]
    Status(SiteFolder),
    /// 定时发布：到了发布、下线的时间自动运行
    #[command(override_usage = "fanzha schedule <目标> [选项]", help_template = TEMPLATE, next_help_heading = OPTIONS,
        after_help = "例：\n  fanzha schedule portal --install\n  fanzha schedule portal --daily 06:00 --install")]
    Schedule(ScheduleArguments),
}

#[derive(Args, Debug)]
pub(super) struct InitArguments {
    /// 新网站放在哪个文件夹：还没有的或者空的
    #[arg(value_name = "文件夹", help_heading = PARAMETERS)]
    pub folder: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct NewArguments {
    /// 典型案例、诈骗类型、警示语、通报、政策、成员单位、页面
    #[arg(value_name = "类型", help_heading = PARAMETERS, value_parser = kind::from_argument)]
    pub kind: Kind,
    /// 标题；里面有空格时，用英文引号把整个标题括起来
    #[arg(value_name = "标题", help_heading = PARAMETERS, allow_hyphen_values = true)]
    pub title: String,
    #[command(flatten)]
    pub folder: SiteFolder,
}

#[derive(Args, Debug)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// 生成到哪个文件夹；不写就是网站里的 public
    #[arg(long, value_name = "文件夹", display_order = 2)]
    pub output: Option<PathBuf>,
    /// 说明网站里的一个文件为什么重新生成，例如 cases/a/index.html
    #[arg(long, value_name = "文件", value_parser = explain::output_path, display_order = 9)]
    pub explain: Option<OutputPath>,
    /// 把草稿也生成出来，只供自己查看
    #[arg(long, display_order = 4)]
    pub drafts: bool,
    // Not a doc comment, where the name would need backticks that the help would show.
    #[arg(
        long,
        value_name = "网址",
        value_parser = base_url,
        display_order = 7,
        help = "网站的网址，代替 site.yaml 里的 base_url"
    )]
    pub base_url: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub folder: SiteFolder,
    /// 从哪个端口开始找空闲的；不写就是 4321
    #[arg(
        long,
        value_name = "端口",
        default_value = "4321",
        hide_default_value = true,
        value_parser = port
    )]
    pub port: u16,
    /// 自动打开浏览器
    #[arg(long)]
    pub open: bool,
    /// 让同一网络里的手机也能看：显示二维码，没有口令的人看不了
    #[arg(long)]
    pub lan: bool,
    /// 按哪一天预览，例如 2026-05-01；不写就是现在
    #[arg(long, value_name = "日期", value_parser = day)]
    pub as_of: Option<Date>,
    // Not a doc comment, where the name would need backticks that the help would show.
    #[arg(
        long,
        value_name = "网址",
        value_parser = base_url,
        help = "网站的网址，代替 site.yaml 里的 base_url"
    )]
    pub base_url: Option<String>,
    /// 不等系统通知，每隔一会儿查看一遍文件；改了文件页面却不动时用
    #[arg(long)]
    pub poll: bool,
}

#[derive(Args, Debug)]
pub(super) struct ExportArguments {
    #[command(flatten)]
    pub site: SiteArguments,
    /// 生成到哪个文件夹；不写就是网站里的 export
    #[arg(long, value_name = "文件夹", display_order = 2)]
    pub output: Option<PathBuf>,
    /// 不生成文件，只在这里画出一块 LED 屏的画面，例如 rs-door
    #[arg(long, value_name = "播放单编号", display_order = 4)]
    pub preview: Option<String>,
    /// 把印刷品做成 PDF，放在 pdf 文件夹里；要用到 weasyprint 或 Chrome、Edge 浏览器
    #[arg(long, display_order = 4, conflicts_with = "preview")]
    pub pdf: bool,
    // Not a doc comment, where the name would need backticks that the help would show.
    #[arg(
        long,
        display_order = 4,
        conflicts_with = "preview",
        help = "把影院画面做成 MP4 视频，放在 video 文件夹里；要用到 ffmpeg"
    )]
    pub video: bool,
}

fn port(text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| "端口是 1 到 65535 的数字，例如 8000；写 0 就由系统选一个".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    match BaseUrl::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => {
            Err("写完整的网址，例如 https://www.example.gov.cn/fanzha/，里面没有 ? 和 #".to_owned())
        }
    }
}
