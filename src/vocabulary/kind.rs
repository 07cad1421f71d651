//! The kinds of content, each with a schema of its own.
//!
//! A page's kind comes from its section; a kind decides the fields, never the address of a page.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    Case,
    ScamType,
    Slogans,
    Bulletin,
    Policy,
    Unit,
    Quiz,
    Outreach,
    Board,
    Page,
}

/// The group of search results that pages of a kind belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SearchGroup {
    Types,
    Pages,
    Cases,
    Slogans,
    Policies,
    Bulletins,
    Units,
    Lists,
}

/// Whether search engines are told that a page is an article, rather than a list or a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ArticleRule {
    Always,
    /// Help and imprint have no date; news do.
    WithDate,
    Never,
}

/// Everything that is text or a plain choice about one kind.
struct Row {
    kind: Kind,
    /// In files and templates: `scam-type`.
    name: &'static str,
    /// All names that authors may write; the first is shown to them.
    choices: &'static [&'static str],
    /// The folder of its section below `content/` when `fanzha new` creates it; empty for the top level.
    folder: &'static str,
    /// The `summary` of a section that `fanzha new` creates.
    section_summary: &'static str,
    /// 栏目类别, the nearest one of the vocabulary. Source: `docs/government-pages.md#page-tags`.
    column_type: &'static str,
    search_group: SearchGroup,
    article: ArticleRule,
}

const ROWS: [Row; 10] = [
    Row {
        kind: Kind::Case,
        name: "case",
        choices: &["典型案例", "case", "案例"],
        folder: "cases",
        section_summary: "发生在身边的电信网络诈骗典型案例，看清骗子的手法。",
        column_type: "工作动态",
        search_group: SearchGroup::Cases,
        article: ArticleRule::Always,
    },
    Row {
        kind: Kind::ScamType,
        name: "scam-type",
        choices: &["诈骗类型", "scam-type", "type"],
        folder: "types",
        section_summary: "常见电信网络诈骗类型的手法、步骤和防范要点。",
        column_type: "回应关切",
        search_group: SearchGroup::Types,
        article: ArticleRule::Always,
    },
    Row {
        kind: Kind::Slogans,
        name: "slogans",
        choices: &["警示语", "slogans", "slogan"],
        folder: "slogans",
        section_summary: "供 LED 屏、影院和微信等渠道使用的反诈警示语。",
        column_type: "工作动态",
        search_group: SearchGroup::Slogans,
        article: ArticleRule::Never,
    },
    Row {
        kind: Kind::Bulletin,
        name: "bulletin",
        choices: &["每月通报", "bulletin", "通报"],
        folder: "bulletins",
        section_summary: "每月电信网络诈骗接报警情和防范工作数据通报。",
        column_type: "数据发布",
        search_group: SearchGroup::Bulletins,
        article: ArticleRule::Always,
    },
    Row {
        kind: Kind::Policy,
        name: "policy",
        choices: &["政策文件", "policy", "政策"],
        folder: "policy",
        section_summary: "打击治理电信网络诈骗的法律法规和政策文件。",
        column_type: "政策文件",
        search_group: SearchGroup::Policies,
        article: ArticleRule::Always,
    },
    Row {
        kind: Kind::Unit,
        name: "unit",
        choices: &["成员单位", "unit", "单位"],
        folder: "units",
        section_summary: "反诈宣传工作各成员单位的职责分工和宣传载体。",
        column_type: "机构职能",
        search_group: SearchGroup::Units,
        article: ArticleRule::Never,
    },
    Row {
        kind: Kind::Quiz,
        name: "quiz",
        choices: &["防骗自测", "quiz", "自测"],
        folder: "quiz",
        section_summary: "花几分钟做几道题，看看自己能不能识破常见骗局。",
        column_type: "回应关切",
        search_group: SearchGroup::Pages,
        article: ArticleRule::Never,
    },
    Row {
        kind: Kind::Outreach,
        name: "outreach",
        choices: &["六进日程", "outreach", "六进"],
        folder: "outreach",
        section_summary: "反诈宣传进学校、进企业、进社区、进农村、进家庭的日程。",
        column_type: "工作动态",
        search_group: SearchGroup::Pages,
        article: ArticleRule::Never,
    },
    Row {
        kind: Kind::Board,
        name: "board",
        choices: &["无诈社区", "board", "无诈创建"],
        folder: "wuzha",
        section_summary: "无诈社区（单位）创建的名单和进展。",
        column_type: "工作动态",
        search_group: SearchGroup::Pages,
        article: ArticleRule::Never,
    },
    Row {
        kind: Kind::Page,
        name: "page",
        choices: &["页面", "page"],
        folder: "",
        section_summary: "",
        column_type: "概况信息",
        search_group: SearchGroup::Pages,
        article: ArticleRule::WithDate,
    },
];

impl Kind {
    /// Each kind with all its names; the first is shown to authors.
    pub fn choices() -> Vec<(&'static [&'static str], Self)> {
        ROWS.iter().map(|it| (it.choices, it.kind)).collect()
    }

    /// The name that authors read.
    pub fn chinese(self) -> &'static str {
        self.row().choices[0]
    }

    /// The name in files and templates: `scam-type`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The folder of its section below `content/`; empty for the top level.
    pub fn folder(self) -> &'static str {
        self.row().folder
    }

    /// The `summary` of a new section of this kind.
    pub fn section_summary(self) -> &'static str {
        self.row().section_summary
    }

    /// 栏目类别 of a section of this kind.
    pub fn column_type(self) -> &'static str {
        self.row().column_type
    }

    pub fn search_group(self) -> SearchGroup {
        self.row().search_group
    }

    /// Whether a page of this kind is an article.
    pub fn is_article(self, has_date: bool) -> bool {
        match self.row().article {
            ArticleRule::Always => true,
            ArticleRule::WithDate => has_date,
            ArticleRule::Never => false,
        }
    }

    fn row(self) -> &'static Row {
        let row = ROWS.iter().find(|it| it.kind == self);
        row.expect("every kind has a row")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row() {
        let order: Vec<usize> = ROWS.iter().map(|it| it.kind as usize).collect();
        assert_eq!(order, (0..ROWS.len()).collect::<Vec<_>>());
        assert_eq!(Kind::Page as usize + 1, ROWS.len());
        assert!(ROWS.iter().all(|it| it.choices.contains(&it.name)));
    }
}
