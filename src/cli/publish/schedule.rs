//! `fanzha schedule`: a job of the system that publishes when something appears or expires.
//!
//! In: the site's schedule and a target. Out: the steps that install or remove the job, printed or taken.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use jiff::{
    ZonedDateTime,
    civil::{Date, Time},
};

use super::{
    super::{end::CommandEnd, terminal::Terminal, usage::Complaint},
    arguments::ScheduleArguments,
    office::{Office, variable},
};
use crate::{
    content::{Detail, Document},
    pipeline,
    publish::{self, Action, Job, Scheduler, Step, Steps, When},
    yaml::Moment,
};

/// A moment at which the site changes by itself.
pub(super) struct Change {
    pub at: Moment,
    pub path: String,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Appears,
    Expires,
}

impl What {
    pub fn name(self) -> &'static str {
        match self {
            Self::Appears => "发布",
            Self::Expires => "下线",
        }
    }
}

/// All changes of the schedule, the earliest first.
pub(super) fn changes(documents: &[Arc<Document>]) -> Vec<Change> {
    let mut changes = Vec::new();
    for document in documents {
        let schedule = &document.front_matter.schedule;
        if schedule.draft {
            continue;
        }
        let mut moments = vec![
            (
                schedule.publish_at.as_ref().map(|it| it.value),
                What::Appears,
            ),
            (
                schedule.expires_at.as_ref().map(|it| it.value),
                What::Expires,
            ),
        ];
        if let Detail::Slogans(group) = &document.detail {
            let start = |it: Date| Moment::new(it.at(0, 0, 0, 0));
            let from = group.validity.from.as_ref().map(|it| start(it.value));
            // The last day is included.
            let until = group.validity.until.as_ref();
            let until = until.map(|it| start(it.value).next_day());
            moments.extend([(from, What::Appears), (until, What::Expires)]);
        }
        changes.extend(moments.into_iter().filter_map(|(at, what)| {
            Some(Change {
                at: at?,
                path: document.path.as_str().to_owned(),
                what,
            })
        }));
    }
    changes.sort_by(|left, right| (left.at, &left.path).cmp(&(right.at, &right.path)));
    changes
}

pub(in crate::cli) fn schedule(
    arguments: &ScheduleArguments,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    office.settings_of(&arguments.target)?;
    let site = publish::absolute(&office.site)?;
    let job = Job {
        program: env::current_exe().map_err(|_| no_program())?,
        log: site.join(publish::FOLDER).join("publish.log"),
        site,
        target: arguments.target.clone(),
        when: when(arguments, &office)?,
    };
    let scheduler = arguments
        .scheduler
        .map_or_else(Scheduler::of_this_system, Into::into);
    let steps = steps(scheduler, &job)?;
    let chosen = if arguments.remove {
        &steps.remove
    } else {
        &steps.install
    };
    if arguments.install || arguments.remove {
        for step in chosen {
            terminal.message(step.about);
            take(step)?;
        }
        return Ok(CommandEnd::Done);
    }
    terminal.data(&printed(chosen))?;
    terminal.message("上面只是显示；加上 --install 就装好，--remove 就去掉");
    Ok(CommandEnd::Done)
}

fn when(arguments: &ScheduleArguments, office: &Office) -> Result<When, Complaint> {
    if let Some(time) = arguments.daily {
        return Ok(When::Daily(time));
    }
    let survey = pipeline::survey(&office.site);
    let now = Moment::new(office.now.datetime());
    let documents = survey.map_or_else(Vec::new, |it| it.documents);
    let zone = &office.config.time_zone;
    let moments = changes(&documents).into_iter().filter(|it| it.at > now);
    let zoned = moments.filter_map(|it| it.at.datetime().to_zoned_datetime(zone.clone()).ok());
    let moments: Vec<ZonedDateTime> = zoned.collect();
    match moments.is_empty() {
        // Content that is scheduled later is published on the morning of its day.
        true => Ok(When::Daily(Time::constant(6, 0, 0, 0))),
        false => Ok(When::Moments(moments)),
    }
}

fn steps(scheduler: Scheduler, job: &Job) -> Result<Steps, Complaint> {
    let steps = match scheduler {
        Scheduler::Systemd => publish::systemd_steps(job, &units_folder()?),
        Scheduler::Cron => publish::cron_steps(job, &present_table()),
        Scheduler::Windows => {
            let file = job
                .site
                .join(publish::FOLDER)
                .join(format!("{}.xml", job.name()));
            publish::windows_steps(job, &file)
        }
    };
    steps.map_err(|it| Complaint::new(it.to_string(), "改好以后再运行一次"))
}

fn units_folder() -> Result<PathBuf, Complaint> {
    let home = variable("XDG_CONFIG_HOME").map(PathBuf::from);
    let home = home.or_else(|| variable("HOME").map(|it| Path::new(&it).join(".config")));
    let home = home.ok_or_else(|| {
        Complaint::new("不知道用户的文件夹在哪里", "设好环境变量 HOME，再运行一次")
    })?;
    Ok(home.join("systemd/user"))
}

/// What `crontab -l` prints; empty if the user has no table.
fn present_table() -> String {
    let output = Command::new("crontab").arg("-l").output();
    let table = output.ok().filter(|it| it.status.success());
    table.map_or_else(String::new, |it| {
        String::from_utf8_lossy(&it.stdout).into_owned()
    })
}

fn take(step: &Step) -> Result<(), Complaint> {
    match &step.action {
        Action::Write { path, bytes } => Ok(publish::write_file(path, bytes)?),
        Action::Remove { path } => Ok(publish::remove_file(path)?),
        Action::Run {
            program,
            arguments,
            input,
        } => {
            let failed = |reason: String| {
                Complaint::new(
                    format!("{} 没有成功：{reason}", step.action),
                    "看看这台电脑有没有这个程序；也可以不加 --install，照显示的步骤手工做",
                )
            };
            let mut child = Command::new(program)
                .args(arguments)
                .stdin(Stdio::piped())
                .spawn()
                .map_err(|it| failed(it.to_string()))?;
            if let Some(mut stdin) = child.stdin.take() {
                // A program that reads nothing closes the pipe.
                drop(stdin.write_all(input));
            }
            let status = child.wait().map_err(|it| failed(it.to_string()))?;
            match status.success() {
                true => Ok(()),
                false => Err(failed(status.to_string())),
            }
        }
    }
}

fn printed(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        text.push_str(&format!("# {}\n{}\n", step.about, step.action));
        let content = match &step.action {
            Action::Write { bytes, .. } => Some(bytes),
            Action::Run { input, .. } => Some(input),
            Action::Remove { .. } => None,
        };
        if let Some(bytes) = content.filter(|it| !it.is_empty()) {
            text.push_str(&publish::readable(bytes));
            text.push('\n');
        }
    }
    text
}

fn no_program() -> Complaint {
    Complaint::new(
        "找不到 fanzha 程序自己的位置",
        "把程序放到一个固定的文件夹里，用完整路径运行",
    )
}
