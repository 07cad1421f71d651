//! Publishing to every kind of target, with real servers on this machine.
//!
//! `battery.rs` is what every target must pass; a file per kind starts its server (`servers`). `PUBLISH_KILLS=100` kills
//! and `PUBLISH_CUTS=100` cuts connections more often than the few times of every run, `PUBLISH_SEED` varies the moments.

mod battery;
mod cut;
mod folder;
mod ftp;
mod live;
mod office;
mod s3;
mod servers;
mod sftp;
mod webdav;
