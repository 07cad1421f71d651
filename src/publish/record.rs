//! What has been found out about a target, kept beside the settings in `publish/<id>/target.json`.
//!
//! Plain data.

use serde::{Deserialize, Serialize};

use super::check::Abilities;

/// What `target check` and `target trust` have found out, beside the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetRecord {
    pub checked_at: Option<String>,
    pub abilities: Option<Abilities>,
    /// The SSH host key, `SHA256:…`.
    pub host_key: Option<String>,
}
