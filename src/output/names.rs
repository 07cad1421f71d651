//! The names of the bookkeeping files in an output folder.

pub(super) const MANIFEST: &str = ".fanzha-manifest.json";
/// The journal: the manifest of the new site while its files are being moved. It is renamed to the manifest
/// at the end.
pub(super) const JOURNAL: &str = ".fanzha-commit.json";
pub(super) const JOURNAL_NEW: &str = ".fanzha-commit.json.new";
/// Staged files have the same relative paths here as in the site, so that a new folder can be moved in one
/// step.
pub(super) const STAGE: &str = ".fanzha-stage";
pub(super) const LOCK: &str = ".fanzha-lock";
