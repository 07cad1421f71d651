//! What is served: every file of a build, whole or in part, and nothing else.

use super::{Answer, Server, client::without_script};
use crate::{SiteTest, sample::files, site_test::with_plain_names};

const FILM: &[u8] = b"0123456789abcdef";

fn site() -> SiteTest {
    let site = SiteTest::of(&[
        ("content/news/_index.md", "---\n标题: 动态\n---\n"),
        (
            "content/news/a.md",
            "---\n标题: 甲\n日期: 2026-11-01\n旧网址: [/old/a/]\n---\n\n警惕。\n",
        ),
        (
            "content/slogans/s.md",
            "---\n标题: 警示语\n性质: 公益广告\n---\n\n- 陌生链接不要点\n",
        ),
        (
            "content/slogans/_index.md",
            "---\n标题: 警示语\n内容类型: 警示语\n---\n",
        ),
        ("static/raw.html", "<p>原样</p>"),
    ]);
    site.write("static/film.mp4", FILM);
    site.write("static/旧 文.txt", b"\xb9\xfe");
    site
}

#[test]
fn every_file_of_a_build_is_served_and_nothing_of_the_preview_is_in_a_build() {
    let site = site();
    let server = Server::start(site.path());
    let ran = site.build().expect_success();
    let built = files(&ran.public());
    assert!(built.len() > 20, "{:?}", built.keys());
    for (path, bytes) in &built {
        assert!(
            !String::from_utf8_lossy(bytes).contains("_fanzha"),
            "{path}"
        );
        let asked = with_plain_names(path);
        let target = percent_encoding::utf8_percent_encode(&asked, percent_encoding::CONTROLS);
        let target = target.to_string().replace(' ', "%20");
        let answer = server.get(&format!("/zt/fanzha/{target}"));
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.is_whole(), "{path}");
        match path.ends_with(".html") {
            true => {
                let built = with_plain_names(&String::from_utf8_lossy(bytes));
                assert!(without_script(&answer.text()).1 == built, "{path} differs");
            }
            false => assert!(answer.body == *bytes, "{path} differs"),
        }
    }
}

#[test]
fn each_file_says_what_it_is_and_is_kept_by_no_browser() {
    let site = site();
    let server = Server::start(site.path());
    for (path, content_type) in [
        ("", "text/html; charset=utf-8"),
        ("news/a/", "text/html; charset=utf-8"),
        ("raw.html", "text/html; charset=utf-8"),
        ("assets/style.css", "text/css; charset=utf-8"),
        ("assets/shield.svg", "image/svg+xml; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/json; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("%E6%97%A7%20%E6%96%87.txt", "text/plain; charset=gb18030"),
        ("film.mp4", "video/mp4"),
    ] {
        let target = format!("/zt/fanzha/{path}");
        let answer = server.get(&target);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("Content-Type"), Some(content_type), "{path}");
        assert_eq!(answer.header("Cache-Control"), Some("no-store"), "{path}");
        let head = Answer::to("HEAD", server.port, &target, &[]);
        assert_eq!(head.status, 200, "{path}");
        assert_eq!(
            head.header("Content-Length"),
            answer.header("Content-Length"),
            "{path}"
        );
        assert_eq!(head.body, b"", "{path}");
    }
    for (path, content_type) in [
        ("", "text/html; charset=utf-8"),
        ("preview.js", "text/javascript; charset=utf-8"),
        ("preview.css", "text/css; charset=utf-8"),
    ] {
        let answer = server.get(&format!("/_fanzha/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("Content-Type"), Some(content_type), "{path}");
    }
    assert_eq!(server.get("/_fanzha/nothing").status, 404);
}

#[test]
fn addresses_lead_to_the_sites_base_and_to_folders() {
    let site = site();
    let server = Server::start(site.path());
    for (from, to) in [
        ("/", "/zt/fanzha/"),
        ("/zt/fanzha", "/zt/fanzha/"),
        ("/zt/fanzha/news", "/zt/fanzha/news/"),
        ("/zt/fanzha/news/a?b=1", "/zt/fanzha/news/a/?b=1"),
    ] {
        let answer = server.get(from);
        assert_eq!(answer.status, 307, "{from}");
        assert_eq!(answer.header("Location"), Some(to), "{from}");
    }
    let built = site.build().expect_success();
    for path in [
        "/zt/fanzha/nothing/",
        "/zt/fanzha/a/b.css",
        "/elsewhere",
        "/news/a/",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let (key, html) = without_script(&answer.text());
        assert_eq!(html, with_plain_names(&built.output("404.html")), "{path}");
        assert_eq!(key, "", "{path}");
    }
    assert_eq!(server.get("/favicon.ico").status, 204);
}

#[test]
fn a_part_of_a_file_is_served() {
    let site = site();
    let server = Server::start(site.path());
    let get = |lines: &[&str]| Answer::to("GET", server.port, "/zt/fanzha/film.mp4", lines);
    let whole = get(&[]);
    assert_eq!((whole.status, whole.body.as_slice()), (200, FILM));
    assert_eq!(whole.header("Accept-Ranges"), Some("bytes"));
    for (range, told, part) in [
        ("bytes=0-3", "bytes 0-3/16", &FILM[..4]),
        ("bytes=10-", "bytes 10-15/16", &FILM[10..]),
        ("bytes=-2", "bytes 14-15/16", &FILM[14..]),
        ("bytes=12-99", "bytes 12-15/16", &FILM[12..]),
    ] {
        let answer = get(&[&format!("Range: {range}")]);
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.header("Content-Range"), Some(told), "{range}");
        assert_eq!(answer.body, part, "{range}");
        assert!(answer.is_whole(), "{range}");
    }
    let outside = get(&["Range: bytes=16-"]);
    assert_eq!(outside.status, 416);
    assert_eq!(outside.header("Content-Range"), Some("bytes */16"));
    for lines in [
        ["Range: bytes=0-1,4-5", "Accept: */*"],
        ["Range: pages=0-1", "Accept: */*"],
        ["Range: bytes=0-1", "If-Range: \"etag\""],
    ] {
        let answer = get(&lines);
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, FILM),
            "{lines:?}"
        );
    }
}

#[test]
fn no_address_leads_out_of_the_site() {
    let site = site();
    site.write("secret.txt", "机密");
    site.write("content/.hidden", "机密");
    let server = Server::start(site.path());
    let below = |path: &str| format!("/zt/fanzha/{path}");
    let mut targets: Vec<String> = [
        "../site.yaml",
        "../../site.yaml",
        "..%2fsite.yaml",
        "%2e%2e/site.yaml",
        "%2e%2e%2fsite.yaml",
        ".%2e/site.yaml",
        "..%5csite.yaml",
        "..\\site.yaml",
        "%252e%252e%252fsite.yaml",
        "..%c0%afsite.yaml",
        "%c0%ae%c0%ae/site.yaml",
        "%ff",
        "%00",
        "film.mp4%00.txt",
        "/etc/passwd",
        "//etc/passwd",
        "%2fetc%2fpasswd",
        "C:/Windows/win.ini",
        "C%3a%5cWindows%5cwin.ini",
        "news/../../../secret.txt",
        "news/./a/",
        "news//a/",
        "secret.txt",
        "site.yaml",
        "content/news/a.md",
        ".hidden",
        ".fanzha/stamps",
        "film.mp4/",
        "%",
        "%zz",
    ]
    .map(below)
    .to_vec();
    targets.extend(
        [
            "//example.com",
            "/..",
            "/../etc/passwd",
            "/%2e%2e/etc/passwd",
            "*",
        ]
        .map(str::to_owned),
    );
    for target in targets {
        let answer = server.get(&target);
        assert!(
            [400, 404].contains(&answer.status),
            "{target}: {}",
            answer.status
        );
        assert!(answer.header("Location").is_none(), "{target}");
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        for secret in ["机密", "root:", "base_url:", "标题:"] {
            assert!(!text.contains(secret), "{target}");
        }
    }
}

#[test]
fn only_reading_is_allowed() {
    let site = site();
    let server = Server::start(site.path());
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HACK"] {
        for target in ["/zt/fanzha/", "/_fanzha/", "/_fanzha/events", "/nowhere"] {
            let answer = Answer::to(method, server.port, target, &["Content-Length: 0"]);
            assert_eq!(answer.status, 405, "{method} {target}");
            assert_eq!(answer.header("Allow"), Some("GET, HEAD"));
        }
    }
}
