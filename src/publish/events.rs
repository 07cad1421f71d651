//! What a publication reports while it runs.
//!
//! Nothing here prints.

/// Receives the progress of a publication.
pub trait Events: Sync {
    /// A phase of `steps` steps begins, in which `bytes` bytes are sent.
    fn begin(&self, phase: &str, steps: usize, bytes: u64);
    /// One step is done; called from many threads.
    fn done(&self, path: &str, bytes: u64);
    /// Something that the user should know and that stops nothing.
    fn note(&self, text: &str);
}
