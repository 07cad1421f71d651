//! FTP and FTPS as the target: vsftpd with TLS and required session reuse, pyftpdlib without encryption.

use tempfile::TempDir;

use super::{
    battery,
    office::{Office, TestTarget},
    servers::{
        self, Authority, PASSWORD, Server, USER, VSFTPD_USER, Validity, pyftpdlib, quoted, vsftpd,
    },
};

/// What FTPS needs: the server, and the files of its certificate.
struct Secure {
    server: Server,
    authority: Authority,
    _certificate: TempDir,
}

fn secure(validity: Validity) -> Secure {
    let authority = Authority::new();
    let folder = TempDir::new().unwrap();
    let certificate = authority.issue_joined(folder.path(), validity);
    Secure {
        server: vsftpd(&certificate),
        authority,
        _certificate: folder,
    }
}

impl Secure {
    fn target(&self) -> TestTarget {
        TestTarget {
            settings: format!(
                "kind: ftps, host: 127.0.0.1, port: {}, user: {VSFTPD_USER}, folder: /site, ca_file: {}",
                self.server.port,
                quoted(&self.authority.path())
            ),
            root: self.server.root.clone(),
            environment: password(),
        }
    }
}

pub fn plain_target(server: &Server, port: u16) -> TestTarget {
    TestTarget {
        settings: format!(
            "kind: ftp, insecure: true, host: 127.0.0.1, port: {port}, user: {USER}, folder: /"
        ),
        root: server.root.clone(),
        environment: password(),
    }
}

fn password() -> Vec<(String, String)> {
    vec![("FANZHA_PORTAL_PASSWORD".to_owned(), PASSWORD.to_owned())]
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn a_site_goes_live_and_back_over_ftps() {
    battery::goes_live_and_back(&secure(Validity::Now).target());
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn files_of_others_are_respected_over_ftps() {
    battery::respects_what_others_have_changed(&secure(Validity::Now).target());
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn a_killed_publication_goes_on_over_ftps() {
    battery::survives_kills(&secure(Validity::Now).target(), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn two_publishers_do_not_mix_over_ftps() {
    battery::excludes_a_second_publisher(&secure(Validity::Now).target());
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn a_wrong_password_is_told_over_ftps() {
    servers::keeps_passwords_to_itself(&secure(Validity::Now).target());
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn an_expired_certificate_stops_before_the_password_is_sent() {
    let secure = secure(Validity::Expired);
    let target = secure.target();
    let office = Office::new(&target);
    let said = office.refuses(&["target", "check", "portal"], "的证书不能信任");
    assert!(said.stderr.contains("证书可能过期了"), "{}", said.stderr);
    assert!(target.everything().is_empty());
}

#[test]
#[cfg_attr(not(readers), ignore = "needs vsftpd: READERS=1 cargo test")]
fn a_certificate_of_an_unknown_authority_stops() {
    let secure = secure(Validity::Now);
    let mut target = secure.target();
    let other = Authority::new();
    target.settings = target
        .settings
        .replace(&quoted(&secure.authority.path()), &quoted(&other.path()));
    let office = Office::new(&target);
    office.refuses(&["target", "check", "portal"], "的证书不能信任");
}

#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn a_site_goes_live_and_back_over_plain_ftp() {
    let server = pyftpdlib("");
    battery::goes_live_and_back(&plain_target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn files_of_others_are_respected_over_plain_ftp() {
    let server = pyftpdlib("");
    battery::respects_what_others_have_changed(&plain_target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn a_killed_publication_goes_on_over_plain_ftp() {
    let server = pyftpdlib("");
    battery::survives_kills(&plain_target(&server, server.port), 4);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn two_publishers_do_not_mix_over_plain_ftp() {
    let server = pyftpdlib("");
    battery::excludes_a_second_publisher(&plain_target(&server, server.port));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn a_wrong_password_is_told_over_plain_ftp() {
    let server = pyftpdlib("");
    servers::keeps_passwords_to_itself(&plain_target(&server, server.port));
}

/// Plain FTP needs a word of consent in the settings.
#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn plain_ftp_is_refused_unless_it_is_allowed() {
    let server = pyftpdlib("");
    let mut target = plain_target(&server, server.port);
    target.settings = target.settings.replace(", insecure: true", "");
    let said = Office::new(&target).run(&["target", "check", "portal"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("FTP 不加密"), "{}", said.stderr);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs pyftpdlib: READERS=1 cargo test")]
fn an_exhausted_quota_is_told() {
    let server = pyftpdlib("full");
    let target = plain_target(&server, server.port);
    let office = Office::new(&target);
    office.refuses(&["target", "check", "portal"], "的磁盘满了");
    assert!(target.everything().is_empty());
}
