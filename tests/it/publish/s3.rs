//! An object store as the target: rclone's, which verifies signatures.

use std::{fs, path::PathBuf};

use super::{
    battery,
    office::{Office, TestTarget},
    servers::{self, ACCESS_KEY, Cutter, SECRET_KEY, Server, forget_listings, rclone_s3},
};

pub fn target(server: &Server, port: u16) -> TestTarget {
    TestTarget {
        settings: format!(
            "kind: minio, endpoint: 'http://127.0.0.1:{port}', bucket: site, access_key: {ACCESS_KEY}"
        ),
        root: server.root.join("site"),
        environment: vec![("FANZHA_PORTAL_PASSWORD".to_owned(), SECRET_KEY.to_owned())],
    }
}

#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn a_site_goes_live_and_back() {
    let server = rclone_s3();
    battery::goes_live_and_back(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn files_of_others_are_respected() {
    let mut server = rclone_s3();
    let target = target(&server, server.port);
    battery::respects_changes(&target, &mut || forget_listings(&mut server));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn a_killed_publication_goes_on() {
    let server = rclone_s3();
    battery::survives_kills(&target(&server, server.port), 4);
}

/// What a killed run has sent arrives while the next run is at work, or after it.
#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn requests_of_a_killed_publication_arrive_late() {
    let server = rclone_s3();
    let proxy = Cutter::new(server.port);
    proxy.delay_ms(400);
    battery::survives_kills(&target(&server, proxy.port), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn two_publishers_do_not_mix() {
    let server = rclone_s3();
    battery::excludes_a_second_publisher(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs rclone: READERS=1 cargo test")]
fn a_wrong_secret_key_is_told() {
    let server = rclone_s3();
    servers::keeps_passwords_to_itself(&target(&server, server.port));
}

/// Signatures hold the time, and a store refuses one that is a quarter of an hour old.
#[test]
#[cfg_attr(
    not(readers),
    ignore = "needs rclone and libfaketime: READERS=1 cargo test"
)]
fn a_clock_that_is_an_hour_fast_publishes() {
    let server = rclone_s3();
    let mut target = target(&server, server.port);
    target.environment.extend(clock("+1h"));
    battery::goes_live_and_back(&target);
}

#[test]
#[cfg_attr(
    not(readers),
    ignore = "needs rclone and libfaketime: READERS=1 cargo test"
)]
fn a_clock_that_is_an_hour_slow_publishes() {
    let server = rclone_s3();
    let mut target = target(&server, server.port);
    target.environment.extend(clock("-1h"));
    let office = Office::new(&target);
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);
    battery::assert_same(&target.published(), &office.public());
}

/// What makes the clock of a process wrong by `offset`.
fn clock(offset: &str) -> [(String, String); 4] {
    let library = libfaketime();
    [
        ("LD_PRELOAD", library.to_str().unwrap()),
        ("FAKETIME", offset),
        // Times of files stay as they are, and so does the clock by which threads wait.
        ("NO_FAKE_STAT", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
}

fn libfaketime() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap().flatten();
    folders
        .map(|it| it.path().join("faketime/libfaketimeMT.so.1"))
        .find(|it| it.exists())
        .expect("READERS=1 requires libfaketime")
}
