//! rclone as an object store that verifies signatures.
//!
//! It keeps what it has listed: after files were changed beside it, it is started again (`forget_listings`),
//! since its own `vfs/forget` keeps files that are gone. Without that cache (`--dir-cache-time 0s`), rclone
//! 1.75.2 stops answering after a few renames.

use std::{fs, path::Path, process::Command};

use super::{Server, folder, free_port};

pub const ACCESS_KEY: &str = "AKIDEXAMPLE";
pub const SECRET_KEY: &str = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY";

/// With the bucket `site`.
pub fn rclone_s3() -> Server {
    let folder = folder();
    let port = free_port();
    let root = folder.path().join("root");
    fs::create_dir(root.join("site")).unwrap();
    Server::start(command(port, &root), folder, port)
}

/// After files of the bucket were changed by another hand.
pub fn forget_listings(server: &mut Server) {
    server.restart(command(server.port, &server.root));
}

fn command(port: u16, root: &Path) -> Command {
    let mut command = Command::new("rclone");
    command
        .args(["serve", "s3", "--vfs-cache-mode", "off"])
        .args(["--auth-key", &format!("{ACCESS_KEY},{SECRET_KEY}")])
        .args(["--addr", &format!("127.0.0.1:{port}")])
        .arg(root)
        .env("RCLONE_CONFIG", "");
    command
}
