//! Lines for cron, and a user's table with and without them.
//!
//! In: a job, and the table as `crontab -l` prints it. Out: lines, or the new table. Lines of others are kept
//! as they are. cron knows no years, so a moment's line runs once a year; publishing an unchanged site does
//! nothing.

use super::{Job, ScheduleError, When};

/// # Errors
/// A path that is not absolute, a bad name of a target, or no moments.
pub fn cron(job: &Job) -> Result<Vec<String>, ScheduleError> {
    let texts = job.texts()?;
    let log = quoted(texts.log);
    let command = format!(
        "cd {} && {} publish {} >>{log} 2>&1",
        quoted(texts.site),
        quoted(texts.program),
        quoted(&job.target),
    );
    // cron itself ends the command at `%` (`crontab(5)`), in quotes too.
    let command = command.replace('%', "\\%");
    let times = times(job)?.into_iter();
    Ok(times.map(|time| format!("{time} {command}")).collect())
}

fn times(job: &Job) -> Result<Vec<String>, ScheduleError> {
    if let When::Daily(time) = job.when {
        return Ok(vec![format!("{} {} * * *", time.minute(), time.hour())]);
    }
    let times = job.moments()?.into_iter().map(|it| {
        let date = it.date();
        format!(
            "{} {} {} {} *",
            it.minute(),
            it.hour(),
            date.day(),
            date.month()
        )
    });
    Ok(times.collect())
}

/// The table with this job's lines in place of its former ones.
///
/// # Errors
/// As `cron`.
pub fn table_with(table: &str, job: &Job) -> Result<String, ScheduleError> {
    let mut table = table_without(table, job);
    let (first, last) = marks(job);
    table.push_str(&format!("{first}\n"));
    for line in cron(job)? {
        table.push_str(&line);
        table.push('\n');
    }
    table.push_str(&format!("{last}\n"));
    Ok(table)
}

/// The table without this job's lines.
pub fn table_without(table: &str, job: &Job) -> String {
    let (first, last) = marks(job);
    let mut kept = String::new();
    let mut is_own = false;
    for line in table.lines() {
        is_own = is_own || line == first;
        if !is_own {
            kept.push_str(line);
            kept.push('\n');
        }
        is_own = is_own && line != last;
    }
    kept
}

fn marks(job: &Job) -> (String, String) {
    let name = job.name();
    (format!("# {name} 开始"), format!("# {name} 结束"))
}

/// One word for `sh`.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
