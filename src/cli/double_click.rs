//! What a double click on the program does: it opens the preview of the site beside it, or offers to make
//! one.
//!
//! In: the folders in which a site may be. Out: the end of the command that was run for the user. The window
//! closes with the program, so it waits for Enter whenever there is a message to read.

use std::{
    fs,
    io::{self, BufRead as _},
    path::{Path, PathBuf},
};

use clap::Parser as _;

use super::{
    arguments::{Arguments, Command},
    end::CommandEnd,
    environment::{beside, current},
    terminal::Terminal,
};

/// Runs a command as if it had been typed.
type Run<'r> = &'r dyn Fn(Command) -> CommandEnd;

/// The folder of a new site, beside the program.
const NEW_SITE: &str = "反诈网站";

/// Runs in place of a command without arguments.
pub(super) fn run(terminal: &Terminal, run: Run<'_>) -> CommandEnd {
    let folders: Vec<PathBuf> = [current(), beside()].into_iter().flatten().collect();
    let end = match choose(&sites(&folders), &folders, terminal, run) {
        Ok(Some(site)) => preview(&site, terminal, run),
        Ok(None) => CommandEnd::Done,
        Err(end) => end,
    };
    if end != CommandEnd::Done {
        terminal.message("\n看完以后，按回车键关闭这个窗口");
        drop(answer());
    }
    end
}

/// The site to preview: the only one, the one that the user names, or a new one; `None` if the user wants
/// none.
fn choose(
    sites: &[PathBuf],
    folders: &[PathBuf],
    terminal: &Terminal,
    run: Run<'_>,
) -> Result<Option<PathBuf>, CommandEnd> {
    match sites {
        [] => create(folders, terminal, run),
        [site] => Ok(Some(site.clone())),
        sites => Ok(pick(sites, terminal)),
    }
}

/// The site whose number the user types; `None` for an empty line.
fn pick(sites: &[PathBuf], terminal: &Terminal) -> Option<PathBuf> {
    terminal.message("这里有几个网站，要看哪一个？");
    for (index, site) in sites.iter().enumerate() {
        terminal.message(&format!("  {}  {}", index + 1, site.display()));
    }
    loop {
        terminal.message("输入前面的数字，按回车键；都不看，直接按回车键");
        let answer = answer();
        if answer.is_empty() {
            return None;
        }
        let index = answer.parse::<usize>().ok();
        let index = index.and_then(|it| it.checked_sub(1));
        if let Some(site) = index.and_then(|it| sites.get(it)) {
            return Some(site.clone());
        }
    }
}

/// Makes a new site beside the program, if the user wants one.
fn create(
    folders: &[PathBuf],
    terminal: &Terminal,
    run: Run<'_>,
) -> Result<Option<PathBuf>, CommandEnd> {
    let Some(site) = folders.last().map(|it| it.join(NEW_SITE)) else {
        return Ok(None);
    };
    terminal.message(&format!(
        "这里还没有网站。要建一个吗？会放在 {}\n要建，输入 y 再按回车键；不建，直接按回车键",
        site.display()
    ));
    if !answer().eq_ignore_ascii_case("y") {
        return Ok(None);
    }
    match run(command(&["init"], &site)) {
        CommandEnd::Done => Ok(Some(site)),
        end => Err(end),
    }
}

fn preview(site: &Path, terminal: &Terminal, run: Run<'_>) -> CommandEnd {
    terminal.message(&format!(
        "正在打开 {} 的预览；关闭这个窗口，预览就结束",
        site.display()
    ));
    run(command(&["serve", "--open", "--site"], site))
}

/// The command of these words and the folder.
fn command(words: &[&str], folder: &Path) -> Command {
    let words = ["fanzha"].iter().chain(words).map(Path::new);
    let arguments = Arguments::try_parse_from(words.chain([folder]));
    let arguments = arguments.expect("the words are a command that takes a folder");
    arguments.command.expect("the first word is a command")
}

/// The sites in these folders or, if there is none, one folder further inside; each once.
fn sites(folders: &[PathBuf]) -> Vec<PathBuf> {
    let is_site = |folder: &Path| folder.join("site.yaml").is_file();
    let mut sites: Vec<PathBuf> = folders.iter().filter(|it| is_site(it)).cloned().collect();
    if sites.is_empty() {
        let inside = folders.iter().filter_map(|it| fs::read_dir(it).ok());
        let inside = inside.flatten().filter_map(Result::ok).map(|it| it.path());
        sites = inside.filter(|it| is_site(it)).collect();
        sites.sort();
    }
    let mut seen = Vec::new();
    sites.retain(|site| {
        let real = site.canonicalize().unwrap_or_else(|_| site.clone());
        let is_new = !seen.contains(&real);
        seen.push(real);
        is_new
    });
    sites
}

/// A line typed by the user; empty at the end of the input.
fn answer() -> String {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(_) => line.trim().to_owned(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_found_in_the_folder_or_one_further_inside() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        let make = |path: &str| {
            fs::create_dir_all(at(path)).expect("can be created");
            fs::File::create(at(path).join("site.yaml")).expect("can be created");
        };
        let found = || sites(&[at(""), at("."), at("nothing")]);
        assert!(found().is_empty());
        make("b");
        make("a");
        make("a/too/deep");
        assert_eq!(found(), [at("a"), at("b")]);
        make("");
        assert_eq!(found(), [at("")]);
    }
}
