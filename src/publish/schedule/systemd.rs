//! A service and a timer for systemd, for the user who publishes.
//!
//! In: a job. Out: the texts of both units. A machine that was off runs the job when it is on again.

use jiff::tz::TimeZone;

use super::{Job, ScheduleError, When};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units {
    pub service: String,
    pub timer: String,
}

/// # Errors
/// A path that is not absolute, a bad name of a target, or no moments.
pub fn systemd(job: &Job) -> Result<Units, ScheduleError> {
    let texts = job.texts()?;
    let service = format!(
        "[Unit]\n\
         Description={about}\n\
         \n\
         [Service]\n\
         Type=oneshot\n\
         WorkingDirectory={site}\n\
         ExecStart={program} publish {target}\n\
         StandardOutput=append:{log}\n\
         StandardError=append:{log}\n\
         Nice=10\n",
        about = specifiers(&job.about()),
        site = specifiers(texts.site),
        program = quoted(texts.program),
        target = quoted(&job.target),
        log = specifiers(texts.log),
    );
    let times: String = times(job)?
        .iter()
        .map(|it| format!("OnCalendar={it}\n"))
        .collect();
    let timer = format!(
        "[Unit]\n\
         Description={about}\n\
         \n\
         [Timer]\n\
         {times}\
         AccuracySec=1s\n\
         Persistent=true\n\
         \n\
         [Install]\n\
         WantedBy=timers.target\n",
        about = specifiers(&job.about()),
    );
    Ok(Units { service, timer })
}

/// As `systemd.time(7)` reads them. Moments are in UTC, so no daylight saving time comes between.
fn times(job: &Job) -> Result<Vec<String>, ScheduleError> {
    if let When::Daily(time) = job.when {
        return Ok(vec![time.strftime("*-*-* %H:%M:00").to_string()]);
    }
    let times = job.moments()?.into_iter().map(|moment| {
        let moment = moment.with_time_zone(TimeZone::UTC);
        moment.strftime("%Y-%m-%d %H:%M:00 UTC").to_string()
    });
    Ok(times.collect())
}

/// For settings that take the rest of the line (`systemd.unit(5)`, "Specifiers").
fn specifiers(text: &str) -> String {
    // A backslash at the end of a line would continue it.
    text.replace('%', "%%").trim_end_matches('\\').to_owned()
}

/// One word of a command line (`systemd.service(5)`, "Command lines"). Variables are not replaced in the name
/// of the program, and the names of targets have no `$`.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('%', "%%"))
}
