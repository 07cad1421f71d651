//! Lists the files below a folder of the site, sorted by path.
//!
//! In: the site root and a folder. Out: an entry per file, and diagnostics for entries that cannot be used.
//! Never follows a link, so nothing outside the site is ever read; never opens a file.

#[cfg(windows)]
use std::time::UNIX_EPOCH;
use std::{
    fs::{self, File},
    io,
    path::Path,
    time::SystemTime,
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use super::{name, unreadable::unreadable};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::SourcePath,
};

/// A file that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    pub path: SourcePath,
    /// Its length when it was listed.
    pub bytes: u64,
    /// `None` on systems that cannot tell whether a file has changed.
    pub stamp: Option<Stamp>,
    /// The modification time, which programs can set: enough to detect a change, never to rule one out.
    pub modified: Option<SystemTime>,
}

/// Metadata that identifies one state of a file: while it is equal, the bytes are too.
///
/// The change time (ctime) is set by the system at every write and cannot be set by a program, so only
/// systems that have it give a stamp. Two writes may fall into one clock tick: a stamp is reliable only once
/// it is old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    modified_ns: i128,
    /// When the file was last changed (ctime), in nanoseconds since 1970.
    changed_ns: i128,
    inode: u64,
}

/// Longer than the timestamp granularity of any file system; FAT counts in two seconds.
const SETTLED_NS: i128 = 2_000_000_000;

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let ns = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Some(Self {
            bytes: metadata.len(),
            modified_ns: ns(metadata.mtime(), metadata.mtime_nsec()),
            changed_ns: ns(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        })
    }

    /// The stamp of an open file. Windows tells the change time of open files alone; it has no inodes on a
    /// stable compiler, and needs none, since renaming a file changes its change time.
    #[cfg(windows)]
    fn of_open(file: &File) -> Option<Self> {
        let metadata = file.metadata().ok()?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            bytes: metadata.len(),
            modified_ns: i128::try_from(modified.as_nanos()).ok()?,
            changed_ns: windows_calls::changed_ns(file).ok()??,
            inode: 0,
        })
    }

    #[cfg(unix)]
    pub(super) fn of_file(file: &File) -> io::Result<Option<Self>> {
        file.metadata().map(|it| Self::of(&it))
    }

    #[cfg(windows)]
    pub(super) fn of_file(file: &File) -> io::Result<Option<Self>> {
        Ok(Self::of_open(file))
    }

    #[cfg(not(any(unix, windows)))]
    pub(super) fn of_file(_file: &File) -> io::Result<Option<Self>> {
        Ok(None)
    }

    #[cfg(unix)]
    fn at(_path: &Path, metadata: &fs::Metadata) -> Option<Self> {
        Self::of(metadata)
    }

    #[cfg(windows)]
    fn at(path: &Path, _metadata: &fs::Metadata) -> Option<Self> {
        use std::os::windows::fs::OpenOptionsExt as _;
        const FILE_READ_ATTRIBUTES: u32 = 0x0080;
        let opened = File::options().access_mode(FILE_READ_ATTRIBUTES).open(path);
        Self::of_open(&opened.ok()?)
    }

    #[cfg(not(any(unix, windows)))]
    fn at(_path: &Path, _metadata: &fs::Metadata) -> Option<Self> {
        None
    }
}

impl SourceEntry {
    /// The entry of a single file such as `site.yaml`; `None` if there is no regular file of this name.
    pub fn single(root: &Path, path: &SourcePath) -> Option<Self> {
        let file = root.join(path.as_str());
        let metadata = fs::symlink_metadata(&file).ok()?;
        metadata.is_file().then(|| Self {
            path: path.clone(),
            bytes: metadata.len(),
            stamp: Stamp::at(&file, &metadata),
            modified: metadata.modified().ok(),
        })
    }

    /// Whether the last change is so far before `start_ns` that no other change can have the same stamp.
    pub fn is_settled(&self, start_ns: i128) -> bool {
        let stamp = self.stamp.as_ref();
        stamp.is_some_and(|it| it.changed_ns.saturating_add(SETTLED_NS) < start_ns)
    }
}

/// Whether nothing of this name exists any more.
pub fn is_gone(root: &Path, path: &SourcePath) -> bool {
    let found = fs::symlink_metadata(root.join(path.as_str()));
    found.is_err_and(|it| it.kind() == io::ErrorKind::NotFound)
}

/// The files below `folder` of the site at `root`, sorted by the bytes of their paths.
///
/// Hidden files and leftovers of editors are ignored silently. A folder that does not exist is empty. Links,
/// names that are not portable, and folders that cannot be opened are reported.
pub fn walk(root: &Path, folder: &str, diagnostics: &mut Diagnostics) -> Vec<SourceEntry> {
    if let Some(linked) = linked_part(root, folder) {
        diagnostics.push(link(linked));
        return Vec::new();
    }
    let top = root.join(folder);
    if fs::symlink_metadata(&top).is_err() {
        return Vec::new();
    }
    let mut files = Vec::new();
    let mut walker = WalkDir::new(&top)
        .min_depth(1)
        .follow_links(false)
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter();
    while let Some(result) = walker.next() {
        let step = match &result {
            Ok(entry) => visit(root, entry),
            Err(error) => Step::Refuse(unopened(root, error)),
        };
        let is_folder = result.as_ref().is_ok_and(|it| it.file_type().is_dir());
        match step {
            Step::Enter => continue,
            Step::Take(path) => files.extend(result.map(|it| (path, it))),
            Step::Ignore => (),
            Step::Refuse(diagnostic) => diagnostics.push(diagnostic),
        }
        if is_folder {
            walker.skip_current_dir();
        }
    }
    let mut entries = Vec::with_capacity(files.len());
    for entry in stamped(root, files) {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries
}

/// Reads the metadata of each file, on all cores.
fn stamped(
    root: &Path,
    files: Vec<(SourcePath, DirEntry)>,
) -> Vec<Result<SourceEntry, Box<Diagnostic>>> {
    let files = files.into_par_iter();
    let entries = files.map(|(path, entry)| match entry.metadata() {
        Ok(metadata) => Ok(SourceEntry {
            path,
            bytes: metadata.len(),
            stamp: Stamp::at(entry.path(), &metadata),
            modified: metadata.modified().ok(),
        }),
        Err(error) => Err(Box::new(unopened(root, &error))),
    });
    entries.collect()
}

/// What to do with one directory entry.
enum Step {
    Enter,
    Take(SourcePath),
    Ignore,
    Refuse(Diagnostic),
}

fn visit(root: &Path, entry: &DirEntry) -> Step {
    let path = below(root, entry.path());
    let Some(file_name) = entry.file_name().to_str() else {
        return Step::Refuse(garbled_name(path));
    };
    if name::is_ignored(file_name) {
        return Step::Ignore;
    }
    let kind = entry.file_type();
    if kind.is_symlink() || name::is_shortcut(file_name) {
        return Step::Refuse(link(path));
    }
    if let Some(problem) = name::problem(file_name) {
        return Step::Refuse(unusable_name(path, &problem));
    }
    if kind.is_dir() {
        return Step::Enter;
    }
    if !kind.is_file() {
        return Step::Refuse(not_a_regular_file(path));
    }
    Step::Take(path)
}

/// The first component of `folder` that is a link; everything below it is stored elsewhere.
fn linked_part(root: &Path, folder: &str) -> Option<SourcePath> {
    let mut prefix = String::new();
    for part in folder.split('/').filter(|it| !it.is_empty()) {
        if !prefix.is_empty() {
            prefix.push('/');
        }
        prefix.push_str(part);
        if fs::symlink_metadata(root.join(&prefix)).is_ok_and(|it| it.file_type().is_symlink()) {
            return Some(SourcePath::new(prefix));
        }
    }
    None
}

/// `path` relative to `root`, with `/` between its components; bytes that are not UTF-8 become `U+FFFD`.
fn below(root: &Path, path: &Path) -> SourcePath {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .iter()
        .map(|it| it.to_string_lossy())
        .collect();
    SourcePath::new(parts.join("/"))
}

fn unopened(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = below(root, error.path().unwrap_or(root));
    match error.io_error() {
        Some(error) => unreadable(path, error),
        None => link(path),
    }
}

fn link(path: SourcePath) -> Diagnostic {
    Diagnostic::warning(
        code::SOURCE_LINK,
        format!("“{}”是快捷方式或链接，没有读取", path.file_name()),
    )
    .file(path)
    .help("把原来的文件或文件夹复制到这里，再删掉这个链接")
}

fn garbled_name(path: SourcePath) -> Diagnostic {
    Diagnostic::error(
        code::SOURCE_FILE_NAME,
        format!("文件名“{}”是乱码", path.file_name()),
    )
    .file(path)
    .help("给文件重新取名；从旧电脑或压缩包里拿来的文件常有这个问题")
}

fn unusable_name(path: SourcePath, problem: &str) -> Diagnostic {
    let shown: String = path.file_name().escape_debug().collect();
    Diagnostic::error(
        code::SOURCE_FILE_NAME,
        format!("文件名“{shown}”不能用：{problem}"),
    )
    .file(path)
    .help("给文件重新取名，用汉字、字母、数字和短横线最稳妥")
}

fn not_a_regular_file(path: SourcePath) -> Diagnostic {
    Diagnostic::error(
        code::SOURCE_UNREADABLE,
        format!("“{}”不是普通文件，无法读取", path.file_name()),
    )
    .file(path)
    .help("把它移出网站文件夹")
}
