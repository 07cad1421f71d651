//! Generators of test input: realistic, malicious and accidentally damaged texts.
//!
//! In: randomness. Out: strategies for articles, settings, templates and the bytes of files.
//! Makes no assertions.

use proptest::prelude::*;

use crate::{content::Role, vocabulary::Kind};

/// Characters and words that are significant to the parsers of YAML, Markdown or slogans.
const UNITS: &[&str] = &[
    "---\n",
    "---",
    "+++\n",
    "——\n",
    "标题",
    "title",
    "发布时间",
    "草稿",
    "标签",
    "内容类型",
    "旧网址",
    "网址名",
    "排序",
    "屏幕",
    "播放单",
    "分类法",
    "菜单",
    "base_url",
    "time_zone",
    ": ",
    ":",
    "：",
    "\n",
    "\n\n",
    "  ",
    " ",
    "- ",
    "-",
    "－",
    "• ",
    "1. ",
    "1、",
    "[",
    "]",
    "{",
    "}",
    "{#",
    ",",
    "，",
    "、",
    "\"",
    "'",
    "“",
    "”",
    "|\n",
    ">\n",
    "|",
    ">",
    "# ",
    "#",
    " #",
    "&a ",
    "*a",
    "*",
    "**",
    "~~",
    "!",
    "![",
    "](",
    ")",
    "(",
    "%",
    "@",
    "`",
    "```\n",
    "```chat\n",
    "```steps\n",
    "骗子：",
    "\t",
    "\u{3000}",
    "\u{a0}",
    "\u{feff}",
    "\u{f8fe}",
    "\u{2028}",
    "\u{85}",
    "2026-05-01",
    "2026年5月1日",
    "9:30",
    "是",
    "否",
    "~",
    "null",
    "\\",
    "\\x",
    "\\u12",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "[^1]",
    "[^1]: ",
    "led: ",
    "影院：",
    "96110",
    "a.md",
    "../",
    "#锚",
    "https://a.cn/",
    "//b",
    "反诈",
    "𠮷",
    "é",
    "e\u{301}",
    "👨‍👩‍👧",
    "\u{200d}",
    "x",
    "0",
    "-1",
    "99999999999999999999",
    "? ",
    "!!str ",
    "%YAML 1.2\n",
];

/// Realistic texts, to be damaged.
const ARTICLES: &[&str] = &[
    "---\n标题: 警惕“百万保障”骗局\n发布时间: 2026-05-01 09:30\n标签: [反诈, 预警]\n旧网址: [/old/a.html]\n草稿: 否\n---\n\n\
     ## 经过 {#jing-guo}\n\n骗子说：**“不要挂断”**其实是诈骗[^1]。\n\n```chat\n骗子：您好\n市民：再见\n```\n\n\
     | 时间 | 事 |\n|---|---|\n| 上午 | 来电 |\n\n[详情](a.md#jing-guo) ![图](b.png)\n\n[^1]: 注\n",
    "---\ntitle: \"[预警] 冒充客服\"\nsummary: |\n  第一行\n  第二行\nkeywords: 甲、乙\nexpires_at: 2027/1/1\nweight: 3\n\
     see_also:\n  - ../b.md\n---\n> 引用\n\n1. 一\n2. 二\n   - 三\n\n<div>网页</div>\n",
    "---\n标题: 警示语\n性质: 公益广告\n渠道: [led, 影院]\n---\n\n- 不轻信 {#a}\n  - led: 勿信\n  - 广播：居民朋友\n- 不转账\n-不透露\n",
    "+++\ntitle = \"甲\"\ndraft = true\n+++\n\n# 乙\n\n文\n",
];

pub(super) const SETTINGS: &[&str] = &[
    "title: 雨山区反诈\nbase_url: https://www.example.gov.cn/zt/fanzha/\nlinks: absolute\nraw_html: sanitize\n\
     hotlines:\n  - {number: \"96110\", name: 专线}\ntaxonomies:\n  - name: tags\n    title: 标签\n    terms: [反诈, {name: 预警, slug: yj}]\n\
     menu:\n  - {title: 案例, to: cases}\n\
     screens:\n  - {id: door, name: 门头, width_px: 256, height_px: 32, font_px: 16}\n\
     feeds:\n  - {id: door, name: 门头, channel: led, screen: door}\n",
    "标题: 站\n网址: https://a.cn/\n时区: Asia/Shanghai\n每页条数: 2\n网站标识: {主办单位: 甲, 标识码: \"3405040001\"}\n",
];

fn wild() -> impl Strategy<Value = String> {
    let units = prop::collection::vec(prop::sample::select(UNITS), 0..60);
    prop_oneof![3 => units.prop_map(|it| it.concat()), 1 => any::<String>()]
}

/// One of `texts` with a few parts removed, duplicated, or replaced.
fn damaged(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    let damage = (
        any::<prop::sample::Index>(),
        0..8usize,
        0..3u8,
        prop::sample::select(UNITS),
    );
    let damages = prop::collection::vec(damage, 1..6);
    (prop::sample::select(texts), damages).prop_map(|(text, damages)| {
        let mut text: Vec<char> = text.chars().collect();
        for (at, length, act, unit) in damages {
            let start = at.index(text.len() + 1);
            let end = (start + length).min(text.len());
            let part: Vec<char> = match act {
                0 => Vec::new(),
                1 => text[start..end].repeat(2),
                _ => unit.chars().collect(),
            };
            text.splice(start..end, part);
        }
        text.into_iter().collect()
    })
}

pub(super) fn article() -> impl Strategy<Value = String> {
    let fenced = (wild(), wild()).prop_map(|(front, body)| format!("---\n{front}\n---\n{body}"));
    prop_oneof![wild(), fenced, damaged(ARTICLES)]
}

pub(super) fn settings() -> impl Strategy<Value = String> {
    prop_oneof![wild(), damaged(SETTINGS)]
}

pub(super) fn role() -> impl Strategy<Value = Role> {
    let kinds = Kind::choices().into_iter().map(|it| it.1);
    let roles = kinds.flat_map(|it| [Role::Page(it), Role::Bundle(it)]);
    let roles: Vec<Role> = roles.chain([Role::Section]).collect();
    prop::sample::select(roles)
}

/// The bytes of a file: mostly a text in some encoding, sometimes not a text.
pub(super) fn bytes(
    text: impl Strategy<Value = String> + 'static,
) -> impl Strategy<Value = Vec<u8>> {
    let text = text.prop_map(String::into_bytes).boxed();
    let other = text.clone().prop_map(|it| {
        let text = String::from_utf8_lossy(&it).into_owned();
        encoding_rs::GB18030.encode(&text).0.into_owned()
    });
    let noise = prop::collection::vec(any::<u8>(), 0..80);
    prop_oneof![8 => text, 1 => other, 1 => noise]
}

pub(super) fn template() -> impl Strategy<Value = String> {
    let units: &[&str] = &[
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{#",
        "#}",
        "page",
        ".title",
        "site",
        "if ",
        "endif",
        "for x in ",
        "endfor",
        "[1]",
        "| upper",
        "| safe",
        "include \"404.html\"",
        "extends \"base.html\"",
        "block a",
        "endblock",
        "\"",
        "反诈",
        "<",
        "\n",
        " ",
        "1",
        "+",
        "~",
        "not ",
        "raw",
        "endraw",
        "set x = ",
        "<c />",
        "component c()",
    ];
    let units = prop::collection::vec(prop::sample::select(units.to_vec()), 0..20);
    units.prop_map(|it| it.concat())
}
