//! What the site contains for web servers and caches: names by content, compressed copies, configuration
//! files.
//!
//! In: small sites. Out: assertions about the output folder. Real servers read the files in
//! `readers/servers.rs`.

use std::{collections::BTreeSet, io::Read as _};

use flate2::read::GzDecoder;
use roxmltree::{Document, Node};

use super::{SiteTest, site_test::Ran};

const PAGE: &str = "---\n标题: 新页面\n旧网址: [old/page/, old/, 'a b/']\n---\n\n正文。\n";
const SETTINGS: &str = "title: 测试站\nbase_url: https://www.example.gov.cn/zt/fanzha/\n";

fn site(more: &str) -> SiteTest {
    let site = SiteTest::of(&[("content/new.md", PAGE)]);
    site.write("site.yaml", format!("{SETTINGS}{more}"));
    site
}

fn style(ran: &Ran) -> String {
    let page = ran.page("new/index.html");
    let address = page.attribute("link[rel=stylesheet]", "href").to_owned();
    address.strip_prefix("../").unwrap().to_owned()
}

#[test]
fn pages_name_the_files_of_the_theme_by_their_content() {
    let ran = site("").build().expect_success();
    let first = style(&ran);
    assert_eq!(ran.output(&first), ran.output("assets/style.css"));
    std::fs::create_dir(ran.site().join("templates")).unwrap();
    std::fs::write(ran.site().join("templates/style.css"), "b { margin: 0 }\n").unwrap();
    let ran = ran.then(&["build"]).expect_success();
    let second = style(&ran);
    assert_ne!(first, second);
    assert_eq!(ran.output(&second), "b { margin: 0 }\n");
    assert!(!ran.has(&first) && ran.has("assets/style.css"));
    let page = ran.page("404.html");
    for script in page.attributes("script", "src") {
        let script = script.strip_prefix("/zt/fanzha/").unwrap();
        assert!(ran.has(script), "{script}");
        assert_eq!(script.split('.').count(), 3, "{script}");
    }
}

#[test]
fn a_theme_that_names_files_plainly_has_each_of_them_once() {
    let site = SiteTest::of(&[("content/a.md", "# 甲\n")]);
    let base = "<!DOCTYPE html><link rel=\"stylesheet\" href=\"{{ root }}assets/own.css\">\n";
    for name in ["home", "page", "section", "404", "taxonomy", "term"] {
        site.write(&format!("themes/plain/templates/{name}.html"), base);
    }
    for name in ["atom.xml", "rss.xml", "robots.txt"] {
        site.write(&format!("themes/plain/templates/{name}"), "-\n");
    }
    site.write("themes/plain/static/own.css", "b { margin: 0 }\n");
    site.write(
        "site.yaml",
        format!("{SETTINGS}theme: plain\nsearch: off\n"),
    );
    let ran = site.build().expect_success();
    let mut assets = ran.outputs();
    assets.retain(|it| it.starts_with("assets/"));
    assert_eq!(assets, ["assets/own.css"]);
    // With the variable there are both.
    let base = base.replace("assets/own.css", "{{ assets[\"own.css\"] }}");
    std::fs::write(ran.site().join("themes/plain/templates/page.html"), base).unwrap();
    let ran = ran.then(&["build"]).expect_success();
    let page = ran.page("a/index.html");
    let address = page.attribute("link", "href");
    assert_ne!(address, "../assets/own.css");
    assert_eq!(ran.output(&address[3..]), ran.output("assets/own.css"));
}

#[test]
fn compressed_copies_contain_their_files_and_go_with_them() {
    let ran = site("预压缩: [gz, br]\n").build().expect_success();
    let outputs: BTreeSet<String> = ran.outputs().into_iter().collect();
    let mut count = 0;
    for copy in outputs.iter().filter(|it| it.ends_with(".gz")) {
        let name = copy.strip_suffix(".gz").unwrap();
        let mut unpacked = Vec::new();
        let packed = ran.bytes(&format!("public/{copy}"));
        GzDecoder::new(&packed[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert!(unpacked == ran.bytes(&format!("public/{name}")), "{name}");
        assert!(unpacked.len() >= 1024 && packed.len() * 100 < unpacked.len() * 95);
        assert!(outputs.contains(&format!("{name}.br")), "{name}");
        count += 1;
    }
    assert!(count > 10, "{count}");
    assert!(outputs.contains("new/index.html.gz"));
    assert!(!outputs.contains("robots.txt.gz"), "too small");
    let feeds = |it: &&String| it.starts_with("feeds/") && it.ends_with(".gz");
    assert_eq!(outputs.iter().find(feeds), None);
    std::fs::remove_file(ran.site().join("content/new.md")).unwrap();
    let ran = ran.then(&["build"]).expect_success();
    assert!(!ran.has("new/index.html.gz") && ran.has("index.html.gz"));
}

#[test]
fn no_file_for_a_server_is_made_unless_the_settings_name_it() {
    let ran = site("").build().expect_success();
    for name in ["nginx.conf", "apache.conf", ".htaccess", "web.config"] {
        assert!(!ran.has(name), "{name}");
    }
    assert!(!ran.outputs().iter().any(|it| it.ends_with(".gz")));
    let ran = site("servers: [nginx, iis, htaccess]\n")
        .build()
        .expect_success();
    assert!(ran.has("nginx.conf") && ran.has("web.config") && ran.has(".htaccess"));
    assert!(!ran.has("apache.conf"));
    let ran = site("服务器: [tomcat]\n").build();
    assert_eq!(ran.code, Some(1));
}

/// What IIS refuses with status 500.19, for the whole site: a section that is unknown or twice at one place,
/// an entry of a collection that is there already.
/// Source: docs/web-servers.md#iis
#[test]
fn iis_can_read_its_file() {
    let ran = site("servers: [iis]\n").build().expect_success();
    let text = ran.output("web.config");
    let document = Document::parse(&text).unwrap();
    assert!(text.starts_with("<?xml"));
    let mut paths = BTreeSet::new();
    for part in elements(document.root_element()) {
        let sections = match part.tag_name().name() {
            "location" => {
                let path = part.attribute("path").unwrap();
                assert!(paths.insert(path.to_lowercase()), "{path} twice");
                assert!(!path.ends_with('/') && !path.starts_with('/'), "{path}");
                elements(part).next().unwrap()
            }
            _ => part,
        };
        assert_eq!(sections.tag_name().name(), "system.webServer");
        let mut names = BTreeSet::new();
        for section in elements(sections) {
            assert!(names.insert(section.tag_name().name()));
            expect_section(section);
        }
    }
    for path in ["signage", "print", "wechat", "old/page", &style(&ran)] {
        assert!(paths.contains(path), "{path}: {paths:?}");
    }
    // Another former address is in this folder, and this one would need quoting.
    assert!(!paths.contains("old") && !paths.contains("a b"));
    let not_found = document.descendants().find(|it| it.has_tag_name("error"));
    let path = not_found.and_then(|it| it.attribute("path"));
    assert_eq!(path, Some("404.html"));
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The names of a section, its attributes and its collection are those of `IIS_schema.xml`.
fn expect_section(section: Node<'_, '_>) {
    let (attributes, collection, key): (&[&str], &str, &[&str]) = match section.tag_name().name() {
        "defaultDocument" => (&["enabled"], "files", &["value"]),
        "staticContent" => (&[], "staticContent", &["fileExtension"]),
        "httpErrors" => (&[], "httpErrors", &["statusCode", "subStatusCode"]),
        "httpProtocol" => (&[], "customHeaders", &["name"]),
        "httpRedirect" => (
            &[
                "enabled",
                "destination",
                "exactDestination",
                "httpResponseStatus",
            ],
            "httpRedirect",
            &["wildcard"],
        ),
        other => panic!("{other} is no section of IIS"),
    };
    for attribute in section.attributes() {
        assert!(attributes.contains(&attribute.name()), "{attribute:?}");
    }
    let own = section.tag_name().name() == collection;
    let list = match own {
        true => section,
        false => elements(section).next().unwrap(),
    };
    assert_eq!(list.tag_name().name(), collection);
    let mut removed = BTreeSet::new();
    for entry in elements(list).filter(|it| !it.has_tag_name("clientCache")) {
        let key: Vec<_> = key
            .iter()
            .map(|it| entry.attribute(*it).unwrap_or("-1"))
            .collect();
        match entry.tag_name().name() {
            "remove" => assert!(removed.insert(key.clone()), "{key:?} twice"),
            "add" | "mimeMap" | "error" => {
                assert!(removed.remove(&key), "{key:?} may be there already");
            }
            other => panic!("{other} in {collection}"),
        }
    }
    assert!(removed.is_empty(), "{removed:?} removed only");
}
