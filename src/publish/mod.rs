//! Delivery of the site to a server, and back.
//!
//! In: the built site, and a target of the settings. Out: the release is shown at the target, or a failure
//! after which the target still shows a whole site and the next run goes on. The identity of a file is its
//! SHA-256. What is at a target is known from a local journal of confirmed uploads and from a manifest at the
//! target, never from times or `ETag`s.

mod caching;
mod check;
mod connect;
mod crew;
mod decisions;
mod deliver;
mod disk;
mod events;
mod history;
mod inspect;
mod journal;
mod ledger;
mod live_site;
mod local_lock;
mod lock;
#[cfg(feature = "network")]
mod network;
#[cfg(not(feature = "network"))]
#[path = "offline.rs"]
mod network;
mod package;
mod plan;
mod purge;
mod record;
mod release;
mod remote;
mod remote_manifest;
mod schedule;
mod secrets;
mod store;
mod target;
mod trouble;
mod upload;
mod verify;

pub use self::{
    check::{Abilities, Replace},
    decisions::{Decisions, Foreign, Trust},
    deliver::{Delivered, Delivery, Publisher, token},
    disk::{make_folder, read_text, remove as remove_file, write as write_file},
    events::Events,
    history::{confirm_release, keep_releases, live_release, published_releases},
    ledger::{Ledger, LedgerEntry},
    live_site::{has_policy, policy_of, wanted_cache},
    lock::Respect,
    network::{known_host_key, live_site},
    package::{
        FolderSink, PackageError, PackageOptions, Place, read_receipt, write as write_package,
    },
    plan::Plan,
    purge::{addresses, run_purge},
    record::TargetRecord,
    release::{Release, ReleaseFile},
    remote::{RemoteError, RemoteErrorKind},
    schedule::{
        Action, Job, Scheduler, Step, Steps, When, cron_steps, readable, systemd_steps,
        windows_steps,
    },
    store::Store,
    target::{FOLDER, Target},
    trouble::{is_insecure, not_checked},
    verify::{Fetch, Report as VerifyReport, VerifyOptions, Wanted, verify},
};
use std::path::{Path, PathBuf};

use crate::pipeline::Failure;

/// Tries what `target` can do.
///
/// # Errors
/// It cannot be reached, or files cannot be written, read or removed there.
pub fn examine(target: &Target) -> Result<Abilities, Failure> {
    let crew = crew::Crew::new(&*target.connect, 1);
    let found = crew.first(check::abilities);
    found.map_err(|it| trouble::of(&it, target))
}

/// An error of a connection to `target`, for the user.
pub fn explain(error: RemoteError, target: &Target) -> Failure {
    trouble::of(&error.into(), target)
}

/// A folder's full path, for a job that runs elsewhere.
///
/// # Errors
/// There is no such folder.
pub fn absolute(folder: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(folder).map_err(|it| disk::failed("查看", folder, &it))
}
