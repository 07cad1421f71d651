//! Every diagnostic code with its title: the index of all problems that can be reported.
//!
//! A code is `area/problem`. It may be retired but is never renamed or reused for something else.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DiagnosticCode {
    pub id: &'static str,
    pub title: &'static str,
}

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl Serialize for DiagnosticCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

impl<'de> Deserialize<'de> for DiagnosticCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let code = ALL.iter().find(|it| it.id == id);
        code.copied()
            .ok_or_else(|| de::Error::custom("there is no such code"))
    }
}

macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal;)*) => {
        $(pub const $name: DiagnosticCode = DiagnosticCode { id: $id, title: $title };)*

        const ALL: &[DiagnosticCode] = &[$($name),*];
    };
}

codes! {
    SOURCE_ENCODING = "source/encoding", "文件不是 UTF-8，已按其他编码读入";
    SOURCE_INVALID_BYTES = "source/invalid-bytes", "文件里有读不懂的字节";
    SOURCE_TOO_LARGE = "source/too-large", "文件太大";
    SOURCE_UNREADABLE = "source/unreadable", "文件打不开";
    SOURCE_LINK = "source/link", "快捷方式或链接不会被读取";
    SOURCE_EMPTY = "source/empty", "文件是空的";
    SOURCE_FILE_NAME = "source/file-name", "文件名不能用";

    YAML_SYNTAX = "yaml/syntax", "格式写错了";
    YAML_FULL_WIDTH = "yaml/full-width", "用了全角标点";
    YAML_HASH = "yaml/hash", "井号后面的字会丢失";
    YAML_INDENT = "yaml/indent", "缩进用了制表符或全角空格";
    YAML_DUPLICATE_KEY = "yaml/duplicate-key", "同一项写了两次";
    YAML_ALIAS = "yaml/alias", "不能使用 & 和 * 引用";
    YAML_TOO_BIG = "yaml/too-big", "层次太深或内容太多";

    FRONT_MATTER_UNCLOSED = "front-matter/unclosed", "信息栏没有结束";
    FRONT_MATTER_TOML = "front-matter/toml", "信息栏是 TOML 格式";
    FRONT_MATTER_NONE = "front-matter/none", "没有信息栏";
    FIELD_UNKNOWN = "field/unknown", "不认识的项";
    FIELD_MISSING = "field/missing", "缺少必填项";
    FIELD_TYPE = "field/type", "填写的内容类型不对";
    FIELD_DATE = "field/date", "日期写得不对";
    FIELD_VALUE = "field/value", "填写的内容不在允许的范围内";
    FIELD_TWICE = "field/twice", "中文名和英文名重复填写了同一项";

    CONFIG_NOT_FOUND = "config/not-found", "找不到 site.yaml";
    CONFIG_BASE_URL = "config/base-url", "网址写得不对";
    CONFIG_TIME_ZONE = "config/time-zone", "时区写得不对";
    CONFIG_IDENTITY = "config/identity", "网站标识信息格式不对";
    CONFIG_SCREEN = "config/screen", "屏幕参数不对";
    CONFIG_REFERENCE = "config/reference", "引用的名称没有定义";
    CONFIG_DUPLICATE = "config/duplicate", "名称重复";
    CONFIG_PUBLISH_INSECURE = "config/publish-insecure", "发布时密码不加密";
    CONFIG_PORTAL = "config/portal", "门户设置写得不对";

    TITLE_MISSING = "title/missing", "没有标题";
    TAXONOMY_UNKNOWN_TERM = "taxonomy/unknown-term", "不在词表里的词";
    TAXONOMY_AMBIGUOUS = "taxonomy/ambiguous", "一个词指向两个条目";
    SCHEDULE_ORDER = "schedule/order", "起止日期颠倒";

    SLOGAN_NONE = "slogan/none", "没有一条警示语";
    SLOGAN_EMPTY = "slogan/empty", "警示语没有字";
    SLOGAN_MARK = "slogan/mark", "警示语前面的符号不对";
    SLOGAN_CHANNEL = "slogan/channel", "不认识的渠道";
    SLOGAN_DUPLICATE = "slogan/duplicate", "警示语重复";
    SLOGAN_MARKUP = "slogan/markup", "警示语里有屏幕显示不了的格式";

    MARKDOWN_RAW_HTML = "markdown/raw-html", "正文里有 HTML 代码";
    MARKDOWN_TOO_BIG = "markdown/too-big", "文章太长或格式太多";
    MARKDOWN_IMAGE_ALT = "markdown/image-alt", "图片没有文字说明";
    MARKDOWN_CHAT = "markdown/chat", "聊天记录写得不对";
    MARKDOWN_STEPS = "markdown/steps", "步骤写得不对";

    LINK_MISSING = "link/missing", "链接指向的页面不存在";
    LINK_ANCHOR = "link/anchor", "链接指向的小标题不存在";
    LINK_SCHEME = "link/scheme", "链接的开头不能用";
    IMAGE_MISSING = "image/missing", "图片不存在";
    IMAGE_FORMAT = "image/format", "浏览器打不开这种图片";
    IMAGE_TOO_LARGE = "image/too-large", "图片太大";
    IMAGE_BROKEN = "image/broken", "图片坏了";

    URL_CASE = "url/case", "网址只差大小写";
    URL_DUPLICATE = "url/duplicate", "两个内容用了同一个网址";
    URL_UNSAFE = "url/unsafe", "网址越出了网站";

    METADATA_MISSING = "metadata/missing", "缺少政府网站的网页标签";

    FEED_EMPTY = "feed/empty", "屏幕播放单是空的";
    FEED_CHARACTER = "feed/character", "屏幕显示不了的字";
    FEED_TOO_SHORT = "feed/too-short", "时长放不下一条警示语";
    FEED_TOO_WIDE = "feed/too-wide", "屏幕放不下警示语";
    PICTURE_FONT = "picture/font", "画图用的中文字体";
    FEED_VOICE = "feed/voice", "配音比画面长";
    FEED_TOO_LONG = "feed/too-long", "控制卡收不下的警示语";

    WECHAT_MESSAGE = "wechat/message", "微信群消息太长";
    WECHAT_TITLE = "wechat/title", "公众号文章的标题或摘要太长";
    WECHAT_ARTICLE = "wechat/article", "公众号文章太长";
    WECHAT_PICTURE = "wechat/picture", "公众号收不下的图片";
    SHEET_EMPTY = "sheet/empty", "印刷品上没有一条警示语";
    SHEET_TOO_LONG = "sheet/too-long", "印刷品放不下的文字";
    SHEET_CODE = "sheet/code", "印刷品上的二维码印不出来";

    THEME_NOT_FOUND = "theme/not-found", "找不到主题";
    THEME_SYNTAX = "theme/syntax", "模板写错了";
    THEME_RENDER = "theme/render", "模板运行出错";
    THEME_DATA = "theme/data", "主题的数据写错了";
}
