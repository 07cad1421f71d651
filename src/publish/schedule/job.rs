//! A job: what to run, and when.
//!
//! Plain data, checked for what can stand in units, tables and tasks.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use jiff::{ZonedDateTime, civil::Time};
use sha2::{Digest as _, Sha256};

/// What to run, and when.
#[derive(Clone, Debug)]
pub struct Job {
    /// Absolute.
    pub program: PathBuf,
    /// The site's folder, absolute; the program runs in it.
    pub site: PathBuf,
    /// The id of a target in the settings.
    pub target: String,
    pub when: When,
    /// The file that messages are appended to, absolute. Its folder exists.
    pub log: PathBuf,
}

#[derive(Clone, Debug)]
pub enum When {
    /// Every day, by the clock of the machine that runs the job.
    Daily(Time),
    /// At each of these, rounded up to a minute, in the time zone of the machine that runs the job.
    Moments(Vec<ZonedDateTime>),
}

impl Job {
    /// The name of units and tasks: ASCII, and another one for each folder and target.
    pub fn name(&self) -> String {
        let key = format!("{}\n{}", self.site.display(), self.target);
        let sum = Sha256::digest(key.as_bytes());
        let sum: String = sum[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let is_plain = |it: &char| it.is_ascii_alphanumeric() || *it == '-';
        let target: String = self.target.chars().filter(is_plain).take(32).collect();
        format!("fanzha-{target}-{sum}").replace("--", "-")
    }

    pub(super) fn about(&self) -> String {
        let site = self.site.file_name().unwrap_or_default().to_string_lossy();
        format!("反诈宣传网站“{site}”定时发布到 {}", self.target)
    }

    /// The texts of program, site and log.
    pub(super) fn texts(&self) -> Result<Texts<'_>, ScheduleError> {
        let is_word = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
        if self.target.is_empty()
            || !self.target.chars().all(is_word)
            || self.target.starts_with('-')
        {
            return Err(ScheduleError::Target(self.target.clone()));
        }
        Ok(Texts {
            program: text(&self.program)?,
            site: text(&self.site)?,
            log: text(&self.log)?,
        })
    }

    /// Sorted, rounded up to a minute, each once.
    pub(super) fn moments(&self) -> Result<Vec<ZonedDateTime>, ScheduleError> {
        let When::Moments(moments) = &self.when else {
            return Ok(Vec::new());
        };
        let mut moments: Vec<ZonedDateTime> = moments.iter().map(rounded_up).collect();
        moments.sort();
        moments.dedup();
        match moments.is_empty() {
            true => Err(ScheduleError::NoMoments),
            false => Ok(moments),
        }
    }
}

pub(super) struct Texts<'a> {
    pub program: &'a str,
    pub site: &'a str,
    pub log: &'a str,
}

/// An absolute path of either system that can stand in a line of text.
fn text(path: &Path) -> Result<&str, ScheduleError> {
    let refused = || ScheduleError::Path(path.to_owned());
    let text = path.to_str().ok_or_else(refused)?;
    let is_drive = text.get(1..3).is_some_and(|it| it == ":\\" || it == ":/");
    let is_absolute = text.starts_with('/') || text.starts_with("\\\\") || is_drive;
    if !is_absolute || text.contains(char::is_control) {
        return Err(refused());
    }
    Ok(text)
}

fn rounded_up(moment: &ZonedDateTime) -> ZonedDateTime {
    let seconds = moment.timestamp().as_second();
    let is_later = moment.timestamp().subsec_nanosecond() > 0;
    let seconds = seconds + i64::from(is_later);
    let minutes = seconds.div_euclid(60) + i64::from(seconds.rem_euclid(60) > 0);
    let rounded = jiff::Timestamp::from_second(minutes * 60);
    rounded.map_or_else(
        |_| moment.clone(),
        |it| it.to_zoned_datetime(moment.time_zone().clone()),
    )
}

/// Why there is no job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleError {
    /// Not absolute, not Unicode, or with a line break in it.
    Path(PathBuf),
    Target(String),
    NoMoments,
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(
                formatter,
                "定时任务要用完整的路径（例如 D:\\反诈网站），不能用：{}",
                path.display()
            ),
            Self::Target(target) => write!(
                formatter,
                "发布目标的名字“{target}”只能用文字、数字和 - _ .，请在 site.yaml 里改名"
            ),
            Self::NoMoments => write!(
                formatter,
                "目前没有要定时发布或到期的内容，不需要定时任务；也可以设成每天固定时间发布"
            ),
        }
    }
}

impl std::error::Error for ScheduleError {}
