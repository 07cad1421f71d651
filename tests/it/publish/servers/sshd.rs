//! OpenSSH's server with its internal SFTP server, for the user of the tests and a key of theirs.

use std::{fs, path::PathBuf, process::Command};

use super::{Server, folder, free_port, run};

/// Listens on a free port; `root` is an ordinary folder, which the settings of a target name.
pub fn sshd() -> Server {
    let folder = folder();
    let path = folder.path();
    // sshd refuses keys below a folder that everybody may write to, unless StrictModes is off.
    for name in ["host", "user"] {
        make_key(&path.join(name));
    }
    fs::copy(path.join("user.pub"), path.join("authorized_keys")).unwrap();
    let port = free_port();
    let dir = path.display();
    let settings = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {dir}/host\nAuthorizedKeysFile {dir}/authorized_keys\n\
         PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication yes\n\
         KbdInteractiveAuthentication no\nMaxStartups 200\nSubsystem sftp internal-sftp\n{}",
        penalties()
    );
    fs::write(path.join("config"), settings).unwrap();
    let config = path.join("config");
    Server::start(command(config), folder, port)
}

/// Another host key at the same address, as after a new installation, or as of somebody in between.
pub fn change_host_key(server: &mut Server) {
    let key = server.path("host");
    fs::remove_file(&key).unwrap();
    make_key(&key);
    server.restart(command(server.path("config")));
}

/// The fingerprint of the host key.
pub fn host_key(server: &Server) -> String {
    let output = run(Command::new("ssh-keygen")
        .arg("-lf")
        .arg(server.path("host.pub")));
    output.split(' ').nth(1).unwrap().to_owned()
}

/// The file of the private key that may log in.
pub fn user_key(server: &Server) -> PathBuf {
    server.path("user")
}

fn command(config: PathBuf) -> Command {
    // The folder for unprivileged processes of sshd: made by the system's service, if that is ever started.
    if !fs::exists("/run/sshd").unwrap() {
        fs::create_dir("/run/sshd").expect("sshd requires /run/sshd, which only root can make");
    }
    let mut command = Command::new("/usr/sbin/sshd");
    command.args(["-D", "-e", "-f"]).arg(config);
    command
}

fn make_key(path: &std::path::Path) {
    run(Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path));
}

/// OpenSSH 9.8 and later refuse an address for a while after failed logins.
fn penalties() -> &'static str {
    let output = Command::new("/usr/sbin/sshd")
        .args(["-T", "-o", "PerSourcePenalties=no"])
        .output();
    let output = output.expect("READERS=1 requires openssh-server");
    match String::from_utf8_lossy(&output.stderr).contains("Bad configuration option") {
        true => "",
        false => "PerSourcePenalties no\n",
    }
}
