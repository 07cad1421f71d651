//! The only room that reads the site's files: lists them, reads them, and knows their texts for the run.
//!
//! In: the site's root. Out: files as texts, and `Sources`, which finds a text again by its id.
//! The texts of a large site are not kept: they are read again where they are wanted, and a text that has changed
//! in between is never taken for the one that was read. A file that cannot be read or understood is a diagnostic,
//! never an end of the run.

mod copied;
mod font;
mod name;
mod photo;
mod text;
mod walk;

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, Texts, code},
    fingerprint::Fingerprint,
    paths::SourcePath,
    span::SourceId,
};
pub use copied::{Picture, fingerprint, photo_at, picture, read_bytes};
pub use font::FontFile;
pub use name::{is_passed_over, is_shortcut, problem as name_problem};
pub use photo::{Photo, PhotoFormat};
use text::{Decoded, Encoding, decode};
pub use walk::{SourceEntry, Stamp, is_gone, walk};

/// The largest Markdown or YAML file that is read, in bytes: an article is a few thousand.
pub const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// How often a file is read again that is being written.
const READINGS_MAX: usize = 20;

/// The bytes of one file.
pub struct RawFile {
    pub path: SourcePath,
    bytes: Vec<u8>,
}

/// One file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub id: SourceId,
    pub path: SourcePath,
    /// Without a byte order mark; every line ends in `\n`.
    pub text: Arc<str>,
}

/// All files of this run, by their ids.
#[derive(Debug)]
pub struct Sources {
    root: PathBuf,
    files: HashMap<SourceId, Known>,
    /// The text that was read again last: many messages about one file come one after another.
    last: Mutex<Option<(SourceId, Arc<str>)>>,
}

#[derive(Clone, Debug)]
struct Known {
    path: SourcePath,
    /// Of the bytes that were read.
    fingerprint: Fingerprint,
    /// None if it is read again where it is wanted.
    text: Option<Arc<str>>,
}

/// This file is no longer the one that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed(pub SourcePath);

/// Reads a file that is content, a template or settings.
///
/// While someone writes the file, the head of one text and the tail of another could be read; so it is read until two
/// readings are the same, or once if it had come to rest before `start_ns` and has its stamp still when it is read.
///
/// # Errors
/// `source/unreadable` or `source/too-large`.
pub fn read(root: &Path, entry: &SourceEntry, start_ns: i128) -> Result<RawFile, Box<Diagnostic>> {
    let (mut raw, stamp) = read_once(root, entry)?;
    if entry.is_settled(start_ns) && stamp == entry.stamp {
        return Ok(raw);
    }
    for _ in 0..READINGS_MAX {
        let (again, _) = read_once(root, entry)?;
        if again.bytes == raw.bytes {
            return Ok(raw);
        }
        raw = again;
    }
    Err(Box::new(being_written(entry.path.clone())))
}

/// Reads a file; and the stamp that it had when all of it was read.
fn read_once(
    root: &Path,
    entry: &SourceEntry,
) -> Result<(RawFile, Option<Stamp>), Box<Diagnostic>> {
    let path = || entry.path.clone();
    if entry.bytes > BYTES_MAX {
        return Err(Box::new(too_large(path(), entry.bytes)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(entry.bytes).unwrap_or_default() + 1);
    let stamp = File::open(root.join(entry.path.as_str()))
        .and_then(|file| {
            // The file may have grown since it was listed.
            (&file).take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
            file.metadata()
        })
        .map_err(|it| Box::new(unreadable(path(), &it)))
        .map(|it| Stamp::of(&it))?;
    let length = bytes.len() as u64;
    if length > BYTES_MAX {
        return Err(Box::new(too_large(path(), length)));
    }
    let path = path();
    Ok((RawFile { path, bytes }, stamp))
}

impl RawFile {
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.bytes)
    }

    /// The file as text; none, and a diagnostic, if it is none.
    pub fn text(&self, diagnostics: &mut Diagnostics) -> Option<SourceFile> {
        let path = &self.path;
        match decode(&self.bytes) {
            Ok(decoded) => {
                remark(path, &decoded, diagnostics);
                Some(SourceFile {
                    id: id_of(path),
                    path: path.clone(),
                    text: Arc::from(decoded.text),
                })
            }
            Err(invalid) => {
                let line_number = text::line_number(&self.bytes, invalid.offset);
                diagnostics.push(invalid_bytes(path.clone(), line_number));
                None
            }
        }
    }
}

/// The id of the source at `path`.
///
/// Eight bytes of a fingerprint: among a million files two equal ones are less likely than a fault of the memory.
pub fn id_of(path: &SourcePath) -> SourceId {
    SourceId(Fingerprint::of(path.as_str().as_bytes()).short())
}

impl Clone for Sources {
    fn clone(&self) -> Self {
        Self {
            root: self.root.clone(),
            files: self.files.clone(),
            last: Mutex::default(),
        }
    }
}

impl Sources {
    /// No files yet, of the site at `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            files: HashMap::new(),
            last: Mutex::default(),
        }
    }

    /// Reads files and keeps their texts; gives those that could be read, in the order of the entries.
    pub fn read(
        &mut self,
        entries: &[SourceEntry],
        diagnostics: &mut Diagnostics,
    ) -> Vec<SourceFile> {
        let entries = entries.par_iter();
        let read: Vec<_> = entries.map(|it| read(&self.root, it, i128::MIN)).collect();
        let mut files = Vec::new();
        for result in read {
            let raw = match result {
                Ok(raw) => raw,
                Err(diagnostic) => {
                    diagnostics.push(*diagnostic);
                    continue;
                }
            };
            if let Some(file) = raw.text(diagnostics) {
                self.keep(&file, raw.fingerprint());
                files.push(file);
            }
        }
        files
    }

    /// Adds a text that comes from no file of the site, such as a template inside the program.
    pub fn add(&mut self, path: SourcePath, text: impl Into<Arc<str>>) -> SourceFile {
        let text = text.into();
        let file = SourceFile {
            id: id_of(&path),
            path,
            text,
        };
        self.keep(&file, Fingerprint::of(file.text.as_bytes()));
        file
    }

    /// Keeps the text of a file, for messages and for whoever asks; `fingerprint` is that of its bytes.
    pub fn keep(&mut self, file: &SourceFile, fingerprint: Fingerprint) {
        self.insert(&file.path, fingerprint, Some(Arc::clone(&file.text)));
    }

    /// Notes a file whose text is read again where it is wanted; `fingerprint` is that of its bytes.
    pub fn note(&mut self, path: &SourcePath, fingerprint: Fingerprint) {
        self.insert(path, fingerprint, None);
    }

    /// The text of a source that was kept or noted.
    ///
    /// # Errors
    /// The file is no longer the one that was read.
    pub fn text(&self, id: SourceId) -> Result<Arc<str>, Changed> {
        let known = &self.files[&id];
        if let Some(text) = &known.text {
            return Ok(Arc::clone(text));
        }
        self.read_again(known)
            .ok_or_else(|| Changed(known.path.clone()))
    }

    /// The bytes of a file that is no text, if they still have this fingerprint.
    ///
    /// # Errors
    /// The file is no longer the one that was read.
    pub fn bytes(&self, path: &SourcePath, fingerprint: Fingerprint) -> Result<Vec<u8>, Changed> {
        let bytes = read_bytes(&self.root, path).ok();
        let bytes = bytes.filter(|it| Fingerprint::of(it) == fingerprint);
        bytes.ok_or_else(|| Changed(path.clone()))
    }

    /// The fingerprint of the bytes that were read.
    pub fn fingerprint(&self, id: SourceId) -> Fingerprint {
        self.files[&id].fingerprint
    }

    /// Every file that was kept or noted, with the fingerprint of its bytes; in no order.
    pub fn fingerprints(&self) -> impl Iterator<Item = (&SourcePath, Fingerprint)> {
        self.files.values().map(|it| (&it.path, it.fingerprint))
    }

    fn read_again(&self, known: &Known) -> Option<Arc<str>> {
        let entry = SourceEntry::single(&self.root, &known.path)?;
        let (raw, _) = read_once(&self.root, &entry).ok()?;
        if raw.fingerprint() != known.fingerprint {
            return None;
        }
        // What was to be said about it was said when it was read first.
        let file = raw.text(&mut Diagnostics::default())?;
        Some(file.text)
    }

    /// `read_again`, unless this very file was read again last.
    fn last_read(&self, id: SourceId, known: &Known) -> Option<Arc<str>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = last.as_ref().filter(|it| it.0 == id) {
            return Some(Arc::clone(text));
        }
        let text = self.read_again(known)?;
        *last = Some((id, Arc::clone(&text)));
        Some(text)
    }

    fn insert(&mut self, path: &SourcePath, fingerprint: Fingerprint, text: Option<Arc<str>>) {
        let known = Known {
            path: path.clone(),
            fingerprint,
            text,
        };
        let replaced = self.files.insert(id_of(path), known);
        assert!(
            replaced.is_none_or(|it| it.path == *path),
            "two paths have one id"
        );
    }
}

impl Texts for Sources {
    fn path(&self, source: SourceId) -> &str {
        self.files[&source].path.as_str()
    }

    fn text_of(&self, source: SourceId) -> Option<Arc<str>> {
        let known = &self.files[&source];
        match &known.text {
            Some(text) => Some(Arc::clone(text)),
            None => self.last_read(source, known),
        }
    }
}

/// Tells an author what is odd about a file that could be read.
fn remark(path: &SourcePath, decoded: &Decoded, diagnostics: &mut Diagnostics) {
    if decoded.text.is_empty() {
        diagnostics.push(empty(path.clone()));
    } else if decoded.encoding != Encoding::Utf8 {
        diagnostics.push(other_encoding(path.clone(), decoded.encoding));
    }
}

fn too_large(path: SourcePath, bytes: u64) -> Diagnostic {
    let megabytes = bytes as f64 / (1024.0 * 1024.0);
    Diagnostic::error(
        code::SOURCE_TOO_LARGE,
        format!("文件有 {megabytes:.1} MB，超过文字文件的上限 4 MB"),
    )
    .file(path)
    .help("一篇文章只有几千字节：看看是不是把图片贴进了文字里；图片应存成单独的文件")
}

fn unreadable(path: SourcePath, error: &io::Error) -> Diagnostic {
    let (reason, help) = match error.kind() {
        io::ErrorKind::NotFound => ("文件刚刚被移走或删除", "等文件同步或保存完成后，再运行一次"),
        io::ErrorKind::PermissionDenied => (
            "没有读取权限",
            "关闭正在使用它的程序，或者请管理员开放读取权限，再运行一次",
        ),
        _ => ("读取时出错", "检查磁盘或网络盘是否正常，再运行一次"),
    };
    let detail = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => String::new(),
        _ => format!("（{error}）"),
    };
    Diagnostic::error(
        code::SOURCE_UNREADABLE,
        format!("“{}”打不开：{reason}{detail}", path.file_name()),
    )
    .file(path)
    .help(help)
}

fn being_written(path: SourcePath) -> Diagnostic {
    Diagnostic::error(
        code::SOURCE_UNREADABLE,
        format!("“{}”正在被别的程序改写", path.file_name()),
    )
    .file(path)
    .help("等文件同步或保存完成后，再运行一次")
}

fn invalid_bytes(path: SourcePath, line_number: usize) -> Diagnostic {
    Diagnostic::error(
        code::SOURCE_INVALID_BYTES,
        format!("第 {line_number} 行有读不懂的字节"),
    )
    .file(path)
    .help(format!(
        "用记事本打开，删掉第 {line_number} 行里的乱码和看不见的字符并重新输入，再另存为 UTF-8"
    ))
    .help("如果它本来就不是文字文件（例如 Word 文档或图片），请换成正确的扩展名")
}

fn other_encoding(path: SourcePath, encoding: Encoding) -> Diagnostic {
    Diagnostic::warning(
        code::SOURCE_ENCODING,
        format!("文件不是 UTF-8 编码，已按 {}读入", encoding.name()),
    )
    .file(path)
    .help("记事本：“文件”→“另存为”，把“编码”改为“UTF-8”，再保存")
    .help("WPS：“文件”→“另存为”，类型选“纯文本”，编码选“Unicode (UTF-8)”，扩展名仍用 .md")
}

fn empty(path: SourcePath) -> Diagnostic {
    Diagnostic::warning(
        code::SOURCE_EMPTY,
        format!("“{}”是空的，里面一个字也没有", path.file_name()),
    )
    .file(path)
    .help("写上内容；用不着就把它删掉")
}

#[cfg(test)]
mod tests;
