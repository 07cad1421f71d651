//! WebDAV as the target: nginx with and without its module `dav-ext`, Apache with `mod_dav`.

use std::{fs, os::unix::fs::symlink};

use super::{
    battery,
    office::{Office, TestTarget},
    servers::{
        self, Authority, Dav, PASSWORD, Server, SmallDisk, USER, Validity, apache, nginx_dav,
        quoted,
    },
};

pub fn target(server: &Server, port: u16) -> TestTarget {
    TestTarget {
        settings: format!(
            "kind: webdav, address: 'http://127.0.0.1:{port}/', insecure: true, user: {USER}"
        ),
        root: server.root.clone(),
        environment: vec![("FANZHA_PORTAL_PASSWORD".to_owned(), PASSWORD.to_owned())],
    }
}

fn secure_target(server: &Server, authority: &Authority) -> TestTarget {
    TestTarget {
        settings: format!(
            "kind: webdav, address: 'https://127.0.0.1:{}/', user: {USER}, ca_file: {}",
            server.port,
            quoted(&authority.path())
        ),
        ..target(server, server.port)
    }
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_site_goes_live_and_back_at_nginx() {
    let server = nginx_dav(Dav::Extended, None);
    battery::goes_live_and_back(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn files_of_others_are_respected_at_nginx() {
    let server = nginx_dav(Dav::Extended, None);
    battery::respects_what_others_have_changed(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_killed_publication_goes_on_at_nginx() {
    let server = nginx_dav(Dav::Extended, None);
    battery::survives_kills(&target(&server, server.port), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn two_publishers_do_not_mix_at_nginx() {
    let server = nginx_dav(Dav::Extended, None);
    battery::excludes_a_second_publisher(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_wrong_password_is_told_at_nginx() {
    let server = nginx_dav(Dav::Extended, None);
    servers::keeps_passwords_to_itself(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_site_goes_live_and_back_at_nginx_without_listings() {
    let server = nginx_dav(Dav::Core, None);
    battery::goes_live_and_back(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn files_of_others_are_respected_at_nginx_without_listings() {
    let server = nginx_dav(Dav::Core, None);
    battery::respects_what_others_have_changed(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_killed_publication_goes_on_at_nginx_without_listings() {
    let server = nginx_dav(Dav::Core, None);
    battery::survives_kills(&target(&server, server.port), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn two_publishers_do_not_mix_at_nginx_without_listings() {
    let server = nginx_dav(Dav::Core, None);
    battery::excludes_a_second_publisher(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs Apache: READERS=1 cargo test")]
fn a_site_goes_live_and_back_at_apache() {
    let server = apache();
    battery::goes_live_and_back(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs Apache: READERS=1 cargo test")]
fn files_of_others_are_respected_at_apache() {
    let server = apache();
    battery::respects_what_others_have_changed(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs Apache: READERS=1 cargo test")]
fn a_killed_publication_goes_on_at_apache() {
    let server = apache();
    battery::survives_kills(&target(&server, server.port), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs Apache: READERS=1 cargo test")]
fn two_publishers_do_not_mix_at_apache() {
    let server = apache();
    battery::excludes_a_second_publisher(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs Apache: READERS=1 cargo test")]
fn a_wrong_password_is_told_at_apache() {
    let server = apache();
    servers::keeps_passwords_to_itself(&target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_certificate_of_the_office_is_trusted_until_it_expires() {
    let authority = Authority::new();
    let server = nginx_dav(Dav::Extended, Some((&authority, Validity::Now)));
    let target = secure_target(&server, &authority);
    let office = Office::new(&target);
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);
    battery::assert_same(&target.published(), &office.public());

    let server = nginx_dav(Dav::Extended, Some((&authority, Validity::Expired)));
    let target = secure_target(&server, &authority);
    let office = Office::new(&target);
    office.refuses(&["target", "check", "portal"], "的证书不能信任");
    assert!(target.everything().is_empty());
}

/// A password goes over `http:` only if the settings allow it.
#[test]
#[cfg_attr(not(readers), ignore = "needs nginx: READERS=1 cargo test")]
fn a_password_is_not_sent_in_the_clear_unless_it_is_allowed() {
    let server = nginx_dav(Dav::Extended, None);
    let mut target = target(&server, server.port);
    target.settings = target.settings.replace(", insecure: true", "");
    let said = Office::new(&target).run(&["target", "check", "portal"]);
    assert_eq!(said.code, Some(2), "{}", said.stderr);
    assert!(said.stderr.contains("http"), "{}", said.stderr);
    assert!(target.everything().is_empty());
}

/// The server says nothing about its space beforehand.
#[test]
#[cfg_attr(not(readers), ignore = "needs Apache: READERS=1 cargo test")]
fn a_full_disk_is_told_and_keeps_the_site_whole() {
    let Some(disk) = SmallDisk::mount("size=3m") else {
        return skipped();
    };
    let server = apache();
    fs::remove_dir(&server.root).unwrap();
    symlink(&disk.root, &server.root).unwrap();
    let mut target = target(&server, server.port);
    target.root.clone_from(&disk.root);
    let office = Office::new(&target);
    office.does(&["target", "check", "portal"]);
    office.does(&["publish", "portal"]);
    let before = target.published();
    let big = "static/files/big.txt";
    office.write(big, &"大".repeat(2_000_000));
    office.article("first", "第一版。");
    office.refuses(&["publish", "portal"], "的磁盘满了");
    let after = target.published();
    for (path, bytes) in before.iter().filter(|it| it.0.ends_with(".html")) {
        assert!(after.get(path) == Some(bytes), "{path}");
    }
    office.remove(big);
    office.does(&["publish", "portal"]);
    battery::assert_pages(&target, &office, 0);
}

/// The message is tested with a server that has a quota (`ftp.rs`), which needs no disk of its own.
#[expect(clippy::print_stderr, reason = "tells what could not be tested")]
fn skipped() {
    eprintln!("not tested: no disk can be mounted here");
}
