//! One cache file: written atomically, and read only if its checksum matches.
//!
//! Layout: eight bytes of magic number, sixteen that name the program that wrote it, the payload, 32 bytes of
//! the BLAKE3 hash of everything before. The payload is serialised directly to the file, so a large one is
//! never in memory as a whole.
//! No function here fails: an unreadable file counts as absent, and an unwritable one is not written.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::fingerprint::{Fingerprint, Hashing};

const MARK: &[u8; 8] = b"fanzha\x00\x02";
const CHECKSUM_BYTES: usize = 32;

/// Where a cache is, and for which program.
#[derive(Clone, Debug)]
pub(super) struct CacheFolder {
    pub folder: PathBuf,
    /// The name of the running program.
    pub program: String,
}

pub(super) fn load<T: DeserializeOwned>(cache: &CacheFolder, name: &str) -> Option<T> {
    let mut bytes = Vec::new();
    let mut file = File::open(cache.folder.join(name)).ok()?;
    file.read_to_end(&mut bytes).ok()?;
    let (whole, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM_BYTES)?)?;
    let payload = whole.strip_prefix(MARK)?;
    let payload = payload.strip_prefix(cache.program.as_bytes())?;
    if Fingerprint::of(whole).as_bytes() != checksum {
        return None;
    }
    postcard::from_bytes(payload).ok()
}

pub(super) fn save(cache: &CacheFolder, name: &str, value: &impl Serialize) {
    let CacheFolder { folder, program } = cache;
    // Values that cannot be saved are computed again by the next build.
    drop(fs::create_dir_all(folder));
    keep_out_of_git(folder);
    // The temporary file has a fixed name: leftovers of a killed build are overwritten and do not accumulate.
    // Two builds that write at once may damage the file; then its magic number or its hash is wrong, and it
    // counts as absent.
    let temporary = folder.join(format!("{name}.new"));
    let written = File::create(&temporary).and_then(|it| write(it, program, value));
    let moved = written.and_then(|()| fs::rename(&temporary, folder.join(name)));
    if moved.is_err() {
        drop(fs::remove_file(&temporary));
    }
}

fn write(file: File, program: &str, value: &impl Serialize) -> io::Result<()> {
    let mut writer = BufWriter::new(Hashing::new(file));
    writer.write_all(MARK)?;
    writer.write_all(program.as_bytes())?;
    let mut writer = postcard::to_io(value, writer).map_err(io::Error::other)?;
    writer.flush()?;
    let checksum = writer.get_ref().fingerprint();
    writer.write_all(checksum.as_bytes())?;
    writer.flush()
}

fn keep_out_of_git(folder: &Path) {
    if let Ok(mut file) = File::create_new(folder.join(".gitignore")) {
        drop(file.write_all(b"*\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_are_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let value = vec!["反诈".to_owned(), "96110".to_owned()];
        let cache = |program: &str| CacheFolder {
            folder: folder.path().to_owned(),
            program: program.to_owned(),
        };
        save(&cache("this program"), "a", &value);
        let read_by = |program| load::<Vec<String>>(&cache(program), "a");
        assert_eq!(read_by("that program"), None);
        let read = || read_by("this program");
        assert_eq!(read(), Some(value));
        let file = folder.path().join("a");
        let mut whole = Vec::new();
        File::open(&file)
            .and_then(|mut it| it.read_to_end(&mut whole))
            .expect("can be read");
        for at in 0..whole.len() {
            for bytes in [&whole[..at], &with_changed_byte(&whole, at)] {
                File::create(&file)
                    .and_then(|mut it| it.write_all(bytes))
                    .expect("can be written");
                assert_eq!(read(), None, "byte {at}");
            }
        }
        fs::remove_file(&file).expect("can be removed");
        assert_eq!(read(), None);
    }

    fn with_changed_byte(whole: &[u8], at: usize) -> Vec<u8> {
        let mut bytes = whole.to_owned();
        bytes[at] ^= 1;
        bytes
    }
}
