//! Apache with `mod_dav`.

use std::{fs, path::Path, process::Command};

use super::{PASSWORD, Server, USER, folder, free_port, open_to_all, require_root, run};

const MODULES: &str = "/usr/lib/apache2/modules";

/// Serves `root` over WebDAV.
pub fn apache() -> Server {
    require_root("Apache with a user of its own");
    let folder = folder();
    let path = folder.path();
    let port = free_port();
    let hash = run(Command::new("openssl").args(["passwd", "-apr1", PASSWORD]));
    fs::write(path.join("users"), format!("{USER}:{hash}\n")).unwrap();
    fs::create_dir(path.join("run")).unwrap();
    open_to_all(&path.join("run"));
    let settings = format!(
        "ServerRoot {path}
{modules}
ServerName localhost
Listen 127.0.0.1:{port}
User www-data
Group www-data
PidFile run/pid
ErrorLog error.log
DefaultRuntimeDir run
DavLockDB run/locks
DocumentRoot {path}/root
<Directory {path}/root>
  Dav On
  AuthName site
  AuthType Basic
  AuthBasicProvider file
  AuthUserFile users
  Require valid-user
</Directory>
",
        path = path.display(),
        modules = modules(),
    );
    let file = path.join("apache.conf");
    fs::write(&file, settings).unwrap();
    let mut command = Command::new("/usr/sbin/apache2");
    command.args(["-X", "-f"]).arg(file);
    Server::start(command, folder, port)
}

fn modules() -> String {
    let names = [
        "mpm_event",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_user",
        "auth_basic",
        "dav",
        "dav_fs",
        "dir",
    ];
    let line = |name: &&str| {
        let file = Path::new(MODULES).join(format!("mod_{name}.so"));
        format!("LoadModule {name}_module {}\n", file.display())
    };
    names.iter().map(line).collect()
}
