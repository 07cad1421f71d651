//! Runs an external program to its end.
//!
//! In: a command and a time limit. Out: its output if it succeeded, otherwise the end of its output. It gets
//! no input, stays in the process group of this program, so that Ctrl-C ends it too, and is killed when its
//! time is over.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

const POLL: Duration = Duration::from_millis(20);

/// A temporary folder for one run, removed when it is dropped.
///
/// # Errors
/// It cannot be created: as a Chinese phrase.
pub fn work_folder() -> Result<TempDir, String> {
    tempfile::tempdir().map_err(|it| format!("建不了临时文件夹：{it}"))
}

/// Runs `command`, whose output goes to a file in `work`, for at most `limit`.
///
/// # Errors
/// It could not be started, failed, or took too long: as a Chinese phrase.
pub fn run(command: &mut Command, work: &Path, limit: Duration) -> Result<String, String> {
    let failed = |error: &io::Error| format!("程序没有启动：{error}");
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(work.join("notes"));
    let mut notes = file.map_err(|it| failed(&it))?;
    // To a file: the program would block on a pipe that is not read.
    let sink = || notes.try_clone().map(Stdio::from);
    let (stdout, stderr) = (
        sink().map_err(|it| failed(&it))?,
        sink().map_err(|it| failed(&it))?,
    );
    let command = command.stdin(Stdio::null()).stdout(stdout).stderr(stderr);
    let mut child = command.spawn().map_err(|it| failed(&it))?;
    let deadline = Instant::now() + limit;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => thread::sleep(POLL),
            Ok(None) => {
                // It may have ended just now; then there is nothing to kill.
                drop(child.kill());
                drop(child.wait());
                return Err(format!("超过 {} 秒没有做完", limit.as_secs()));
            }
            Err(error) => return Err(failed(&error)),
        }
    };
    let mut said = Vec::new();
    drop(notes.rewind().and_then(|()| notes.read_to_end(&mut said)));
    let said = String::from_utf8_lossy(&said).into_owned();
    match status.success() {
        true => Ok(said),
        false => Err(end_of_output(&said, &status.to_string())),
    }
}

fn end_of_output(said: &str, status: &str) -> String {
    let mut lines = said.lines().rev().map(str::trim);
    let last = lines.find(|it| !it.is_empty());
    format!("程序出错：{}", last.unwrap_or(status))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(60);

    fn shell(script: &str, limit: Duration) -> Result<String, String> {
        let work = work_folder().expect("a folder");
        let mut command = Command::new("/bin/sh");
        run(command.args(["-c", script]), work.path(), limit)
    }

    #[test]
    fn output_is_returned_and_late_programs_are_killed() {
        assert_eq!(shell("echo 好", LIMIT), Ok("好\n".to_owned()));
        assert_eq!(
            shell("echo 坏 >&2; echo; exit 3", LIMIT),
            Err("程序出错：坏".to_owned())
        );
        let late = shell("exec sleep 600", Duration::ZERO);
        assert_eq!(late, Err("超过 0 秒没有做完".to_owned()));
        let work = work_folder().expect("a folder");
        let none = run(&mut Command::new("/no/such/program"), work.path(), LIMIT);
        assert!(none.is_err_and(|it| it.starts_with("程序没有启动：")));
    }
}
