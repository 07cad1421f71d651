//! The calls of `Remote`, as commands of FTP.
//!
//! In: paths below the target's folder. Out: what the server confirmed.
//! Every upload and download is confirmed by its size, since many servers answer 226 to a transfer that was
//! cut.
//! No path reaches the server that could be read as a second command or leads out of the folder.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::features::Features;
use super::listing::{Entry, EntryKind, list_line, machine_line};
use super::paths::{self, below, checked, parents, temporary_name, with_argument};
use super::replies::{Refusal, readable};
use super::session::Session;
use crate::publish::remote::{Listed, Remote, RemoteError, RemoteErrorKind, Upload};

pub(super) struct FtpRemote {
    session: Session,
    features: Features,
    /// Without a slash at the end; empty for the folder in which the account starts.
    folder: String,
    /// Those that exist for certain, as the server knows them.
    folders: BTreeSet<String>,
    /// Shared by all connections of a target: a server whose MLSD hung is not asked again.
    mlsd_fails: Arc<AtomicBool>,
}

impl FtpRemote {
    pub(super) fn new(
        mut session: Session,
        folder: &str,
        mlsd_fails: Arc<AtomicBool>,
    ) -> Result<Self, RemoteError> {
        let features = Features::ask(&mut session)?;
        let folder = paths::folder(folder);
        if !folder.is_ascii() && features.utf8 {
            session.command("OPTS UTF8 ON")?;
        }
        Ok(Self {
            session,
            features,
            folder: folder.to_owned(),
            folders: BTreeSet::new(),
            mlsd_fails,
        })
    }

    /// The path as the server knows it.
    fn file(&self, path: &str) -> Result<String, RemoteError> {
        checked(&self.folder, path)
    }

    /// Uploads, after making the folders above.
    fn store(&mut self, file: &str, bytes: &[u8]) -> Result<(), RemoteError> {
        let was_known = self.parent_is_known(file);
        self.make_parents(file)?;
        let mut reply = self.session.store(file, bytes)?;
        if was_known && matches!(reply.code, 550 | 553) {
            // The folder was there, but somebody may have removed it since.
            self.forget_parents(file);
            self.make_parents(file)?;
            reply = self.session.store(file, bytes)?;
        }
        if let Some(refusal) = reply.refusal() {
            return Err(refusal.error());
        }
        self.folders.extend(parents(file).map(str::to_owned));
        self.confirm(file, bytes.len())
    }

    /// Where the server tells no size, its reply to the transfer is enough.
    fn confirm(&mut self, file: &str, expected: usize) -> Result<(), RemoteError> {
        let size = match self.size_of(file) {
            Ok(size) => size,
            Err(error) if error.kind == RemoteErrorKind::Cut => return Err(error),
            Err(_) => None,
        };
        match size {
            Some(size) if size != expected as u64 => {
                let detail = format!("{file}: {size} of {expected} bytes arrived");
                Err(self.session.give_up(detail))
            }
            _ => Ok(()),
        }
    }

    fn parent_is_known(&self, file: &str) -> bool {
        parents(file)
            .next()
            .is_none_or(|parent| self.folders.contains(parent))
    }

    fn forget_parents(&mut self, file: &str) {
        for parent in parents(file) {
            self.folders.remove(parent);
        }
    }

    /// A refusal is no error here: the folder exists, or the upload into it will be refused.
    fn make_parents(&mut self, file: &str) -> Result<(), RemoteError> {
        if self.parent_is_known(file) {
            return Ok(());
        }
        let all: Vec<&str> = parents(file).collect();
        for parent in all.into_iter().rev() {
            if self.folders.contains(parent) {
                continue;
            }
            let reply = self.session.command(&format!("MKD {parent}"))?;
            if reply.refusal().is_none() {
                self.folders.insert(parent.to_owned());
            }
        }
        Ok(())
    }

    fn size_of(&mut self, file: &str) -> Result<Option<u64>, RemoteError> {
        let reply = self.session.command(&format!("SIZE {file}"))?;
        let Some(refusal) = reply.refusal() else {
            return reply
                .last_word()
                .and_then(|word| word.parse().ok())
                .map(Some)
                .ok_or_else(|| RemoteError::unsupported("SIZE"));
        };
        if refusal.is_unknown_command() {
            return self.size_by_mlst(file);
        }
        match refusal.code {
            550 if refusal.says_forbidden() => Err(refusal.error()),
            550 => Ok(None),
            _ => Err(refusal.error()),
        }
    }

    fn size_by_mlst(&mut self, file: &str) -> Result<Option<u64>, RemoteError> {
        let reply = self.session.command(&format!("MLST {file}"))?;
        match reply.refusal() {
            Some(refusal) if refusal.is_unknown_command() => Err(RemoteError::unsupported("SIZE")),
            Some(refusal) if refusal.code == 550 && !refusal.says_forbidden() => Ok(None),
            Some(refusal) => Err(refusal.error()),
            None => Ok(reply
                .lines()
                .find_map(|line| machine_line(&line))
                .and_then(|entry| entry.size)),
        }
    }

    fn exists(&mut self, file: &str) -> Result<bool, RemoteError> {
        match self.size_of(file) {
            Ok(size) => Ok(size.is_some()),
            Err(error) if error.kind == RemoteErrorKind::Unsupported => {
                let fetched = self.session.fetch(&format!("RETR {file}"))?;
                Ok(fetched.is_ok())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a refused command about `file` was refused because there is no such file.
    fn is_missing(&mut self, file: &str, refusal: &Refusal) -> Result<bool, RemoteError> {
        if refusal.code != 550 || refusal.says_forbidden() {
            return Ok(false);
        }
        if refusal.says_missing() {
            return Ok(true);
        }
        match self.size_of(file) {
            Ok(size) => Ok(size.is_none()),
            Err(error) if error.kind == RemoteErrorKind::Cut => Err(error),
            // A server that says neither why nor how large.
            Err(error) => Ok(error.kind == RemoteErrorKind::Unsupported),
        }
    }

    /// `None` if the server refuses MLSD as such.
    fn machine_entries(&mut self, folder: &str) -> Result<Option<Vec<Entry>>, RemoteError> {
        let command = with_argument("MLSD", folder);
        match self.session.fetch(&command) {
            Ok(Ok(bytes)) => Ok(Some(lines(&bytes, machine_line))),
            Ok(Err(refusal)) if refusal.code == 550 => no_folder(&refusal).map(Some),
            Ok(Err(_)) => {
                self.mlsd_fails.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Err(error) => {
                // Serv-U announces MLSD and may not answer it (jlaffaye/ftp#196,
                // patrickjuchli/basic-ftp#187).
                let is_silent = self.session.timed_out();
                self.mlsd_fails.fetch_or(is_silent, Ordering::Relaxed);
                Err(error)
            }
        }
    }

    fn entries(&mut self, folder: &str) -> Result<Vec<Entry>, RemoteError> {
        if self.features.mlsd
            && !self.mlsd_fails.load(Ordering::Relaxed)
            && let Some(entries) = self.machine_entries(folder)?
        {
            return Ok(entries);
        }
        let command = with_argument(self.features.list_command, folder);
        match self.session.fetch(&command)? {
            Ok(bytes) => Ok(lines(&bytes, list_line)),
            Err(refusal) => no_folder(&refusal),
        }
    }
}

impl Remote for FtpRemote {
    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, RemoteError> {
        let file = self.file(path)?;
        match self.session.fetch(&format!("RETR {file}"))? {
            Ok(bytes) => {
                self.confirm(&file, bytes.len())?;
                Ok(Some(bytes))
            }
            Err(refusal) if self.is_missing(&file, &refusal)? => Ok(None),
            Err(refusal) => Err(forbidden_unless_known(&refusal)),
        }
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, RemoteError> {
        let file = self.file(path)?;
        self.size_of(&file)
    }

    fn put(&mut self, path: &str, file: &Upload<'_>) -> Result<(), RemoteError> {
        let target = self.file(path)?;
        self.store(&target, file.bytes)
    }

    /// FTP has no such command: what somebody else makes between the last look and the renaming is replaced,
    /// or replaces this, so the caller reads it back.
    fn create(&mut self, path: &str, file: &Upload<'_>) -> Result<bool, RemoteError> {
        let target = self.file(path)?;
        if self.exists(&target)? {
            return Ok(false);
        }
        let temporary = temporary_name(&target);
        self.store(&temporary, file.bytes)?;
        let renamed = match self.exists(&target) {
            Ok(true) => Ok(false),
            Ok(false) => match self.move_file(&temporary, &target) {
                Err(error) if error.kind == RemoteErrorKind::Exists => Ok(false),
                other => other.map(|()| true),
            },
            Err(error) => Err(error),
        };
        if !matches!(renamed, Ok(true)) {
            self.session.command(&format!("DELE {temporary}"))?;
        }
        renamed
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let (from, to) = (self.file(from)?, self.file(to)?);
        if from != to {
            return self.move_file(&from, &to);
        }
        // Windows' OpenSSH deletes a file that is renamed to itself (PowerShell/Win32-OpenSSH#1849); no
        // server is asked.
        match self.exists(&from)? {
            true => Ok(()),
            false => Err(RemoteError::new(RemoteErrorKind::NotFound, from)),
        }
    }

    fn delete(&mut self, path: &str) -> Result<(), RemoteError> {
        let file = self.file(path)?;
        let reply = self.session.command(&format!("DELE {file}"))?;
        match reply.refusal() {
            None => Ok(()),
            Some(refusal) if self.is_missing(&file, &refusal)? => Ok(()),
            Some(refusal) => Err(forbidden_unless_known(&refusal)),
        }
    }

    fn delete_folder(&mut self, path: &str) -> Result<bool, RemoteError> {
        let folder = self.file(path)?;
        let reply = self.session.command(&format!("RMD {folder}"))?;
        self.folders.remove(&folder);
        Ok(reply.refusal().is_none())
    }

    fn list(&mut self, folder: &str, each: &mut dyn FnMut(Listed)) -> Result<(), RemoteError> {
        if !folder.is_empty() {
            self.file(folder)?;
        }
        let mut waiting = VecDeque::from([folder.to_owned()]);
        while let Some(folder) = waiting.pop_front() {
            let on_server = match folder.as_str() {
                "" => self.folder.clone(),
                _ => self.file(&folder)?,
            };
            let entries = self.entries(&on_server)?;
            let path = |entry: &Entry| below(&folder, &entry.name);
            for file in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
                let (path, size) = (path(file), file.size);
                each(Listed { path, size });
            }
            let folders = entries
                .iter()
                .filter(|entry| entry.kind == EntryKind::Folder);
            // A name that could not be asked for is nothing that was published.
            waiting.extend(folders.map(path).filter(|path| self.file(path).is_ok()));
        }
        Ok(())
    }

    /// AVBL is a draft (draft-peterson-streamlined-ftp-command-extensions-10 §4) that a few servers offer.
    fn free_space(&mut self) -> Result<Option<u64>, RemoteError> {
        if !self.features.avbl {
            return Ok(None);
        }
        let command = with_argument("AVBL", &self.folder);
        let reply = self.session.command(&command)?;
        Ok(match reply.code {
            213 => reply.last_word().and_then(|word| word.parse().ok()),
            _ => None,
        })
    }

    fn description(&self) -> String {
        format!(
            "{}; {}",
            self.session.description(),
            self.features.description
        )
    }
}

impl FtpRemote {
    fn move_file(&mut self, from: &str, to: &str) -> Result<(), RemoteError> {
        let reply = self.session.command(&format!("RNFR {from}"))?;
        if let Some(refusal) = reply.refusal() {
            return Err(match self.is_missing(from, &refusal)? {
                true => RemoteError::new(RemoteErrorKind::NotFound, refusal.text),
                false => forbidden_unless_known(&refusal),
            });
        }
        let reply = self.session.command(&format!("RNTO {to}"))?;
        let Some(refusal) = reply.refusal() else {
            return Ok(());
        };
        // Servers that replace nothing word it as they like, "permission denied" included.
        let is_there = refusal.says_exists() || (refusal.code >= 500 && self.exists(to)?);
        Err(match is_there {
            true => RemoteError::new(RemoteErrorKind::Exists, refusal.text),
            false => refusal.error(),
        })
    }
}

/// After it was ruled out that the file is missing.
fn forbidden_unless_known(refusal: &Refusal) -> RemoteError {
    let error = refusal.error();
    match (refusal.code, &error.kind) {
        (550, RemoteErrorKind::Refused) => {
            RemoteError::new(RemoteErrorKind::Forbidden, error.detail)
        }
        _ => error,
    }
}

/// A folder that does not exist has no files.
fn no_folder(refusal: &Refusal) -> Result<Vec<Entry>, RemoteError> {
    let is_empty = matches!(refusal.code, 450 | 550) && !refusal.says_forbidden();
    match is_empty {
        true => Ok(Vec::new()),
        false => Err(refusal.error()),
    }
}

fn lines(bytes: &[u8], parse: fn(&str) -> Option<Entry>) -> Vec<Entry> {
    bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| match str::from_utf8(line) {
            Ok(line) => parse(line),
            Err(_) => parse(&readable(line)),
        })
        .collect()
}
