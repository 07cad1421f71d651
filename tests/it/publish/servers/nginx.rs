//! nginx: its WebDAV module with and without `dav-ext`, and the server that shows a site to visitors.

use std::{fs, path::Path, process::Command};

use super::{Authority, PASSWORD, Server, USER, Validity, folder, free_port, open_to_all};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dav {
    /// PUT, DELETE, MKCOL, COPY and MOVE alone.
    Core,
    /// PROPFIND and OPTIONS too.
    Extended,
}

/// Serves `root` over WebDAV, with TLS if there is an authority to sign its certificate.
pub fn nginx_dav(dav: Dav, tls: Option<(&Authority, Validity)>) -> Server {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("users"), format!("{USER}:{{PLAIN}}{PASSWORD}\n")).unwrap();
    let port = free_port();
    let listen = match tls {
        None => format!("listen 127.0.0.1:{port};"),
        Some((authority, validity)) => {
            let (certificate, key) = authority.issue(path, validity);
            format!(
                "listen 127.0.0.1:{port} ssl; ssl_certificate {}; ssl_certificate_key {};",
                certificate.display(),
                key.display()
            )
        }
    };
    let (module, methods) = match dav {
        Dav::Core => ("", ""),
        Dav::Extended => (
            "load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;",
            "dav_ext_methods PROPFIND OPTIONS;",
        ),
    };
    let server = format!(
        "{listen}
    root {root};
    client_body_temp_path {temporary};
    location / {{
      auth_basic site; auth_basic_user_file {users};
      dav_methods PUT DELETE MKCOL COPY MOVE; {methods}
    }}",
        root = path.join("root").display(),
        temporary = path.join("temporary").display(),
        users = path.join("users").display(),
    );
    start(folder, port, module, &server)
}

/// The path at which visitors find the site: that of `base_url` in the settings of a new site.
pub const BASE: &str = "/fanzha/";

/// Shows the folder `site` to visitors, with `more` in the settings of the server.
pub fn nginx_site(site: &Path, more: &str) -> Server {
    let folder = folder();
    let port = free_port();
    let server = format!(
        "listen 127.0.0.1:{port}; charset utf-8; charset_types *; {more}
    client_body_temp_path {}; error_page 404 {BASE}404.html;
    location {BASE} {{ alias {}/; index index.html; }}",
        folder.path().join("temporary").display(),
        site.display(),
    );
    start(folder, port, "", &server)
}

fn start(folder: tempfile::TempDir, port: u16, module: &str, server: &str) -> Server {
    let path = folder.path().display();
    let settings = format!(
        "{module}
daemon off; master_process off; pid {path}/pid; error_log {path}/error.log info;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types; default_type text/plain;
  access_log off; client_max_body_size 64m; keepalive_requests 1000000;
  proxy_temp_path {path}/t1; fastcgi_temp_path {path}/t2; uwsgi_temp_path {path}/t3; scgi_temp_path {path}/t4;
  server {{
    {server}
  }}
}}
"
    );
    let file = folder.path().join("nginx.conf");
    fs::write(&file, settings).unwrap();
    open_to_all(folder.path());
    let mut command = Command::new("/usr/sbin/nginx");
    command
        .arg("-e")
        .arg(folder.path().join("error.log"))
        .arg("-c")
        .arg(file);
    Server::start(command, folder, port)
}
