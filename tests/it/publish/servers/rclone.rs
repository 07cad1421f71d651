//! rclone as an object store that verifies signatures.
//!
//! It keeps what it has listed: after files were changed beside it, it has to be told (`forget_listings`). Without that
//! cache (`--dir-cache-time 0s`), rclone 1.75.2 stops answering after a few renames.

use std::{fs, process::Command};

use super::{Server, folder, free_port, run};

pub const ACCESS_KEY: &str = "AKIDEXAMPLE";
pub const SECRET_KEY: &str = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY";

/// With the bucket `site`.
pub fn rclone_s3() -> Server {
    let folder = folder();
    let port = free_port();
    let control = free_port();
    let root = folder.path().join("root");
    fs::create_dir(root.join("site")).unwrap();
    fs::write(folder.path().join("control"), control.to_string()).unwrap();
    let mut command = rclone();
    command
        .args(["serve", "s3", "--vfs-cache-mode", "off"])
        .args(["--auth-key", &format!("{ACCESS_KEY},{SECRET_KEY}")])
        .args(["--addr", &format!("127.0.0.1:{port}")])
        .args(["--rc", "--rc-no-auth"])
        .args(["--rc-addr", &format!("127.0.0.1:{control}")])
        .arg(root);
    Server::start(command, folder, port)
}

/// After files of the bucket were changed by another hand.
pub fn forget_listings(server: &Server) {
    let control = fs::read_to_string(server.path("control")).unwrap();
    let url = format!("http://127.0.0.1:{control}");
    run(rclone().args(["rc", "--url", &url, "vfs/forget"]));
}

fn rclone() -> Command {
    let mut command = Command::new("rclone");
    command.env("RCLONE_CONFIG", "");
    command
}
