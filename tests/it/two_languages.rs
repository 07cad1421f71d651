//! Every key has a Chinese and an English name, in front matter and in settings, and the handbook names them all.
//!
//! The same site in either language gives the same bytes; there is no third list of names.

use std::fs;

use super::{
    SiteTest,
    content::{SETTINGS, bytes},
    site_test::Ran,
};

const CHINESE: [(&str, &str); 12] = [
    (
        "content/cases/_index.md",
        "---\n标题: 案例\n内容类型: 典型案例\n栏目类别: 动态\n排序方式: 时间\n每页条数: 5\n归档时间: 2026-05-31\n摘要: 一\n关键词: [甲]\n---\n",
    ),
    (
        "content/cases/a.md",
        "---\n标题: 一\n发布时间: 2026-05-01\n更新时间: 2026-05-02\n定时发布: 2026-05-01\n下线时间: 2027-05-01\n\
        草稿: 否\n摘要: 说\n关键词: [甲, 乙]\n作者: 张三\n来源: 区反诈中心\n示例: 是\n网址名: yi\n旧网址: [/old.html]\n\
        排序: 3\n相关内容: [../types/a.md]\n诈骗类型: [刷单]\n人群: [老年人]\n案发月份: 2026-04\n损失金额: 3 万元\n挽回金额: 1 万元\n结果: 止付\n转折点: [共享屏幕]\n---\n",
    ),
    (
        "content/types/_index.md",
        "---\n标题: 类型\n内容类型: 诈骗类型\n---\n",
    ),
    (
        "content/types/a.md",
        "---\n标题: 刷单返利\n编号: shuadan\n别名: [刷单]\n版本: {2025: 1}\n定义: 骗\n步骤: [引流, 收网]\n\
        易受骗人群: [学生]\n防范: 不垫资\n情形: [有人让我垫钱]\n特征: [先垫钱]\n案前: [多问]\n案中: [停]\n\
        案后: [报警]\n法律依据: [第二条]\n---\n",
    ),
    (
        "content/slogans/_index.md",
        "---\n标题: 警示语\n内容类型: 警示语\n---\n",
    ),
    (
        "content/slogans/a.md",
        "---\n标题: 一组\n性质: 公共信息\n渠道: [印刷品, LED屏, 影院]\n生效日期: 2026-01-01\n失效日期: 2026-12-31\n---\n\n\
        - 不轻信\n  - 屏幕：不信\n  - 影院：不轻信。\n  - 广播：请不要轻信。\n  - 短句：不信\n",
    ),
    (
        "content/bulletins/a.md",
        "---\n标题: 四月\n月份: 2026-04\n数据来源: 分局\n指标: [{指标: 立案数, 数值: 120, 单位: 起, 同比: -3.7, 环比: 2%}]\n\
        占比: [{类型: 刷单, 占比: 25}, {类型: 其他, 占比: 75}]\n---\n",
    ),
    (
        "content/policy/a.md",
        "---\n标题: 意见\n索引号: 1\n组配分类: 其他\n发布机构: 区政府\n文号: 1号\n成文日期: 2021-03-01\n名称: 全称\n\
        有效性: 有效\n咨询机关: 区府办\n咨询电话: 96110\n解读: [../units/a.md]\n---\n",
    ),
    (
        "content/units/a.md",
        "---\n标题: 人社局\n编号: rs\n序号: 1\n职责: 宣传\n载体: [LED屏, 宣传单]\n---\n",
    ),
    (
        "content/quiz/a.md",
        "---\n标题: 自测\n题目: [{题目: 怎么办, 选项: [转账, 挂断], 答案: 2, 解析: 先核实}]\n---\n",
    ),
    (
        "content/outreach/a.md",
        "---\n标题: 日程\n活动: [{日期: 2026-05-20, 主题: 讲座, 场所: 进社区, 地点: 活动室, 单位: 人社局}]\n---\n",
    ),
    (
        "content/wuzha/a.md",
        "---\n标题: 名单\n数据来源: 联席办\n社区: [{名称: 甲, 街道: 乙, 状态: 已命名, 月份: 2026-03, 入户率: 92, 说明: 好}]\n---\n",
    ),
];

const ENGLISH: [(&str, &str); 12] = [
    (
        "content/cases/_index.md",
        "---\ntitle: 案例\nkind: case\ncolumn_type: 动态\nsort_by: date\npaginate_by: 5\narchived_on: 2026-05-31\nsummary: 一\nkeywords: [甲]\n---\n",
    ),
    (
        "content/cases/a.md",
        "---\ntitle: 一\ndate: 2026-05-01\nupdated: 2026-05-02\npublish_at: 2026-05-01\nexpires_at: 2027-05-01\n\
        draft: false\nsummary: 说\nkeywords: [甲, 乙]\nauthor: 张三\nsource: 区反诈中心\nsample: true\nslug: yi\naliases: [/old.html]\n\
        weight: 3\nsee_also: [../types/a.md]\nscam_types: [刷单]\naudiences: [老年人]\nmonth: 2026-04\nloss: 3 万元\nrecovered: 1 万元\noutcome: 止付\nturning_points: [共享屏幕]\n---\n",
    ),
    (
        "content/types/_index.md",
        "---\ntitle: 类型\nkind: scam-type\n---\n",
    ),
    (
        "content/types/a.md",
        "---\ntitle: 刷单返利\nid: shuadan\nalso_known_as: [刷单]\neditions: {2025: 1}\ndefinition: 骗\nsteps: [引流, 收网]\n\
        targets: [学生]\nprevention: 不垫资\nsituations: [有人让我垫钱]\nred_flags: [先垫钱]\nbefore: [多问]\nduring: [停]\n\
        after: [报警]\nlaws: [第二条]\n---\n",
    ),
    (
        "content/slogans/_index.md",
        "---\ntitle: 警示语\nkind: slogans\n---\n",
    ),
    (
        "content/slogans/a.md",
        "---\ntitle: 一组\nclass: public-information\nchannels: [print, led, cinema]\nvalid_from: 2026-01-01\nvalid_until: 2026-12-31\n---\n\n\
        - 不轻信\n  - led: 不信\n  - cinema: 不轻信。\n  - voice: 请不要轻信。\n  - short: 不信\n",
    ),
    (
        "content/bulletins/a.md",
        "---\ntitle: 四月\nperiod: 2026-04\ndata_source: 分局\nindicators: [{name: 立案数, value: 120, unit: 起, yoy: -3.7, mom: 2%}]\n\
        shares: [{name: 刷单, share: 25}, {name: 其他, share: 75}]\n---\n",
    ),
    (
        "content/policy/a.md",
        "---\ntitle: 意见\nindex_no: 1\ncategory: 其他\npublisher: 区政府\ndoc_no: 1号\nissued_on: 2021-03-01\nname: 全称\n\
        validity: 有效\nconsult: 区府办\nconsult_phone: 96110\ninterpretations: [../units/a.md]\n---\n",
    ),
    (
        "content/units/a.md",
        "---\ntitle: 人社局\nid: rs\nnumber: 1\nduty: 宣传\ncarriers: [led, print]\n---\n",
    ),
    (
        "content/quiz/a.md",
        "---\ntitle: 自测\nquestions: [{question: 怎么办, options: [转账, 挂断], answer: 2, reason: 先核实}]\n---\n",
    ),
    (
        "content/outreach/a.md",
        "---\ntitle: 日程\nevents: [{day: 2026-05-20, topic: 讲座, venue: 进社区, place: 活动室, unit: 人社局}]\n---\n",
    ),
    (
        "content/wuzha/a.md",
        "---\ntitle: 名单\ndata_source: 联席办\ncommunities: [{name: 甲, street: 乙, standing: named, since: 2026-03, visit_rate: 92, note: 好}]\n---\n",
    ),
];

const CHINESE_SETTINGS: &str = "标题: 站\n网址: https://www.example.gov.cn/zt/fanzha/\n简介: 说\n语言: zh-CN\n\
    时区: Asia/Shanghai\n主题: default\n链接方式: 绝对\n每页条数: 7\n\
    网站标识: {网站名称: 甲, 网站域名: www.example.gov.cn, 标识码: \"3405040001\", 主办单位: 乙, 承办单位: 丙, 联系方式: 丁, \
    ICP备案号: 皖ICP备12345678号, 公安备案号: 皖公网安备34050402000001号, 党政机关标识: 0123456789abcdef0123456789ABCDEF}\n\
    门户: {页头: /head.html, 页脚: /foot.html, 可信网站: [gov.cn, example.org]}\n\
    热线: [{号码: \"96110\", 名称: 专线, 来源: 公安部}]\n\
    分类法:\n  - {名称: scam_types, 标题: 诈骗类型, 栏目: types}\n  - {名称: audiences, 标题: 人群, 词表: [{名称: 老年人, 网址名: old, 别名: [老人]}]}\n\
    菜单: [{标题: 案例, 指向: cases}]\n\
    屏幕: [{编号: a, 名称: 门头, 宽度点数: 64, 高度点数: 16, 字号点数: 16}]\n\
    播放单:\n  - {编号: a, 渠道: LED屏, 名称: 门头, 地点: 大厅, 屏幕: a, 人群: 老年人, 诈骗类型: 刷单, 最多条数: 3}\n  \
    - {编号: b, 渠道: 影院, 名称: 影院, 时长秒: 15}\n\
    印刷品: [{编号: a, 规格: 三折页, 标题: 别转账, 人群: 老年人, 诈骗类型: 刷单, 单位: [], 大字版: 是, 扫码打开: slogans, 最多条数: 2}]\n\
    失效链接: 警告\n网页代码: 净化\n图片字体: 不用\n分享图: 不用\n搜索: 开\n";

const ENGLISH_SETTINGS: &str = "title: 站\nbase_url: https://www.example.gov.cn/zt/fanzha/\ndescription: 说\nlanguage: zh-CN\n\
    time_zone: Asia/Shanghai\ntheme: default\nlinks: absolute\npaginate_by: 7\n\
    identity: {site_name: 甲, domain: www.example.gov.cn, id_code: \"3405040001\", organizer: 乙, undertaker: 丙, contact: 丁, \
    icp: 皖ICP备12345678号, police: 皖公网安备34050402000001号, conac: 0123456789abcdef0123456789ABCDEF}\n\
    portal: {header: /head.html, footer: /foot.html, trusted_hosts: [gov.cn, example.org]}\n\
    hotlines: [{number: \"96110\", name: 专线, source: 公安部}]\n\
    taxonomies:\n  - {name: scam_types, title: 诈骗类型, section: types}\n  - {name: audiences, title: 人群, terms: [{name: 老年人, slug: old, aliases: [老人]}]}\n\
    menu: [{title: 案例, to: cases}]\n\
    screens: [{id: a, name: 门头, width_px: 64, height_px: 16, font_px: 16}]\n\
    feeds:\n  - {id: a, channel: led, name: 门头, place: 大厅, screen: a, audiences: 老年人, scam_types: 刷单, limit: 3}\n  \
    - {id: b, channel: cinema, name: 影院, seconds: 15}\n\
    sheets: [{id: a, format: trifold, title: 别转账, audiences: 老年人, scam_types: 刷单, units: [], large: true, link: slogans, limit: 2}]\n\
    broken_links: warn\nraw_html: sanitize\npicture_font: none\nshare_cards: none\nsearch: on\n";

/// The sections of kinds that the two lists above leave out because they differ in nothing.
const SECTIONS: [(&str, &str); 6] = [
    (
        "content/bulletins/_index.md",
        "---\ntitle: 通报\nkind: 通报\n---\n",
    ),
    (
        "content/policy/_index.md",
        "---\ntitle: 政策\nkind: 政策\n---\n",
    ),
    (
        "content/units/_index.md",
        "---\ntitle: 单位\nkind: 单位\n---\n",
    ),
    (
        "content/quiz/_index.md",
        "---\ntitle: 自测\nkind: 自测\n---\n",
    ),
    (
        "content/outreach/_index.md",
        "---\ntitle: 日程\nkind: 六进\n---\n",
    ),
    (
        "content/wuzha/_index.md",
        "---\ntitle: 名单\nkind: 无诈社区\n---\n",
    ),
];

fn with(settings: &'static str, files: &[(&'static str, &'static str)]) -> Ran {
    let mut all = vec![("site.yaml", settings)];
    all.extend(SECTIONS);
    all.extend(files);
    let ran = SiteTest::of(&all).build().expect_success();
    assert!(!ran.stderr.contains("field/unknown"), "{}", ran.stderr);
    ran
}

fn expect_equal(left: &Ran, right: &Ran) {
    assert_eq!(left.outputs(), right.outputs());
    for (left, right) in bytes(left).iter().zip(bytes(right)) {
        let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
        assert_eq!(text(&left.1), text(&right.1), "{}", right.0);
    }
}

#[test]
fn a_page_in_chinese_keys_is_the_page_in_english_keys() {
    let (chinese, english) = (with(SETTINGS, &CHINESE), with(SETTINGS, &ENGLISH));
    expect_equal(&chinese, &english);
    assert!(chinese.output("cases/yi/index.html").contains("3 万元"));
    let slogans = chinese.output("slogans/a/index.html");
    assert!(slogans.contains("<meta name=\"Description\" content=\"不轻信\">"));
}

#[test]
fn settings_in_chinese_keys_are_the_settings_in_english_keys() {
    let chinese = with(CHINESE_SETTINGS, &CHINESE);
    let english = with(ENGLISH_SETTINGS, &ENGLISH);
    expect_equal(&chinese, &english);
    assert!(chinese.output("feeds/led/a/a.utf8bom.txt").contains("不信"));
}

/// Every name in the handbook's tables of front matter and settings stands in the two sites above, which build.
#[test]
fn the_handbook_names_only_what_is_accepted() {
    let handbook = fs::read_to_string("README.zh-CN.md").unwrap();
    let of = |settings: &str, files: &[(&str, &str)]| {
        let texts = files.iter().map(|it| it.1).collect::<String>();
        format!("\n{settings}{texts}")
    };
    let (chinese, english) = (
        of(CHINESE_SETTINGS, &CHINESE),
        of(ENGLISH_SETTINGS, &ENGLISH),
    );
    let has = |text: &str, name: &str| {
        ["\n", "{", ", "]
            .iter()
            .any(|before| text.contains(&format!("{before}{name}:")))
    };
    let mut checked_count = 0;
    let mut check = |chinese_name: &str, english_name: &str| {
        assert!(has(&chinese, chinese_name), "{chinese_name}");
        assert!(has(&english, english_name), "{english_name}");
        checked_count += 1;
    };
    let lines: Vec<&str> = handbook.lines().collect();
    let mut heading = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if lines
            .get(index + 1)
            .is_some_and(|it| it.starts_with("|---"))
        {
            heading = cells;
            continue;
        }
        if !line.starts_with("| ") {
            continue;
        }
        let (chinese, english, others) = match heading[..] {
            ["中文名", "英文名", "说明"] => (cells[0], cells[1], ""),
            ["英文名", "中文名", "说明"] => (cells[1], cells[0], cells[2]),
            ["类型", "项"] => ("", "", cells[1]),
            _ => continue,
        };
        let pairs = chinese.split('、').zip(english.split('、'));
        for (chinese, english) in pairs.filter(|it| !it.0.is_empty()).chain(in_words(others)) {
            check(
                chinese.trim_end_matches("……"),
                english.trim_end_matches("……"),
            );
        }
    }
    assert!(checked_count > 70, "only {checked_count} names were found");
}

/// Pairs such as `编号 id` inside a sentence.
fn in_words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_name =
        |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_') && it.len() > 1;
    text.split(['、', '；', '，', '（'])
        .filter_map(|it| it.trim().trim_start_matches('★').split_once(' '))
        .map(|(chinese, english)| (chinese, english.trim_end_matches('）')))
        .filter(move |it| is_name(it.1) && !it.0.is_ascii() || it.0 == "ICP备案号")
        .filter(|it| it.0 != "默认")
}
