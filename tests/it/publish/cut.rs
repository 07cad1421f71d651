//! Connections that are cut after random numbers of bytes: the run goes on by itself, or the next one does.

use super::{
    battery::{self, Random, number},
    ftp,
    office::{Office, TestTarget},
    s3,
    servers::{Cutter, Dav, nginx_dav, pyftpdlib, rclone_s3, sshd},
    sftp, webdav,
};

/// How often the connections of each kind of server are cut in every run.
const CUTS: u64 = 6;

/// More than the bytes of any run here.
const WHOLE_RUN: u64 = 400_000;

/// Publishes one edition after another through `cutter`.
fn survives_cuts(target: &TestTarget, cutter: &Cutter) {
    let office = Office::new(target);
    office.does(&["target", "check", "portal"]);
    battery::edition(&office, 0);
    office.does(&["publish", "portal"]);
    let mut random = Random::new();
    for round in 1..=number("PUBLISH_CUTS").unwrap_or(CUTS) {
        battery::edition(&office, round);
        // Half of the cuts among the first bytes: handshake, login, the lock.
        let most = if round % 2 == 0 { 12_000 } else { WHOLE_RUN };
        match round % 3 {
            0 => cutter.cut_each_after(20_000 + random.below(most)),
            _ => cutter.cut_once_after(random.below(most)),
        }
        let said = office.run(&["publish", "portal"]);
        cutter.never_cut();
        let is_told = said.code == Some(2) && said.stderr.contains("portal");
        assert!(said.code == Some(0) || is_told, "{round}\n{}", said.stderr);
        if said.code != Some(0) {
            office.does(&["publish", "portal"]);
        }
        battery::assert_pages(target, &office, round);
    }
    assert!(cutter.cuts() > 0, "no connection was cut");
    let said = office.does(&["publish", "portal", "--distrust-remote"]);
    // Files that only the release before had are removed now.
    assert!(said.stderr.contains("新增 0、修改 0、"), "{}", said.stderr);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn over_sftp() {
    let server = sshd();
    let cutter = Cutter::new(server.port);
    survives_cuts(&sftp::target(&server, cutter.port), &cutter);
}

/// The control connections; data goes past the proxy.
#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn over_ftp() {
    let server = pyftpdlib("");
    let cutter = Cutter::new(server.port);
    survives_cuts(&ftp::plain_target(&server, cutter.port), &cutter);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn over_webdav() {
    let server = nginx_dav(Dav::Extended, None);
    let cutter = Cutter::new(server.port);
    survives_cuts(&webdav::target(&server, cutter.port), &cutter);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn over_s3() {
    let server = rclone_s3();
    let cutter = Cutter::new(server.port);
    survives_cuts(&s3::target(&server, cutter.port), &cutter);
}
