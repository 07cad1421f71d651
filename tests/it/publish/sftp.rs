//! SFTP as the target: OpenSSH's server.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    battery,
    office::{Office, TestTarget, files_in},
    servers::{Server, SmallDisk, change_host_key, host_key, quoted, run, sshd, user_key},
};

/// Settings that pin the host key.
pub fn target(server: &Server, port: u16) -> TestTarget {
    let pin = format!(", host_key: '{}'", host_key(server));
    at(server, port, &server.root, &pin)
}

fn at(server: &Server, port: u16, root: &Path, more: &str) -> TestTarget {
    let user = run(Command::new("id").arg("-un"));
    TestTarget {
        settings: format!(
            "kind: sftp, host: 127.0.0.1, port: {port}, user: {user}, folder: {}, key_file: {}{more}",
            quoted(root),
            quoted(&user_key(server))
        ),
        root: root.to_owned(),
        environment: Vec::new(),
    }
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_site_goes_live_and_back() {
    let server = sshd();
    battery::goes_live_and_back(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn files_of_others_are_respected() {
    let server = sshd();
    battery::respects_what_others_have_changed(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_killed_publication_goes_on() {
    let server = sshd();
    battery::survives_kills(&target(&server, server.port), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn two_publishers_do_not_mix() {
    let server = sshd();
    battery::excludes_a_second_publisher(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_host_key_is_trusted_once_and_a_changed_one_stops() {
    let mut server = sshd();
    let target = at(&server, server.port, &server.root, "");
    let office = Office::new(&target);
    let first = host_key(&server);
    let said = office.refuses(&["target", "check", "portal"], "还没有确认过服务器的指纹");
    assert!(said.stderr.contains(&first), "{}", said.stderr);
    let said = office.does(&["target", "trust", "portal"]);
    assert!(said.stderr.contains(&first), "{}", said.stderr);
    let said = office.does(&["target", "trust", "portal"]);
    assert!(said.stderr.contains("不用再确认"), "{}", said.stderr);
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);
    let before = target.everything();

    change_host_key(&mut server);
    let second = host_key(&server);
    office.article("first", "第一版。");
    let said = office.refuses(&["publish", "portal"], "换了指纹，可能有人冒充服务器");
    for key in [&first, &second] {
        assert!(said.stderr.contains(key.as_str()), "{}", said.stderr);
    }
    assert_eq!(target.everything(), before);
    office.does(&["target", "trust", "portal"]);
    office.does(&["publish", "portal"]);
    battery::assert_same(&target.published(), &office.public());
}

/// No password of a real account is needed for this: any is wrong.
#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_wrong_key_and_a_wrong_password_are_told() {
    let server = sshd();
    let wrong = "wrong-4e1b77";
    let mut target = target(&server, server.port);
    let variable = "FANZHA_PORTAL_PASSWORD".to_owned();
    target.environment.push((variable, wrong.to_owned()));
    let office = Office::new(&target);
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);

    let before = target.everything();
    let other = server.path("other");
    run(Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&other));
    fs::copy(&other, user_key(&server)).unwrap();
    let key = fs::read_to_string(&other).unwrap();
    let key = key.lines().nth(1).unwrap();
    office.article("first", "第一版。");
    for arguments in [
        ["publish", "portal"].as_slice(),
        &["target", "check", "portal"],
    ] {
        let said = office.refuses(arguments, "拒绝了用户名、密码或密钥");
        let text = format!("{}{}", said.stdout, said.stderr);
        assert!(!text.contains(wrong) && !text.contains(key), "{text}");
    }
    assert_eq!(target.everything(), before);
    battery::assert_nowhere(wrong, &office);
    battery::assert_nowhere(key, &office);

    // A key that others can read is not used at all.
    fs::set_permissions(user_key(&server), fs::Permissions::from_mode(0o644)).unwrap();
    office.refuses(&["publish", "portal"], "别的用户也能读");
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_link_is_switched_to_the_folder_of_each_release() {
    let server = sshd();
    let mut target = target(&server, server.port);
    target.settings.push_str(", switch: link, keep: 3");
    let top = target.root.clone();
    let office = Office::new(&target);
    office.does(&["target", "check", "portal"]);
    target.root = top.join("current");
    let mut releases: Vec<PathBuf> = Vec::new();
    let mut editions = Vec::new();
    for number in 0..4 {
        battery::edition(&office, number);
        office.does(&["publish", "portal"]);
        let release = fs::read_link(&target.root).unwrap();
        assert!(release.is_relative(), "{}", release.display());
        releases.push(release);
        battery::assert_pages(&target, &office, number);
        editions.push(target.published());
    }
    let folders = fs::read_dir(top.join("releases")).unwrap().count();
    assert!((3..=4).contains(&folders), "{folders} folders");
    for expected in [2, 1] {
        office.does(&["rollback", "portal"]);
        assert_eq!(fs::read_link(&target.root).unwrap(), releases[expected]);
        let pages = |files: &super::office::Files| -> super::office::Files {
            let files = files.clone().into_iter();
            files.filter(|it| it.0.ends_with(".html")).collect()
        };
        assert_eq!(pages(&target.published()), pages(&editions[expected]));
    }
    office.does(&["publish", "portal"]);
    battery::assert_pages(&target, &office, 4);
    let name = releases[3].file_name().unwrap().to_str().unwrap();
    office.does(&["publish", "portal"]);
    assert!(fs::read_link(&target.root).unwrap().ends_with(name));
    assert!(!files_in(&top).keys().any(|it| it.contains("fz-")));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_killed_switch_goes_on() {
    let server = sshd();
    let mut target = target(&server, server.port);
    target.settings.push_str(", switch: link, keep: 3");
    target.root = target.root.join("current");
    battery::survives_kills(&target, 4);
}

/// A site that was published to `disk`.
fn published_to(disk: &SmallDisk, server: &Server) -> (TestTarget, Office) {
    let pin = format!(", host_key: '{}'", host_key(server));
    let target = at(server, server.port, &disk.root, &pin);
    let office = Office::new(&target);
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);
    (target, office)
}

#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_full_disk_stops_before_anything_is_sent() {
    let server = sshd();
    let Some(disk) = SmallDisk::mount("size=3m") else {
        return skipped();
    };
    let (target, office) = published_to(&disk, &server);
    let before = target.everything();
    let big = "static/big.txt";
    office.write(big, &"大".repeat(2_000_000));
    office.refuses(&["publish", "portal"], "服务器的磁盘只剩");
    assert_eq!(target.everything(), before);
    office.remove(big);
    office.article("first", "第一版。");
    office.does(&["publish", "portal"]);
    battery::assert_pages(&target, &office, 0);
}

/// There is space, but no place for another file: the server only finds that out when it makes one.
#[test]
#[cfg_attr(not(readers), ignore = "needs sshd: READERS=1 cargo test")]
fn a_disk_that_fills_up_on_the_way_keeps_the_site_whole() {
    let server = sshd();
    let Some(disk) = SmallDisk::mount("size=64m,nr_inodes=400") else {
        return skipped();
    };
    let (target, office) = published_to(&disk, &server);
    let before = target.published();
    for number in 0..400 {
        office.write(&format!("static/many/{number}.txt"), "一");
    }
    office.refuses(&["publish", "portal"], "的磁盘满了");
    for (path, bytes) in before.iter().filter(|it| it.0.ends_with(".html")) {
        assert!(target.published().get(path) == Some(bytes), "{path}");
    }
    disk.enlarge("nr_inodes=2000");
    office.does(&["publish", "portal"]);
    battery::assert_same(&target.published(), &office.public());
}

/// The message is tested with a server that has a quota (`ftp.rs`), which needs no disk of its own.
#[expect(clippy::print_stderr, reason = "tells what could not be tested")]
fn skipped() {
    eprintln!("not tested: no disk can be mounted here");
}
