//! The receipt that the check on the far side writes, carried or typed back.
//!
//! In: the text of `receipt.txt`, or lines typed from it. Out: what was found there. The code confirms that a
//! check of this very list of files ran to its end with these counts, and that nothing was mistyped. It does
//! not prove who ran it: whoever has the package can compute it.

use std::{collections::BTreeMap, fmt};

use super::lists::sums_sha256;
use crate::page::written::sum as sha256;
use crate::publish::release::Release;

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The unpacked files, before they were copied to the web server.
    Package,
    /// The folder of the web server.
    Website,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub release: String,
    pub place: Place,
    /// As the computer there printed it.
    pub date: String,
    /// Files of the list that was checked.
    pub files: u64,
    pub missing: u64,
    pub changed: u64,
    /// Files that are in no list.
    pub additional: u64,
    /// Files of earlier releases that should have been removed.
    pub left: u64,
    /// Nothing is missing, changed or left.
    pub is_ok: bool,
    /// Eight hex digits.
    pub code: String,
}

/// Reads a receipt; other lines around it and lines in another order do no harm.
///
/// # Errors
/// A line is missing or cannot be understood.
pub fn read_receipt(text: &str) -> Result<Receipt, ReceiptError> {
    let fields: BTreeMap<String, String> = text.lines().filter_map(field).collect();
    let text = |name: &'static str| {
        let value = fields.get(name).filter(|it| !it.is_empty());
        value.cloned().ok_or(ReceiptError::Missing(name))
    };
    let count = |name: &'static str| {
        let value = text(name)?;
        value.parse().map_err(|_| ReceiptError::Bad(name, value))
    };
    let place = match text("place")?.as_str() {
        "package" => Place::Package,
        "website" => Place::Website,
        other => return Err(ReceiptError::Bad("place", other.to_owned())),
    };
    let is_ok = match text("result")?.as_str() {
        "ok" => true,
        "failed" => false,
        other => return Err(ReceiptError::Bad("result", other.to_owned())),
    };
    Ok(Receipt {
        release: text("release")?,
        place,
        date: text("date").unwrap_or_default(),
        files: count("files")?,
        missing: count("missing")?,
        changed: count("changed")?,
        additional: count("additional")?,
        left: count("left")?,
        is_ok,
        code: text("code")?.to_ascii_lowercase(),
    })
}

/// `files: 12`, with the colon of a Chinese keyboard too.
fn field(line: &str) -> Option<(String, String)> {
    let line = line.trim_start_matches('\u{feff}');
    let (name, value) = line.split_once([':', '：'])?;
    Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

impl Receipt {
    /// Whether the receipt is of this release and was copied without an error.
    ///
    /// # Errors
    /// It is of another release, or its code does not fit what it says.
    pub fn confirm(&self, release: &Release) -> Result<(), ReceiptError> {
        if self.release != release.id {
            return Err(ReceiptError::OtherRelease(self.release.clone()));
        }
        if self.code != self.expected_code(release) {
            return Err(ReceiptError::Code);
        }
        Ok(())
    }

    /// As both scripts compute it.
    fn expected_code(&self, release: &Release) -> String {
        let place = match self.place {
            Place::Package => "package",
            Place::Website => "website",
        };
        let result = if self.is_ok { "ok" } else { "failed" };
        let sums = sums_sha256(release);
        let counts = [
            self.files,
            self.missing,
            self.changed,
            self.additional,
            self.left,
        ];
        let counts: String = counts.iter().map(|count| format!(" {count}")).collect();
        let line = format!("{sums} {place} {result}{counts}\r\n");
        sha256(line.as_bytes())[..8].to_owned()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptError {
    Missing(&'static str),
    Bad(&'static str, String),
    OtherRelease(String),
    Code,
}

impl fmt::Display for ReceiptError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(
                formatter,
                "回执里缺少“{name}:”这一行，请把 receipt.txt 的全部内容发回来"
            ),
            Self::Bad(name, value) => write!(
                formatter,
                "回执里“{name}:”后面的“{value}”看不懂，请对照 receipt.txt 再抄一遍"
            ),
            Self::OtherRelease(id) => write!(
                formatter,
                "这份回执是版本 {id} 的，不是这一版的，请确认对方检查的是最新的包"
            ),
            Self::Code => write!(
                formatter,
                "回执的校验码和内容对不上，可能抄错了数字，也可能检查的不是这个包，请对照 receipt.txt 再核对"
            ),
        }
    }
}

impl std::error::Error for ReceiptError {}
