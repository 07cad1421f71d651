//! Runs one outside program to its end.
//!
//! In: a command, and how long it may take. Out: whether it ended well, or its last words. It gets no input, stays in our own
//! process group – so Ctrl-C ends it with us – and is killed when its time is over.

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

/// A folder for one run, gone when it is dropped.
///
/// # Errors
/// There is no room for it: in words for people.
pub fn workplace() -> Result<TempDir, String> {
    tempfile::tempdir().map_err(|it| format!("建不了临时文件夹：{it}"))
}

/// Runs `command`, whose notes go into a file in `work`, for no longer than `limit`.
///
/// # Errors
/// It could not be started, failed, or took too long: in words for people.
pub fn run(command: &mut Command, work: &Path, limit: Duration) -> Result<String, String> {
    let failed = |error: &io::Error| format!("程序没有启动：{error}");
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(work.join("notes"));
    let mut notes = file.map_err(|it| failed(&it))?;
    // Into a file: a pipe that nobody empties would stop the program.
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
        false => Err(last_words(&said, &status.to_string())),
    }
}

fn last_words(said: &str, status: &str) -> String {
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
        let work = workplace().expect("a folder");
        let mut command = Command::new("/bin/sh");
        run(command.args(["-c", script]), work.path(), limit)
    }

    #[test]
    fn a_program_is_heard_and_ended() {
        assert_eq!(shell("echo 好", LIMIT), Ok("好\n".to_owned()));
        assert_eq!(
            shell("echo 坏 >&2; echo; exit 3", LIMIT),
            Err("程序出错：坏".to_owned())
        );
        let late = shell("exec sleep 600", Duration::ZERO);
        assert_eq!(late, Err("超过 0 秒没有做完".to_owned()));
        let work = workplace().expect("a folder");
        let none = run(&mut Command::new("/no/such/program"), work.path(), LIMIT);
        assert!(none.is_err_and(|it| it.starts_with("程序没有启动：")));
    }
}
