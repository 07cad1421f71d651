//! What an author may write above a text: dates, schedules, kinds, taxonomies; and what other generators have written.
//!
//! The same meaning gives the same bytes, however it was written down.

use std::fs;

use super::{
    SiteTest,
    site_test::{Ran, TODAY, fanzha},
    strict_pages::inline_parts,
};

pub const SETTINGS: &str = "title: 测试站\nbase_url: https://www.example.gov.cn/zt/fanzha/\n";

/// Every file of the output with its bytes.
pub fn bytes(ran: &Ran) -> Vec<(String, Vec<u8>)> {
    let read = |path: String| {
        let bytes = fs::read(ran.public().join(&path)).unwrap();
        (path, bytes)
    };
    ran.outputs().into_iter().map(read).collect()
}

/// Builds without a word.
fn clean(files: &[(&str, &str)]) -> Ran {
    let ran = SiteTest::of(files).build().expect_success();
    assert!(ran.stderr.starts_with("完成："), "{}", ran.stderr);
    ran
}

fn refused(files: &[(&str, &str)]) -> String {
    let ran = SiteTest::of(files).build();
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    ran.stderr
}

#[test]
fn two_lines_of_settings_and_one_file_are_a_site() {
    let ran = clean(&[("content/a.md", "---\n标题: 一\n---\n正文\n")]);
    assert!(ran.output("a/index.html").contains("<p>正文</p>"));
}

#[test]
fn dates_without_a_zone_are_in_the_zone_of_the_site() {
    let page = "---\n标题: 一\n日期: 2026-05-01 09:30\n---\n正文\n";
    let home = clean(&[("content/a.md", page)]);
    assert!(
        home.output("feed.json")
            .contains("\"2026-05-01T09:30:00+08:00\"")
    );
    assert!(
        home.output("atom.xml")
            .contains("<updated>2026-05-01T09:30:00+08:00</updated>")
    );
    assert!(
        home.output("feed.xml")
            .contains("Fri, 01 May 2026 09:30:00 +0800")
    );

    let settings = format!("{SETTINGS}time_zone: Asia/Urumqi\n");
    let west = clean(&[("site.yaml", &settings), ("content/a.md", page)]);
    assert!(
        west.output("feed.json")
            .contains("\"2026-05-01T09:30:00+06:00\"")
    );

    // A time that names its zone is carried over.
    for date in ["2026-05-01T01:30:00Z", "2026-05-01 02:30:00 +0100"] {
        let text = format!("---\n标题: 一\n日期: {date}\n---\n正文\n");
        let carried = clean(&[("content/a.md", &text)]);
        assert!(bytes(&carried) == bytes(&home), "{date}");
    }
}

#[test]
fn a_date_may_be_written_as_editors_write_dates() {
    let page = |date: &str| format!("---\n标题: 一\n日期: {date}\n---\n正文\n");
    let plain = clean(&[("content/a.md", &page("2026-05-01"))]);
    for date in [
        "2026/5/1",
        "2026年5月1日",
        "2026.05.01",
        "２０２６－０５－０１",
        "\"2026-5-1\"",
        "2026-05-01   # 周五",
        "\t2026-05-01",
    ] {
        let other = clean(&[("content/a.md", &page(date))]);
        assert!(bytes(&other) == bytes(&plain), "{date}");
    }
}

#[test]
fn a_page_is_out_from_its_first_moment_to_its_last() {
    let standing = |line: &str, day: &str| {
        let text = format!("---\n标题: 一\n{line}\n---\n");
        let site = SiteTest::of(&[("content/a.md", &text)]).arguments(&["--as-of", day]);
        let ran = site.build().expect_success();
        ran.public().join("a/index.html").exists()
    };
    // A day is built as of its end.
    assert!(!standing("定时发布: 2026-05-02", "2026-05-01"));
    assert!(standing("定时发布: 2026-05-02", "2026-05-02"));
    assert!(standing("定时发布: 2026-05-02 23:59", "2026-05-02"));
    assert!(standing("下线时间: 2026-05-02", "2026-05-01"));
    assert!(!standing("下线时间: 2026-05-02", "2026-05-02"));
    assert!(standing("下线时间: 2026-05-03 00:00", "2026-05-02"));
    assert!(!standing("草稿: 是", "2026-05-02"));
}

#[test]
fn yes_and_no_are_understood_in_any_usual_way() {
    for (word, is_out) in [
        ("是", false),
        ("TRUE", false),
        ("Yes", false),
        ("\"是\"", false),
        ("true # 暂不发", false),
        ("否", true),
        ("False", true),
        ("no", true),
        ("  否  ", true),
    ] {
        for key in ["草稿", "draft", "Draft", "DRAFT"] {
            let text = format!("---\n标题: 一\n{key}: {word}\n---\n");
            let ran = clean_or_left_out(&text);
            assert_eq!(
                ran.public().join("a/index.html").exists(),
                is_out,
                "{key}: {word}"
            );
        }
    }
}

/// A draft under fences that are not quite right must never go out.
#[test]
fn a_draft_is_a_draft_however_its_fences_are_drawn() {
    for (top, bottom) in [
        ("\n\n---", "---"),
        (" ---", "---"),
        ("---  ", "----"),
        ("-----", "-----"),
        ("———", "———"),
        ("－－－", "－－－"),
        ("—-", "---"),
    ] {
        let ran = clean_or_left_out(&format!("{top}\n标题: 一\n草稿: 是\n{bottom}\n正文\n"));
        assert!(!ran.public().join("a/index.html").exists(), "{top}");
        assert!(ran.stderr.contains("content/a.md：草稿"), "{}", ran.stderr);
    }
    let toml = "+++\ntitle = \"一\"\ndraft = true # 暂不发\n+++\n正文\n";
    let ran = SiteTest::of(&[("content/a.md", toml)]).build();
    assert!(ran.stderr.contains("content/a.md：草稿"), "{}", ran.stderr);
    // A rule above a text is a rule.
    let ran = SiteTest::of(&[("content/a.md", "------\n正文\n\n------\n\n再见\n")]).build();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.output("a/index.html").contains("<hr"));
}

fn clean_or_left_out(page: &str) -> Ran {
    let ran = SiteTest::of(&[("content/a.md", page)])
        .build()
        .expect_success();
    assert!(ran.stderr.contains("，0 个警告，"), "{}", ran.stderr);
    ran
}

#[test]
fn an_old_address_leads_to_the_page() {
    let page = "---\n标题: 一\n旧网址: [/old.html, news/1, /zt/fanzha/p/2/]\n---\n";
    let ran = clean(&[("content/a.md", page)]);
    for (path, target) in [
        ("old.html", "a/index.html"),
        ("news/1/index.html", "../../a/index.html"),
        ("p/2/index.html", "../../a/index.html"),
    ] {
        let html = ran.output(path);
        let refresh = format!("http-equiv=\"refresh\" content=\"0; url={target}\"");
        assert!(html.contains(&refresh), "{html}");
        assert!(
            html.contains(
                "<link rel=\"canonical\" href=\"https://www.example.gov.cn/zt/fanzha/a/\">"
            )
        );
    }
}

#[test]
fn every_kind_asks_for_what_it_needs() {
    for (kind, needed) in [
        (
            "典型案例",
            &["案发月份", "损失金额", "结果", "诈骗类型", "人群"][..],
        ),
        ("诈骗类型", &["编号", "定义", "步骤", "易受骗人群", "防范"]),
        ("警示语", &["性质"]),
        ("每月通报", &["月份", "数据来源", "指标"]),
        ("政策文件", &["发布机构", "名称"]),
        ("成员单位", &["编号", "序号", "职责"]),
    ] {
        let index = format!("---\n标题: 栏目\n内容类型: {kind}\n---\n");
        let said = refused(&[
            ("content/a/_index.md", &index),
            ("content/a/b.md", "---\n标题: 一\n---\n\n- 条\n"),
        ]);
        let mut missing: Vec<&str> = said
            .lines()
            .filter_map(|it| it.strip_prefix("error[field/missing]: 缺少“"))
            .collect();
        missing.sort_unstable();
        let mut expected: Vec<String> = needed.iter().map(|it| format!("{it}”")).collect();
        expected.sort_unstable();
        assert_eq!(missing, expected, "{kind}\n{said}");
    }
}

#[test]
fn a_folder_gives_its_kind_to_the_folders_below_it() {
    let unit = "---\n标题: 一\n编号: a\n序号: 1\n职责: 宣传\n---\n";
    let index = "---\n标题: 单位\n内容类型: 成员单位\n---\n";
    let inner = "---\n标题: 说明\n内容类型: 页面\n---\n";
    let ran = clean(&[
        ("content/units/_index.md", index),
        ("content/units/街道/a.md", unit),
        ("content/units/notes/_index.md", inner),
        ("content/units/notes/b.md", "---\n标题: 二\n---\n"),
    ]);
    assert!(ran.output("units/jie-dao/a/index.html").contains("宣传"));
    let said = refused(&[
        ("content/units/_index.md", index),
        ("content/units/街道/a.md", "---\n标题: 一\n---\n"),
    ]);
    assert!(said.contains("缺少“职责”"), "{said}");
}

const TYPES: [(&str, &str); 2] = [
    (
        "content/types/_index.md",
        "---\n标题: 类型\n内容类型: 诈骗类型\n---\n",
    ),
    (
        "content/types/a.md",
        "---\n标题: 网络婚恋、交友类\n编号: hunlian\n别名: [杀猪盘]\n定义: 骗\n步骤: [一]\n易受骗人群: [单身]\n防范: 不转账\n---\n",
    ),
];
const CLOSED: &str = "title: 站\nbase_url: https://a.cn/\ntaxonomies:\n  - {name: scam_types, title: 诈骗类型, section: types}\n  \
    - {name: audiences, title: 人群, terms: [{name: 老年人, aliases: [老人]}, 宝妈, 青少年]}\n";

#[test]
fn aliases_and_ids_lead_to_their_term() {
    for word in ["杀猪盘", "hunlian", "HunLian", "\"网络婚恋、交友类\""] {
        let page = format!("---\n标题: 一\n诈骗类型: [{word}]\n人群: 老人、宝妈\n---\n");
        let ran = clean(
            &[
                &[("site.yaml", CLOSED), ("content/b.md", &page)],
                &TYPES[..],
            ]
            .concat(),
        );
        assert!(ran.output("b/index.html").contains("../types/a/"), "{word}");
        assert!(
            ran.outputs()
                .iter()
                .any(|it| it == "audiences/lao-nian-ren/index.html")
        );
    }
}

#[test]
fn a_word_outside_a_closed_list_is_refused_with_the_nearest() {
    let check = |line: &str, message: &str, help: &str| {
        let page = format!("---\n标题: 一\n{line}\n---\n");
        let said = refused(
            &[
                &[("site.yaml", CLOSED), ("content/b.md", &page)],
                &TYPES[..],
            ]
            .concat(),
        );
        assert!(said.contains(message), "{said}");
        assert!(said.contains(help), "{said}");
    };
    check(
        "诈骗类型: [杀猪]",
        "“诈骗类型”里没有“杀猪”",
        "是不是想写“网络婚恋、交友类”？",
    );
    check("人群: [老年]", "“人群”里没有“老年”", "是不是想写“老年人”？");
    check(
        "人群: [老人、宝妈]",
        "“人群”里没有“老人、宝妈”",
        "几个词之间用英文逗号：[老人, 宝妈]",
    );
}

#[test]
fn any_taxonomy_works_by_naming_it() {
    let page = "---\n标题: 一\ncategories: [甲]\n标签: 乙，丙\n---\n";
    let ran = clean(&[("content/a.md", page)]);
    for path in [
        "categories/jia/index.html",
        "tags/yi/index.html",
        "tags/bing/index.html",
    ] {
        assert!(ran.outputs().iter().any(|it| it == path), "{path}");
    }
    let settings = format!("{SETTINGS}taxonomies: [{{name: venues, title: 场所}}]\n");
    let page = "---\n标题: 一\n场所: [医院]\n---\n";
    let ran = clean(&[("site.yaml", &settings), ("content/a.md", page)]);
    assert!(ran.output("venues/yi-yuan/index.html").contains("../../a/"));
}

#[test]
fn a_setting_that_nobody_knows_is_refused_with_the_nearest() {
    for (line, name, near) in [
        ("pagniate_by: 3", "pagniate_by", "paginate_by"),
        ("分类: []", "分类", "分类法"),
        ("hotlines: [{number: \"110\", nmae: 报警}]", "nmae", "name"),
        ("identity: {主办: 甲}", "主办", "主办单位"),
    ] {
        let settings = format!("{SETTINGS}{line}\n");
        let said = refused(&[
            ("site.yaml", &settings),
            ("content/a.md", "---\n标题: 一\n---\n"),
        ]);
        assert!(
            said.contains(&format!("error[field/unknown]: 不认识“{name}”")),
            "{said}"
        );
        assert!(said.contains(&format!("是不是想写“{near}”？")), "{said}");
    }
}

const IMPORTED: [(&str, &str); 7] = [
    ("content/_index.md", "# 欢迎\n\n<center>旧首页</center>\n"),
    (
        "content/posts/2024-03-01-jekyll.md",
        "---\nlayout: post\ntitle:  \"刷单 #1\"\ndate:   2024-03-01 08:00:00 +0800\ncategories: news update\npermalink: /x/\n---\n\
        正文 {{ site.x }} [旧](/old/page.html) ![](/assets/a.png)\n",
    ),
    (
        "content/posts/hugo.md",
        "---\nTitle: 兼职\nDate: 2024-03-01T08:00:00+08:00\nLastmod: 2024-03-02\nDescription: 一\nsummary: 二\nDraft: false\n\
        tags: [甲, 乙]\nauthor: [张三, 李四]\nweight: 10\ncover: {image: a.png, alt: 甲}\ntoc: true\naliases:\n  - /p/1\n---\n\n\
        {{< figure src=\"a.png\" >}}\n\n<img src=\"b.png\" onerror=\"alert(1)\"><script>alert(1)</script>\n",
    ),
    (
        "content/posts/zola.md",
        "+++\ntitle = \"佐拉\"\n[taxonomies]\ntags = [\"甲\"]\n+++\n\n## 佐拉\n\n见 [另一篇](@/posts/hugo.md)。\n",
    ),
    (
        "content/posts/hexo.md",
        "---\ntitle: 海克索\ndate: 2024-03-01 08:00:00\ntags:\n- 甲\n- 乙\nexcerpt: 说\n---\n正文<!-- more -->\n后文\n",
    ),
    (
        "content/plain.md",
        "# 普通文章\n\n没有信息栏，有 [链接](missing.md)。\n",
    ),
    ("content/README.markdown", "普通的一段。\n"),
];

#[test]
fn a_folder_of_another_generator_builds_with_warnings() {
    let settings = format!("{SETTINGS}broken_links: warn\nraw_html: sanitize\n");
    let mut files = vec![("site.yaml", settings.as_str())];
    files.extend(IMPORTED);
    let ran = SiteTest::of(&files).build();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for code in [
        "front-matter/none",
        "front-matter/toml",
        "field/unknown",
        "field/twice",
        "link/missing",
    ] {
        assert!(
            ran.stderr.contains(&format!("warning[{code}]")),
            "{code}\n{}",
            ran.stderr
        );
    }
    assert!(ran.output("plain/index.html").contains("<h1>普通文章</h1>"));
    let hugo = ran.output("posts/hugo/index.html");
    assert!(hugo.contains("张三、李四"), "{hugo}");
    assert!(
        inline_parts(&hugo).is_empty() && !hugo.contains("onerror"),
        "{hugo}"
    );

    let before = bytes(&ran);
    let arguments = ["build", "--strict", "--as-of", TODAY].map(str::to_owned);
    let (code, _, stderr) = fanzha(ran.site(), &arguments);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(bytes(&ran) == before);

    // Without the two settings, what could mislead a reader is an error.
    let said = refused(&IMPORTED);
    for code in ["link/missing", "markdown/raw-html"] {
        assert!(said.contains(&format!("error[{code}]")), "{code}\n{said}");
    }
}
