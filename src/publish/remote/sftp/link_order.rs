//! The order of the two paths in a request for a symbolic link.
//!
//! Plain data.

/// In which order a server expects the two paths of a request for a symbolic link.
#[derive(Clone, Copy)]
pub(super) enum LinkOrder {
    /// As OpenSSH, against the draft (its PROTOCOL §4.1).
    TargetFirst,
    /// As draft-ietf-secsh-filexfer-02 §6.10.
    LinkFirst,
}
