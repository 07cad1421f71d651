//! WeChat: messages for groups and articles for the official account, byte for byte where it matters.

use super::{replace, site};
use crate::{SiteTest, html::Page, site_test::Ran};

const WECHAT: &str = "wechat:\n  account: 反诈宣传\n  tiers:\n    - {id: street, name: 街道群, request: 请转发。}\n    - {id: home, name: 社区群}\n";

fn messages(groups: &[(&str, &str, &str)]) -> Ran {
    let site = site("", groups);
    // No feed at all, but groups of people.
    replace(&site, "feeds:\n", WECHAT);
    site.build().expect_success()
}

#[test]
fn a_message_says_what_and_who_and_until_when() {
    let ran = SiteTest::new("feeds/messages_for_groups").build();
    let ran = ran.expect_success().expect_output();
    let body = ran.json("wechat/group/tongyong-street.wecom-text.json");
    let text = ran.output("wechat/group/tongyong-street.txt");
    assert_eq!(body["text"]["content"], text.trim_end());
}

#[test]
fn whole_slogans_are_taken_as_long_as_they_are_read() {
    let list: String = (10..60)
        .map(|it| format!("- 第{it}句，陌生人要钱的时候先挂断电话\n"))
        .collect();
    let ran = messages(&[("a", "", &list)]);
    let text = ran.output("wechat/group/a-street.txt");
    let numbered = |text: &str| -> Vec<String> {
        let is_numbered = |it: &&str| it.starts_with(|it: char| it.is_ascii_digit());
        text.lines()
            .filter(is_numbered)
            .map(str::to_owned)
            .collect()
    };
    let first: Vec<String> = (1..=6)
        .map(|it| format!("{it}. 第{}句，陌生人要钱的时候先挂断电话", it + 9))
        .collect();
    assert_eq!(numbered(&text), first);
    let long = "很长".repeat(40);
    let ran = messages(&[("a", "", &format!("- 一{long}\n- 二{long}\n- 短的一句\n"))]);
    let text = ran.output("wechat/group/a-street.txt");
    assert_eq!(
        numbered(&text),
        [format!("1. 一{long}"), "2. 短的一句".to_owned()]
    );
    assert!(!ran.stderr.contains("wechat"), "{}", ran.stderr);
}

#[test]
fn a_group_for_other_channels_has_no_message() {
    let ran = messages(&[
        ("led", "渠道: [LED屏]\n", "- 上屏\n"),
        ("all", "", "- 都用\n"),
    ]);
    let files = ran.files("public/wechat/group");
    assert_eq!(files.len(), 6, "{files:?}");
    assert!(files.iter().all(|it| it.starts_with("all-")), "{files:?}");
}

/// The fixture of one case, with these lines in its front matter besides.
fn case(front: &str) -> SiteTest {
    let site = SiteTest::new("feeds/an_article");
    let page = std::fs::read_to_string(site.path().join("content/cases/a.md")).unwrap();
    let page = page.replacen("---\n\n", &format!("{front}---\n\n"), 1);
    site.write("content/cases/a.md", page);
    site
}

#[test]
fn an_article_has_no_links_and_lists_where_they_led() {
    let ran = case("").build().expect_success().expect_output();
    let html = ran.output("wechat/article/a.html");
    let article = Page::parse(&html);
    assert_eq!(article.count("body > *"), 1, "{html}");
    assert!(article.has("body > section[style]"), "{html}");
    assert!(!article.has("a, [id], [class]"), "{html}");
    let paragraphs = article.texts("p");
    for line in [
        "[1] https://www.example.gov.cn/zt/fanzha/help/",
        "[2] https://www.example.gov.cn/?a=1&b=2",
    ] {
        assert!(paragraphs.iter().any(|it| it == line), "{line}: {html}");
    }
    assert_eq!(article.attribute("img", "src"), "../../cases/a.png");
    assert_eq!(article.attribute("img", "alt"), "订单<一>");
    let preview = ran.output("wechat/article/a.preview.html");
    assert!(preview.contains(html.trim_end()));
}

#[test]
fn an_article_comes_and_goes_with_its_page() {
    for (front, is_out) in [
        ("", true),
        ("expires_at: 2026-11-25\n", true),
        ("expires_at: 2026-11-24\n", false),
        ("publish_at: 2026-12-01\n", false),
        ("draft: true\n", false),
    ] {
        let ran = case(front).arguments(&["--drafts"]).build();
        let files = ran.outputs();
        let found = files.iter().any(|it| it.starts_with("wechat/article/a."));
        assert_eq!(found, is_out, "{front} {}", ran.stderr);
    }
}

#[test]
fn an_expired_message_is_taken_out_of_the_old_output() {
    let groups = [
        ("a", "失效日期: 2026-11-24\n", "- 到今天\n"),
        ("b", "", "- 一直\n"),
    ];
    let ran = messages(&groups);
    assert_eq!(ran.files("public/wechat/group").len(), 12);
    let ran = ran
        .then(&["build", "--as-of", "2026-11-25"])
        .expect_success();
    let files = ran.files("public/wechat/group");
    assert!(
        files.len() == 6 && files.iter().all(|it| it.starts_with("b-")),
        "{files:?}"
    );
}

#[test]
fn pages_that_end_alike_have_files_of_their_own() {
    let site = case("");
    site.write(
        "content/types/_index.md",
        "---\n标题: 类型\n内容类型: 诈骗类型\n---\n",
    );
    site.write(
        "content/types/a.md",
        "---\n标题: 假客服\n编号: jia-kefu\n定义: 冒充客服。\n步骤: [来电, 要钱]\n易受骗人群: [网购的人]\n防范: 挂断。\n---\n\n正文。\n",
    );
    let files = site.build().expect_success().files("public/wechat/article");
    assert!(files.contains(&"cases-a.html".to_owned()), "{files:?}");
    assert!(files.contains(&"types-a.html".to_owned()), "{files:?}");
}

#[test]
fn a_picture_of_more_than_a_megabyte_is_told() {
    let site = case("");
    // A moving picture is published as it is; any other is made smaller.
    let mut png = std::fs::read(site.path().join("content/cases/a.png")).unwrap();
    png.extend(b"\0\0\0\x08acTL\0\0\0\x01\0\0\0\0\0\0\0\0");
    png.resize(1024 * 1024, 0);
    site.write("content/cases/a.png", &png);
    let ran = site.build().expect_success();
    assert!(!ran.stderr.contains("[wechat/picture]"), "{}", ran.stderr);
    png.push(0);
    std::fs::write(ran.site().join("content/cases/a.png"), &png).unwrap();
    let ran = ran.then(&["build"]).expect_success();
    assert!(
        ran.stderr.contains("warning[wechat/picture]") && ran.stderr.contains("1.1 MB"),
        "{}",
        ran.stderr
    );
}
