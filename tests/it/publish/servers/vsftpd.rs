//! vsftpd with required TLS, and data connections that must resume the session of the control connection.
//!
//! Its anonymous user is used with a list of passwords, so no account of the system is made. It works as
//! `daemon`, a user of every system whose home exists.

use std::{fs, path::Path, process::Command};

use super::{PASSWORD, Server, folder, free_port, open_to_all, require_root};

pub const VSFTPD_USER: &str = "ftp";

/// Its folder `/site` may be written to. `certificate`: the certificate and the key in one file.
pub fn vsftpd(certificate: &Path) -> Server {
    require_root("vsftpd");
    let folder = folder();
    let path = folder.path();
    let port = free_port();
    fs::create_dir(path.join("empty")).unwrap();
    // vsftpd refuses an anonymous user who may write to the top of what is served.
    let site = path.join("top/site");
    fs::create_dir_all(&site).unwrap();
    open_to_all(&site);
    fs::write(path.join("passwords"), format!("{PASSWORD}\n")).unwrap();
    let settings = format!(
        "listen=YES\nlisten_ipv6=NO\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\n\
         local_enable=NO\nanonymous_enable=YES\nftp_username=daemon\nanon_root={dir}/top\n\
         secure_email_list_enable=YES\nemail_password_file={dir}/passwords\n\
         write_enable=YES\nanon_upload_enable=YES\nanon_mkdir_write_enable=YES\n\
         anon_other_write_enable=YES\nanon_world_readable_only=NO\nanon_umask=022\n\
         secure_chroot_dir={dir}/empty\nseccomp_sandbox=NO\nxferlog_enable=NO\n\
         connect_from_port_20=NO\ndelay_failed_login=0\n\
         ssl_enable=YES\nallow_anon_ssl=YES\nforce_anon_data_ssl=YES\nforce_anon_logins_ssl=YES\n\
         rsa_cert_file={certificate}\nrsa_private_key_file={certificate}\nssl_tlsv1=YES\n\
         ssl_sslv2=NO\nssl_sslv3=NO\nrequire_ssl_reuse=YES\nssl_ciphers=HIGH\n",
        dir = path.display(),
        certificate = certificate.display(),
    );
    let file = path.join("vsftpd.conf");
    fs::write(&file, settings).unwrap();
    let mut command = Command::new("/usr/sbin/vsftpd");
    command.arg(file);
    let mut server = Server::start(command, folder, port);
    server.root = site;
    server
}
