//! Real web servers with the configuration files of the site: nginx and Apache check them and answer
//! requests.
//!
//! Each runs on a free port of the loopback interface, from a folder of its own. The site is in a sub-folder.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use flate2::read::GzDecoder;
use tempfile::TempDir;

use super::{read_with, text};
use crate::{SiteTest, site_test::Ran};

const BASE: &str = "/zt/fanzha/";
const PAGE: &str = "---\n标题: 新页面\n旧网址: [old/page/]\n---\n\n正文。\n";
const SETTINGS: &str = "title: 测试站\nbase_url: https://www.example.gov.cn/zt/fanzha/\n\
    预压缩: [gz, br]\nservers: [nginx, apache, htaccess]\n";

/// A folder for one server, with the site in a sub-folder of `www`.
struct Host {
    folder: TempDir,
    site: Ran,
    port: u16,
}

impl Host {
    fn new() -> Self {
        let site = SiteTest::of(&[("content/new.md", PAGE)]);
        site.write("site.yaml", SETTINGS);
        site.write("static/print/a.html", "<!DOCTYPE html><title>甲</title>");
        site.write("static/list.csv", [0xb7, 0xb4, 0xd5, 0xa9]);
        let site = site.build().expect_success();
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("www/zt")).unwrap();
        // The servers do not read files as root.
        let status = Command::new("cp")
            .arg("-r")
            .arg(site.public())
            .arg(folder.path().join("www/zt/fanzha"))
            .status();
        assert!(status.unwrap().success());
        let mut open = Command::new("chmod");
        open.args(["-R", "a+rX"]).arg(folder.path());
        assert!(open.status().unwrap().success());
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        Self { folder, site, port }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the configuration, has `program` check it, and starts it.
    fn start(&self, program: &str, arguments: &[&str], settings: &str) -> Running {
        let file = self.path("server.conf");
        fs::write(&file, settings).unwrap();
        let command = || {
            let mut command = Command::new(program);
            command.args([flag(program), text(&file)]);
            command
        };
        let checked = command().arg("-t").output();
        let checked = checked.unwrap_or_else(|it| panic!("READERS=1 requires {program}: {it}"));
        let said = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{said}");
        assert!(!said.contains("[warn]"), "{said}");
        let mut server = command();
        server.args(arguments).stdin(Stdio::null());
        let running = Running(server.spawn().unwrap());
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return running;
            }
            thread::sleep(Duration::from_millis(25));
        }
        panic!("{program} does not answer");
    }

    fn get(&self, path: &str, headers: &[&str]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for header in headers {
            request.push_str(&format!("{header}\r\n"));
        }
        stream
            .write_all(format!("{request}\r\n").as_bytes())
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        Answer {
            head: String::from_utf8(bytes[..end].to_vec()).unwrap(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        self.site.bytes(&format!("public/{name}"))
    }

    fn style(&self) -> String {
        let page = self.site.page("index.html");
        page.attribute("link[rel=stylesheet]", "href").to_owned()
    }
}

/// The option that names the configuration.
fn flag(program: &str) -> &'static str {
    match program {
        "nginx" => "-c",
        _ => "-f",
    }
}

/// A server, ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let process = self.0.id().to_string();
        drop(Command::new("kill").arg(process).status());
        drop(self.0.wait());
    }
}

struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The values of a header, in a row; empty if there is none.
    fn header(&self, name: &str) -> String {
        let lines = self
            .head
            .lines()
            .skip(1)
            .filter_map(|it| it.split_once(": "));
        let values = lines.filter(|it| it.0.eq_ignore_ascii_case(name));
        values.map(|it| it.1).collect::<Vec<_>>().join(", ")
    }

    fn expect(&self, status: &str, headers: &[(&str, &str)]) -> &Self {
        assert_eq!(self.status(), status, "{}", self.head);
        for (name, value) in headers {
            let found = self.header(name);
            let fits = match value.strip_suffix('…') {
                Some(start) => found.starts_with(start),
                None => found == *value,
            };
            assert!(fits, "{name}: {value}\n{}", self.head);
        }
        self
    }
}

const OWN: &str = "default-src 'self'…";
const FOREVER: &str = "public, max-age=31536000, immutable";

/// What every server does with the site at `base`.
fn expect_site(host: &Host, base: &str) {
    let get = |name: &str| host.get(&format!("{base}{name}"), &[]);
    let page = get("new/");
    page.expect(
        "200",
        &[
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-cache"),
            ("Content-Security-Policy", OWN),
            ("X-Content-Type-Options", "nosniff"),
        ],
    );
    assert!(page.body == host.bytes("new/index.html"));
    let tag = format!("If-None-Match: {}", page.header("ETag"));
    host.get(&format!("{base}new/"), &[&tag]).expect("304", &[]);
    get("new").expect("301", &[]);
    get(&host.style()).expect(
        "200",
        &[
            ("Content-Type", "text/css; charset=utf-8"),
            ("Cache-Control", FOREVER),
        ],
    );
    get("assets/style.css").expect("200", &[("Cache-Control", "no-cache")]);
    let feed = [
        ("Content-Type", "application/xml; charset=utf-8"),
        ("Content-Security-Policy", ""),
    ];
    get("sitemap.xml").expect("200", &feed);
    get("print/a.html").expect("200", &[("Content-Security-Policy", "default-src 'none'…")]);
    get("list.csv").expect("200", &[("Content-Type", "text/csv")]);
    let lost = get("nothing/here/");
    let lost = lost.expect("404", &[("Content-Type", "text/html; charset=utf-8")]);
    assert!(lost.body == host.bytes("404.html"));
    assert!(!lost.header("Cache-Control").contains("immutable"));
    for name in ["new/index.html", &host.style()] {
        let packed = host.get(&format!("{base}{name}"), &["Accept-Encoding: gzip"]);
        packed.expect(
            "200",
            &[("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")],
        );
        assert!(packed.body == host.bytes(&format!("{name}.gz")), "{name}");
        let mut unpacked = Vec::new();
        GzDecoder::new(&packed.body[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert!(unpacked == host.bytes(name), "{name}");
        for header in ["Content-Type", "Cache-Control", "Content-Security-Policy"] {
            assert_eq!(packed.header(header), get(name).header(header), "{name}");
        }
    }
}

fn expect_redirects(host: &Host) {
    for old in ["old/page/", "old/page", "old/page/index.html"] {
        let answer = host.get(&format!("{BASE}{old}"), &[]);
        assert_eq!(answer.status(), "301", "{}", answer.head);
        assert!(
            answer.header("Location").ends_with("/zt/fanzha/new/"),
            "{}",
            answer.head
        );
    }
    let other = host.get(&format!("{BASE}new/old/page/"), &[]);
    assert_eq!(other.status(), "404");
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn nginx_serves_the_site_by_its_file() {
    let host = Host::new();
    let (folder, port) = (text(host.folder.path()), host.port);
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = temporary
        .map(|it| format!("{it}_temp_path {folder}/{it};\n"))
        .concat();
    let settings = format!(
        "daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors warn;\n\
         events {{}}\nhttp {{ access_log off; {temporary}\
         server {{ listen 127.0.0.1:{port}; root {folder}/www;\n\
         location /zt/fanzha/ {{ include {folder}/www/zt/fanzha/nginx.conf; }}\n\
         location /elsewhere/ {{ alias {folder}/www/zt/fanzha/; \
         include {folder}/www/zt/fanzha/nginx.conf; }} }} }}\n"
    );
    let _running = host.start("nginx", &[], &settings);
    expect_site(&host, BASE);
    expect_site(&host, "/elsewhere/");
    expect_redirects(&host);
    // A page that was loaded before an update asks for a style sheet that is gone.
    for base in [BASE, "/elsewhere/"] {
        let old = host.get(&format!("{base}assets/style.0123456789abcdef.css"), &[]);
        old.expect("200", &[("Cache-Control", "no-cache")]);
        assert!(old.body == host.bytes("assets/style.css"));
        let none = host.get(&format!("{base}assets/none.0123456789abcdef.css"), &[]);
        assert_eq!(
            (none.status(), none.header("Cache-Control").as_str()),
            ("404", "")
        );
    }
}

/// Unpacks each copy of the folder and compares it with its file.
const UNPACK: &str = "
    const fs = require('fs'), zlib = require('zlib');
    const unpack = {'.gz': zlib.gunzipSync, '.br': zlib.brotliDecompressSync};
    let count = 0;
    for (const name of fs.readdirSync(process.argv[1], {recursive: true})) {
        const path = process.argv[1] + '/' + name, of = unpack[path.slice(-3)];
        if (!of) continue;
        if (!of(fs.readFileSync(path)).equals(fs.readFileSync(path.slice(0, -3)))) throw path;
        count += 1;
    }
    if (count < 20) throw count;
";

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn node_unpacks_every_compressed_copy() {
    let host = Host::new();
    read_with("node", &["-e", UNPACK, text(&host.site.public())]);
}

/// The modules that Debian enables, but for `rewrite` and `headers`, which its administrator does.
const MODULES: [&str; 9] = [
    "mpm_event",
    "authz_core",
    "mime",
    "dir",
    "alias",
    "env",
    "setenvif",
    "headers",
    "rewrite",
];

fn apache(host: &Host, own: &str) -> String {
    let folder = text(host.folder.path());
    let modules =
        MODULES.map(|it| format!("LoadModule {it}_module /usr/lib/apache2/modules/mod_{it}.so\n"));
    format!(
        "{}ServerRoot {folder}\nServerName localhost\nPidFile {folder}/pid\n\
         Listen 127.0.0.1:{}\nErrorLog {folder}/errors\nTypesConfig /dev/null\n\
         User nobody\nGroup nogroup\nDocumentRoot {folder}/www\n\
         Alias /elsewhere {folder}/www/zt/fanzha\n\
         <Directory {folder}/www>\nRequire all granted\nAllowOverride None\n</Directory>\n{own}",
        modules.concat(),
        host.port
    )
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn apache_serves_the_site_by_an_included_file() {
    let host = Host::new();
    let site = host.path("www/zt/fanzha");
    let site = text(&site);
    let own = format!("<Directory {site}>\nInclude {site}/apache.conf\n</Directory>\n");
    let _running = host.start("apache2", &["-X"], &apache(&host, &own));
    expect_site(&host, BASE);
    expect_site(&host, "/elsewhere/");
    expect_redirects(&host);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn apache_serves_the_site_by_the_file_in_its_folder() {
    let host = Host::new();
    let site = host.path("www/zt/fanzha");
    let own = format!(
        "<Directory {}>\nAllowOverride FileInfo\n</Directory>\n",
        text(&site)
    );
    let _running = host.start("apache2", &["-X"], &apache(&host, &own));
    expect_site(&host, BASE);
    expect_redirects(&host);
}
