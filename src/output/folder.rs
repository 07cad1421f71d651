//! Decides which folder may be written to: an empty one or one of this program, and never one that the site
//! is read from.
//!
//! In: the requested folder and the source folders. Out: its real path on the disk, and the manifest in it.
//! Read-only: creates and changes nothing.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    error::OutputError,
    manifest::OutputManifest,
    names::{JOURNAL, JOURNAL_NEW, LOCK, MANIFEST, STAGE},
};
use crate::paths;

/// The real path of `folder`, resolving links; components that do not exist yet are allowed.
pub(super) fn real_place(folder: &Path) -> Result<PathBuf, OutputError> {
    let failed = |it: io::Error| OutputError::disk("查看", folder, &it);
    let absolute = std::path::absolute(folder).map_err(failed)?;
    let mut existing = absolute.as_path();
    let mut missing = Vec::new();
    loop {
        match existing.canonicalize() {
            Ok(mut real) => {
                real.extend(missing.iter().rev());
                return Ok(real);
            }
            // The target of a broken link must be created by whoever made the link. Links may also be
            // circular.
            Err(_) if existing.ancestors().any(is_broken_link) => {
                return Err(leads_nowhere(folder));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // `..` below a folder that does not exist cannot be resolved.
                let (Some(name), Some(parent)) = (existing.file_name(), existing.parent()) else {
                    return Err(failed(error));
                };
                missing.push(name.to_owned());
                existing = parent;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

fn is_broken_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_symlink()) && !path.exists()
}

/// Rejects the root of a disk, and any folder that is, contains or is inside one of `source_folders`.
pub(super) fn refuse_sources(
    shown: &Path,
    real: &Path,
    source_folders: &[PathBuf],
) -> Result<(), OutputError> {
    if real.parent().is_none() {
        return Err(is_top(shown));
    }
    for source in source_folders {
        // Links are never followed when reading, and a broken link cannot contain the output.
        if is_broken_link(source) {
            continue;
        }
        let source_real = real_place(source)?;
        if real.starts_with(&source_real) {
            return Err(lies_in_source(shown, source));
        }
        if source_real.starts_with(real) {
            return Err(holds_source(shown, source));
        }
    }
    Ok(())
}

/// Rejects a folder that contains unknown files.
pub(super) fn refuse_foreign(shown: &Path, real: &Path) -> Result<(), OutputError> {
    let failed = |it: io::Error| OutputError::disk("查看", shown, &it);
    let entries = match fs::read_dir(real) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(is_file(shown)),
        Err(error) => return Err(failed(error)),
    };
    if real.join(MANIFEST).exists() || real.join(JOURNAL).exists() {
        return Ok(());
    }
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        // Leftovers of an interrupted first run.
        if ![STAGE, LOCK, JOURNAL_NEW].iter().any(|it| name == **it) {
            return Err(is_foreign(shown, &name.to_string_lossy()));
        }
    }
    Ok(())
}

/// Reads the list `name` of the files of this site, the manifest or the journal; `None` if it does not exist.
pub(super) fn read_manifest(
    shown: &Path,
    real: &Path,
    name: &str,
) -> Result<Option<OutputManifest>, OutputError> {
    #[expect(clippy::disallowed_methods, reason = "the manifest is not a source")]
    match fs::read(real.join(name)) {
        Ok(json) => match OutputManifest::from_json(&json) {
            Some(manifest) => Ok(Some(manifest)),
            None => Err(is_damaged(shown, name)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::disk("读取", &shown.join(name), &error)),
    }
}

const CHOOSE: &str = "用 --output 换一个专门存放网站的空文件夹，例如 public";

fn is_top(shown: &Path) -> OutputError {
    OutputError::new(
        format!("不能把网站直接写进磁盘的最上层 {}", shown.display()),
        CHOOSE,
    )
}

fn lies_in_source(shown: &Path, source: &Path) -> OutputError {
    OutputError::new(
        format!(
            "不能把网站写进 {}：它属于存放内容的文件夹 {}",
            shown.display(),
            paths::shown(source).display()
        ),
        CHOOSE,
    )
}

fn holds_source(shown: &Path, source: &Path) -> OutputError {
    OutputError::new(
        format!(
            "不能把网站写进 {}：存放内容的文件夹 {} 在它里面",
            shown.display(),
            paths::shown(source).display()
        ),
        CHOOSE,
    )
}

fn leads_nowhere(folder: &Path) -> OutputError {
    let shown = paths::shown(folder);
    let shown = shown.display();
    OutputError::new(
        format!("不能把网站写进 {shown}：它是一个链接，或者在一个链接里面，而链接指向的地方不存在"),
        "删掉这个链接，或者先建好它指向的文件夹，再运行一次",
    )
}

fn is_file(shown: &Path) -> OutputError {
    OutputError::new(
        format!(
            "不能把网站写进 {}：它是一个文件，不是文件夹",
            shown.display()
        ),
        CHOOSE,
    )
}

fn is_foreign(shown: &Path, name: &str) -> OutputError {
    OutputError::new(
        format!(
            "不能把网站写进 {}：里面有不是 fanzha 生成的文件，例如“{name}”",
            shown.display()
        ),
        format!("{CHOOSE}；或者先把里面的文件移走"),
    )
}

fn is_damaged(shown: &Path, name: &str) -> OutputError {
    OutputError::new(
        format!(
            "{} 已经损坏，不知道哪些文件是以前生成的",
            shown.join(name).display()
        ),
        format!(
            "确认 {} 里没有自己存放的文件后，把整个文件夹删掉，再运行一次",
            shown.display()
        ),
    )
}
