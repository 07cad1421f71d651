//! pyftpdlib: FTP without encryption, also one whose disk is full.

use std::{path::Path, process::Command};

use super::{PASSWORD, Server, USER, folder, free_port};

/// `fault` as `pyftpdlib.py` knows it, or nothing.
pub fn pyftpdlib(fault: &str) -> Server {
    let folder = folder();
    let port = free_port();
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/publish/servers/pyftpdlib.py");
    let mut command = Command::new("python3");
    command
        .args(["-I".as_ref(), script.as_os_str()])
        .arg(folder.path().join("root"))
        .args([&port.to_string(), USER, PASSWORD, fault]);
    Server::start(command, folder, port)
}
