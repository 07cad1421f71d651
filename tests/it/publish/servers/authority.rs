//! A certificate authority of an office, made by `openssl`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::run;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    Now,
    Expired,
}

pub struct Authority {
    folder: TempDir,
}

impl Authority {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        openssl(
            folder.path(),
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key \
             -out ca.pem -days 30 -subj /CN=Office -addext basicConstraints=critical,CA:TRUE \
             -addext keyUsage=keyCertSign",
        );
        fs::write(folder.path().join("index"), "").unwrap();
        let settings = "[ca]\ndefault_ca=x\n[x]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\n\
                        default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n";
        fs::write(folder.path().join("ca.conf"), settings).unwrap();
        Self { folder }
    }

    /// The file of its certificate.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A certificate for 127.0.0.1 and its key, in the folder `to`.
    pub fn issue(&self, to: &Path, validity: Validity) -> (PathBuf, PathBuf) {
        let dates = match validity {
            Validity::Expired => "-startdate 20200101000000Z -enddate 20200201000000Z",
            Validity::Now => "-days 2",
        };
        let path = self.folder.path();
        let extensions = "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n";
        fs::write(path.join("server.ext"), extensions).unwrap();
        openssl(
            path,
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key \
             -out server.csr -subj /CN=x",
        );
        openssl(
            path,
            &format!(
                "ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in server.csr -out server.pem \
                 {dates} -extfile server.ext -notext"
            ),
        );
        for name in ["server.pem", "server.key"] {
            fs::copy(path.join(name), to.join(name)).unwrap();
        }
        (to.join("server.pem"), to.join("server.key"))
    }

    /// The same in one file.
    pub fn issue_joined(&self, to: &Path, validity: Validity) -> PathBuf {
        let (certificate, key) = self.issue(to, validity);
        let joined = to.join("joined.pem");
        let text = [certificate, key].map(|it| fs::read_to_string(it).unwrap());
        fs::write(&joined, text.concat()).unwrap();
        joined
    }
}

fn openssl(folder: &Path, arguments: &str) {
    run(Command::new("openssl")
        .args(arguments.split_whitespace())
        .current_dir(folder));
}
