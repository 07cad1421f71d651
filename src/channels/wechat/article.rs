//! An article for the official account: the page's text in a dress that its editor keeps.
//!
//! In: a case or an explainer. Out: the article and its words, its title and digest, the list of its pictures, and a page
//! that copies it all. The text is made from Markdown anew for each, and only where it is wanted.

use serde::Serialize;

use super::{
    plain::plain,
    styled::styled,
    tree::parse,
    words::{ADVICE, day_of},
};
use crate::{
    content::{Detail, ScamType},
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    markdown::escape,
    page::{Addresses, BodyHtml, Place, Prepared, RenderContext, summary_of, written},
    site::{Page, Site, Target},
    source::Changed,
    span::Span,
    theme::{Filling, LateValue, Problem},
};

/// Limits of the interface for drafts. Source: `docs/wechat.md#limits-of-articles`.
const CHARACTERS_MAX: usize = 20_000;
const BYTES_MAX: usize = 1_000_000;
/// A picture in a text.
const PICTURE_BYTES_MAX: u64 = 1024 * 1024;
const TITLE_CHARACTERS_MAX: usize = 64;
const DIGEST_CHARACTERS_MAX: usize = 120;

/// The article made of one page.
#[derive(Clone, Debug)]
pub struct Article {
    /// In `Site::pages`.
    pub page: usize,
    /// Of its files.
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleFile {
    Html,
    Text,
    Images,
    Meta,
    Preview,
}

impl ArticleFile {
    pub const ALL: [Self; 5] = [
        Self::Html,
        Self::Text,
        Self::Images,
        Self::Meta,
        Self::Preview,
    ];

    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => ".html",
            Self::Text => ".txt",
            Self::Images => ".images.txt",
            Self::Meta => ".meta.json",
            Self::Preview => ".preview.html",
        }
    }
}

/// Says what the account would not take of a page.
pub fn check(page: &Page, diagnostics: &mut Diagnostics) {
    let title = &page.document.title;
    let length = title.value.chars().count();
    if length > TITLE_CHARACTERS_MAX {
        diagnostics.push(long_title(title.span, length));
    }
    let length = summary_of(&page.document).chars().count();
    if length > DIGEST_CHARACTERS_MAX {
        diagnostics.push(long_digest(title.span, length));
    }
    for image in &page.document.outline.images {
        let target = page.links.get(&image.destination);
        let Some((output, _)) = target.and_then(Target::picture) else {
            continue;
        };
        if !is_taken(output.file_name()) {
            diagnostics.push(bad_picture(image.span));
        } else if let Some(bytes) = target.and_then(Target::copied_bytes)
            && bytes > PICTURE_BYTES_MAX
        {
            diagnostics.push(large_picture(image.span, bytes));
        }
    }
}

/// The account's interface takes JPEG and PNG.
fn is_taken(file_name: &str) -> bool {
    let name = file_name.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png"]
        .iter()
        .any(|it| name.ends_with(it))
}

pub fn prepare<'a>(
    article: &Article,
    file: ArticleFile,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let site = context.site;
    let page = &site.pages[article.page];
    let text = Text::of(page, context);
    match file {
        ArticleFile::Html => Prepared::new(text.inputs(), move || {
            let html = text.html()?;
            let length = html.chars().count();
            if length >= CHARACTERS_MAX || html.len() >= BYTES_MAX {
                let at = page.document.title.span;
                return Err(Problem::Template(Box::new(too_long(at, length))));
            }
            Ok(html.into_bytes())
        }),
        ArticleFile::Text => {
            let title = &page.document.title.value;
            let mut inputs = text.inputs();
            inputs.push(("title", Fingerprint::of_value(title)));
            Prepared::new(inputs, move || {
                Ok(format!("{title}\n\n{}", text.plain()?).into_bytes())
            })
        }
        ArticleFile::Images => Prepared::made(images(page, site).into_bytes()),
        ArticleFile::Meta => Prepared::made(meta(page, site)),
        ArticleFile::Preview => preview(article, text, context),
    }
}

/// The text of an article, before it is written in any form.
struct Text<'a> {
    /// What stands before the page's own text and after it, as HTML.
    before: String,
    after: String,
    body: BodyHtml<'a>,
    home: &'a str,
}

impl<'a> Text<'a> {
    fn of(page: &'a Page, context: &RenderContext<'a>) -> Self {
        let config = &context.site.config;
        let place = Place {
            addresses: Addresses::absolute(config),
            root: config.base_url.as_str().to_owned(),
            here: String::new(),
        };
        Self {
            before: before(page),
            after: after(page),
            body: BodyHtml::new(context, &page.document, &page.links, place),
            home: config.base_url.as_str(),
        }
    }

    fn inputs(&self) -> Vec<(&'static str, Fingerprint)> {
        vec![
            ("content", self.body.fingerprint()),
            (
                "page",
                Fingerprint::of_value(&(&self.before, &self.after, self.home)),
            ),
        ]
    }

    fn whole(&self) -> Result<String, Changed> {
        let body = self.body.html()?;
        Ok(format!("{}{body}{}", self.before, self.after))
    }

    fn html(&self) -> Result<String, Changed> {
        Ok(styled(&parse(&self.whole()?), self.home))
    }

    fn plain(&self) -> Result<String, Changed> {
        Ok(plain(&parse(&self.whole()?)))
    }
}

fn before(page: &Page) -> String {
    let document = &page.document;
    let mut html = String::new();
    match &document.detail {
        Detail::Case(case) => {
            if document.front_matter.sample {
                html.push_str("<p class=\"note\">示例内容，非真实案件</p>");
            }
            html.push_str(&words("p", &summary_of(document)));
            let month = case.month;
            let month = month.map(|it| format!("{}年{}月", it.year(), it.month()));
            html.push_str(&facts(&[
                ("案发时间", &month.unwrap_or_default()),
                ("损失金额", &case.loss),
                ("结果", &case.outcome),
            ]));
        }
        Detail::ScamType(it) => html.push_str(&explained(it, document.front_matter.sample)),
        _ => (),
    }
    html
}

fn explained(scam: &ScamType, is_sample: bool) -> String {
    let mut html = String::new();
    if is_sample {
        html.push_str("<p class=\"note\">示例内容</p>");
    }
    html.push_str(&words("p", &scam.definition));
    let names: Vec<&str> = scam
        .also_known_as
        .iter()
        .map(|it| it.value.as_str())
        .collect();
    html.push_str(&facts(&[
        ("又称", &names.join("、")),
        ("易受骗人群", &scam.targets.join("、")),
    ]));
    html.push_str(&list("有一条对上，就先停下", "ul", &scam.red_flags));
    html.push_str(&list("怎样防范", "ul", &scam.prevention));
    html.push_str(&list("常见步骤", "ol class=\"steps\"", &scam.steps));
    html
}

/// Names with what is known under them; nothing where nothing is.
fn facts(facts: &[(&str, &str)]) -> String {
    let known = facts.iter().filter(|it| !it.1.is_empty());
    let lines: String = known
        .map(|(name, value)| format!("<p><strong>{name}：</strong>{}</p>", escape(value)))
        .collect();
    if lines.is_empty() {
        return lines;
    }
    enclosed("section class=\"facts\"", &lines)
}

fn list(title: &str, tag: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let lines: String = items.iter().map(|it| words("li", it)).collect();
    format!("<h2>{title}</h2>{}", enclosed(tag, &lines))
}

/// `text` in an element, of which `tag` may say a class too; nothing for no text.
fn words(tag: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    enclosed(tag, &escape(text))
}

fn enclosed(tag: &str, html: &str) -> String {
    let name = tag.split(' ').next().unwrap_or(tag);
    format!("<{tag}>{html}</{name}>")
}

/// What to do before, while and after it happens.
fn phases(scam: &ScamType) -> String {
    [
        ("案前：平时", &scam.before),
        ("案中：正在联系", &scam.during),
        ("案后：钱转走了", &scam.after),
    ]
    .map(|(title, items)| list(title, "ul", items))
    .concat()
}

fn after(page: &Page) -> String {
    let phases = match &page.document.detail {
        Detail::ScamType(it) => phases(it),
        _ => String::new(),
    };
    let source = page.document.front_matter.source.as_ref();
    let from = [source.map(|it| format!("来源：{it}")), day_of(page)];
    let from: Vec<String> = from.into_iter().flatten().collect();
    let from = words("p class=\"note\"", &from.join("　"));
    format!(
        "{phases}<div class=\"alert alert-caution\"><p><strong>{ADVICE}</strong></p></div>{from}"
    )
}

/// Each picture to be uploaded by hand: its file, what it shows, its public address.
fn images(page: &Page, site: &Site) -> String {
    let addresses = Addresses::absolute(&site.config);
    let mut lines = Vec::new();
    let mut known = Vec::new();
    for image in &page.document.outline.images {
        let target = page.links.get(&image.destination);
        let Some((output, size)) = target.and_then(Target::picture) else {
            continue;
        };
        if known.contains(&output) {
            continue;
        }
        known.push(output);
        let size = size.map_or_else(String::new, |(width, height)| {
            format!("，{width}×{height} 像素")
        });
        lines.push(format!(
            "{}. {}（{}{size}）\n   {}",
            known.len(),
            output.as_str(),
            image.alt,
            addresses.full_file(output)
        ));
    }
    if lines.is_empty() {
        return "这篇文章没有图片，不用上传。\n".to_owned();
    }
    format!(
        "这篇文章有 {} 张图片。粘贴后如果图片没有跟过来，请在公众号后台逐张上传（jpg 或 png，每张不超过 1 MB），放回原来的位置：\n\n{}\n",
        lines.len(),
        lines.join("\n")
    )
}

/// What the interface for drafts asks for besides the article itself.
#[derive(Serialize)]
struct Meta<'a> {
    title: &'a str,
    author: &'a str,
    digest: String,
    /// Where 阅读原文 leads.
    content_source_url: String,
}

fn details<'a>(page: &'a Page, site: &'a Site) -> Meta<'a> {
    let account = site.config.wechat.account.as_ref();
    let author = account.or(page.document.front_matter.author.as_ref());
    Meta {
        title: &page.document.title.value,
        author: author.map_or("", String::as_str),
        digest: summary_of(&page.document),
        content_source_url: Addresses::absolute(&site.config).full(&page.url),
    }
}

fn meta(page: &Page, site: &Site) -> Vec<u8> {
    written::json(&details(page, site))
}

/// The page that copies the article into the editor.
fn preview<'a>(article: &Article, text: Text<'a>, context: &RenderContext<'a>) -> Prepared<'a> {
    let site = context.site;
    let mut filling = Filling::new(context.theme, "wechat-preview.html");
    filling.insert("article", details(&site.pages[article.page], site));
    filling.insert("images_file", format!("{}.images.txt", article.name));
    let inputs: Vec<Fingerprint> = text.inputs().into_iter().map(|it| it.1).collect();
    filling.insert_late(
        "content",
        LateValue {
            fingerprint: Fingerprint::of_value(&inputs),
            make: Box::new(move || Ok(text.html()?.into())),
        },
    );
    filling.into()
}

fn long_title(at: Span, length: usize) -> Diagnostic {
    Diagnostic::warning(
        code::WECHAT_TITLE,
        format!("公众号文章的标题有 {length} 个字"),
    )
    .label(at, format!("公众号最多收 {TITLE_CHARACTERS_MAX} 个字"))
    .help("把标题写短一些，先说最要紧的")
}

fn long_digest(at: Span, length: usize) -> Diagnostic {
    Diagnostic::warning(
        code::WECHAT_TITLE,
        format!("公众号文章的摘要有 {length} 个字"),
    )
    .label(
        at,
        format!("这一篇的摘要，公众号最多收 {DIGEST_CHARACTERS_MAX} 个字"),
    )
    .help("在信息栏里把“摘要: ……”写短一些")
}

fn too_long(at: Span, length: usize) -> Diagnostic {
    Diagnostic::error(
        code::WECHAT_ARTICLE,
        format!("排好版的公众号文章有 {length} 个字符"),
    )
    .label(at, "公众号要求少于 2 万个字符、少于 1 MB")
    .help("把这一篇分成两篇，或者把长表格、长聊天记录删短；字符数包含排版用的样式")
}

fn bad_picture(at: Span) -> Diagnostic {
    Diagnostic::warning(code::WECHAT_PICTURE, "公众号收不下这张图片")
        .label(at, "公众号文章里的图片只能是 jpg 或 png")
        .help("把图片另存为 jpg 或 png，再改这里的文件名")
}

fn large_picture(at: Span, bytes: u64) -> Diagnostic {
    let tenths = (bytes * 10).div_ceil(PICTURE_BYTES_MAX);
    Diagnostic::warning(code::WECHAT_PICTURE, "公众号收不下这么大的图片")
        .label(
            at,
            format!("这张图片 {}.{} MB，最多 1 MB", tenths / 10, tenths % 10),
        )
        .help("用画图软件把图片改小（宽 1080 点就够），或者另存为 jpg")
}
