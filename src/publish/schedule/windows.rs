//! A task for the Task Scheduler of Windows, as XML.
//!
//! In: a job. Out: the bytes of a file for `schtasks /Create /XML`: UTF-16, as that command expects.
//!
//! The task runs as the user who installs it, while logged on: only then can it use that user's stored
//! passwords and mapped drives, and it needs neither an administrator nor a password. The alternative, `S4U`,
//! runs without a logon but has no access to the network with the user's credentials
//! (learn.microsoft.com/windows/win32/taskschd/taskschedulerschema-logontype-principaltype-element). A time
//! that was missed while nobody was logged on or the machine was off is caught up (`StartWhenAvailable`).

use jiff::tz::TimeZone;

use super::job::{Job, ScheduleError, Texts, When};

/// A task has at most 48 triggers
/// (learn.microsoft.com/windows/win32/taskschd/taskschedulerschema-triggers-tasktype-element).
const TRIGGERS: usize = 48;

/// # Errors
/// A path that is not absolute, a bad name of a target, or no moments.
pub fn windows_task(job: &Job) -> Result<Vec<u8>, ScheduleError> {
    let texts = job.texts()?;
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n\
         <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n\
         {about}{triggers}{PRINCIPALS}{SETTINGS}{actions}</Task>\n",
        about = about(job),
        triggers = triggers(job)?,
        actions = actions(job, &texts),
    );
    let text = text.replace('\n', "\r\n");
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Ok(units.flat_map(u16::to_le_bytes).collect())
}

fn about(job: &Job) -> String {
    format!(
        "  <RegistrationInfo>\n    <Author>fanzha</Author>\n    <Description>{}</Description>\n  \
         </RegistrationInfo>\n",
        escaped(&job.about())
    )
}

const PRINCIPALS: &str = "  <Principals>
    <Principal id=\"Author\">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
";

/// Defaults would stop the task on battery, skip it, and end it after three days. Priority 7, the default, is
/// slow for disk and network.
const SETTINGS: &str = "  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
    <Priority>6</Priority>
  </Settings>
";

fn triggers(job: &Job) -> Result<String, ScheduleError> {
    let triggers = match job.when {
        // The date is any past one: the trigger repeats from there.
        When::Daily(time) => daily(&time.strftime("2026-01-01T%H:%M:00").to_string()),
        When::Moments(_) => moments(job)?,
    };
    Ok(format!("  <Triggers>\n{triggers}  </Triggers>\n"))
}

/// Where there are more moments than triggers, the job runs daily from the last trigger on.
fn moments(job: &Job) -> Result<String, ScheduleError> {
    let moments = job.moments()?;
    let starts: Vec<String> = moments
        .iter()
        .map(|it| it.with_time_zone(TimeZone::UTC))
        .map(|it| it.strftime("%Y-%m-%dT%H:%M:00Z").to_string())
        .collect();
    if starts.len() <= TRIGGERS {
        return Ok(starts.iter().map(|it| once(it)).collect());
    }
    let first: String = starts[..TRIGGERS - 1].iter().map(|it| once(it)).collect();
    Ok(first + &daily(&starts[TRIGGERS - 1]))
}

fn once(start: &str) -> String {
    format!(
        "    <TimeTrigger>\n      <StartBoundary>{start}</StartBoundary>\n      \
         <Enabled>true</Enabled>\n    </TimeTrigger>\n"
    )
}

fn daily(start: &str) -> String {
    format!(
        "    <CalendarTrigger>\n      <StartBoundary>{start}</StartBoundary>\n      \
         <Enabled>true</Enabled>\n      <ScheduleByDay>\n        \
         <DaysInterval>1</DaysInterval>\n      </ScheduleByDay>\n    </CalendarTrigger>\n"
    )
}

/// The program writes the log itself: redirecting would need `cmd.exe`, which interprets `%` and `^` in
/// paths.
fn actions(job: &Job, texts: &Texts<'_>) -> String {
    let arguments = format!(
        "publish {} --log {}",
        quoted(&job.target),
        quoted(texts.log)
    );
    format!(
        "  <Actions Context=\"Author\">\n    <Exec>\n      <Command>{}</Command>\n      \
         <Arguments>{}</Arguments>\n      <WorkingDirectory>{}</WorkingDirectory>\n    \
         </Exec>\n  </Actions>\n",
        escaped(&quoted(texts.program)),
        escaped(&arguments),
        escaped(texts.site),
    )
}

/// One argument, as `CommandLineToArgvW` splits them: backslashes count only before a quote.
pub(super) fn quoted(text: &str) -> String {
    let is_plain =
        |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.' | ':' | '\\' | '/');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    let mut slashes = 0;
    for character in text.chars() {
        if character == '"' {
            quoted.push_str(&"\\".repeat(slashes + 1));
        }
        slashes = if character == '\\' { slashes + 1 } else { 0 };
        quoted.push(character);
    }
    quoted.push_str(&"\\".repeat(slashes));
    quoted.push('"');
    quoted
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
