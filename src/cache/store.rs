//! One file of the cache: written whole or not at all, read only if every byte is as it was written.
//!
//! Layout: eight bytes of a mark, sixteen of the program that wrote it, 32 of the payload's BLAKE3, the payload.
//! Nothing here ever fails: a file that cannot be read is no file, one that cannot be written is not written.

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

use super::program;
use crate::fingerprint::Fingerprint;

const MARK: &[u8; 8] = b"fanzha\x00\x01";
const HEAD: usize = MARK.len() + 16 + 32;

pub(super) fn load<T: DeserializeOwned>(folder: &Path, name: &str) -> Option<T> {
    let mut bytes = Vec::new();
    let mut file = File::open(folder.join(name)).ok()?;
    file.read_to_end(&mut bytes).ok()?;
    let (head, payload) = bytes.split_at_checked(HEAD)?;
    if head != header(payload) {
        return None;
    }
    postcard::from_bytes(payload).ok()
}

pub(super) fn save(folder: &Path, name: &str, value: &impl Serialize) {
    let Ok(payload) = postcard::to_stdvec(value) else {
        return;
    };
    // What cannot be remembered is found out again next time.
    drop(fs::create_dir_all(folder));
    keep_out_of_git(folder);
    // One name for all: what a killed build left is overwritten, not gathered. Two builds that write at once may spoil
    // the file; then its mark or its hash is wrong, and it is no file.
    let temporary = folder.join(format!("{name}.new"));
    let written = File::create(&temporary).and_then(|mut it| {
        it.write_all(&header(&payload))?;
        it.write_all(&payload)
    });
    let moved = written.and_then(|()| fs::rename(&temporary, folder.join(name)));
    if moved.is_err() {
        drop(fs::remove_file(&temporary));
    }
}

fn header(payload: &[u8]) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD);
    head.extend(MARK);
    head.extend(program().as_bytes());
    head.extend(Fingerprint::of(payload).as_bytes());
    head
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
    fn only_what_is_whole_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let value = vec!["反诈".to_owned(), "96110".to_owned()];
        save(folder.path(), "a", &value);
        let read = || load::<Vec<String>>(folder.path(), "a");
        assert_eq!(read(), Some(value));
        let file = folder.path().join("a");
        let mut whole = Vec::new();
        File::open(&file)
            .and_then(|mut it| it.read_to_end(&mut whole))
            .expect("can be read");
        for at in 0..whole.len() {
            for bytes in [&whole[..at], &with_other_byte(&whole, at)] {
                File::create(&file)
                    .and_then(|mut it| it.write_all(bytes))
                    .expect("can be written");
                assert_eq!(read(), None, "byte {at}");
            }
        }
        fs::remove_file(&file).expect("can be removed");
        assert_eq!(read(), None);
    }

    fn with_other_byte(whole: &[u8], at: usize) -> Vec<u8> {
        let mut bytes = whole.to_owned();
        bytes[at] ^= 1;
        bytes
    }
}
