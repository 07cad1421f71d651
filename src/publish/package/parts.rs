//! Splits a package into archives of whole files.
//!
//! In: the files and the size that no archive exceeds. Out: ranges of files, in their order.
//! A file is in one archive; none is empty unless the package has no files at all.

use std::ops::Range;

use super::{
    PackageError, PackageOptions,
    archive::{Open, each_prepared, prepare},
    contents::Contents,
    tools::tools,
};

/// The headers of an entry without its name, in front of the data and in the directory, and the end of the
/// directory (PKWARE APPNOTE 6.3.10 §4.3.7, §4.3.12, §4.3.16).
const LOCAL_HEADER: u64 = 30;
const DIRECTORY_HEADER: u64 = 46;
const DIRECTORY_END: u64 = 22;

/// The number of a part in names and in the scripts takes up to this much more than `1` does.
const NUMBERS: u64 = 256;

pub(super) fn plan(
    contents: &Contents<'_>,
    options: &PackageOptions,
    open: &Open<'_>,
) -> Result<Vec<Range<usize>>, PackageError> {
    let all = 0..contents.files.len();
    let Some(part_bytes) = options.part_bytes else {
        return Ok(vec![all]);
    };
    let empty = DIRECTORY_END + NUMBERS + tool_bytes(contents, options)?;
    let sizes = entry_sizes(contents, open)?;
    let mut parts = Vec::new();
    let mut start = 0;
    let mut size = empty;
    for (index, bytes) in sizes.into_iter().enumerate() {
        if empty + bytes > part_bytes {
            return Err(PackageError::TooLarge {
                path: contents.files[index].path.clone(),
                bytes,
                part_bytes: part_bytes.saturating_sub(empty),
            });
        }
        if size + bytes > part_bytes {
            parts.push(start..index);
            start = index;
            size = empty;
        }
        size += bytes;
    }
    parts.push(start..all.end);
    Ok(parts)
}

fn tool_bytes(contents: &Contents<'_>, options: &PackageOptions) -> Result<u64, PackageError> {
    let mut sum = 0;
    for tool in tools(contents, options, (1, 2)) {
        let prepared = prepare(&tool.name, &tool.bytes)?;
        sum += entry_size(&tool.name, prepared.compressed_size());
    }
    Ok(sum)
}

fn entry_sizes(contents: &Contents<'_>, open: &Open<'_>) -> Result<Vec<u64>, PackageError> {
    let mut sizes = Vec::with_capacity(contents.files.len());
    each_prepared(&contents.files, open, &mut |file| {
        let name = String::from_utf8_lossy(file.file_name_raw()).into_owned();
        sizes.push(entry_size(&name, file.compressed_size()));
        Ok(())
    })?;
    Ok(sizes)
}

fn entry_size(name: &str, compressed: u64) -> u64 {
    LOCAL_HEADER + DIRECTORY_HEADER + 2 * name.len() as u64 + compressed
}
