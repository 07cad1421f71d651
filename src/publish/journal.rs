//! What is known to be at a target: a local file to which every confirmed upload and removal is appended at
//! once.
//!
//! One JSON object per line. A run that was killed loses at most its last line; the next run goes on from the
//! others. What it says was confirmed by the server; it is never derived from listings, times or `ETag`s.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{disk, release::FileHash};
use crate::pipeline::Failure;

/// A file that the server has confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    pub sha256: FileHash,
    pub bytes: u64,
}

/// What is at a target, as far as this machine knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetState {
    /// The release that readers see; `None` before the first publication.
    pub live: Option<String>,
    pub files: BTreeMap<String, KnownFile>,
    /// Files whose upload or removal began and was not confirmed; they are this program's own.
    pub unsure: BTreeSet<String>,
    /// The tokens of the last runs of this machine. What a killed run has sent may reach the server while the
    /// next run is at work, its lock too.
    pub tokens: Vec<String>,
}

/// How many tokens are kept.
const TOKENS: usize = 32;

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    Begin(String),
    Put {
        path: String,
        #[serde(flatten)]
        file: KnownFile,
    },
    Delete(String),
    Live(String),
    Lock(String),
}

impl TargetState {
    fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Begin(path) => {
                self.unsure.insert(path);
            }
            Entry::Put { path, file } => {
                self.unsure.remove(&path);
                self.files.insert(path, file);
            }
            Entry::Delete(path) => {
                self.unsure.remove(&path);
                self.files.remove(&path);
            }
            Entry::Live(release) => self.live = Some(release),
            Entry::Lock(token) => {
                self.tokens.retain(|it| *it != token);
                self.tokens.push(token);
                let excess = self.tokens.len().saturating_sub(TOKENS);
                self.tokens.drain(..excess);
            }
        }
    }
}

/// The journal of one target, open for writing.
pub struct Journal {
    path: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    state: TargetState,
    file: File,
}

impl Journal {
    /// Reads the journal at `path`; an absent one is empty.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let bytes = disk::read(path)?.unwrap_or_default();
        let state = parse(&bytes);
        // A line that a kill cut short would swallow the next one.
        if bytes.last().is_some_and(|it| *it != b'\n') {
            disk::write(path, &compact(&state))?;
        }
        let file = disk::open_to_append(path)?;
        Ok(Self {
            path: path.to_owned(),
            inner: Mutex::new(Inner { state, file }),
        })
    }

    /// A copy of what is known now.
    pub fn state(&self) -> TargetState {
        self.lock().state.clone()
    }

    /// Whether `token` is of one of the last runs of this machine, the present one included.
    pub fn is_token_of_own(&self, token: &str) -> bool {
        self.lock().state.tokens.iter().any(|it| it == token)
    }

    /// Before a file is written or removed.
    ///
    /// # Errors
    /// The journal cannot be written, so the act must not begin.
    pub fn begin(&self, path: &str) -> Result<(), Failure> {
        self.append(Entry::Begin(path.to_owned()))
    }

    /// # Errors
    /// The journal cannot be written.
    pub fn put(&self, path: &str, file: KnownFile) -> Result<(), Failure> {
        self.append(Entry::Put {
            path: path.to_owned(),
            file,
        })
    }

    /// # Errors
    /// The journal cannot be written.
    pub fn deleted(&self, path: &str) -> Result<(), Failure> {
        self.append(Entry::Delete(path.to_owned()))
    }

    /// # Errors
    /// The journal cannot be written.
    pub fn live(&self, release: &str) -> Result<(), Failure> {
        self.append(Entry::Live(release.to_owned()))
    }

    /// Before the lock of the target is taken.
    ///
    /// # Errors
    /// The journal cannot be written, so the lock must not be taken.
    pub fn locking(&self, token: &str) -> Result<(), Failure> {
        self.append(Entry::Lock(token.to_owned()))
    }

    /// Replaces everything that is known, after the server was read.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn replace(&self, state: TargetState) -> Result<(), Failure> {
        let mut inner = self.lock();
        disk::write(&self.path, &compact(&state))?;
        inner.file = disk::open_to_append(&self.path)?;
        inner.state = state;
        Ok(())
    }

    fn append(&self, entry: Entry) -> Result<(), Failure> {
        let mut line = serde_json::to_vec(&entry).expect("plain data can be written");
        line.push(b'\n');
        let mut inner = self.lock();
        let written = inner.file.write_all(&line);
        written.map_err(|it| disk::failed("写入", &self.path, &it))?;
        inner.state.apply(entry);
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the lines say; a damaged line is skipped.
fn parse(bytes: &[u8]) -> TargetState {
    let mut state = TargetState::default();
    for line in bytes.split(|it| *it == b'\n') {
        match serde_json::from_slice(line) {
            Ok(entry) => state.apply(entry),
            Err(_) => continue,
        }
    }
    state
}

/// The shortest journal with this state.
fn compact(state: &TargetState) -> Vec<u8> {
    let tokens = state.tokens.iter().cloned().map(Entry::Lock);
    let live = state.live.iter().cloned().map(Entry::Live);
    let put = |(path, file): (&String, &KnownFile)| Entry::Put {
        path: path.clone(),
        file: file.clone(),
    };
    let files = state.files.iter().map(put);
    let unsure = state.unsure.iter().cloned().map(Entry::Begin);
    let mut bytes = Vec::new();
    for entry in tokens.chain(live).chain(files).chain(unsure) {
        serde_json::to_writer(&mut bytes, &entry).expect("plain data can be written");
        bytes.push(b'\n');
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> KnownFile {
        KnownFile {
            sha256: FileHash::of(text.as_bytes()),
            bytes: text.len() as u64,
        }
    }

    fn filled(path: &Path) -> TargetState {
        let journal = Journal::open(path).unwrap();
        journal.locking("t1").unwrap();
        journal.begin("a.html").unwrap();
        journal.put("a.html", known("a")).unwrap();
        journal.begin("b.html").unwrap();
        journal.put("c.html", known("c")).unwrap();
        journal.deleted("c.html").unwrap();
        journal.live("r1").unwrap();
        journal.state()
    }

    #[test]
    fn a_journal_is_read_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal/journal.jsonl");
        let state = filled(&path);
        assert_eq!(state.unsure, BTreeSet::from(["b.html".to_owned()]));
        assert_eq!(Journal::open(&path).unwrap().state(), state);
        let journal = Journal::open(&path).unwrap();
        journal.replace(state.clone()).unwrap();
        assert_eq!(Journal::open(&path).unwrap().state(), state);
    }

    #[test]
    fn the_tokens_of_the_last_runs_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::open(&path).unwrap();
        for run in 0..TOKENS + 3 {
            journal.locking(&run.to_string()).unwrap();
        }
        let tokens = Journal::open(&path).unwrap().state().tokens;
        assert_eq!((tokens.len(), tokens[0].as_str()), (TOKENS, "3"));
    }

    #[test]
    fn a_journal_cut_anywhere_keeps_its_whole_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        filled(&path);
        let whole = disk::read(&path).unwrap().unwrap();
        for length in 0..whole.len() {
            disk::write(&path, &whole[..length]).unwrap();
            let journal = Journal::open(&path).unwrap();
            let before = journal.state();
            journal.put("z.html", known("z")).unwrap();
            let after = Journal::open(&path).unwrap().state();
            assert_eq!(after.files.len(), before.files.len() + 1, "cut at {length}");
        }
    }
}
