//! `fanzha init`: a small complete site to begin with.
//!
//! The files are those of `starter/`, kept in the program. Never touches a folder that holds anything.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    arguments::InitArguments,
    end::CommandEnd,
    terminal::Terminal,
    usage::{Complaint, site_option},
};
use crate::{
    output::{self, OutputError},
    paths::shown,
};

const FILES: &[(&str, &str)] = &[
    ("site.yaml", include_str!("starter/site.yaml")),
    (
        "content/_index.md",
        include_str!("starter/content/_index.md"),
    ),
    ("content/about.md", include_str!("starter/content/about.md")),
    (
        "content/cases/_index.md",
        include_str!("starter/content/cases/_index.md"),
    ),
    (
        "content/slogans/_index.md",
        include_str!("starter/content/slogans/_index.md"),
    ),
    (
        "content/slogans/daily.md",
        include_str!("starter/content/slogans/daily.md"),
    ),
    (
        "content/types/_index.md",
        include_str!("starter/content/types/_index.md"),
    ),
    (
        "content/types/maochong-kefu.md",
        include_str!("starter/content/types/maochong-kefu.md"),
    ),
    (
        "content/types/shuadan-fanli.md",
        include_str!("starter/content/types/shuadan-fanli.md"),
    ),
];

pub(super) fn run(arguments: &InitArguments, terminal: &Terminal) -> Result<CommandEnd, Complaint> {
    let folder = &arguments.folder;
    require_empty(folder)?;
    let file = |(path, text): &(&str, &'static str)| (folder.join(path), text.as_bytes());
    let files: Vec<(PathBuf, &[u8])> = FILES.iter().map(file).collect();
    output::create_new(&files)?;
    let option = site_option(folder);
    terminal.data(&format!("{}\n", shown(folder).display()))?;
    terminal.message(&format!(
        "网站建好了，在上面这个文件夹里。下一步：\n\
         1. 用记事本打开 site.yaml，改成本单位的名称和网址\n\
         2. 写一篇案例：fanzha new 典型案例 案例的标题{option}\n\
         3. 生成网站：fanzha build{option}"
    ));
    Ok(CommandEnd::Done)
}

/// Hidden entries, such as `.git` of a fresh repository, do not count.
fn require_empty(folder: &Path) -> Result<(), Complaint> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(OutputError::disk("打开文件夹", folder, &error).into()),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|it| OutputError::disk("打开文件夹", folder, &it))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|it| !it.starts_with('.'));
    match names.iter().min() {
        Some(name) => Err(not_empty(folder, name)),
        None => Ok(()),
    }
}

fn not_empty(folder: &Path, name: &str) -> Complaint {
    Complaint::new(
        format!(
            "文件夹 {} 不是空的，里面有“{name}”",
            shown(folder).display()
        ),
        "换一个还没有的文件夹名；已经是网站的文件夹不用再新建",
    )
}
