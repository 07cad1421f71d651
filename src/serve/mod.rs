//! The preview: the site as a browser shows it while it is being written.
//!
//! In: a site's folder. Out: what has changed in it.

mod watch;
