//! Servers on loopback, each with a free port and a folder of its own.
//!
//! In: which server, and how. Out: a running process, and the folder that it serves.
//! Nothing outlives the value: the process is ended when it is dropped.

mod apache;
mod authority;
mod cutter;
mod nginx;
mod passwords;
mod pyftpdlib;
mod rclone;
mod small_disk;
mod sshd;
mod vsftpd;

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub use self::{
    apache::apache,
    authority::{Authority, Validity},
    cutter::Cutter,
    nginx::{BASE, Dav, nginx_dav, nginx_site},
    passwords::keeps_passwords_to_itself,
    pyftpdlib::pyftpdlib,
    rclone::{ACCESS_KEY, SECRET_KEY, forget_listings, rclone_s3},
    small_disk::SmallDisk,
    sshd::{change_host_key, host_key, sshd, user_key},
    vsftpd::{VSFTPD_USER, vsftpd},
};

/// The account of the servers that have accounts of their own.
pub const USER: &str = "publisher";
pub const PASSWORD: &str = "right-7f3a9c";

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Server {
    child: Child,
    folder: TempDir,
    pub port: u16,
    /// What is served.
    pub root: PathBuf,
}

impl Server {
    /// Starts a program that listens on `port`, and waits until it does. Its files are in `folder`.
    fn start(command: Command, folder: TempDir, port: u16) -> Self {
        let child = spawn(command, folder.path());
        let mut server = Self {
            child,
            root: folder.path().join("root"),
            folder,
            port,
        };
        server.wait();
        server
    }

    fn restart(&mut self, command: Command) {
        self.stop();
        self.child = spawn(command, self.folder.path());
        self.wait();
    }

    fn wait(&mut self) {
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let has_ended = self.child.try_wait().unwrap().is_some();
            assert!(
                !has_ended && begin.elapsed() < PATIENCE,
                "the server does not listen:\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What the server has said.
    pub fn log(&self) -> String {
        ["output", "error.log"]
            .map(|name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default())
            .join("\n")
    }

    /// A file beside the served folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Server {
    #[expect(
        clippy::print_stderr,
        reason = "says what the server of a failed test has said"
    )]
    fn drop(&mut self) {
        self.stop();
        if thread::panicking() {
            eprintln!("{}", self.log());
        }
    }
}

fn spawn(mut command: Command, folder: &Path) -> Child {
    let log = fs::File::create(folder.join("output")).unwrap();
    command
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log);
    command
        .spawn()
        .unwrap_or_else(|it| panic!("READERS=1 requires {command:?}: {it}"))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A folder with a folder `root`, which every user may write to: some servers do not stay root.
fn folder() -> TempDir {
    let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new());
    let folder = folder.unwrap();
    open_to_all(folder.path());
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    open_to_all(&root);
    folder
}

pub fn open_to_all(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
}

/// Runs a command to its end; gives what it printed.
pub fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|it| panic!("READERS=1 requires {command:?}: {it}"));
    let problems = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {problems}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Some servers can only be started by root.
fn require_root(server: &str) {
    let user = run(Command::new("id").arg("-u"));
    assert_eq!(user, "0", "{server} is started by root only");
}

/// Text as YAML's single quotes hold it.
pub fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}
