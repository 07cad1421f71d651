//! The snapshot that is served now.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tokio::sync::watch;

use crate::pipeline::Snapshot;

/// A snapshot, and its problems as rendered for a browser so far.
pub(super) struct Published {
    pub snapshot: Arc<Snapshot>,
    /// By their index in the snapshot's diagnostics.
    pub drawn: Mutex<BTreeMap<usize, serde_json::Value>>,
}

impl Published {
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self {
            snapshot,
            drawn: Mutex::default(),
        }
    }
}

/// Receives each new snapshot.
pub(super) type Snapshots = watch::Receiver<Arc<Published>>;
