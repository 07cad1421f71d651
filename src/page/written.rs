//! Writers of the formats that several channels use: JSON, CSV tables, checksums.
//!
//! In: plain data. Out: bytes; equal data gives equal bytes.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// Indented JSON, for programs and for people who open the file.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("plain data can be written");
    text.push(b'\n');
    text
}

/// Who reads a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// UTF-8 with a byte-order mark, CR LF.
    Excel,
    /// UTF-8 without one, LF.
    Program,
}

/// Comma-separated values (RFC 4180) with a header line.
pub fn table<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    reader: Reader,
) -> Vec<u8> {
    let (mark, end) = match reader {
        Reader::Excel => ("\u{feff}", csv::Terminator::CRLF),
        Reader::Program => ("", csv::Terminator::Any(b'\n')),
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(end)
        .from_writer(mark.as_bytes().to_vec());
    for row in std::iter::once(header.map(str::to_owned)).chain(rows) {
        let written = writer.write_record(row);
        written.expect("memory takes every row, and rows are of one length");
    }
    writer.into_inner().expect("memory takes every row")
}

/// The SHA-256 checksum in hexadecimal digits, as `sha256sum` prints it.
pub fn sum(bytes: &[u8]) -> String {
    let sum = Sha256::digest(bytes);
    sum.iter().map(|it| format!("{it:02x}")).collect()
}
