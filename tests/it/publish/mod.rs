//! Publishing to every kind of target, with real servers on this machine.
//!
//! `battery.rs` is what every target must pass; a file per kind starts its server (`servers`).
//! `PUBLISH_KILLS=100` kills and `PUBLISH_CUTS=100` cuts connections more often than the few times of every
//! run, `PUBLISH_SEED` varies the moments.

mod battery;
#[cfg(unix)]
mod cut;
mod folder;
#[cfg(unix)]
mod ftp;
mod handbook;
#[cfg(unix)]
mod live;
mod office;
#[cfg(unix)]
mod package;
#[cfg(unix)]
mod s3;
#[cfg(unix)]
mod servers;
#[cfg(unix)]
mod sftp;
#[cfg(unix)]
mod webdav;
