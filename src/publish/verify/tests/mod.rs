//! Each finding on a server that does one thing wrong, and a run against a real one.

mod server;

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
};

use super::*;
use server::{
    BASE, Files, HEAD, Http, Server, good, gzip, release, serve, set, site, wanted, zipped,
};

fn run_on(fetch: &dyn Fetch, previous: Option<&Release>, included: &[String]) -> Report {
    let files = site();
    let options = VerifyOptions {
        base_url: BASE,
        sample: None,
        previous,
        included,
        wanted: &wanted,
        open: &|file| Ok(files[&file.path].clone()),
    };
    verify(&release(&files), &options, fetch)
}

fn run(change: impl Fn(&str, &str, &mut Fetched) + Sync) -> Report {
    run_on(&Server(change), None, &[])
}

/// What is found if the text of the pages of `cases/` is changed.
fn edited(change: impl Fn(&str) -> String + Sync) -> Vec<Finding> {
    let report = run(|path, coding, fetched| {
        if path.starts_with("cases/") && coding == "identity" && fetched.status == 200 {
            let text = String::from_utf8(fetched.body.clone()).unwrap();
            fetched.body = change(&text).into_bytes();
        }
    });
    found(&report)
}

fn found(report: &Report) -> Vec<Finding> {
    report.groups.iter().map(|it| it.finding.clone()).collect()
}

/// What is found if a header is another one everywhere.
fn with_header(name: &str, value: &str) -> Vec<Finding> {
    found(&run(|_, _, fetched| set(fetched, name, value)))
}

#[test]
fn a_good_site_has_no_findings() {
    let report = run(|_, _, _| {});
    assert_eq!(found(&report), []);
    assert_eq!(report.checked, 5);
    assert!(report.to_string().contains("一致"));
}

#[test]
fn inserted_scripts_are_named_and_counted_once() {
    let script = "<script src=\"//tj.example.cn/count.js?site=7\"></script>";
    let report = run(|path, coding, fetched| {
        if path.starts_with("cases/") && coding == "identity" && fetched.status == 200 {
            let text = String::from_utf8(fetched.body.clone()).unwrap();
            fetched.body = text.replace("</p>", &format!("</p>{script}")).into_bytes();
        }
    });
    let [group] = report.groups.as_slice() else {
        panic!("{report}");
    };
    let source = "//tj.example.cn/count.js".to_owned();
    assert_eq!(group.finding, Finding::InsertedScript(source));
    assert_eq!((group.count, group.examples.len()), (2, 2));
    assert_eq!(group.examples[0].detail, format!("第 6 行：{script}"));
    let several = edited(|text| {
        format!("{text}<iframe src=\"/float.html\"></iframe><script>a()</script>")
            .replace("</p>", "</p><b>x</b>")
    });
    let frame = Finding::InsertedFrame("/float.html".to_owned());
    let inline = Finding::InsertedScript(String::new());
    assert_eq!(several, [inline, frame, Finding::InsertedMarkup]);
}

#[test]
fn changes_of_text_are_told_apart() {
    let inserted = edited(|text| text.replace("<p>", "<p>本站由某公司提供</p><p>"));
    assert_eq!(inserted, [Finding::InsertedMarkup]);
    let minified = edited(|text| text.replace('\n', ""));
    assert_eq!(minified, [Finding::Whitespace]);
    let marked = edited(|text| format!("\u{feff}{text}"));
    assert_eq!(marked, [Finding::ByteOrderMark]);
    let cut = edited(|text| text[..60].to_owned());
    assert_eq!(cut, [Finding::Truncated]);
    let other = edited(|text| text.replace("刷", "骗").replace("冒", "骗"));
    assert_eq!(other, [Finding::Changed]);
}

#[test]
fn another_encoding_is_recognised() {
    for declared in ["utf-8", "gbk"] {
        let report = run(|path, coding, fetched| {
            if path.starts_with("cases/") && coding == "identity" && fetched.status == 200 {
                let text = String::from_utf8(fetched.body.clone()).unwrap();
                let text = text.replace("utf-8", declared);
                fetched.body = encoding_rs::GBK.encode(&text).0.into_owned();
            }
        });
        assert_eq!(found(&report), [Finding::Recoded]);
    }
}

#[test]
fn the_portals_own_head_is_a_note_where_settings_name_it() {
    let paths = ["/public/head.html".to_owned()];
    let server = Server(|_: &str, coding: &str, fetched: &mut Fetched| {
        if coding == "identity" && fetched.status == 200 && fetched.body.starts_with(b"<!") {
            let text = String::from_utf8(fetched.body.clone()).unwrap();
            fetched.body = text
                .replace(HEAD, "<script>menu()</script><nav></nav>")
                .into_bytes();
        }
    });
    assert_eq!(found(&run_on(&server, None, &paths)), [Finding::Included]);
    let idle = Server(|_: &str, _: &str, _: &mut Fetched| {});
    assert_eq!(found(&run_on(&idle, None, &paths)), [Finding::NotIncluded]);
    let script = Finding::InsertedScript(String::new());
    assert!(found(&run_on(&server, None, &[])).contains(&script));
}

#[test]
fn old_pages_are_recognised() {
    let mut before = site();
    before.insert("cases/a/index.html".to_owned(), b"<p>old</p>".to_vec());
    let server = Server(|path: &str, coding: &str, fetched: &mut Fetched| {
        if path.starts_with("cases/a/") && coding == "identity" {
            fetched.body = b"<p>old</p>".to_vec();
        }
    });
    let before = release(&before);
    assert_eq!(
        found(&run_on(&server, Some(&before), &[])),
        [Finding::Stale]
    );
}

#[test]
fn missing_files_are_found_on_servers_that_say_200_too() {
    let report = run(|path, _, fetched| {
        if path.starts_with("cases/a/") {
            fetched.status = 404;
        }
    });
    assert_eq!(found(&report), [Finding::Missing]);
    let report = run(|path, _, fetched| {
        if path.starts_with("cases/a/") || fetched.status == 404 {
            fetched.status = 200;
            fetched.body = format!("<title>出错了</title><p>{path}</p>").into_bytes();
            fetched
                .headers
                .retain(|(name, _)| name != "Content-Encoding");
        }
    });
    let kinds = found(&report);
    assert!(kinds.contains(&Finding::Missing) && kinds.contains(&Finding::NotFoundIs200));
    assert!(!kinds.contains(&Finding::Changed), "{report}");
    let report = run(|path, _, fetched| {
        if path == "assets/dots.png" {
            fetched.status = 403;
        }
    });
    assert_eq!(found(&report), [Finding::Status(403)]);
}

#[test]
fn every_path_answered_with_the_home_page() {
    let report = run(|path, _, fetched| {
        if fetched.status == 404 || path.starts_with("cases/b/") {
            *fetched = good("", &site());
        }
    });
    let kinds = found(&report);
    assert_eq!(
        kinds[..2],
        [Finding::Missing, Finding::NotFoundIs200],
        "{report}"
    );
    assert_eq!(report.groups[0].count, 1, "{report}");
}

#[test]
fn redirects_are_told_apart() {
    let to = |place: &'static str, body: &'static str| {
        run(move |path, _, fetched| {
            if path.starts_with("cases/a/") {
                fetched.final_url = format!("{place}{path}");
                fetched.body = [body.as_bytes(), &fetched.body].concat();
            }
        })
    };
    let https = to("https://site.test/", "");
    assert_eq!(found(&https), [Finding::RedirectedToHttps]);
    let login = to("https://sso.test/login?to=", "<title>登录</title>");
    assert_eq!(found(&login), [Finding::RedirectedToLogin]);
    let other = to("http://other.test/", "");
    assert_eq!(found(&other), [Finding::Moved]);
    let other = to("http://other.test/", "<p>");
    assert_eq!(found(&other), [Finding::Redirected]);
}

#[test]
fn wrong_compression_is_found() {
    let twice = run(|path, coding, fetched| {
        if path == "assets/style.css" && coding == "gzip" {
            fetched.body = zipped(&fetched.body);
        }
    });
    assert_eq!(found(&twice), [Finding::CompressedTwice]);
    let always = run(|path, _, fetched| {
        if path == "assets/style.css" && !fetched.body.starts_with(&[0x1f]) {
            fetched.body = zipped(&fetched.body);
        }
    });
    assert_eq!(found(&always), [Finding::CompressedTwice]);
    let unasked = run(|path, coding, fetched| {
        if path == "assets/style.css" && coding == "identity" {
            gzip(fetched);
        }
    });
    assert_eq!(found(&unasked), []);
    let other = run(|path, coding, fetched| {
        if path == "assets/style.css" && coding == "identity" {
            set(fetched, "Content-Encoding", "br");
        }
    });
    assert_eq!(found(&other), [Finding::UnaskedCoding("br".to_owned())]);
    let never = run(|path, coding, fetched| {
        if coding == "gzip" {
            *fetched = good(path, &site());
        }
    });
    assert_eq!(found(&never), [Finding::NotCompressed]);
    let broken = run(|_, coding, fetched| {
        if coding == "gzip" {
            fetched.body = b"no".to_vec();
        }
    });
    assert_eq!(found(&broken), [Finding::BadGzip]);
}

#[test]
fn the_two_addresses_of_a_page_are_told_apart() {
    let no_index = run(|path, _, fetched| {
        if path.ends_with('/') {
            fetched.status = 403;
        }
    });
    assert_eq!(found(&no_index), [Finding::NoFolderIndex]);
    let no_name = run(|path, _, fetched| {
        if path.ends_with("index.html") {
            fetched.status = 404;
        }
    });
    assert_eq!(found(&no_name), [Finding::NoIndexName]);
}

#[test]
fn headers_are_compared() {
    assert_eq!(
        with_header("Content-Security-Policy", ""),
        [Finding::NoPolicy]
    );
    assert_eq!(
        with_header("Content-Security-Policy", "default-src *"),
        [Finding::OtherPolicy]
    );
    let spaced = "default-src  'self' ;object-src 'none';";
    assert_eq!(with_header("content-security-policy", spaced), []);
    assert_eq!(
        with_header("X-Content-Type-Options", ""),
        [Finding::NoSniffHeader]
    );
    assert_eq!(
        with_header("Content-Disposition", "attachment"),
        [Finding::Download]
    );
    let long = with_header("Cache-Control", "max-age=86400");
    assert_eq!(long, [Finding::KeptTooLong]);
    let none = with_header("Cache-Control", "");
    assert_eq!(none, [Finding::NoCachePolicy, Finding::KeptTooShort]);
    let report = run(|path, _, fetched| match headers::extension(path) {
        "css" => set(fetched, "Content-Type", "text/plain"),
        "" => set(fetched, "Content-Type", "text/html"),
        _ => {}
    });
    let kinds = found(&report);
    assert!(matches!(&kinds[0], Finding::ContentType { extension, .. } if extension == "css"));
    assert!(matches!(&kinds[1], Finding::NoCharset { extension } if extension == "html"));
}

#[test]
fn a_server_that_is_off_ends_the_run() {
    let report = run(|_, _, fetched| fetched.status = 0);
    assert_eq!(found(&report), [Finding::Unreachable]);
    assert_eq!(report.checked, 0);
}

#[test]
fn every_finding_says_what_to_do() {
    let report = run(|path, _, fetched| {
        set(fetched, "X-Content-Type-Options", "");
        if path.starts_with("cases/") {
            fetched.body.truncate(20);
        }
    });
    let text = report.to_string();
    assert!(
        text.starts_with("错误：文件不完整，后面缺了一段（2 处）\n  /cases/"),
        "{text}"
    );
    assert!(
        text.contains("  怎么办：") && text.contains("……还有 2 处"),
        "{text}"
    );
}

#[test]
fn samples_have_all_kinds_and_depend_on_the_release_alone() {
    let pages = (0..50).map(|it| (format!("cases/{it}/index.html"), vec![it]));
    let mut files: Files = site();
    files.extend(pages);
    let mut release = release(&files);
    let names = |release: &Release| {
        let chosen = sample::choose(release, Some(8));
        chosen
            .iter()
            .map(|it| it.path.clone())
            .collect::<Vec<String>>()
    };
    let first = names(&release);
    assert_eq!(first.len(), 8);
    assert_eq!(first, names(&release));
    assert_eq!(first[0], "index.html");
    assert!(first.contains(&"assets/style.css".to_owned()));
    assert!(first.contains(&"assets/dots.png".to_owned()));
    "other".clone_into(&mut release.id);
    assert_ne!(first, names(&release));
    assert_eq!(sample::choose(&release, None).len(), 55);
}

#[test]
fn a_real_server_is_compared_over_sockets() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let server = Server(|path: &str, _: &str, fetched: &mut Fetched| {
            if path == "assets/style.css" {
                fetched.status = 404;
            }
        });
        serve(&listener, &server);
    });
    let report = run_on(&Http(address), None, &[]);
    assert_eq!(found(&report), [Finding::Missing], "{report}");
    // An empty request ends the server.
    TcpStream::connect(address)
        .unwrap()
        .write_all(b"\r\n")
        .unwrap();
    thread.join().unwrap();
}
