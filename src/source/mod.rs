//! The only room that reads the site's files: lists them, reads them, and gives access to their texts during
//! the run.
//!
//! In: the site root. Out: files as text, and `Sources`, which returns a text by its id.
//! The texts of a large site are not kept in memory: they are read again when needed, and a text that has
//! changed since its first read is never used in its place. A file that cannot be read or decoded is a
//! diagnostic and never ends the run.

mod copied;
mod font;
mod name;
mod photo;
mod text;
mod unreadable;
mod walk;

use std::{
    collections::HashMap,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, SourceTexts, code},
    fingerprint::Fingerprint,
    paths::SourcePath,
    span::SourceId,
};
pub use copied::{PictureFile, fingerprint, photo_at, picture, read_bytes};
pub use font::FontFile;
pub use name::{is_ignored, is_shortcut, problem as name_problem};
pub use photo::{Photo, PhotoFormat};
use text::{Decoded, TextEncoding, decode};
use unreadable::unreadable;
pub use walk::{SourceEntry, Stamp, is_gone, walk};

/// The largest Markdown or YAML file that is read, in bytes: an article has a few thousand.
pub const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// How often a file that is being written is read again.
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

/// All files of this run by id.
#[derive(Debug)]
pub struct Sources {
    root: PathBuf,
    files: HashMap<SourceId, KnownSource>,
    /// The text that was read again most recently: several messages about one file often follow each other.
    last: Mutex<Option<(SourceId, Arc<str>)>>,
}

#[derive(Clone, Debug)]
struct KnownSource {
    path: SourcePath,
    /// The fingerprint of the bytes that were read.
    fingerprint: Fingerprint,
    /// `None` if the text is read again when needed.
    text: Option<Arc<str>>,
}

/// The file has changed since it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed(pub SourcePath);

/// Reads a content, template or settings file.
///
/// A file that is being written could yield the start of one version and the end of another. It is therefore
/// read until two consecutive reads agree; once is enough if it was settled before `start_ns` and its stamp
/// after reading is still the listed one.
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

/// Reads a file, and the stamp that it has after the read.
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
            Stamp::of_file(&file)
        })
        .map_err(|it| Box::new(unreadable(path(), &it)))?;
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

    /// Decodes the file; `None` and a diagnostic if it is not text.
    pub fn text(&self, diagnostics: &mut Diagnostics) -> Option<SourceFile> {
        let path = &self.path;
        match decode(&self.bytes) {
            Ok(decoded) => {
                warn_about_text(path, &decoded, diagnostics);
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
/// Eight bytes of a fingerprint: among a million files, a collision is less likely than a memory error.
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
    /// An empty set of files of the site at `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            files: HashMap::new(),
            last: Mutex::default(),
        }
    }

    /// Reads files and keeps their texts; returns those that could be read, in the order of the entries.
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

    /// Adds a text that is not a file of the site, such as a built-in template.
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

    /// Keeps the text of a file in memory; `fingerprint` is that of its bytes.
    pub fn keep(&mut self, file: &SourceFile, fingerprint: Fingerprint) {
        self.insert(&file.path, fingerprint, Some(Arc::clone(&file.text)));
    }

    /// Registers a file whose text is read again when needed; `fingerprint` is that of its bytes.
    pub fn note(&mut self, path: &SourcePath, fingerprint: Fingerprint) {
        self.insert(path, fingerprint, None);
    }

    /// The text of a source that was kept or noted.
    ///
    /// # Errors
    /// The file has changed since it was read.
    pub fn text(&self, id: SourceId) -> Result<Arc<str>, Changed> {
        let known = &self.files[&id];
        if let Some(text) = &known.text {
            return Ok(Arc::clone(text));
        }
        self.read_again(known)
            .ok_or_else(|| Changed(known.path.clone()))
    }

    /// The bytes of a file that is not text, if they still have this fingerprint.
    ///
    /// # Errors
    /// The file has changed since it was read.
    pub fn bytes(&self, path: &SourcePath, fingerprint: Fingerprint) -> Result<Vec<u8>, Changed> {
        let bytes = read_bytes(&self.root, path).ok();
        let bytes = bytes.filter(|it| Fingerprint::of(it) == fingerprint);
        bytes.ok_or_else(|| Changed(path.clone()))
    }

    /// The fingerprint of the bytes that were read.
    pub fn fingerprint(&self, id: SourceId) -> Fingerprint {
        self.files[&id].fingerprint
    }

    /// Every file that was kept or noted, with the fingerprint of its bytes, in no particular order.
    pub fn fingerprints(&self) -> impl Iterator<Item = (&SourcePath, Fingerprint)> {
        self.files.values().map(|it| (&it.path, it.fingerprint))
    }

    fn read_again(&self, known: &KnownSource) -> Option<Arc<str>> {
        let entry = SourceEntry::single(&self.root, &known.path)?;
        let (raw, _) = read_once(&self.root, &entry).ok()?;
        if raw.fingerprint() != known.fingerprint {
            return None;
        }
        // Diagnostics about this file were reported on the first read.
        let file = raw.text(&mut Diagnostics::default())?;
        Some(file.text)
    }

    /// Same as `read_again`, with a cache of one file.
    fn last_read(&self, id: SourceId, known: &KnownSource) -> Option<Arc<str>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = last.as_ref().filter(|it| it.0 == id) {
            return Some(Arc::clone(text));
        }
        let text = self.read_again(known)?;
        *last = Some((id, Arc::clone(&text)));
        Some(text)
    }

    fn insert(&mut self, path: &SourcePath, fingerprint: Fingerprint, text: Option<Arc<str>>) {
        let known = KnownSource {
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

impl SourceTexts for Sources {
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

/// Warns about an empty file or one that is not UTF-8.
fn warn_about_text(path: &SourcePath, decoded: &Decoded, diagnostics: &mut Diagnostics) {
    if decoded.text.is_empty() {
        diagnostics.push(empty(path.clone()));
    } else if decoded.encoding != TextEncoding::Utf8 {
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

fn other_encoding(path: SourcePath, encoding: TextEncoding) -> Diagnostic {
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
