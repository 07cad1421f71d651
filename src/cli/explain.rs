//! `--explain`: why one output file was rebuilt or kept, in terms that editors know.
//!
//! Reports which of the file's inputs has changed, not who changed it.

use crate::{
    paths::OutputPath,
    pipeline::{Explanation, Fate},
};

/// The inputs of files, with their Chinese names.
const NAMES: &[(&str, &str)] = &[
    ("template", "模板"),
    ("page", "分类、前后的页面、相关内容等周围的信息"),
    ("content", "正文和信息栏，或者正文里的链接所指的网址"),
    (
        "head",
        "网页标签（标题、摘要、关键词、上一页和下一页的网址）",
    ),
    ("frame", "网站的名称、网址和标识"),
    ("breadcrumbs", "当前位置"),
    ("menu", "菜单"),
    ("site", "网站设置"),
    ("root", "它在网站里的位置"),
    ("section", "栏目的标题和摘要"),
    ("rows", "列表里的内容"),
    ("paginator", "翻页"),
    ("blocks", "首页各栏目的内容"),
    ("types", "诈骗类型"),
    ("slogans", "警示语"),
    ("taxonomy", "分类法"),
    ("terms", "分类法的词"),
    ("term", "分类的词"),
    ("sitemap_address", "网站的网址"),
    ("feed", "订阅的内容"),
    ("target", "新的网址"),
    ("canonical", "网站的网址"),
    ("title", "标题"),
    ("assets", "样式、脚本等主题文件"),
    ("server", "旧网址、文件类型等给服务器的设置"),
    ("compression", "压缩方式"),
    ("bytes", "文件的内容"),
    ("picture", "图片文件"),
    ("version", "图片的宽度"),
    ("styles", "公众号文章的样式"),
    ("article", "文章的标题、摘要、来源和日期"),
    ("case", "案件信息"),
    ("scam_type", "诈骗类型的说明"),
    ("home", "网站的网址"),
    ("pictures", "文章里的图片"),
    ("playlist", "播放单"),
    ("screen", "屏幕"),
    ("speech", "广播稿"),
    ("spot", "映前广告的内容"),
    ("pack", "材料包的内容"),
    ("files", "里面的文件"),
];

/// The output file for user input such as `public/cases/a/`, `cases/a/` or `cases/a/index.html`.
pub(super) fn output_path(text: &str) -> Result<OutputPath, String> {
    let text = text.trim_start_matches("./").trim_start_matches('/');
    let text = text.strip_prefix("public/").unwrap_or(text);
    let text = match text {
        "" => "index.html".to_owned(),
        text if text.ends_with('/') => format!("{text}index.html"),
        text => text.to_owned(),
    };
    OutputPath::new(&text)
        .ok_or_else(|| "写 public 里的一个文件，例如 cases/a/index.html".to_owned())
}

pub(super) fn tell(asked: &OutputPath, explanation: Option<&Explanation>) -> String {
    let Some(explanation) = explanation else {
        return format!("{asked}：网站里没有这个文件");
    };
    let why = match &explanation.fate {
        Fate::Kept => "没有重新生成：它用到的内容都没有变".to_owned(),
        Fate::New => "新生成：没有上次的记录".to_owned(),
        Fate::Lost => "重新生成：原来的文件被改过或者不见了".to_owned(),
        Fate::Changed(inputs) => {
            let names: Vec<&str> = inputs.iter().copied().map(name).collect();
            format!("重新生成，因为变了：{}", names.join("；"))
        }
    };
    format!("{}：{why}", explanation.output)
}

fn name(input: &'static str) -> &'static str {
    let found = NAMES.iter().find(|it| it.0 == input);
    found.map_or(input, |it| it.1)
}
