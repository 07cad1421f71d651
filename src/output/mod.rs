//! The only room that writes the site: files are staged one by one, then moved into place by `commit`.
//!
//! In: output paths and bytes. Out: files below one folder, and the manifest of the files that belong to this
//! program.
//! Nothing of the previous site changes during staging. `commit` first writes the list of the new site (the
//! journal), then moves the files; a run that is interrupted in between is completed by the next command,
//! from the journal and the staged files alone. The output folder therefore ends up with the old site or the
//! new one, never a mixture.
//! Never deletes or overwrites a file that the manifest does not list.

mod commit;
mod error;
mod existing;
mod finish;
mod folder;
#[cfg(windows)]
mod held;
mod hold;
mod lock;
mod manifest;
mod names;
mod obstacles;
mod patience;
mod place;
mod single;
mod staging;

use std::path::Path;

pub use self::{
    commit::{Removals, Written},
    error::OutputError,
    place::{Edition, Placed},
    single::create_new,
    staging::{EqualFiles, OutputFolder},
};
use self::{hold::Hold, lock::LOCK_WAIT, manifest::OutputManifest, names::JOURNAL, place::Folder};
use crate::{fingerprint::Fingerprint, paths::OutputPath};

/// The site that `folder` holds now.
pub fn edition(folder: &Path) -> Edition {
    Folder::find(folder).map_or(Edition(None), |it| it.edition())
}

/// Completes an interrupted commit in `folder`, if there is one.
///
/// # Errors
/// The folder is being written by another run, or an I/O error.
pub fn finish(folder: &Path) -> Result<(), OutputError> {
    let folder = Folder::find(folder)?;
    if !folder.real.join(JOURNAL).exists() {
        return Ok(());
    }
    let _hold = Hold::take(&folder, LOCK_WAIT)?;
    folder.finish()
}

/// The files of `folder` by its manifest, sorted by path; `None` if there is no site.
///
/// # Errors
/// The manifest is damaged or cannot be read.
pub fn listed(folder: &Path) -> Result<Option<Vec<(OutputPath, Fingerprint)>>, OutputError> {
    let manifest = Folder::find(folder)?.manifest()?;
    let files = |it: OutputManifest| it.0.into_iter().map(|(path, it)| (path, it.fingerprint));
    Ok(manifest.map(|it| files(it).collect()))
}

#[cfg(test)]
mod tests;
