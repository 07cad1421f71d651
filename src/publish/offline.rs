//! Stands in for `network.rs` in a program without the feature `network`: there are folders and packages.

use std::path::{Path, PathBuf};

use super::{record::TargetRecord, remote::Connect, secrets::Secrets, verify::Fetch};
use crate::{config::TargetKind, pipeline::Failure};

/// # Errors
/// Always.
pub fn connect(
    _kind: &TargetKind,
    _secrets: Secrets<'_>,
    _record: &TargetRecord,
) -> Result<Box<dyn Connect>, Failure> {
    Err(no_network())
}

/// # Errors
/// Always.
pub fn live_site(
    _url: &str,
    _site: &Path,
    _ca_file: Option<&PathBuf>,
) -> Result<Box<dyn Fetch>, Failure> {
    Err(no_network())
}

/// No fingerprints.
pub fn known_host_key(_host: &str, _port: u16, _text: &str) -> Vec<String> {
    Vec::new()
}

fn no_network() -> Failure {
    Failure {
        message: "这个程序在编译时去掉了网络，只能发布到文件夹和压缩包".to_owned(),
        help: "换用下载的程序，或者重新编译，不加 --no-default-features".to_owned(),
    }
}
