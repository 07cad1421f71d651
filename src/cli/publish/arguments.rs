//! The arguments of the commands that deliver the site, with the Chinese text of their help.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Time;

use super::super::site_arguments::{PARAMETERS, SiteArguments, SiteFolder, TEMPLATE};
use crate::publish::Scheduler;

#[derive(Args, Debug)]
pub(in crate::cli) struct PublishArguments {
    /// 发布目标的编号，写在 site.yaml 的 publish（发布）里
    #[arg(value_name = "目标", help_heading = PARAMETERS)]
    pub target: String,
    /// 只说明会做什么，什么也不送
    #[arg(long, display_order = 2)]
    pub dry_run: bool,
    /// 登记一张对方交回来的回执（压缩包目标）
    #[arg(long, value_name = "文件", display_order = 3)]
    pub receipt: Option<PathBuf>,
    /// 只打包对方网站上次检查通过以后有变化的文件（压缩包目标）
    #[arg(long, conflicts_with = "receipt", display_order = 3)]
    pub changes: bool,
    /// 把消息也写进这个文件，接在后面，给定时任务用
    #[arg(long, value_name = "文件", display_order = 24)]
    pub log: Option<PathBuf>,
    #[command(flatten)]
    pub delivery: DeliveryArguments,
    #[command(flatten)]
    pub site: SiteArguments,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RollbackArguments {
    /// 发布目标的编号
    #[arg(value_name = "目标", help_heading = PARAMETERS)]
    pub target: String,
    /// 回到哪个版本；不写就是现在这个的前一个
    #[arg(value_name = "版本", help_heading = PARAMETERS)]
    pub release: Option<String>,
    /// 有过期的内容会重新出现时，不再询问
    #[arg(long, display_order = 2)]
    pub yes: bool,
    #[command(flatten)]
    pub delivery: DeliveryArguments,
    #[command(flatten)]
    pub folder: SiteFolder,
}

/// Options shared by `publish` and `rollback`.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct DeliveryArguments {
    /// 不相信记录，先把服务器上的文件逐个读回来核对
    #[arg(long, display_order = 20)]
    pub distrust_remote: bool,
    /// 覆盖服务器上别人放的、别人改过的同名文件
    #[arg(long, display_order = 21)]
    pub overwrite: bool,
    /// 另一台电脑留下的发布锁不作数
    #[arg(long, display_order = 22)]
    pub break_lock: bool,
    /// 记在发布记录里的操作人；不写就是这台电脑的用户名
    #[arg(long, value_name = "姓名", display_order = 23)]
    pub by: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ReleasesArguments {
    /// 发布目标的编号
    #[arg(value_name = "目标", help_heading = PARAMETERS)]
    pub target: String,
    #[command(flatten)]
    pub folder: SiteFolder,
}

#[derive(Args, Debug)]
#[command(subcommand_help_heading = "命令")]
pub(in crate::cli) struct TargetArguments {
    #[command(subcommand)]
    pub command: TargetCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TargetCommand {
    /// 连上去试一试：能不能写，能怎样换文件，还要请管理员做什么
    #[command(override_usage = "fanzha target check <目标>", help_template = TEMPLATE)]
    Check(ReleasesArguments),
    /// 和管理员核对过以后，信任 SFTP 服务器的指纹
    #[command(override_usage = "fanzha target trust <目标>", help_template = TEMPLATE)]
    Trust(ReleasesArguments),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct VerifyArguments {
    /// 发布目标的编号，或者网站的网址
    #[arg(value_name = "目标或网址", help_heading = PARAMETERS)]
    pub target: String,
    /// 只核对这么多个文件；不写就全部核对
    #[arg(long, value_name = "个数", display_order = 2)]
    pub sample: Option<usize>,
    #[command(flatten)]
    pub folder: SiteFolder,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ScheduleArguments {
    /// 发布目标的编号
    #[arg(value_name = "目标", help_heading = PARAMETERS)]
    pub target: String,
    /// 装上定时任务；不写就只显示要做什么
    #[arg(long, display_order = 2)]
    pub install: bool,
    /// 去掉定时任务
    #[arg(long, display_order = 3, conflicts_with = "install")]
    pub remove: bool,
    /// 每天这个时间发布，例如 06:00；不写就在有内容发布、下线的时候
    #[arg(long, value_name = "时间", value_parser = time, display_order = 4)]
    pub daily: Option<Time>,
    /// 用哪种定时任务：systemd、cron、windows；不写就用这台电脑的
    #[arg(
        long,
        value_name = "种类",
        display_order = 5,
        hide_possible_values = true
    )]
    pub scheduler: Option<SchedulerName>,
    #[command(flatten)]
    pub folder: SiteFolder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchedulerName {
    Systemd,
    Cron,
    Windows,
}

impl From<SchedulerName> for Scheduler {
    fn from(name: SchedulerName) -> Self {
        match name {
            SchedulerName::Systemd => Self::Systemd,
            SchedulerName::Cron => Self::Cron,
            SchedulerName::Windows => Self::Windows,
        }
    }
}

fn time(text: &str) -> Result<Time, String> {
    let time = Time::strptime("%H:%M", text);
    time.map_err(|_| "时间写成“时:分”的样子，例如 06:00".to_owned())
}
