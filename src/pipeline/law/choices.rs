//! The values from which edits are drawn: titles, dates, settings, templates, each one significant to the
//! incremental engine.
//!
//! In: nothing. Out: a strategy. The first choice of each list is the one that failing sequences shrink to.
//! Includes invalid values: nothing may be stale after a failed build either.

use proptest::{prelude::*, sample::select};

use super::{
    clock::CLOCKS,
    edit::Edit,
    harm::Harm,
    model::{FEEDS, SECTIONS, TAXONOMIES},
    photo::{OTHER_PHOTO, PHOTO, TRUNCATED_PHOTO},
};

const ENTRIES: &[(&str, &[&str])] = &[
    ("标题", &["甲题", "乙题", "", "[坏的"]),
    ("发布时间", &["2040-02-01 08:00", "2040-01-05", "", "明天"]),
    ("更新时间", &["2040-02-20", ""]),
    ("草稿", &["是", "否"]),
    (
        "定时发布",
        &["2040-03-01 08:00", "2040-03-02", "2040-03-03 08:00", ""],
    ),
    ("下线时间", &["2040-03-01 20:00", "2040-03-03", ""]),
    ("网址名", &["s-one", "s-two", ""]),
    ("旧网址", &["[/old/a/, /old/b.html]", "[/old/a/]", ""]),
    ("摘要", &["一句摘要。", "两句摘要。", ""]),
    ("排序", &["3", "-1", ""]),
    ("示例", &["是", ""]),
    ("来源", &["区联席办", ""]),
    ("标签", &["[转账, 刷单]", "[刷单]", ""]),
    ("人群", &["[老年人]", "[老人, 学生]", ""]),
    ("诈骗类型", &["[t0]", "[t1]", "[第0篇]", ""]),
    ("单位", &["[u2]", ""]),
    ("相关内容", &["[../news/p9.md]", ""]),
    ("生效日期", &["2040-03-01", "2040-03-02", ""]),
    ("失效日期", &["2040-03-01", "2040-03-03", ""]),
    ("渠道", &["[LED屏]", "[影院, 网站]", ""]),
    ("性质", &["公共信息", "公益广告"]),
    ("无此项", &["一", ""]),
    (
        "情形",
        &["[有人让我先垫钱]", "[有人让我先垫钱, 他不见面]", ""],
    ),
    ("转折点", &["[共享屏幕]", ""]),
    ("月份", &["2040-02", "2039-12"]),
    (
        "占比",
        &["[{类型: t0, 占比: 30}]", "[{类型: 其他, 占比: 20}]", ""],
    ),
    (
        "解读",
        &["[../news/p9.md]", "[../p13.md, ../bulletins/p7.md]", ""],
    ),
];

const SECTION_ENTRIES: &[(&str, &[&str])] = &[
    ("标题", &["栏目甲", "栏目乙", ""]),
    ("内容类型", &["页面", "警示语", "政策文件", "典型案例", ""]),
    ("排序方式", &["排序", "标题", ""]),
    ("每页条数", &["1", "2", ""]),
    ("摘要", &["栏目摘要。", ""]),
    ("归档时间", &["2040-02-01", ""]),
];

const BLOCKS: &[&str] = &[
    "先核实。\n",
    "## 第二节\n\n再转账。\n",
    "- 陌生来电要警惕\n  - led: 陌生来电要警惕\n",
    "- 𠮷字上不了屏 {#rare}\n",
    "![图](pic.png)\n",
    "![照片](pic.jpg)\n",
    "[原图](pic.jpg)和[另一张](pic.png)\n",
    "看[求助](/zt/p13/)和[首页](/zt/)，或者[文件](/zt/docs/a.txt)。\n",
    "脚注[^1]。\n\n[^1]: 注。\n",
    "<b>加粗</b>\n",
    "见[外站](https://www.example.org/a)和[部里](https://www.mps.gov.cn/)。\n",
    "[坏链接](nowhere.md)\n",
];

const SETTINGS: &[(&str, &[&str])] = &[
    (
        "title",
        &["title: 测试站\n", "title: 改名站\n", "title: [\n"],
    ),
    (
        "base_url",
        &[
            "base_url: https://www.example.gov.cn/zt/\n",
            "base_url: https://www.example.gov.cn/zt2/\n",
            "base_url: https://fanzha.example/\n",
        ],
    ),
    ("description", &["", "description: 一句话\n"]),
    ("links", &["links: relative\n", "links: absolute\n"]),
    (
        "paginate_by",
        &["paginate_by: 20\n", "paginate_by: 1\n", "paginate_by: 2\n"],
    ),
    (
        "theme",
        &["theme: default\n", "theme: own\n", "theme: 没有\n"],
    ),
    ("time_zone", &["", "time_zone: Asia/Tokyo\n"]),
    (
        "broken_links",
        &["broken_links: error\n", "broken_links: warn\n"],
    ),
    ("raw_html", &["raw_html: forbid\n", "raw_html: sanitize\n"]),
    ("search", &["", "search: off\n"]),
    (
        "serving",
        &[
            "",
            "precompress: [gz]\n",
            "precompress: [br, gz]\nservers: [nginx, htaccess, iis]\n",
        ],
    ),
    (
        "identity",
        &["", "identity: {site_name: 反诈, organizer: 区联席办}\n"],
    ),
    (
        "hotlines",
        &["", "hotlines: [{number: \"96110\", name: 专线}]\n"],
    ),
    (
        "menu",
        &[
            "",
            "menu: [{title: 首页, to: /}, {title: 新闻, to: news}]\n",
            "menu: [{title: 案例, to: cases}]\n",
        ],
    ),
    (
        "portal",
        &[
            "",
            "portal: {header: /public/head.html}\n",
            "portal: {trusted_hosts: [example.org]}\n",
        ],
    ),
    ("taxonomies", &[TAXONOMIES, MORE_TAXONOMIES, ""]),
    ("feeds", &[FEEDS, OTHER_FEEDS, ""]),
    // Drawing cards is slow: cards with their font are tried rarely, and one card for all pages more often
    // than one per page.
    (
        "pictures",
        &[
            "picture_font: none\n",
            "picture_font: none\nshare_cards: none\n",
            "share_cards: site\n",
            "share_cards: page\n",
        ],
    ),
];

const MORE_TAXONOMIES: &str = "taxonomies:
  - {name: tags, title: 标签}
  - {name: audiences, title: 人群, terms: [{name: 老人, slug: elders, aliases: [老年人]}, 学生]}
  - {name: scam_types, title: 诈骗类型, section: types}
  - {name: wards, title: 单位}
";

const OTHER_FEEDS: &str = "screens:
  - {id: door, width_px: 128, height_px: 32}
feeds:
  - {id: door, channel: led, screen: door, limit: 1}
  - {id: lobby, channel: cinema, seconds: 30, audiences: [学生]}
  - {id: board, channel: signage, shape: 长条屏, limit: 1}
  - {id: village, channel: voice, seconds: 10}
wechat: {tiers: [{id: street, name: 二级群, 结尾: 请转发。}]}
sheets:
  - {id: card, format: a5, title: 先挂断, link: news}
";

const PAGE_TEMPLATE: &str = "{{ page.title }}{{ content | safe }}
{% block lead %}{% endblock lead %}{% block tail %}{% endblock tail %}";

const PAGE_WITH_PARTS: &str = "{% extends \"base.html\" %}{% block content %}
{{ < badge text={page.title} /> }}{% include \"partials/extra.html\" %}{{ content | safe }}
{% block lead %}{% endblock lead %}{% block tail %}{% endblock tail %}{% endblock content %}";

const FILES: &[(&str, &[&str])] = &[
    (
        "templates/partials/footer.html",
        &[
            "<footer>{{ site.title }}</footer>\n",
            "<footer>{{ page.title }}</footer>\n",
            "{{ broken",
            "",
        ],
    ),
    ("templates/page.html", &[PAGE_TEMPLATE, PAGE_WITH_PARTS, ""]),
    (
        "templates/partials/badge.html",
        &[
            "{% component\tbadge(text) %}<b>{{ text }}</b>{% endcomponent badge %}",
            "{% component badge(text) %}<i>{{ text }}</i>{% endcomponent badge %}",
            "",
        ],
    ),
    (
        "templates/partials/extra.html",
        &["{{ root }}", "{{ site.name }}", ""],
    ),
    (
        "templates/slogans.html",
        &["{{ page.title }}{{ content | safe }}", ""],
    ),
    (
        "templates/rss.xml",
        &[
            "<rss>{{ feed.title }}</rss>",
            "<rss>{% for it in feed.items %}{{ it.html }}{% endfor %}</rss>",
            "",
        ],
    ),
    (
        "themes/own/templates/partials/brand.html",
        &["<p>自有</p>", "<p>{{ site.title }}</p>"],
    ),
    (
        "themes/own/templates/section.html",
        &[
            "{% for it in rows %}{{ it.title }}{% endfor %}",
            "{{ section.title }}",
        ],
    ),
    (
        "themes/own/static/more.css",
        &["a { color: red }", "a { color: tan }", ""],
    ),
    ("themes/default/static/more.css", &["a {}", ""]),
    ("templates/css/elder.css", &["a { color: red }", ""]),
    ("static/logo.svg", &["<svg/>", "<svg></svg>", ""]),
    ("static/docs", &["一个文件", ""]),
    ("static/docs/a.txt", &["一", "二", ""]),
    ("static/news/index.html", &["<p>占位</p>", ""]),
    (
        "content/news/pic.png",
        &[PICTURE, WIDE_PICTURE, PHOTO, "不是图片", ""],
    ),
    (
        "content/news/pic.jpg",
        &[PHOTO, OTHER_PHOTO, TRUNCATED_PHOTO, PICTURE, ""],
    ),
    ("content/news/pic.jpg.w360.jpg", &[PICTURE, ""]),
    ("content/cases/pic.png", &[PICTURE, ""]),
    ("content/news/local/p12/pic.png", &[PICTURE, ""]),
    ("content/news/con.md", &["---\n标题: 名字不能用\n---\n", ""]),
    (
        "content/news/loose.md",
        &["没有信息栏的一页\n", "没有信息栏的二页\n", ""],
    ),
    ("content/news/index.md", &["---\n标题: 索引\n---\n", ""]),
    ("content/deep/er/x.md", &["---\n标题: 深处\n---\n", ""]),
];

/// The header of a GIF, which is text: 16 and 32 pixels wide.
const PICTURE: &str = "GIF89a\u{10}\0\u{10}\0\0\0\0;";
const WIDE_PICTURE: &str = "GIF89a\u{20}\0\u{10}\0\0\0\0;";

const SHORTCUTS: [&str; 3] = [
    "content/news/shortcut.md",
    "static/docs",
    "templates/page.html",
];

type Choices = &'static [(&'static str, &'static [&'static str])];

/// One of all pairs, each key with equal probability.
fn pairs(choices: Choices) -> impl Strategy<Value = (&'static str, &'static str)> {
    select(choices).prop_flat_map(|(key, values)| (Just(key), select(values)))
}

fn section() -> impl Strategy<Value = &'static str> {
    select(&SECTIONS[..]).prop_map(|it| it.0)
}

/// Any edit.
pub fn edit() -> impl Strategy<Value = Edit> {
    let page = || 0..16_usize;
    prop_oneof![
        2 => Just(Edit::Nothing),
        8 => (page(), pairs(ENTRIES)).prop_map(|(page, (key, value))| Edit::Page(page, key, value)),
        4 => (page(), select(BLOCKS)).prop_map(|(page, block)| Edit::Block(page, block)),
        2 => page().prop_map(Edit::Word),
        2 => (page(), page(), any::<bool>()).prop_map(|it| Edit::Link(it.0, it.1, it.2)),
        1 => section().prop_map(Edit::Add),
        1 => page().prop_map(Edit::Delete),
        1 => page().prop_map(Edit::Rename),
        1 => (page(), section()).prop_map(|it| Edit::Move(it.0, it.1)),
        1 => page().prop_map(Edit::Bundle),
        3 => (section(), pairs(SECTION_ENTRIES)).prop_map(|(it, (key, value))| Edit::Section(it, key, value)),
        1 => section().prop_map(Edit::DeleteIndex),
        4 => pairs(SETTINGS).prop_map(|it| Edit::Setting(it.0, it.1)),
        5 => pairs(FILES).prop_map(|it| Edit::File(it.0, it.1)),
        1 => select(&SHORTCUTS[..]).prop_map(Edit::Shortcut),
        3 => select(&CLOCKS[..]).prop_map(Edit::Clock),
        1 => Just(Edit::Drafts),
        1 => Just(Edit::Strict),
        1 => Just(Edit::Paranoid),
        1 => select(&["", "http://127.0.0.1:8000/p"][..]).prop_map(Edit::BaseUrl),
        4 => harm().prop_map(Edit::Harm),
    ]
}

fn harm() -> impl Strategy<Value = Harm> {
    let file = || 0..200_usize;
    prop_oneof![
        file().prop_map(Harm::TruncateCache),
        file().prop_map(Harm::FlipCache),
        file().prop_map(Harm::DeleteCache),
        (file(), file()).prop_map(|it| Harm::MixUpCache(it.0, it.1)),
        Just(Harm::DeleteWholeCache),
        Just(Harm::CacheIsFile),
        Just(Harm::OldCache),
        file().prop_map(Harm::DeleteOutput),
        file().prop_map(Harm::ChangeOutput),
        Just(Harm::DeleteWholeOutput),
        Just(Harm::OldOutput),
    ]
}
