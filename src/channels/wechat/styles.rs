//! The styles of an article's elements, as the theme's `wechat/article.css` sets them.
//!
//! Only properties that survive pasting into WeChat's editor are allowed
//! (`docs/wechat.md#what-survives-pasting`): no position, no flex or grid, no transform, no variables. Every
//! element that contains words has a colour.

use std::collections::BTreeMap;

use crate::fingerprint::Fingerprint;

/// The name of one set of declarations: a class of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub class: &'static str,
    /// Whether the elements of this style contain text directly, so that the style must set a colour.
    pub has_words: bool,
}

const WORDS: bool = true;
const BOX: bool = false;

macro_rules! styles {
    ($($(#[$doc:meta])* $name:ident = $class:literal, $has_words:ident;)*) => {
        $($(#[$doc])* pub const $name: Style = Style { class: $class, has_words: $has_words };)*

        pub const ALL: &[Style] = &[$($name),*];
    };
}

styles! {
    ROOT = "article", WORDS;
    PARAGRAPH = "paragraph", WORDS;
    SOFT = "soft", WORDS;
    ADDRESS = "address", WORDS;
    /// The first paragraph of a list item, with a hanging mark.
    ITEM = "item", WORDS;
    /// The other paragraphs of a list item.
    IN_ITEM = "in-item", WORDS;
    NESTED = "nested", BOX;
    LIST = "list", BOX;
    STEPS = "steps", BOX;
    HEADING = "heading", WORDS;
    LOW_HEADING = "low-heading", WORDS;
    QUOTE = "quote", BOX;
    NOTICE = "notice", BOX;
    ALARM = "alarm", BOX;
    FACTS = "facts", BOX;
    FACT = "fact", WORDS;
    FOOT = "foot", BOX;
    SCAMMER = "scammer", BOX;
    VICTIM = "victim", BOX;
    SPEAKER = "speaker", BOX;
    SPEECH = "speech", WORDS;
    ROLE = "role", WORDS;
    CODE_BLOCK = "code-block", WORDS;
    CODE = "code", WORDS;
    TABLE = "table", BOX;
    CELL = "cell", WORDS;
    HEAD_CELL = "head-cell", WORDS;
    PICTURE = "picture", BOX;
    CAPTION = "caption", WORDS;
    RULE = "rule", BOX;
    STRONG = "strong", WORDS;
    EMPHASIS = "emphasis", WORDS;
    RAISED = "raised", WORDS;
    LOWERED = "lowered", WORDS;
    STRUCK = "struck", WORDS;
    UNDERLINED = "underlined", WORDS;
    MARKED = "marked", WORDS;
}

/// The declarations of each style: `margin:0;color:#16222e;`.
#[derive(Clone, Debug, Default)]
pub struct Styles(BTreeMap<&'static str, String>);

impl Styles {
    pub fn new(declarations: BTreeMap<&'static str, String>) -> Self {
        Self(declarations)
    }

    /// The declarations as the value of a `style` attribute.
    pub fn of(&self, style: Style) -> &str {
        self.0.get(style.class).map_or("", String::as_str)
    }

    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_value(&self.0)
    }
}
