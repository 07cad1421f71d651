//! Who is served, where, and how it ends.

use std::{
    collections::BTreeMap,
    fs,
    net::{IpAddr, Ipv4Addr, TcpListener},
    path::Path,
};

use super::{Answer, Server};
use crate::{
    SiteTest,
    html::Page,
    sample::files,
    site_test::{TODAY, fanzha},
};

fn site() -> SiteTest {
    SiteTest::of(&[("content/news/a.md", "---\n标题: 甲\n---\n\n警惕。\n")])
}

#[test]
fn another_sites_page_cannot_ask() {
    let site = site();
    let server = Server::start(site.path());
    let port = server.port;
    for host in [
        "127.0.0.1",
        "localhost",
        "LocalHost:80",
        "[::1]",
        "[::1]:4321",
    ] {
        let answer = Answer::to("GET", port, "/zt/fanzha/", &[&format!("Host: {host}")]);
        assert_eq!(answer.status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:4321",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.7",
        "0.0.0.0",
        "",
        "[::1",
        "localhost:x",
    ] {
        for target in [
            "/zt/fanzha/",
            "/_fanzha/",
            "/_fanzha/events?page=index.html",
        ] {
            let answer = Answer::to("GET", port, target, &[&format!("Host: {host}")]);
            assert!(
                [400, 403].contains(&answer.status),
                "{host} {target}: {}",
                answer.status
            );
            assert!(!answer.text().contains("测试站"), "{host} {target}");
        }
    }
    let answer = Answer::to("GET", port, "/", &["Host: evil.example"]);
    assert!(Page::parse(&answer.text()).says("这个地址看不了预览"));
    let local = Ipv4Addr::LOCALHOST.into();
    for request in [
        "GET /zt/fanzha/ HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /zt/fanzha/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/zt/fanzha/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /zt/fanzha/ HTTP/1.0\r\n\r\n",
    ] {
        let answer = Answer::to_bytes(local, port, request.as_bytes());
        assert!(
            [400, 403].contains(&answer.status),
            "{request}: {}",
            answer.status
        );
    }
}

/// The first address for phones, and the token.
fn network_address(server_said: &str) -> (IpAddr, String) {
    let line = server_said.lines().find(|it| it.contains("?token="));
    let line = line.unwrap_or_else(|| panic!("{server_said}")).trim();
    let host = line.strip_prefix("http://").unwrap().split(':').next();
    let token = line.split("?token=").nth(1).unwrap();
    (host.unwrap().parse().unwrap(), token.to_owned())
}

#[test]
fn a_phone_needs_the_token() {
    let site = site();
    let arguments = ["--as-of", TODAY, "--port", "0", "--lan"];
    if network_addresses().is_empty() {
        let arguments: Vec<String> = ["serve"]
            .iter()
            .chain(&arguments)
            .map(|it| (*it).to_owned())
            .collect();
        let (code, _, said) = fanzha(site.path(), &arguments);
        assert_eq!(code, Some(2));
        assert!(
            said.contains("没有连上网络") && said.contains("--lan"),
            "{said}"
        );
        return;
    }
    let server = Server::with(site.path(), &arguments);
    let (address, token) = network_address(&server.said);
    assert_eq!(token.len(), 32, "{token}");
    assert!(server.said.contains("████████"), "{}", server.said);
    let host = format!("Host: {address}:{}", server.port);
    let get = |target: &str, lines: &str| {
        let request =
            format!("GET {target} HTTP/1.1\r\n{host}\r\n{lines}Connection: close\r\n\r\n");
        Answer::to_bytes(address, server.port, request.as_bytes())
    };
    let other = "0".repeat(32);
    for target in [
        "/",
        "/zt/fanzha/",
        "/_fanzha/",
        "/_fanzha/events?page=index.html",
        "/_fanzha/preview.js",
    ] {
        assert_eq!(get(target, "").status, 403, "{target}");
    }
    for target in [
        format!("/?token={other}"),
        "/?token=".to_owned(),
        format!("/?token={}", &token[..31]),
    ] {
        assert_eq!(get(&target, "").status, 403, "{target}");
    }
    let cookie = format!("Cookie: fanzha_preview={other}\r\n");
    assert_eq!(get("/zt/fanzha/", &cookie).status, 403);
    assert!(Page::parse(&get("/", "").text()).says("二维码"));
    let welcome = get(&format!("/zt/fanzha/news/a/?token={token}"), "");
    assert_eq!(welcome.status, 307);
    assert_eq!(welcome.header("Location"), Some("/zt/fanzha/news/a/"));
    let cookie = welcome.header("Set-Cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = format!("Cookie: a=b; {}\r\n", cookie.split(';').next().unwrap());
    assert_eq!(get("/zt/fanzha/news/a/", &cookie).status, 200);
    let away = get(&format!("//evil.example/?token={token}"), "");
    assert_eq!(away.header("Location"), Some("/evil.example/"));
    // The machine itself needs no token; and a foreign host is refused here too.
    assert_eq!(server.get("/zt/fanzha/").status, 200);
    let foreign =
        format!("GET / HTTP/1.1\r\nHost: evil.example\r\n{cookie}Connection: close\r\n\r\n");
    assert_eq!(
        Answer::to_bytes(address, server.port, foreign.as_bytes()).status,
        403
    );
}

#[test]
fn nobody_in_the_network_is_heard_without_lan() {
    let site = site();
    let server = Server::start(site.path());
    assert!(!server.said.contains("token"), "{}", server.said);
    for address in network_addresses() {
        let reached = std::net::TcpStream::connect((address, server.port));
        assert!(reached.is_err(), "{address}");
    }
}

/// Addresses of this machine that are not its loopback, as the system tells them.
fn network_addresses() -> Vec<IpAddr> {
    let told = std::process::Command::new("hostname").arg("-I").output();
    let told = told.map(|it| String::from_utf8_lossy(&it.stdout).into_owned());
    let told = told.unwrap_or_default();
    let addresses = told.split_whitespace().filter_map(|it| it.parse().ok());
    addresses.filter(IpAddr::is_ipv4).collect()
}

pub fn if_addrs_are_loopback() -> bool {
    network_addresses().is_empty()
}

#[test]
fn a_port_in_use_gives_the_next_free_one() {
    let site = site();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::with(
        site.path(),
        &["--as-of", TODAY, "--port", &port.to_string()],
    );
    assert!((port + 1..=port + 20).contains(&server.port));
    let told = format!("端口 {port} 已被别的程序占用，改用 {}", server.port);
    assert!(server.said.contains(&told), "{}", server.said);
    assert_eq!(server.get("/zt/fanzha/").status, 200);
}

#[test]
fn a_port_that_is_none_is_refused_in_chinese() {
    let site = site();
    let arguments = ["serve", "--port", "70000"].map(str::to_owned);
    let (code, _, said) = fanzha(site.path(), &arguments);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("--port 不能是“70000”") && said.contains("65535"),
        "{said}"
    );
}

/// Every file of the site's folder but the cache.
fn without_cache(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(site);
    files.retain(|it, _| !it.starts_with(".fanzha/"));
    files
}

#[cfg(unix)]
#[test]
fn it_ends_when_told_and_leaves_nothing_behind() {
    for signal in ["INT", "TERM"] {
        let site = site();
        let before = without_cache(site.path());
        let server = Server::start(site.path());
        server.page("news/a/");
        let mut tab = server.tab("news/a/index.html");
        tab.state();
        let port = server.port;
        assert_eq!(server.end(signal), Some(0), "{signal}");
        assert!(tab.is_ended());
        assert_eq!(without_cache(site.path()), before, "{signal}");
        let cache = fs::read_dir(site.path().join(".fanzha")).unwrap();
        for entry in cache {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(!name.contains("tmp"), "{name}");
        }
        assert!(TcpListener::bind(("127.0.0.1", port)).is_ok());
    }
}
