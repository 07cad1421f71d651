//! The in-memory model of a small site for the law test, and the same site as files.
//!
//! In: a `Model`. Out: path and content of each file. Links follow their targets, so that most edits leave a
//! valid site.
//! Knows nothing about builds.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::tests::program;

/// The folders of `content/`, each with the kind from its `_index.md`; an empty kind has no `_index.md`.
pub const SECTIONS: [(&str, &str); 10] = [
    ("", "页面"),
    ("types", "诈骗类型"),
    ("cases", "典型案例"),
    ("slogans", "警示语"),
    ("bulletins", "每月通报"),
    ("policy", "政策文件"),
    ("units", "成员单位"),
    ("outreach", "六进日程"),
    ("news", "页面"),
    ("news/local", ""),
];

pub type Entries = BTreeMap<&'static str, String>;

/// The entry at a path of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    File(Vec<u8>),
    /// A link; the program does not read links and reports them.
    Link,
}

pub type Things = BTreeMap<String, Thing>;

#[derive(Clone, Debug)]
pub struct Model {
    /// The parts of `site.yaml` by name.
    pub settings: BTreeMap<&'static str, &'static str>,
    pub sections: BTreeMap<&'static str, Entries>,
    pub pages: Vec<ModelPage>,
    /// Templates, themes, static files and pictures.
    pub files: Things,
    pub page_count: usize,
}

#[derive(Clone, Debug)]
pub struct ModelPage {
    pub number: usize,
    pub section: &'static str,
    pub name: String,
    pub is_bundle: bool,
    pub entries: Entries,
    pub blocks: BTreeSet<&'static str>,
    /// The numbers of other pages, and whether the link points to their heading.
    pub links: BTreeSet<(usize, bool)>,
    /// A word that is replaced by another of the same length.
    pub word: &'static str,
}

impl Model {
    /// A site without problems.
    pub fn new() -> Self {
        let settings = [
            ("title", "title: 测试站\n"),
            ("base_url", "base_url: https://www.example.gov.cn/zt/\n"),
            ("taxonomies", TAXONOMIES),
            ("feeds", FEEDS),
            ("pictures", "picture_font: none\n"),
        ];
        let mut model = Self {
            settings: settings.into(),
            sections: BTreeMap::new(),
            pages: Vec::new(),
            files: own_theme(),
            page_count: 0,
        };
        for (section, kind) in SECTIONS {
            if !kind.is_empty() {
                let entries = [
                    ("标题", format!("栏目{section}")),
                    ("内容类型", kind.into()),
                ];
                model.sections.insert(section, entries.into());
            }
        }
        for section in [
            "types", "types", "units", "cases", "cases", "slogans", "slogans",
        ] {
            model.add(section);
        }
        for section in [
            "bulletins",
            "policy",
            "news",
            "news",
            "news",
            "news/local",
            "",
            "bulletins",
            "outreach",
        ] {
            model.add(section);
        }
        model.pages[3].links.insert((0, false));
        model.pages[8].links.extend([(9, true), (4, false)]);
        model.pages[11].is_bundle = true;
        model
    }

    pub fn add(&mut self, section: &'static str) {
        let number = self.page_count;
        self.page_count += 1;
        let mut entries = Entries::from([
            ("标题", format!("第{number}篇")),
            ("发布时间", format!("2040-01-{:02} 09:30", number + 1)),
        ]);
        entries.extend(required(section, number));
        self.pages.push(ModelPage {
            number,
            section,
            name: format!("p{number}"),
            is_bundle: false,
            entries,
            blocks: ["## 小节\n\n先核实，再转账。\n"].into(),
            links: BTreeSet::new(),
            word: "甲",
        });
    }

    /// All files by their paths below the site root.
    pub fn things(&self) -> Things {
        let mut things = self.files.clone();
        let mut add = |path: String, text: String| {
            things.insert(path, Thing::File(text.into_bytes()));
        };
        let settings: String = self.settings.values().copied().collect();
        add("site.yaml".to_owned(), settings);
        for (section, entries) in &self.sections {
            let text = format!("{}栏目的话。\n", front_matter(entries));
            add(format!("{}/_index.md", folder(section)), text);
        }
        for page in &self.pages {
            add(page.path(), self.text(page));
        }
        things
    }

    fn text(&self, page: &ModelPage) -> String {
        let mut text = front_matter(&page.entries);
        text.push_str(&format!("第{}页，记号{}。\n\n", page.number, page.word));
        for block in &page.blocks {
            text.push_str(&format!("{block}\n"));
        }
        for (number, has_anchor) in &page.links {
            let target = self.pages.iter().find(|it| it.number == *number);
            let path = target.map_or_else(|| "gone.md".to_owned(), ModelPage::path);
            let way = relative_path(&page.path(), &path);
            let anchor = if *has_anchor { "#小节" } else { "" };
            text.push_str(&format!("看[另一篇]({way}{anchor})。\n\n"));
        }
        // Last, so that a group of slogans has at least one.
        text.push_str(&format!("- 第{}句：不明链接不要点\n", page.number));
        text
    }
}

impl ModelPage {
    pub fn path(&self) -> String {
        let folder = folder(self.section);
        match self.is_bundle {
            true => format!("{folder}/{}/index.md", self.name),
            false => format!("{folder}/{}.md", self.name),
        }
    }
}

fn folder(section: &str) -> String {
    match section {
        "" => "content".to_owned(),
        _ => format!("content/{section}"),
    }
}

fn front_matter(entries: &Entries) -> String {
    let lines: String = entries
        .iter()
        .map(|(key, value)| format!("{key}: {value}\n"))
        .collect();
    format!("---\n{lines}---\n\n")
}

/// The relative path from the file at `from` to the one at `to`, both below `content/`.
fn relative_path(from: &str, to: &str) -> String {
    let depth = from.matches('/').count() - 1;
    let to = to.strip_prefix("content/").unwrap_or(to);
    format!("{}{to}", "../".repeat(depth))
}

/// The required entries of a page in a section of this name.
pub fn required(section: &str, number: usize) -> Entries {
    let fixed: &[(&str, &str)] = match section {
        "types" => &[
            ("定义", "骗局"),
            ("步骤", "[引流, 收网]"),
            ("易受骗人群", "[学生]"),
            ("防范", "不垫付"),
        ],
        "cases" => &[
            ("案发月份", "2040-01"),
            ("损失金额", "3.2 万元"),
            ("结果", "及时劝阻"),
            ("诈骗类型", "[t0]"),
            ("人群", "[老年人]"),
        ],
        "slogans" => &[("性质", "公益广告")],
        "bulletins" => &[
            ("月份", "2040-01"),
            ("数据来源", "示例"),
            ("指标", "[{指标: 立案数, 数值: 120, 单位: 起, 同比: -3.7}]"),
        ],
        "policy" => &[("发布机构", "区政府"), ("名称", "意见")],
        "units" => &[("序号", "1"), ("职责", "宣传")],
        "outreach" => &[(
            "活动",
            "[{日期: 2040-02-01, 主题: 讲座, 场所: 进社区, 地点: 活动室, 单位: u2}]",
        )],
        _ => &[],
    };
    let mut entries: Entries = fixed
        .iter()
        .map(|(key, value)| (*key, (*value).to_owned()))
        .collect();
    match section {
        "types" => drop(entries.insert("编号", format!("t{number}"))),
        "units" => drop(entries.insert("编号", format!("u{number}"))),
        _ => (),
    }
    entries
}

/// A theme on the disk: the built-in templates, and a style sheet.
fn own_theme() -> Things {
    let program = program();
    let builtin = program.theme().iter();
    let templates = builtin.filter(|it| it.path.starts_with("templates/"));
    let mut things: Things = templates
        .map(|it| {
            let path = format!("themes/own/{}", it.path);
            (path, Thing::File(it.bytes.to_vec()))
        })
        .collect();
    let style = Thing::File(b"body { margin: 0 }\n".to_vec());
    things.insert("themes/own/static/more.css".to_owned(), style);
    things
}

pub const TAXONOMIES: &str = "taxonomies:
  - {name: scam_types, title: 诈骗类型, section: types}
  - {name: units, title: 单位, section: units}
  - {name: audiences, title: 人群, terms: [{name: 老年人, slug: elderly, aliases: [老人]}, 学生]}
  - {name: tags, title: 标签}
";

pub const FEEDS: &str = "screens:
  - {id: door, width_px: 352, height_px: 16}
feeds:
  - {id: door, channel: led, screen: door, audiences: [老年人]}
  - {id: lobby, channel: cinema, seconds: 15}
  - {id: board, channel: signage, shape: 竖屏}
  - {id: village, channel: voice, seconds: 60}
wechat: {tiers: [{id: district, name: 一级群}]}
sheets:
  - {id: card, format: card, title: 先核实, link: slogans, limit: 3}
  - {id: poster, format: poster, audiences: [老年人]}
";
