//! WeChat: messages for groups and articles for the official account, byte for byte where it matters.

use serde_json::Value;

use super::{SETTINGS, site};
use crate::{SiteTest, site_test::Ran};

const WECHAT: &str = "wechat:\n  account: 反诈宣传\n  tiers:\n    - {id: street, name: 街道群, request: 请转发。}\n    - {id: home, name: 社区群}\n";

fn messages(groups: &[(&str, &str, &str)]) -> Ran {
    let site = site("", groups);
    // No feed at all, but groups of people.
    let settings = SETTINGS.replace("feeds:\n", WECHAT);
    site.write("site.yaml", settings);
    site.build().expect_success()
}

#[test]
fn a_message_says_what_and_who_and_until_when() {
    let front = "来源: 区联席办\n发布时间: 2026-01-08\n失效日期: 2026-12-31\n";
    let ran = messages(&[(
        "tongyong",
        front,
        "- 不轻信|不透露\n  - wechat: 不轻信，不透露\n- 拿不准就问\n",
    )]);
    assert_eq!(
        ran.output("wechat/group/tongyong-street.txt"),
        "【反诈提醒】tongyong\n\n1. 不轻信，不透露\n2. 拿不准就问\n\n拿不准，先拨打96110问一问；已被骗，马上拨打110。\n\
         区联席办　2026年1月8日　有效期至2026年12月31日\n请转发。\n"
    );
    let home = ran.output("wechat/group/tongyong-home.txt");
    assert!(home.ends_with("有效期至2026年12月31日\n"), "{home}");
    let body: Value =
        serde_json::from_str(&ran.output("wechat/group/tongyong-street.wecom-text.json")).unwrap();
    let text = ran.output("wechat/group/tongyong-street.txt");
    assert_eq!(body["text"]["content"], text.trim_end());
    let body: Value =
        serde_json::from_str(&ran.output("wechat/group/tongyong-street.wecom-md.json")).unwrap();
    let markdown = body["markdown"]["content"].as_str().unwrap();
    assert!(
        markdown.starts_with("**【反诈提醒】tongyong**\n\n1. "),
        "{markdown}"
    );
}

#[test]
fn whole_slogans_are_taken_as_long_as_they_are_read() {
    let list: String = (10..60)
        .map(|it| format!("- 第{it}句，陌生人要钱的时候先挂断电话\n"))
        .collect();
    let ran = messages(&[("a", "", &list)]);
    let text = ran.output("wechat/group/a-street.txt");
    assert!(
        text.contains("\n6. 第15句，陌生人要钱的时候先挂断电话\n"),
        "{text}"
    );
    assert!(!text.contains("7. "), "{text}");
    let long = "很长".repeat(40);
    let ran = messages(&[("a", "", &format!("- 一{long}\n- 二{long}\n- 短的一句\n"))]);
    let text = ran.output("wechat/group/a-street.txt");
    assert!(
        text.contains(&format!("1. 一{long}\n2. 短的一句\n")),
        "{text}"
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

const CASE: &str = "---\n标题: 年货与“客服”\n来源: 区联席办\n发布时间: 2026-01-08\n摘要: 一句话。\n案发月份: 2025-12\n损失金额: 3 万元\n结果: 已受理\n诈骗类型: [刷单返利]\n人群: [老年人]\n---\n\n";

/// A site with one case, which leads to a page, to another host and to itself, and shows a picture.
fn case(front: &str) -> SiteTest {
    let text = CASE.replace("---\n\n", &format!("{front}---\n\n"));
    let site = SiteTest::of(&[
        ("site.yaml", &SETTINGS.replace("feeds:\n", WECHAT)),
        (
            "content/cases/_index.md",
            "---\n标题: 案例\n内容类型: 典型案例\n---\n",
        ),
        ("content/help.md", "---\n标题: 求助\n---\n\n求助。\n"),
        (
            "content/cases/a.md",
            &format!(
                "{text}## 经过\n\n见[求助](../help.md)、[政策](https://www.example.gov.cn/?a=1&b=2)和[上面](#经过)。\n\n- 一\n  1. 二\n\n![订单<一>](a.png)\n"
            ),
        ),
    ]);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    site.write("content/cases/a.png", png);
    site
}

#[test]
fn an_article_has_no_links_and_lists_where_they_led() {
    let ran = case("").build().expect_success();
    let html = ran.output("wechat/article/a.html");
    assert!(
        html.starts_with("<section style=\"") && html.ends_with("</section>\n"),
        "{html}"
    );
    assert!(
        !html.contains("<a") && !html.contains(" id=") && !html.contains(" class="),
        "{html}"
    );
    assert!(
        html.contains("[1] https://www.example.gov.cn/zt/fanzha/help/</p>"),
        "{html}"
    );
    assert!(
        html.contains("[2] https://www.example.gov.cn/?a=1&amp;b=2</p>"),
        "{html}"
    );
    assert!(
        html.contains("<img src=\"../../cases/a.png\" alt=\"订单&lt;一&gt;\""),
        "{html}"
    );
    let text = ran.output("wechat/article/a.txt");
    assert_eq!(
        text,
        "年货与“客服”\n\n一句话。\n\n案发时间：2025年12月\n\n损失金额：3 万元\n\n结果：已受理\n\n经过\n\n见求助[1]、政策[2]和上面。\n\n\
         • 一\n  1. 二\n\n（图：订单<一>）\n\n拿不准，先拨打96110问一问；已被骗，马上拨打110。\n\n来源：区联席办　2026年1月8日\n\n\
         文中链接：\n[1] https://www.example.gov.cn/zt/fanzha/help/\n[2] https://www.example.gov.cn/?a=1&b=2\n"
    );
    let images = ran.output("wechat/article/a.images.txt");
    assert!(
        images.ends_with("1. cases/a.png（订单<一>，1×1 像素）\n   https://www.example.gov.cn/zt/fanzha/cases/a.png\n"),
        "{images}"
    );
    let meta: Value = serde_json::from_str(&ran.output("wechat/article/a.meta.json")).unwrap();
    assert_eq!(meta["title"], "年货与“客服”");
    assert_eq!(meta["author"], "反诈宣传");
    assert_eq!(meta["digest"], "一句话。");
    assert_eq!(
        meta["content_source_url"],
        "https://www.example.gov.cn/zt/fanzha/cases/a/"
    );
    assert!(
        ran.output("wechat/article/a.preview.html")
            .contains(html.trim_end())
    );
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
