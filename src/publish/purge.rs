//! The addresses whose content has changed, for the purge of a CDN.
//!
//! In: changed paths. Out: addresses, given to the command of the settings on its standard input, one per
//! line.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use crate::{page::encoded, pipeline::Failure};

/// The addresses of `paths` below `url`; a page has two, with and without its file name.
pub fn addresses(url: &str, paths: &[String]) -> Vec<String> {
    let mut addresses = Vec::new();
    for path in paths {
        let path = encoded(path);
        if let Some(folder) = path.strip_suffix("index.html") {
            addresses.push(format!("{url}{folder}"));
        }
        addresses.push(format!("{url}{path}"));
    }
    addresses
}

/// Runs `command` by the system's shell.
///
/// # Errors
/// It cannot be started, or ends with an error.
pub fn run_purge(command: &str, addresses: &[String]) -> Result<(), Failure> {
    let (shell, option) = match cfg!(windows) {
        true => ("cmd", "/C"),
        false => ("sh", "-c"),
    };
    let mut child = Command::new(shell)
        .args([option, command])
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|it| failed(command, &it.to_string()))?;
    if let Some(mut input) = child.stdin.take() {
        // A command that reads nothing is no error.
        drop(input.write_all(format!("{}\n", addresses.join("\n")).as_bytes()));
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(command, &status.to_string())),
        Err(error) => Err(failed(command, &error.to_string())),
    }
}

fn failed(command: &str, reason: &str) -> Failure {
    Failure {
        message: format!("网站发布好了，但是“刷新命令” {command} 没有成功：{reason}"),
        help: "在 CDN 的控制台里手工刷新，或者改好 site.yaml 里的刷新命令".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_an_address_with_and_without_its_file_name() {
        let paths = ["cases/a/index.html".to_owned(), "a b.css".to_owned()];
        assert_eq!(
            addresses("https://x.cn/f/", &paths),
            [
                "https://x.cn/f/cases/a/",
                "https://x.cn/f/cases/a/index.html",
                "https://x.cn/f/a%20b.css"
            ]
        );
    }
}
