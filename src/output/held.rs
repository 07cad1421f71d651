//! Finds, before anything is changed, the files that Windows would refuse to replace or to remove: those that
//! another program has open, and read-only ones. Only for Windows; other systems never refuse.
//!
//! In: the paths to replace and to remove. Out: an error that names those that stay held for some seconds.
//! Read-only: opens files with the access that renaming needs, and closes them again.

use std::{
    fs::{self, File},
    io,
    os::windows::fs::OpenOptionsExt as _,
    path::Path,
    thread,
    time::Duration,
};

use rayon::prelude::*;

use super::{
    error::OutputError,
    patience::{PAUSES_MS, is_in_use, may_pass},
    place::Folder,
};
use crate::paths::OutputPath;

/// How many held files are named.
const NAMED_MAX: usize = 3;

/// Renaming over a file and removing it need this access. So a file whose other users share it for deleting
/// is not held.
///
/// Source of the numbers: <https://learn.microsoft.com/windows/win32/fileio/file-access-rights-constants> and
/// <https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew>.
const DELETE: u32 = 0x0001_0000;
const FILE_READ_ATTRIBUTES: u32 = 0x0080;
const FILE_ADD_FILE: u32 = 0x0002;
const FILE_ADD_SUBDIRECTORY: u32 = 0x0004;
/// Opens folders too.
const FILE_FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;
/// Opens a link itself.
const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;

/// A file that cannot be replaced now.
struct HeldFile<'p> {
    path: &'p OutputPath,
    obstacle: Obstacle,
}

enum Obstacle {
    ReadOnly,
    Refused(io::Error),
}

impl Folder {
    pub(super) fn look_for_held_files(&self, paths: &[&OutputPath]) -> Result<(), OutputError> {
        let mut held = self.held(paths);
        for pause_ms in PAUSES_MS {
            let may_pass = |it: &HeldFile<'_>| matches!(&it.obstacle, Obstacle::Refused(error) if may_pass(error));
            if !held.iter().any(may_pass) {
                break;
            }
            thread::sleep(Duration::from_millis(pause_ms));
            let paths: Vec<&OutputPath> = held.iter().map(|it| it.path).collect();
            held = self.held(&paths);
        }
        let in_use = |it: &&HeldFile<'_>| matches!(&it.obstacle, Obstacle::Refused(error) if is_in_use(error));
        let in_use: Vec<&OutputPath> = held.iter().filter(in_use).map(|it| it.path).collect();
        let Some(HeldFile { path, obstacle }) = held.first() else {
            return Ok(());
        };
        Err(match obstacle {
            _ if !in_use.is_empty() => self.are_in_use(&in_use),
            Obstacle::ReadOnly => is_read_only(&path.below(&self.shown)),
            Obstacle::Refused(error) => self.failed("更新", path.as_str(), error),
        })
    }

    fn held<'p>(&self, paths: &[&'p OutputPath]) -> Vec<HeldFile<'p>> {
        let held = paths.par_iter().filter_map(|path| {
            let obstacle = obstacle(&path.below(&self.real))?;
            Some(HeldFile {
                path: *path,
                obstacle,
            })
        });
        held.collect()
    }

    fn are_in_use(&self, paths: &[&OutputPath]) -> OutputError {
        let names = paths.iter().take(NAMED_MAX);
        let names = names.map(|it| it.below(&self.shown).display().to_string());
        let names = names.collect::<Vec<_>>().join("、");
        let count = match paths.len() {
            count if count > NAMED_MAX => format!(" 等 {count} 个文件"),
            _ => String::new(),
        };
        let help = match paths.iter().all(|it| is_table(it)) {
            true => "在 Excel、WPS 等打开了它的程序里把它关闭，再运行一次",
            false => "关闭打开了它的程序，再运行一次",
        };
        OutputError::new(
            format!("{names}{count}正被别的程序占用，没有更新，原来的内容保持不变"),
            help,
        )
    }
}

/// Whether this user may put files and folders into a folder.
pub(super) fn may_fill(folder: &Path) -> io::Result<()> {
    open(folder, FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY).map(drop)
}

/// What keeps a file, if there is one, from being replaced now.
fn obstacle(file: &Path) -> Option<Obstacle> {
    let is_read_only = |it: fs::Metadata| it.is_file() && it.permissions().readonly();
    match open(file, DELETE | FILE_READ_ATTRIBUTES).and_then(|it| it.metadata()) {
        Ok(metadata) => is_read_only(metadata).then_some(Obstacle::ReadOnly),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => None,
            _ => Some(Obstacle::Refused(error)),
        },
    }
}

fn open(path: &Path, access: u32) -> io::Result<File> {
    File::options()
        .access_mode(access)
        .custom_flags(FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT)
        .open(path)
}

fn is_table(path: &OutputPath) -> bool {
    let endings = [".csv", ".xls", ".xlsx"];
    endings.iter().any(|it| path.as_str().ends_with(it))
}

fn is_read_only(shown: &Path) -> OutputError {
    OutputError::new(
        format!("{} 是只读的，没有更新，原来的内容保持不变", shown.display()),
        "右键点它，打开“属性”，去掉“只读”，再运行一次",
    )
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "acts as other users of the folder"
)]
mod tests {
    use std::{fs, os::windows::fs::OpenOptionsExt as _, time::Duration};

    use crate::output::tests::{build, listing};

    #[test]
    fn a_file_that_another_program_has_open_stops_a_build_before_anything_is_changed() {
        const FILE_SHARE_READ: u32 = 1;
        let site = tempfile::tempdir().expect("a folder");
        let public = site.path().join("public");
        let before = [("a.html", "1"), ("feeds/slogans.csv", "1"), ("z.html", "1")];
        assert!(build(&public, &before).is_ok());
        let old = listing(&public);
        // Excel lets others read the file; other programs do not even that. The file is changed, then
        // removed.
        for share in [0, FILE_SHARE_READ] {
            let table = public.join("feeds/slogans.csv");
            let mut options = fs::OpenOptions::new();
            let held = options.read(true).share_mode(share).open(&table);
            let held = held.expect("can be opened");
            let with_table = [("a.html", "2"), ("feeds/slogans.csv", "2"), ("z.html", "2")];
            let without_table = [("a.html", "2"), ("z.html", "2")];
            for new in [&with_table[..], &without_table] {
                let error = build(&public, new).expect_err("is held");
                assert!(error.message.contains(r"feeds\slogans.csv"), "{error}");
                assert!(error.message.contains("被别的程序占用"), "{error}");
                assert!(error.help.contains("Excel"), "{error}");
            }
            drop(held);
            assert_eq!(listing(&public), old);
        }
        let new = [("a.html", "2"), ("feeds/slogans.csv", "2"), ("z.html", "2")];
        assert!(build(&public, &new).is_ok());
    }

    #[test]
    fn a_file_that_is_held_for_a_moment_is_waited_for() {
        let site = tempfile::tempdir().expect("a folder");
        let public = site.path().join("public");
        assert!(build(&public, &[("a.html", "1")]).is_ok());
        let mut options = fs::OpenOptions::new();
        let held = options.read(true).share_mode(0).open(public.join("a.html"));
        let held = held.expect("can be opened");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(300));
                drop(held);
            });
            assert!(build(&public, &[("a.html", "2")]).is_ok());
        });
        assert_eq!(listing(&public), ["a.html=2"]);
    }

    #[test]
    fn a_read_only_file_stops_a_build_before_anything_is_changed() {
        let site = tempfile::tempdir().expect("a folder");
        let public = site.path().join("public");
        assert!(build(&public, &[("a.html", "1"), ("b.html", "1")]).is_ok());
        let file = public.join("b.html");
        let mut permissions = fs::metadata(&file).expect("exists").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).expect("can be set");
        let error = build(&public, &[("a.html", "2"), ("b.html", "2")]).expect_err("is read-only");
        assert!(error.message.contains("是只读的"), "{error}");
        assert_eq!(listing(&public), ["a.html=1", "b.html=1"]);
    }
}
