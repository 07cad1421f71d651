//! The record of all publications and rollbacks: who, when, what, where, and how it ended.
//!
//! `publish/ledger.jsonl` has one JSON object per line and is only ever appended to. Each line contains the
//! SHA-256 of the line before it, so a line that is changed or removed later is found. `publish/发布记录.csv`
//! shows the same for the yearly file.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{disk, release::FileHash};
use crate::{page::written, pipeline::Failure};

const TABLE: &str = "发布记录.csv";

/// One publication or rollback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// RFC 3339 with the site's time zone.
    pub at: String,
    /// The account on this computer, or the name given by `--by`.
    pub by: String,
    pub computer: String,
    pub target: String,
    /// `publish`, `rollback` or `receipt`.
    pub act: String,
    pub release: String,
    /// The release that was shown before.
    pub before: Option<String>,
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub bytes: u64,
    pub errors: usize,
    pub warnings: usize,
    /// `done`, or what went wrong.
    pub result: String,
}

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    entry: LedgerEntry,
    /// The hash of the line before, without its line break; of nothing for the first line.
    previous: FileHash,
}

pub struct Ledger {
    path: PathBuf,
    table: PathBuf,
}

/// The number of the first line that does not follow from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenAt(pub usize);

impl Ledger {
    /// The ledger in the folder `publish/` of a site.
    pub fn new(folder: &Path) -> Self {
        Self {
            path: folder.join("ledger.jsonl"),
            table: folder.join(TABLE),
        }
    }

    /// Appends a line, and writes the table anew.
    ///
    /// # Errors
    /// An I/O error. A table that is open in another program is left as it is.
    pub fn append(&self, entry: LedgerEntry) -> Result<(), Failure> {
        let bytes = disk::read(&self.path)?.unwrap_or_default();
        let last = lines(&bytes).last().unwrap_or_default();
        let line = Line {
            entry,
            previous: FileHash::of(last),
        };
        let mut text = serde_json::to_vec(&line).expect("plain data can be written");
        text.push(b'\n');
        if bytes.last().is_some_and(|it| *it != b'\n') {
            text.insert(0, b'\n');
        }
        let mut file = disk::open_to_append(&self.path)?;
        let written = file.write_all(&text).and_then(|()| file.sync_all());
        written.map_err(|it| disk::failed("写入", &self.path, &it))?;
        // Excel holds the table open; the next publication writes it again.
        drop(disk::write(&self.table, &table(&self.entries()?.0)));
        Ok(())
    }

    /// All lines that can be read, and where the chain is broken.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn entries(&self) -> Result<(Vec<LedgerEntry>, Option<BrokenAt>), Failure> {
        let bytes = disk::read(&self.path)?.unwrap_or_default();
        let mut entries = Vec::new();
        let mut broken = None;
        let mut before: &[u8] = b"";
        for (index, text) in lines(&bytes).enumerate() {
            let line = serde_json::from_slice::<Line>(text).ok();
            let follows = line
                .as_ref()
                .is_some_and(|it| it.previous == FileHash::of(before));
            if !follows && broken.is_none() {
                broken = Some(BrokenAt(index + 1));
            }
            entries.extend(line.map(|it| it.entry));
            before = text;
        }
        Ok((entries, broken))
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|it| *it == b'\n').filter(|it| !it.is_empty())
}

fn table(entries: &[LedgerEntry]) -> Vec<u8> {
    let header = [
        "时间",
        "操作人",
        "电脑",
        "目标",
        "操作",
        "版本",
        "之前的版本",
        "新增",
        "修改",
        "删除",
        "字节",
        "错误",
        "警告",
        "结果",
    ];
    let rows = entries.iter().map(|it| {
        [
            it.at.clone(),
            it.by.clone(),
            it.computer.clone(),
            it.target.clone(),
            act(&it.act).to_owned(),
            it.release.clone(),
            it.before.clone().unwrap_or_default(),
            it.added.to_string(),
            it.changed.to_string(),
            it.removed.to_string(),
            it.bytes.to_string(),
            it.errors.to_string(),
            it.warnings.to_string(),
            match it.result.as_str() {
                "done" => "完成".to_owned(),
                other => other.to_owned(),
            },
        ]
    });
    written::table(header, rows, written::Reader::Excel)
}

fn act(name: &str) -> &str {
    match name {
        "publish" => "发布",
        "rollback" => "回退",
        "receipt" => "回执",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(release: &str) -> LedgerEntry {
        LedgerEntry {
            at: "2026-11-27T09:00:00+08:00".to_owned(),
            by: "编辑".to_owned(),
            computer: "office".to_owned(),
            target: "portal".to_owned(),
            act: "publish".to_owned(),
            release: release.to_owned(),
            before: None,
            added: 1,
            changed: 2,
            removed: 3,
            bytes: 4,
            errors: 0,
            warnings: 1,
            result: "done".to_owned(),
        }
    }

    #[test]
    fn each_line_continues_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::new(folder.path());
        for release in ["r1", "r2", "r3"] {
            ledger.append(entry(release)).unwrap();
        }
        let (entries, broken) = ledger.entries().unwrap();
        assert_eq!((entries.len(), broken), (3, None));
        assert_eq!(entries[2], entry("r3"));
        let table = disk::read(&folder.path().join(TABLE)).unwrap().unwrap();
        assert!(table.starts_with("\u{feff}时间".as_bytes()));
    }

    #[test]
    fn a_changed_or_removed_line_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::new(folder.path());
        for release in ["r1", "r2", "r3"] {
            ledger.append(entry(release)).unwrap();
        }
        let path = folder.path().join("ledger.jsonl");
        let text = String::from_utf8(disk::read(&path).unwrap().unwrap()).unwrap();
        disk::write(&path, text.replace("\"r2\"", "\"r9\"").as_bytes()).unwrap();
        assert_eq!(ledger.entries().unwrap().1, Some(BrokenAt(3)));
        let without_second: Vec<&str> = text
            .lines()
            .enumerate()
            .filter(|it| it.0 != 1)
            .map(|it| it.1)
            .collect();
        disk::write(&path, without_second.join("\n").as_bytes()).unwrap();
        assert_eq!(ledger.entries().unwrap().1, Some(BrokenAt(2)));
    }
}
