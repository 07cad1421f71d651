//! `fanzha target check`: finds out what a target can do, by trying it with scratch files.
//!
//! In: a connection. Out: `Abilities`, which publishing relies on; it never derives them from the name of the
//! server. All scratch files are removed again, also after an error.

use serde::{Deserialize, Serialize};

use super::{
    crew::StepError,
    release::FileHash,
    remote::{Remote, RemoteError, RemoteErrorKind, Upload},
    remote_manifest::DotNames,
};

/// What happens when a file is renamed to the name of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replace {
    /// It replaces that file in one step.
    Atomic,
    /// It is refused, so the other file is set aside first; for a moment there is none.
    Aside,
    /// There is no renaming: a file is written over, and for a moment it is short.
    Over,
}

/// What a target can do, as tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// What the server says of itself.
    pub server: String,
    pub replace: Replace,
    /// Whether an existing file is never overwritten by `create`: the lock is sure then.
    pub creates_exclusively: bool,
    pub copies: bool,
    pub links: bool,
    pub tells_sizes: bool,
    pub lists: bool,
    pub dot_names: DotNames,
    pub free_bytes: Option<u64>,
}

/// The folder of the scratch files; nothing else has this name.
const SCRATCH: &str = "fz-check";

/// Tries everything that publishing may use.
///
/// # Errors
/// Files cannot be written, read or removed at all.
pub fn abilities(remote: &mut dyn Remote) -> Result<Abilities, StepError> {
    let mut files = Scratch {
        remote,
        written: Vec::new(),
    };
    let result = files.try_all();
    let cleaned = files.clean();
    let abilities = result?;
    cleaned?;
    Ok(abilities)
}

struct Scratch<'a> {
    remote: &'a mut dyn Remote,
    written: Vec<String>,
}

impl Scratch<'_> {
    fn try_all(&mut self) -> Result<Abilities, StepError> {
        let first = self.put("first.txt", b"first")?;
        if self.remote.get(&first)?.as_deref() != Some(b"first") {
            return Err(reads_otherwise(&first).into());
        }
        let replace = self.try_replace(&first)?;
        let tells_sizes = match self.remote.size(&first) {
            Ok(size) => size == Some(6) || size == Some(5),
            Err(error) => unsupported(error)?,
        };
        let creates_exclusively = self.try_create()?;
        let copies = self.try_copy(&first)?;
        let links = self.try_link()?;
        let lists = match self.remote.list(SCRATCH, &mut |_| ()) {
            Ok(()) => true,
            Err(error) => unsupported(error)?,
        };
        let dot_names = match self.put(".dot.txt", b"dot") {
            Ok(_) => DotNames::Allowed,
            Err(StepError::Remote(error)) if !error.is_passing() => DotNames::Refused,
            Err(error) => return Err(error),
        };
        Ok(Abilities {
            server: self.remote.description(),
            replace,
            creates_exclusively,
            copies,
            links,
            tells_sizes,
            lists,
            dot_names,
            free_bytes: self.remote.free_space()?,
        })
    }

    /// Replaces `first`, and reads back which content it has afterwards.
    fn try_replace(&mut self, first: &str) -> Result<Replace, StepError> {
        if self.remote.puts_whole() {
            return Ok(Replace::Atomic);
        }
        let second = self.put("second.txt", b"second")?;
        let renamed = self.remote.rename(&second, first);
        match renamed {
            Ok(()) => match self.remote.get(first)?.as_deref() {
                Some(b"second") => return Ok(Replace::Atomic),
                _ => return Ok(Replace::Over),
            },
            Err(error) if error.kind == RemoteErrorKind::Unsupported => return Ok(Replace::Over),
            Err(error) if error.is_passing() => return Err(error.into()),
            Err(_) => (),
        }
        let aside = self.path("aside.txt");
        let moved = self.remote.rename(first, &aside);
        let moved = moved.and_then(|()| self.remote.rename(&second, first));
        match moved {
            Ok(()) => Ok(Replace::Aside),
            Err(error) if error.is_passing() => Err(error.into()),
            Err(_) => Ok(Replace::Over),
        }
    }

    fn try_create(&mut self) -> Result<bool, StepError> {
        let path = self.path("once.txt");
        let create = |remote: &mut dyn Remote, bytes: &[u8]| {
            let hash = FileHash::of(bytes);
            remote.create(&path, &scratch(bytes, &hash))
        };
        let is_new = create(self.remote, b"once")?;
        let is_new_again = create(self.remote, b"twice")?;
        let is_sure = self.remote.creates_exclusively() && is_new && !is_new_again;
        Ok(is_sure && self.remote.get(&path)?.as_deref() == Some(b"once"))
    }

    fn try_copy(&mut self, from: &str) -> Result<bool, StepError> {
        let to = self.path("copy.txt");
        match self.remote.copy(from, &to) {
            Ok(()) => Ok(self.remote.get(&to)? == self.remote.get(from)?),
            Err(error) => Ok(unsupported(error)?),
        }
    }

    /// Makes a link, replaces it, and reads a file through it.
    fn try_link(&mut self) -> Result<bool, StepError> {
        self.put("a/in.txt", b"a")?;
        self.put("b/in.txt", b"b")?;
        let link = self.path("link");
        for (target, content) in [("a", b"a"), ("b", b"b")] {
            if let Err(error) = self.remote.link(target, &link) {
                return Ok(unsupported(error)?);
            }
            let through = self.remote.get(&format!("{link}/in.txt"))?;
            if through.as_deref() != Some(content) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<String, StepError> {
        let path = self.path(name);
        let hash = FileHash::of(bytes);
        self.remote.put(&path, &scratch(bytes, &hash))?;
        Ok(path)
    }

    fn path(&mut self, name: &str) -> String {
        let path = format!("{SCRATCH}/{name}");
        self.written.push(path.clone());
        path
    }

    fn clean(&mut self) -> Result<(), StepError> {
        for path in &self.written {
            match self.remote.delete(path) {
                Err(error) if error.is_passing() => return Err(error.into()),
                // What was never written, or refused.
                _ => (),
            }
        }
        for folder in ["a", "b", ""] {
            let path = format!("{SCRATCH}/{folder}");
            self.remote.delete_folder(path.trim_end_matches('/'))?;
        }
        Ok(())
    }
}

fn scratch<'u>(bytes: &'u [u8], hash: &'u FileHash) -> Upload<'u> {
    Upload {
        bytes,
        sha256: &hash.0,
        content_type: "text/plain",
        cache_control: "no-store",
    }
}

/// False for an ability that a server lacks; an error where the connection was cut.
fn unsupported(error: RemoteError) -> Result<bool, RemoteError> {
    match error.is_passing() {
        true => Err(error),
        false => Ok(false),
    }
}

fn reads_otherwise(path: &str) -> RemoteError {
    RemoteError::new(
        RemoteErrorKind::Refused,
        format!("{path} was written and reads differently"),
    )
}
