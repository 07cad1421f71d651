//! The kinds of content that `new` can make: their names, their folders, their templates.
//!
//! Knows words only; the templates themselves are the files in `starter/new`.

/// What a piece of content is; the same words as in `_index.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Case,
    ScamType,
    Slogans,
    Bulletin,
    Policy,
    Unit,
    Page,
}

/// Everything that differs from kind to kind.
pub(super) struct Traits {
    kind: Kind,
    /// The words for it; the first is the one we write, the second the English one.
    words: &'static [&'static str],
    /// Below `content/`; empty for the top.
    pub folder: &'static str,
    pub template: &'static str,
    /// The text of a new section's `summary`.
    pub section_summary: &'static str,
}

const ALL: &[Traits] = &[
    Traits {
        kind: Kind::Case,
        words: &["典型案例", "case", "案例", "cases"],
        folder: "cases",
        template: include_str!("starter/new/case.md"),
        section_summary: "发生在身边的电信网络诈骗典型案例，看清骗子的手法。",
    },
    Traits {
        kind: Kind::ScamType,
        words: &["诈骗类型", "scam-type", "type", "类型", "types"],
        folder: "types",
        template: include_str!("starter/new/scam_type.md"),
        section_summary: "常见电信网络诈骗类型的手法、步骤和防范要点。",
    },
    Traits {
        kind: Kind::Slogans,
        words: &["警示语", "slogans", "slogan", "标语"],
        folder: "slogans",
        template: include_str!("starter/new/slogans.md"),
        section_summary: "供 LED 屏、影院和微信等渠道使用的反诈警示语。",
    },
    Traits {
        kind: Kind::Bulletin,
        words: &["每月通报", "bulletin", "通报", "bulletins"],
        folder: "bulletins",
        template: include_str!("starter/new/bulletin.md"),
        section_summary: "每月电信网络诈骗接报警情和防范工作数据通报。",
    },
    Traits {
        kind: Kind::Policy,
        words: &["政策文件", "policy", "政策", "policies"],
        folder: "policy",
        template: include_str!("starter/new/policy.md"),
        section_summary: "打击治理电信网络诈骗的法律法规和政策文件。",
    },
    Traits {
        kind: Kind::Unit,
        words: &["成员单位", "unit", "单位", "units"],
        folder: "units",
        template: include_str!("starter/new/unit.md"),
        section_summary: "反诈宣传工作各成员单位的职责分工和宣传载体。",
    },
    Traits {
        kind: Kind::Page,
        words: &["页面", "page", "pages"],
        folder: "",
        template: include_str!("starter/new/page.md"),
        section_summary: "",
    },
];

impl Kind {
    /// The kind that a word in `_index.md` or on the command line means.
    pub fn of(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        let named = ALL.iter().find(|it| it.words.contains(&word.as_str()));
        named.map(|it| it.kind)
    }

    /// For the command line: the complaint lists what there is.
    pub fn from_argument(word: &str) -> Result<Self, String> {
        Self::of(word).ok_or_else(|| {
            let words = ALL.iter().flat_map(|it| it.words.iter().copied());
            match crate::diagnostics::nearest(word, words) {
                Some(near) => format!("您是不是要写“{near}”？可以写：{}", Self::choices()),
                None => format!("可以写：{}", Self::choices()),
            }
        })
    }

    /// The name in Chinese.
    pub fn name(self) -> &'static str {
        self.traits().words[0]
    }

    /// The name in English: ASCII, fit for a file name.
    pub fn english(self) -> &'static str {
        self.traits().words[1]
    }

    pub fn traits(self) -> &'static Traits {
        ALL.iter()
            .find(|it| it.kind == self)
            .expect("every kind has its entry")
    }

    fn choices() -> String {
        let each = |it: &Traits| format!("{}（{}）", it.words[0], it.words[1]);
        ALL.iter().map(each).collect::<Vec<_>>().join("、")
    }
}
