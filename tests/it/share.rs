//! What a page says of itself to programs that show links: Open Graph, JSON-LD and the card that stands for
//! it.
//!
//! Cards hang on the machine's font: without one there are none, and then no page may name one.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use super::{Ran, SiteTest, html::Page, strict_pages::inline_parts};

const BASE: &str = "https://www.example.gov.cn/zt/fanzha/";

/// The fixture with these lines of settings besides.
fn site(settings: &str) -> SiteTest {
    let site = SiteTest::new("share/pages_of_each_type");
    let lines = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.write("site.yaml", format!("{lines}{settings}"));
    site
}

/// The values of `property` on a page.
fn properties<'a>(page: &'a Page, property: &str) -> Vec<&'a str> {
    page.attributes(&format!("meta[property='{property}']"), "content")
}

/// The graph of a page: by type.
fn graph(page: &Page) -> Vec<Value> {
    let data = page.text("script[type='application/ld+json']");
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().unwrap().clone()
}

/// All pages that are sent on; the list of packs is for those who run the site, and results are each reader's
/// own.
fn pages(ran: &Ran) -> Vec<String> {
    let files = ran.outputs().into_iter();
    files
        .filter(|it| it.ends_with("index.html"))
        .filter(|it| {
            !["packs/", "search/"]
                .iter()
                .any(|other| it.starts_with(other))
        })
        .collect()
}

#[test]
fn every_page_names_a_card_of_its_own_that_is_there() {
    let ran = site("").build().expect_success();
    let cards: BTreeSet<String> = ran
        .outputs()
        .into_iter()
        .filter(|it| it.starts_with("share"))
        .collect();
    let mut named = BTreeSet::new();
    for path in pages(&ran) {
        let page = ran.page(&path);
        assert_eq!(properties(&page, "og:title").len(), 1, "{path}");
        for address in properties(&page, "og:image") {
            named.insert(address.strip_prefix(BASE).unwrap().to_owned());
        }
    }
    assert_eq!(named, cards);
    assert!(
        cards.is_empty() || cards.len() == pages(&ran).len(),
        "{cards:?}"
    );
    for card in &cards {
        let bytes = ran.bytes(&format!("public/{card}"));
        assert_eq!(&bytes[1..4], b"PNG");
        assert_eq!(bytes[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200×630");
        assert!(bytes.len() < 25_000, "{card}: {}", bytes.len());
    }
    let not_found = ran.page("404.html");
    assert!(properties(&not_found, "og:title").is_empty());
}

#[test]
fn settings_say_how_many_cards_there_are() {
    let one = site("share_cards: 全站一张\n").build();
    let count = |ran: &Ran| {
        let files = ran.outputs().into_iter();
        files.filter(|it| it.starts_with("share")).count()
    };
    assert!(count(&one) <= 1, "{:?}", one.outputs());
    let page = one.page("cases/a/index.html");
    let shown = properties(&page, "og:image");
    assert_eq!(shown.len(), count(&one));
    assert!(shown.iter().all(|it| *it == format!("{BASE}share.png")));
    for settings in ["share_cards: none\n", "picture_font: none\n"] {
        let none = site(settings).build().expect_success();
        assert_eq!(count(&none), 0);
        let page = none.page("cases/a/index.html");
        assert_eq!(properties(&page, "og:image"), [""; 0]);
        assert_eq!(properties(&page, "og:title"), ["客服退款要您转账"]);
    }
}

#[test]
fn without_cards_the_first_picture_of_a_text_is_shown_if_it_is_large_enough() {
    let picture = |side: u8| [b"GIF89a".as_slice(), &[side, 1, side, 1, 0, 0, 0, b';']].concat();
    let test = site("picture_font: none\n");
    test.write("content/help.md", "# 求助\n\n![图](a.gif)\n");
    test.write("content/small.md", "# 小图\n\n![图](b.gif)\n");
    test.write("content/a.gif", picture(100));
    test.write("content/b.gif", picture(1));
    let ran = test.build();
    let page = ran.page("help/index.html");
    assert_eq!(properties(&page, "og:image"), [format!("{BASE}a.gif")]);
    assert_eq!(properties(&page, "og:image:width"), ["356"]);
    let page = ran.page("small/index.html");
    assert_eq!(properties(&page, "og:image"), [""; 0]);
}

#[test]
fn a_page_says_what_it_is() {
    let ran = site("identity: {organizer: 区委宣传部}\n")
        .build()
        .expect_success();
    let case = ran.page("cases/a/index.html");
    let address = format!("{BASE}cases/a/");
    assert_eq!(properties(&case, "og:type"), ["article"]);
    assert_eq!(properties(&case, "og:url"), [address.as_str()]);
    assert_eq!(properties(&case, "og:locale"), ["zh_CN"]);
    assert_eq!(properties(&case, "og:site_name"), ["测试站"]);
    let time = ["2026-05-02T00:00:00+08:00"];
    assert_eq!(properties(&case, "article:modified_time"), time);
    let graph_of_case = graph(&case);
    let article = &graph_of_case[0];
    assert_eq!(article["@type"], "Article");
    assert_eq!(article["headline"], "客服退款要您转账");
    assert_eq!(article["datePublished"], "2026-05-01T09:30:00+08:00");
    assert_eq!(article["dateModified"], time[0]);
    assert_eq!(article["mainEntityOfPage"]["@id"], address);
    assert_eq!(article["author"]["name"], "区反诈中心");
    assert_eq!(article["publisher"]["@type"], "GovernmentOrganization");
    assert_eq!(article["publisher"]["name"], "区委宣传部");
    assert!(article["creativeWorkStatus"].as_str().is_some());
    let trail = &graph_of_case[1];
    assert_eq!(trail["@type"], "BreadcrumbList");
    let items = trail["itemListElement"].as_array().unwrap().iter();
    let items: Vec<&str> = items.map(|it| it["item"].as_str().unwrap()).collect();
    assert_eq!(items, [BASE, &format!("{BASE}cases/"), &address]);

    let quiz = &graph(&ran.page("quiz/b/index.html"))[0];
    assert_eq!(quiz["@type"], "FAQPage");
    let question = &quiz["mainEntity"][0];
    assert_eq!(question["name"], "要您先垫钱的兼职是什么？");
    let answer = &question["acceptedAnswer"]["text"];
    assert_eq!(answer, "诈骗。垫钱的都是诈骗");

    assert_eq!(graph(&ran.page("index.html"))[0]["@type"], "WebSite");
    let list = &graph(&ran.page("cases/index.html"))[0];
    assert_eq!(list["@type"], "CollectionPage");
    let help = ran.page("help/index.html");
    assert_eq!(properties(&help, "og:type"), ["website"]);
    assert_eq!(graph(&help)[0]["@type"], "WebPage");
}

#[test]
fn no_title_breaks_out_of_the_data() {
    let title = "</script><script>alert(1)</script> \"引\" '号' & \u{2028}<!-- 尾";
    let test = site("picture_font: none\n");
    let case = fs::read_to_string(test.path().join("content/cases/a.md")).unwrap();
    let case = case.replace("客服退款要您转账", &format!("{title:?}"));
    test.write("content/cases/a.md", case.replace("\\u{2028}", "\\u2028"));
    let ran = test.build().expect_success();
    for path in ["cases/a/index.html", "cases/index.html", "index.html"] {
        let page = ran.page(path);
        assert!(!page.mentions("<script>alert"), "{path}");
        assert_eq!(inline_parts(&page), [""; 0], "{path}");
    }
    let page = ran.page("cases/a/index.html");
    let graph = graph(&page);
    let headline = graph[0]["headline"].as_str().unwrap();
    assert!(headline.starts_with("</script><script>alert(1)</script> \"引\" '号' & "));
    assert!(headline.ends_with("<!-- 尾"));
    assert_eq!(properties(&page, "og:title"), [title]);
}

#[test]
fn a_theme_that_shares_nothing_has_no_cards() {
    let test = site("");
    test.write("templates/partials/share.html", "");
    test.write(
        "templates/base.html",
        "<title>{{ head.title }}</title>{% block robots %}{% endblock %}{% block styles %}{% endblock %}\
         {% block brand %}{% endblock %}{% block content %}{% endblock %}",
    );
    let ran = test.build().expect_success();
    let mut files = ran.outputs().into_iter();
    assert!(!files.any(|it| it.starts_with("share")));
}

#[test]
fn an_edit_of_a_text_draws_no_card_anew_and_one_of_a_title_draws_one() {
    let ran = site("").build().expect_success();
    if !ran.outputs().iter().any(|it| it == "share.png") {
        return;
    }
    let card = |ran: &Ran| ran.bytes("public/share/cases/a.png");
    let before = card(&ran);
    let explain = [
        "build",
        "--as-of",
        "2026-11-24",
        "--explain",
        "share/cases/a.png",
    ];
    let edit = |ran: &Ran, from: &str, to: &str| {
        let path = ran.site().join("content/cases/a.md");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replace(from, to)).unwrap();
    };
    edit(&ran, "先挂断。", "先挂断，再核实。");
    let ran = ran.then(&explain).expect_success();
    assert_eq!(card(&ran), before);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert!(said.contains("没有重新生成"), "{said}");
    edit(&ran, "客服退款要您转账", "要您转账的客服");
    let ran = ran.then(&explain).expect_success();
    assert_ne!(card(&ran), before);
}
