//! The only room that reads the site's files: lists them, reads them, and keeps their texts for the run.
//!
//! In: the site's root. Out: `Sources`, each with its id, path and text.
//! A file that cannot be read or understood is a diagnostic, never an end of the run.

mod name;
mod text;
mod walk;

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, SourceText, Texts, code},
    paths::SourcePath,
    span::SourceId,
};
pub use name::problem as name_problem;
use text::{Decoded, Encoding, decode};
pub use walk::{SourceEntry, walk};

/// The largest Markdown or YAML file that is read, in bytes: an article is a few thousand.
pub const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// One file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub id: SourceId,
    pub path: SourcePath,
    /// Without a byte order mark; every line ends in `\n`.
    pub text: Arc<str>,
}

/// All files read in this run, in the order of their ids.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<SourceFile>);

impl Sources {
    /// Reads more files, on every core; gives the ids of those that could be read, in the order of the entries.
    pub fn read(
        &mut self,
        entries: &[SourceEntry],
        diagnostics: &mut Diagnostics,
    ) -> Vec<SourceId> {
        let texts: Vec<_> = entries.par_iter().map(read_text).collect();
        let mut ids = Vec::new();
        for (entry, result) in entries.iter().zip(texts) {
            match result {
                Ok(decoded) => {
                    remark(&entry.path, &decoded, diagnostics);
                    let text = Arc::from(decoded.text);
                    ids.push(self.push(entry.path.clone(), text));
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        ids
    }

    /// Adds a text that comes from no file of the site, such as a template inside the program.
    pub fn add(&mut self, path: SourcePath, text: impl Into<Arc<str>>) -> SourceId {
        self.push(path, text.into())
    }

    /// The source of an id that this store gave out.
    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.0[id.0 as usize]
    }

    fn push(&mut self, path: SourcePath, text: Arc<str>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("fewer than 2³² files"));
        self.0.push(SourceFile { id, path, text });
        id
    }
}

impl Texts for Sources {
    fn get(&self, source: SourceId) -> SourceText<'_> {
        let file = Self::get(self, source);
        SourceText {
            path: file.path.as_str(),
            text: &file.text,
        }
    }
}

/// The bytes of a file that is copied as it is, such as a picture.
///
/// # Errors
/// Those of the disk; the caller knows what the file was wanted for.
pub fn read_bytes(root: &Path, path: &SourcePath) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(root.join(path.as_str()))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_text(entry: &SourceEntry) -> Result<Decoded, Box<Diagnostic>> {
    let path = || entry.path.clone();
    if entry.bytes > BYTES_MAX {
        return Err(Box::new(too_large(path(), entry.bytes)));
    }
    let mut bytes = Vec::new();
    // The file may have grown since it was listed.
    let length = File::open(&entry.absolute)
        .and_then(|it| it.take(BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(|it| Box::new(unreadable(path(), &it)))? as u64;
    if length > BYTES_MAX {
        return Err(Box::new(too_large(path(), length)));
    }
    decode(&bytes).map_err(|it| {
        let line_number = text::line_number(&bytes, it.offset);
        Box::new(invalid_bytes(path(), line_number))
    })
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
