//! Carries out one step of a plan on one connection.
//!
//! In: a step, and what the server can do (`Abilities`). Out: the step is done, confirmed and in the journal.
//! Where the server can replace a file in one step, a reader never sees a part of one. A step that was
//! interrupted may be carried out again.

use super::{
    caching::cache_control,
    check::{Abilities, Replace},
    crew::StepError,
    events::Events,
    journal::{Journal, KnownFile},
    lock::RemoteLock,
    plan::{CURRENT, Found, Step, is_page},
    release::{FileHash, ReleaseFile},
    remote::{Remote, RemoteError, RemoteErrorKind, Upload},
    store::Store,
};
use crate::{config::Switch, media, paths::OutputPath, pipeline::Failure};

/// What all steps of one publication share.
#[derive(Clone, Copy)]
pub struct Uploader<'a> {
    pub store: &'a Store,
    pub journal: &'a Journal,
    pub lock: &'a RemoteLock<'a>,
    pub abilities: &'a Abilities,
    pub events: &'a dyn Events,
    pub switch: Switch,
}

impl Uploader<'_> {
    /// Carries out `step`.
    ///
    /// # Errors
    /// The server, this computer or the lock fails; the step may be carried out again.
    pub fn step(&self, remote: &mut dyn Remote, step: &Step) -> Result<(), StepError> {
        self.lock.beat(remote)?;
        match step {
            Step::Put { path, file, over } => self.put(remote, path, file, over)?,
            Step::Copy { from, to, file } => self.copy(remote, (from, to), file)?,
            Step::Delete { path, .. } => self.delete(remote, path)?,
            Step::Tidy { path } => self.tidy(remote, path)?,
            Step::Switch { folder } => switch(remote, folder)?,
        }
        self.events.done(path_of(step), step.bytes());
        Ok(())
    }

    /// Records a step that needs no act: the file is there already, or belongs to somebody else by now.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn adopt(&self, step: &Step) -> Result<(), Failure> {
        match step {
            Step::Put { path, file, .. } => self.journal.put(path, known(file)),
            Step::Delete { path, .. } => self.journal.deleted(path),
            Step::Copy { .. } | Step::Tidy { .. } | Step::Switch { .. } => Ok(()),
        }
    }

    fn put(
        &self,
        remote: &mut dyn Remote,
        path: &str,
        file: &ReleaseFile,
        over: &Found,
    ) -> Result<(), StepError> {
        let bytes = self.store.bytes(file)?;
        let name = OutputPath::new(path);
        let content_type = name.map_or_else(String::new, |it| media::content_type(&it, &bytes));
        let upload = Upload {
            bytes: &bytes,
            sha256: &file.sha256.0,
            content_type: &content_type,
            cache_control: cache_control(path),
        };
        self.journal.begin(path)?;
        match (over, self.abilities.replace) {
            _ if remote.puts_whole() => remote.put(path, &upload)?,
            (Found::Known(_), Replace::Atomic) => replace(remote, path, &upload)?,
            // Whoever has kept the address of a page may ask for it at any time.
            (Found::Nothing | Found::Own, Replace::Atomic) if self.is_visible(path) => {
                replace(remote, path, &upload)?;
            }
            // Nothing refers to a new file yet, so nobody sees a part of it.
            (Found::Nothing | Found::Own, _) | (Found::Known(_), Replace::Over) => {
                remote.put(path, &upload)?;
            }
            (Found::Known(_), Replace::Aside) => {
                remote.put(&temporary(path), &upload)?;
                or_gone(remote.delete(&aside(path)))?;
                or_gone(remote.rename(path, &aside(path)))?;
                remote.rename(&temporary(path), path)?;
                remote.delete(&aside(path))?;
            }
        }
        self.confirm(path, file)
    }

    /// Whether a new file at `path` is a page that readers can open at once.
    fn is_visible(&self, path: &str) -> bool {
        self.switch == Switch::InPlace && is_page(path)
    }

    fn copy(
        &self,
        remote: &mut dyn Remote,
        (from, to): (&str, &str),
        file: &ReleaseFile,
    ) -> Result<(), StepError> {
        self.journal.begin(to)?;
        match remote.copy(from, to) {
            Ok(()) => self.confirm(to, file),
            Err(error) if error.is_passing() => Err(error.into()),
            // The server cannot copy, the file was removed there, or an earlier attempt has copied it.
            Err(_) => self.put(remote, to, file, &Found::Own),
        }
    }

    fn delete(&self, remote: &mut dyn Remote, path: &str) -> Result<(), StepError> {
        self.journal.begin(path)?;
        remote.delete(path)?;
        self.journal.deleted(path)?;
        // The folders above it, as far as they are empty now.
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if !remote.delete_folder(above)? {
                break;
            }
            folder = above;
        }
        Ok(())
    }

    fn tidy(&self, remote: &mut dyn Remote, path: &str) -> Result<(), StepError> {
        or_gone(remote.delete(&temporary(path)))?;
        Ok(or_gone(remote.delete(&aside(path)))?)
    }

    fn confirm(&self, path: &str, file: &ReleaseFile) -> Result<(), StepError> {
        Ok(self.journal.put(path, known(file))?)
    }
}

/// Sends a file beside its place, and moves it there in one step.
fn replace(remote: &mut dyn Remote, path: &str, upload: &Upload<'_>) -> Result<(), RemoteError> {
    remote.put(&temporary(path), upload)?;
    remote.rename(&temporary(path), path)
}

/// Switches the link, and reads it back: servers disagree on the order of its two arguments.
fn switch(remote: &mut dyn Remote, folder: &str) -> Result<(), RemoteError> {
    remote.link(folder, CURRENT)?;
    match remote.read_link(CURRENT)? {
        Some(target) if target == folder => Ok(()),
        other => Err(RemoteError::new(
            RemoteErrorKind::Refused,
            format!("the link `{CURRENT}` points to {other:?}"),
        )),
    }
}

fn known(file: &ReleaseFile) -> KnownFile {
    KnownFile {
        sha256: file.sha256.clone(),
        bytes: file.bytes,
    }
}

pub fn path_of(step: &Step) -> &str {
    match step {
        Step::Put { path, .. } | Step::Delete { path, .. } | Step::Tidy { path } => path,
        Step::Copy { to, .. } => to,
        Step::Switch { .. } => CURRENT,
    }
}

/// The name under which a file is sent, beside its place. No leading dot: some servers hide or refuse such
/// names.
fn temporary(path: &str) -> String {
    beside(path, "fz-tmp-")
}

/// The name of the old file between two renames.
fn aside(path: &str) -> String {
    beside(path, "fz-old-")
}

fn beside(path: &str, prefix: &str) -> String {
    let folder = path
        .rsplit_once('/')
        .map_or(String::new(), |it| format!("{}/", it.0));
    let hash = FileHash::of(path.as_bytes());
    format!("{folder}{prefix}{}", &hash.0[..12])
}

fn or_gone(result: Result<(), RemoteError>) -> Result<(), RemoteError> {
    match result {
        Err(error) if error.kind == RemoteErrorKind::NotFound => Ok(()),
        result => result,
    }
}
