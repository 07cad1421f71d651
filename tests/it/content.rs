//! What an author may write above a text: dates, schedules, kinds, taxonomies; and what other generators have
//! written.
//!
//! The same meaning gives the same bytes, however it was written down.

use std::fs;

use super::{
    SiteTest,
    html::xml_texts,
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
    refusal(SiteTest::of(files))
}

fn refusal(site: SiteTest) -> String {
    let ran = site.build();
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    ran.stderr
}

/// The fixture of this name, with these files besides.
fn fixture(name: &str, files: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new(&format!("content/{name}"));
    for (path, text) in files {
        site.write(path, text);
    }
    site
}

#[test]
fn two_lines_of_settings_and_one_file_are_a_site() {
    let ran = clean(&[("content/a.md", "---\n标题: 一\n---\n正文\n")]);
    assert_eq!(ran.page("a/index.html").texts(".prose > p"), ["正文"]);
}

#[test]
fn dates_without_a_zone_are_in_the_zone_of_the_site() {
    let page = "---\n标题: 一\n日期: 2026-05-01 09:30\n---\n正文\n";
    let home = clean(&[("content/a.md", page)]);
    let published = |ran: &Ran| ran.json("feed.json")["items"][0]["date_published"].clone();
    assert_eq!(published(&home), "2026-05-01T09:30:00+08:00");
    let updated = xml_texts(&home.output("atom.xml"), "updated");
    assert_eq!(updated, ["2026-05-01T09:30:00+08:00"; 2]);
    let published_at = xml_texts(&home.output("feed.xml"), "pubDate");
    assert_eq!(published_at, ["Fri, 01 May 2026 09:30:00 +0800"]);

    let settings = format!("{SETTINGS}time_zone: Asia/Urumqi\n");
    let west = clean(&[("site.yaml", &settings), ("content/a.md", page)]);
    assert_eq!(published(&west), "2026-05-01T09:30:00+06:00");

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
    let pages = |day: &str| {
        let site = fixture("pages_with_a_first_and_a_last_moment", &[]);
        let ran = site.arguments(&["--as-of", day]).build().expect_success();
        let pages = fs::read_dir(ran.site().join("content")).unwrap();
        let names = pages.map(|it| it.unwrap().path().file_stem().unwrap().to_owned());
        let mut out: Vec<String> = names.map(|it| it.into_string().unwrap()).collect();
        out.retain(|it| ran.has(&format!("{it}/index.html")));
        out.sort();
        out
    };
    // A day is built as of its end.
    assert_eq!(pages("2026-05-01"), ["until_the_2nd", "until_the_3rd_at_0"]);
    assert_eq!(
        pages("2026-05-02"),
        [
            "from_the_2nd",
            "from_the_2nd_at_23_59",
            "until_the_3rd_at_0"
        ]
    );
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
    let ran = fixture("drafts_are_left_out", &[]).build().expect_success();
    ran.expect_output().expect_stderr();
}

#[test]
fn a_rule_above_a_text_is_a_rule() {
    let ran = SiteTest::of(&[("content/a.md", "------\n正文\n\n------\n\n再见\n")]).build();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.page("a/index.html").has(".prose hr"));
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
    let ran = fixture("an_old_address_leads_to_the_page", &[]).build();
    ran.expect_success().expect_output();
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
    let ran = fixture("a_kind_is_handed_down", &[])
        .build()
        .expect_success();
    assert_eq!(ran.page("units/jie-dao/a/index.html").text(".lead"), "宣传");
    assert!(ran.has("units/notes/b/index.html"));
    let incomplete = ("content/units/街道/a.md", "---\n标题: 一\n---\n");
    let said = refusal(fixture("a_kind_is_handed_down", &[incomplete]));
    assert!(said.contains("缺少“职责”"), "{said}");
}

#[test]
fn aliases_and_ids_lead_to_their_term() {
    for word in ["杀猪盘", "hunlian", "HunLian", "\"网络婚恋、交友类\""] {
        let page = format!("---\n标题: 一\n诈骗类型: [{word}]\n人群: 老人、宝妈\n---\n");
        let site = fixture("closed_lists", &[("content/b.md", &page)]);
        let ran = site.build().expect_success();
        assert!(ran.stderr.starts_with("完成："), "{}", ran.stderr);
        let page = ran.page("b/index.html");
        let terms: Vec<_> = page
            .texts("a.tag")
            .into_iter()
            .zip(page.attributes("a.tag", "href"))
            .collect();
        let expected = [
            ("网络婚恋、交友类", "../types/a/index.html"),
            ("老年人", "../audiences/lao-nian-ren/index.html"),
            ("宝妈", "../audiences/bao-ma/index.html"),
        ];
        assert_eq!(
            terms,
            expected.map(|(name, address)| (name.to_owned(), address)),
            "{word}"
        );
        assert!(ran.has("audiences/lao-nian-ren/index.html"));
    }
}

#[test]
fn a_word_outside_a_closed_list_is_refused_with_the_nearest() {
    let check = |line: &str, message: &str, help: &str| {
        let page = format!("---\n标题: 一\n{line}\n---\n");
        let said = refusal(fixture("closed_lists", &[("content/b.md", &page)]));
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
        assert!(ran.has(path), "{path}");
    }
    let settings = format!("{SETTINGS}taxonomies: [{{name: venues, title: 场所}}]\n");
    let page = "---\n标题: 一\n场所: [医院]\n---\n";
    let ran = clean(&[("site.yaml", &settings), ("content/a.md", page)]);
    let term = ran.page("venues/yi-yuan/index.html");
    assert_eq!(term.attributes(".rows a", "href"), ["../../a/index.html"]);
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

#[test]
fn a_folder_of_another_generator_builds_with_warnings() {
    let site = fixture("a_folder_of_another_generator", &[]);
    let ran = site.build().expect_success().expect_stderr();
    assert_eq!(ran.page("plain/index.html").text("h1"), "普通文章");
    let hugo = ran.page("posts/hugo/index.html");
    assert_eq!(hugo.texts(".article-line span")[0], "作者：张三、李四");
    assert_eq!(inline_parts(&hugo), [""; 0]);
    assert!(!hugo.mentions("onerror"), "{hugo}");

    let before = bytes(&ran);
    let arguments = ["build", "--strict", "--as-of", TODAY].map(str::to_owned);
    let (code, _, stderr) = fanzha(ran.site(), &arguments);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(bytes(&ran) == before);

    // Without the two settings, what could mislead a reader is an error.
    let said = refusal(fixture(
        "a_folder_of_another_generator",
        &[("site.yaml", SETTINGS)],
    ));
    for code in ["link/missing", "markdown/raw-html"] {
        assert!(said.contains(&format!("error[{code}]")), "{code}\n{said}");
    }
}
