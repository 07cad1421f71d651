//! What the target says of itself: which release is there, and all files that were published to it.
//!
//! `.fanzha-release.json` names the release and a list of files, which is written before it under a name of
//! its own. A publication that was cut between the two leaves the old pair valid. Neither is linked from any
//! page.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};

use super::{
    crew::StepError,
    journal::{KnownFile, TargetState},
    release::FileHash,
    remote::{Remote, RemoteError, Upload},
};

/// The largest list that is read: a million files.
const LIST_BYTES_MAX: u64 = 200_000_000;

/// The content of the pointer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    pub release: String,
    pub published_at: String,
    /// The name of the list, beside this file.
    pub list: String,
    pub list_sha256: FileHash,
}

#[derive(Serialize, Deserialize)]
struct ListedFile {
    path: String,
    #[serde(flatten)]
    file: KnownFile,
}

/// Where the pointer and the lists are: names with a leading dot, or without one for servers that refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DotNames {
    Allowed,
    Refused,
}

impl DotNames {
    fn dot(self) -> &'static str {
        match self {
            Self::Allowed => ".",
            Self::Refused => "",
        }
    }

    /// The path of the pointer in `folder`, which is empty or ends with `/`.
    pub fn pointer(self, folder: &str) -> String {
        format!("{folder}{}fanzha-release.json", self.dot())
    }
}

/// What is at the place of the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointerFound {
    Absent,
    /// A publication was cut while it was written.
    Damaged,
    Pointer(Pointer),
}

/// Reads the pointer in `folder`.
///
/// # Errors
/// The server fails.
pub fn read_pointer(
    remote: &mut dyn Remote,
    folder: &str,
    names: DotNames,
) -> Result<PointerFound, StepError> {
    Ok(match remote.get(&names.pointer(folder))? {
        None => PointerFound::Absent,
        Some(bytes) => match serde_json::from_slice(&bytes) {
            Ok(pointer) => PointerFound::Pointer(pointer),
            Err(_) => PointerFound::Damaged,
        },
    })
}

/// The files that `pointer` lists; `None` if the list is missing or does not fit.
///
/// # Errors
/// The server fails.
pub fn read_list(
    remote: &mut dyn Remote,
    folder: &str,
    pointer: &Pointer,
) -> Result<Option<TargetState>, StepError> {
    let Some(bytes) = remote.get(&format!("{folder}{}", pointer.list))? else {
        return Ok(None);
    };
    if FileHash::of(&bytes) != pointer.list_sha256 {
        return Ok(None);
    }
    let mut text = Vec::new();
    let unpacked = GzDecoder::new(&*bytes)
        .take(LIST_BYTES_MAX)
        .read_to_end(&mut text);
    let files: Option<Vec<ListedFile>> = unpacked
        .ok()
        .and_then(|_| serde_json::from_slice(&text).ok());
    Ok(files.map(|files| TargetState {
        live: Some(pointer.release.clone()),
        files: files.into_iter().map(|it| (it.path, it.file)).collect(),
        ..TargetState::default()
    }))
}

/// Writes list and pointer into `folder`, and removes the list that the pointer named before. Returns both
/// files.
///
/// # Errors
/// The server fails; the old pair is valid then.
pub fn write(
    remote: &mut dyn Remote,
    (folder, names): (&str, DotNames),
    state: &TargetState,
    (release, published_at): (&str, &str),
) -> Result<Vec<(String, KnownFile)>, StepError> {
    let before = read_pointer(remote, folder, names)?;
    let bytes = packed(state);
    let hash = FileHash::of(&bytes);
    let list = format!("{}fanzha-files-{}.json.gz", names.dot(), &hash.0[..12]);
    let list_path = format!("{folder}{list}");
    put(remote, &list_path, &bytes, "application/gzip")?;
    let pointer = Pointer {
        release: release.to_owned(),
        published_at: published_at.to_owned(),
        list_sha256: hash,
        list,
    };
    let text = serde_json::to_vec(&pointer).expect("plain data can be written");
    put(remote, &names.pointer(folder), &text, "application/json")?;
    if let PointerFound::Pointer(before) = before
        && before.list != pointer.list
        && before.list.contains("fanzha-files-")
    {
        remote.delete(&format!("{folder}{}", before.list))?;
    }
    let known = |bytes: &[u8]| KnownFile {
        sha256: FileHash::of(bytes),
        bytes: bytes.len() as u64,
    };
    Ok(vec![
        (list_path, known(&bytes)),
        (names.pointer(folder), known(&text)),
    ])
}

/// Both files are read by this program alone, and a torn pointer is damaged JSON, so they are written
/// directly.
fn put(remote: &mut dyn Remote, path: &str, bytes: &[u8], kind: &str) -> Result<(), RemoteError> {
    let hash = FileHash::of(bytes);
    let upload = Upload {
        bytes,
        sha256: &hash.0,
        content_type: kind,
        cache_control: "no-store",
    };
    remote.put(path, &upload)
}

fn packed(state: &TargetState) -> Vec<u8> {
    let listed = |(path, file): (&String, &KnownFile)| ListedFile {
        path: path.clone(),
        file: file.clone(),
    };
    let files: Vec<ListedFile> = state.files.iter().map(listed).collect();
    let text = serde_json::to_vec(&files).expect("plain data can be written");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(&text).and_then(|()| encoder.finish());
    written.expect("memory takes every list")
}
