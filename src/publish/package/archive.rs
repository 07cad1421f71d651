//! One archive: compresses files on all processors, and writes them in their order.
//!
//! In: the tools and the files of a part. Out: the archive and, beside it, its check sum. Everything that
//! `zip` would otherwise take from the system is set: time, permissions and the system itself.

use std::io::{self, Seek, SeekFrom, Write};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use zip::{
    CompressionMethod, DateTime, System, ZipWriter,
    write::{PreparedZipFile, SimpleFileOptions},
};

use super::{PackageError, PackageSink, Part};
use crate::page::written::sum as sha256;
use crate::publish::release::{FileHash, ReleaseFile};

/// Where the site's files are in an archive.
pub(super) const SITE: &str = "site/";

/// How many files are in memory at a time.
const BATCH: usize = 64;

/// Formats that deflate cannot shrink.
const COMPRESSED: [&str; 13] = [
    "7z", "avif", "br", "gif", "gz", "jpeg", "jpg", "mp3", "mp4", "png", "webp", "woff2", "zip",
];

pub(super) struct Tool {
    pub name: String,
    pub bytes: Vec<u8>,
}

pub(super) type Open<'a> = dyn Fn(&ReleaseFile) -> io::Result<Vec<u8>> + 'a;

pub(super) fn write(
    name: String,
    tools: &[Tool],
    files: &[&ReleaseFile],
    open: &Open<'_>,
    out: &mut dyn PackageSink,
) -> Result<Part, PackageError> {
    let mut summed = Summed::new(out.create(&name)?);
    let mut archive = ZipWriter::new(&mut summed);
    for tool in tools {
        archive.add_prepared_file(prepare(&tool.name, &tool.bytes)?)?;
    }
    each_prepared(
        files,
        open,
        &mut |file| Ok(archive.add_prepared_file(file)?),
    )?;
    archive.finish()?;
    let (bytes, sum) = summed.finish()?;
    let mut beside = out.create(&format!("{name}.sha256"))?;
    beside.write_all(format!("{sum}  {name}\n").as_bytes())?;
    beside.flush()?;
    Ok(Part {
        name,
        bytes,
        sha256: sum,
    })
}

/// Calls `each` with every file, compressed, in their order.
pub(super) fn each_prepared(
    files: &[&ReleaseFile],
    open: &Open<'_>,
    each: &mut dyn FnMut(PreparedZipFile) -> Result<(), PackageError>,
) -> Result<(), PackageError> {
    for batch in files.chunks(BATCH) {
        let read = batch.iter().map(|file| Ok((*file, open(file)?)));
        let read: Vec<(&ReleaseFile, Vec<u8>)> = read.collect::<io::Result<_>>()?;
        let prepared: Vec<Result<PreparedZipFile, PackageError>> = read
            .par_iter()
            .map(|(file, bytes)| prepare_checked(file, bytes))
            .collect();
        for file in prepared {
            each(file?)?;
        }
    }
    Ok(())
}

fn prepare_checked(file: &ReleaseFile, bytes: &[u8]) -> Result<PreparedZipFile, PackageError> {
    if sha256(bytes) != file.sha256.0 {
        return Err(PackageError::Changed(file.path.clone()));
    }
    prepare(&format!("{SITE}{}", file.path), bytes)
}

pub(super) fn prepare(name: &str, bytes: &[u8]) -> Result<PreparedZipFile, PackageError> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut formats = COMPRESSED.iter();
    let is_compressed = formats.any(|it| extension.eq_ignore_ascii_case(it));
    let options = SimpleFileOptions::default()
        // 1980-01-01, the oldest that the format can store.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let options = if is_compressed {
        options.compression_method(CompressionMethod::Stored)
    } else {
        // The level is part of the bytes, so it does not follow the crate's default.
        options
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
    };
    Ok(PreparedZipFile::from_data(name, options, bytes)?)
}

/// Passes bytes on and sums them. It cannot go back, which `zip` does only for entries of 4 GB and more.
struct Summed<'a> {
    inner: Box<dyn Write + 'a>,
    sum: Sha256,
    position: u64,
}

impl<'a> Summed<'a> {
    fn new(inner: Box<dyn Write + 'a>) -> Self {
        Self {
            inner,
            sum: Sha256::new(),
            position: 0,
        }
    }

    fn finish(mut self) -> io::Result<(u64, String)> {
        self.inner.flush()?;
        Ok((self.position, FileHash::of_digest(&self.sum.finalize()).0))
    }
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.sum.update(&bytes[..count]);
        self.position += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Seek for Summed<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Current(0) | SeekFrom::End(0) => Ok(self.position),
            SeekFrom::Start(position) if position == self.position => Ok(position),
            _ => Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "压缩包里有超过 4 GB 的文件",
            )),
        }
    }
}
