//! The steps that install and remove a job, as values: a caller prints them or takes them.
//!
//! In: a job and, for cron, the user's table. Out: files to write and commands to run, in order.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::{
    Job, ScheduleError,
    cron::{quoted as sh_quoted, table_with, table_without},
    systemd::systemd,
    windows::{quoted as windows_quoted, windows_task},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Why, for whoever reads it.
    pub about: &'static str,
    pub action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Writes a file, and the folders above it.
    Write { path: PathBuf, bytes: Vec<u8> },
    /// Removes a file that may be gone already.
    Remove { path: PathBuf },
    /// Runs a program, with this as its input.
    Run {
        program: &'static str,
        arguments: Vec<String>,
        input: Vec<u8>,
    },
}

/// What it takes to install a job, and to be rid of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    pub install: Vec<Step>,
    pub remove: Vec<Step>,
}

/// `folder` is where the user's units are: `~/.config/systemd/user`, as an absolute path.
///
/// # Errors
/// As `systemd`.
pub fn systemd_steps(job: &Job, folder: &Path) -> Result<Steps, ScheduleError> {
    let units = systemd(job)?;
    let name = job.name();
    let service = folder.join(format!("{name}.service"));
    let timer = folder.join(format!("{name}.timer"));
    let unit = format!("{name}.timer");
    let install = vec![
        write("写出任务", &service, units.service.into_bytes()),
        write("写出时间", &timer, units.timer.into_bytes()),
        run(
            "让 systemd 重新读取",
            "systemctl",
            &["--user", "daemon-reload"],
        ),
        run(
            "打开定时任务",
            "systemctl",
            &["--user", "enable", "--now", &unit],
        ),
        // A timer that is running keeps its former times until it is started anew.
        run("使用新的时间", "systemctl", &["--user", "restart", &unit]),
        run("没有人登录时也运行", "loginctl", &["enable-linger"]),
    ];
    let remove = vec![
        run(
            "关掉定时任务",
            "systemctl",
            &["--user", "disable", "--now", &unit],
        ),
        delete("删除时间", &timer),
        delete("删除任务", &service),
        run(
            "让 systemd 重新读取",
            "systemctl",
            &["--user", "daemon-reload"],
        ),
    ];
    Ok(Steps { install, remove })
}

/// `table` is what `crontab -l` prints; empty if the user has none.
///
/// # Errors
/// As `cron`.
pub fn cron_steps(job: &Job, table: &str) -> Result<Steps, ScheduleError> {
    let step = |about, table: String| Step {
        about,
        action: Action::Run {
            program: "crontab",
            arguments: vec!["-".to_owned()],
            input: table.into_bytes(),
        },
    };
    Ok(Steps {
        install: vec![step("加上定时任务，别的任务不变", table_with(table, job)?)],
        remove: vec![step(
            "去掉定时任务，别的任务不变",
            table_without(table, job),
        )],
    })
}

/// `file` is where the task's XML is kept, as an absolute path.
///
/// # Errors
/// As `windows_task`.
pub fn windows_steps(job: &Job, file: &Path) -> Result<Steps, ScheduleError> {
    let name = job.name();
    let path = file.to_string_lossy();
    let install = vec![
        write("写出任务", file, windows_task(job)?),
        run(
            "加上定时任务；已有同名的就替换",
            "schtasks",
            &["/Create", "/TN", &name, "/XML", &path, "/F"],
        ),
    ];
    let remove = vec![
        run("去掉定时任务", "schtasks", &["/Delete", "/TN", &name, "/F"]),
        delete("删除任务文件", file),
    ];
    Ok(Steps { install, remove })
}

fn write(about: &'static str, path: &Path, bytes: Vec<u8>) -> Step {
    let path = path.to_owned();
    let action = Action::Write { path, bytes };
    Step { about, action }
}

fn delete(about: &'static str, path: &Path) -> Step {
    let path = path.to_owned();
    let action = Action::Remove { path };
    Step { about, action }
}

fn run(about: &'static str, program: &'static str, arguments: &[&str]) -> Step {
    let arguments = arguments.iter().map(|&it| it.to_owned()).collect();
    let input = Vec::new();
    let action = Action::Run {
        program,
        arguments,
        input,
    };
    Step { about, action }
}

/// As it is typed: for `schtasks` as Windows quotes, otherwise as `sh` does.
impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write { path, .. } => write!(formatter, "写入文件 {}", path.display()),
            Self::Remove { path } => write!(formatter, "删除文件 {}", path.display()),
            Self::Run {
                program, arguments, ..
            } => {
                formatter.write_str(program)?;
                for argument in arguments {
                    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_./".contains(it);
                    let word = match (*program, argument.chars().all(is_plain)) {
                        (_, true) => argument.clone(),
                        ("schtasks", false) => windows_quoted(argument),
                        (_, false) => sh_quoted(argument),
                    };
                    write!(formatter, " {word}")?;
                }
                Ok(())
            }
        }
    }
}
