//! The kinds of content that `new` can create: their names, their folders, their templates.
//!
//! Contains names only; the templates are the files in `starter/new`.

use crate::{content::Kind, diagnostics::nearest};

/// The properties of a kind.
pub(super) struct Traits {
    kind: Kind,
    /// Below `content/`; empty for the top level.
    pub folder: &'static str,
    pub template: &'static str,
    /// The `summary` of a new section.
    pub section_summary: &'static str,
}

const ALL: &[Traits] = &[
    Traits {
        kind: Kind::Case,
        folder: "cases",
        template: include_str!("starter/new/case.md"),
        section_summary: "发生在身边的电信网络诈骗典型案例，看清骗子的手法。",
    },
    Traits {
        kind: Kind::ScamType,
        folder: "types",
        template: include_str!("starter/new/scam_type.md"),
        section_summary: "常见电信网络诈骗类型的手法、步骤和防范要点。",
    },
    Traits {
        kind: Kind::Slogans,
        folder: "slogans",
        template: include_str!("starter/new/slogans.md"),
        section_summary: "供 LED 屏、影院和微信等渠道使用的反诈警示语。",
    },
    Traits {
        kind: Kind::Bulletin,
        folder: "bulletins",
        template: include_str!("starter/new/bulletin.md"),
        section_summary: "每月电信网络诈骗接报警情和防范工作数据通报。",
    },
    Traits {
        kind: Kind::Policy,
        folder: "policy",
        template: include_str!("starter/new/policy.md"),
        section_summary: "打击治理电信网络诈骗的法律法规和政策文件。",
    },
    Traits {
        kind: Kind::Unit,
        folder: "units",
        template: include_str!("starter/new/unit.md"),
        section_summary: "反诈宣传工作各成员单位的职责分工和宣传载体。",
    },
    Traits {
        kind: Kind::Quiz,
        folder: "quiz",
        template: include_str!("starter/new/quiz.md"),
        section_summary: "花几分钟做几道题，看看自己能不能识破常见骗局。",
    },
    Traits {
        kind: Kind::Outreach,
        folder: "outreach",
        template: include_str!("starter/new/outreach.md"),
        section_summary: "反诈宣传进学校、进企业、进社区、进农村、进家庭的日程。",
    },
    Traits {
        kind: Kind::Board,
        folder: "wuzha",
        template: include_str!("starter/new/board.md"),
        section_summary: "无诈社区（单位）创建的名单和进展。",
    },
    Traits {
        kind: Kind::Page,
        folder: "",
        template: include_str!("starter/new/page.md"),
        section_summary: "",
    },
];

/// For the command line: the error message lists the available kinds.
pub(super) fn from_argument(word: &str) -> Result<Kind, String> {
    let known = || Kind::CHOICES.iter().flat_map(|it| it.0.iter().copied());
    let found = Kind::CHOICES.iter().find(|it| it.0.contains(&word));
    found.map(|it| it.1).ok_or_else(|| {
        let choices: Vec<&str> = Kind::CHOICES.iter().map(|it| it.0[0]).collect();
        let choices = choices.join("、");
        match nearest(word, known()) {
            Some(near) => format!("您是不是要写“{near}”？可以写：{choices}"),
            None => format!("可以写：{choices}"),
        }
    })
}

pub(super) fn traits(kind: Kind) -> &'static Traits {
    ALL.iter()
        .find(|it| it.kind == kind)
        .expect("every kind has its entry")
}
