//! An article for the official account: the page's text in a format that survives pasting into its editor.
//!
//! In: a case or an explainer. Out: the article, its plain text, its title and digest, the list of its
//! pictures, and a page that copies all of these. The text is rendered from Markdown for each file, and only
//! when the file is needed.

use std::sync::Arc;

use serde::Serialize;

use super::{
    article_view,
    plain::plain,
    styled::styled,
    styles::Styles,
    tree::{ArticleNode, parse},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    page::{Addresses, BodyHtml, Place, Prepared, RenderContext, summary_of, written},
    site::{Page, PageId, Site, Target},
    span::Span,
    theme::{Filling, Inputs, LateValue, Problem},
};

/// Limits of the interface for drafts. Source: `docs/wechat.md#limits-of-articles`.
const CHARACTERS_MAX: usize = 20_000;
const BYTES_MAX: usize = 1_000_000;
/// A picture in the text of an article.
const PICTURE_BYTES_MAX: u64 = 1024 * 1024;
const TITLE_CHARACTERS_MAX: usize = 64;
const DIGEST_CHARACTERS_MAX: usize = 120;

/// The article made of one page.
#[derive(Clone, Debug)]
pub struct WechatArticle {
    pub page: PageId,
    /// The name of its files, without extensions.
    pub name: String,
    pub styles: Arc<Styles>,
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

/// Reports what the account would refuse of a page.
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

/// The account's interface accepts JPEG and PNG.
fn is_taken(file_name: &str) -> bool {
    let name = file_name.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png"]
        .iter()
        .any(|it| name.ends_with(it))
}

pub fn prepare<'a>(
    article: &WechatArticle,
    file: ArticleFile,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let site = context.site;
    let page = &site.pages[article.page];
    let text = Text::of(article, context);
    match file {
        ArticleFile::Html => Prepared::new(text.html_inputs(), move || {
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
            let mut inputs = text.plain_inputs();
            inputs.push(("title", Fingerprint::of_value(title)));
            Prepared::new(inputs, move || {
                Ok(format!("{title}\n\n{}", text.plain()?).into_bytes())
            })
        }
        ArticleFile::Images => images(page, context).into(),
        ArticleFile::Meta => Prepared::made(meta(page, site)),
        ArticleFile::Preview => preview(article, text, context),
    }
}

/// The text of an article, from which all its forms are written.
struct Text<'a> {
    filling: Filling<'a>,
    home: &'a str,
    styles: Arc<Styles>,
}

impl<'a> Text<'a> {
    fn of(article: &WechatArticle, context: &RenderContext<'a>) -> Self {
        let config = &context.site.config;
        let page = &context.site.pages[article.page];
        let place = Place {
            addresses: Addresses::absolute(config),
            root: config.base_url.as_str().to_owned(),
            here: String::new(),
        };
        let body = BodyHtml::new(context, &page.document, &page.links, place);
        let mut filling = Filling::new(context.theme, "wechat/article.html");
        article_view::fill(&mut filling, page);
        filling.insert_late("content", body.late());
        Self {
            filling,
            home: config.base_url.as_str(),
            styles: Arc::clone(&article.styles),
        }
    }

    /// The inputs of the article as plain text.
    fn plain_inputs(&self) -> Inputs {
        self.filling.inputs()
    }

    /// The inputs of the article with its styles.
    fn html_inputs(&self) -> Inputs {
        let mut inputs = self.filling.inputs();
        inputs.push(("home", Fingerprint::of_value(&self.home)));
        inputs.push(("styles", self.styles.fingerprint()));
        inputs
    }

    fn html(self) -> Result<String, Problem> {
        let nodes = tree(self.filling)?;
        Ok(styled(&nodes, self.home, &self.styles))
    }

    fn plain(self) -> Result<String, Problem> {
        Ok(plain(&tree(self.filling)?))
    }
}

fn tree(filling: Filling<'_>) -> Result<Vec<ArticleNode>, Problem> {
    let html = filling.render()?;
    Ok(parse(&String::from_utf8_lossy(&html)))
}

/// A picture to be uploaded manually: file, alternative text and public address.
#[derive(Serialize)]
struct ListedPicture<'a> {
    file: &'a str,
    alt: &'a str,
    /// `640×480`; null if unknown.
    size: Option<String>,
    address: String,
}

fn images<'a>(page: &'a Page, context: &RenderContext<'a>) -> Filling<'a> {
    let addresses = Addresses::absolute(&context.site.config);
    let mut pictures: Vec<ListedPicture<'_>> = Vec::new();
    for image in &page.document.outline.images {
        let target = page.links.get(&image.destination);
        let Some((output, size)) = target.and_then(Target::picture) else {
            continue;
        };
        let file = output.as_str();
        if pictures.iter().any(|it| it.file == file) {
            continue;
        }
        pictures.push(ListedPicture {
            file,
            alt: &image.alt,
            size: size.map(|(width, height)| format!("{width}×{height}")),
            address: addresses.full_file(output),
        });
    }
    let mut filling = Filling::new(context.theme, "wechat/images.txt");
    filling.insert("pictures", pictures);
    filling
}

/// The fields that the interface for drafts requires besides the article itself.
#[derive(Serialize)]
struct Meta<'a> {
    title: &'a str,
    author: &'a str,
    digest: String,
    /// The target of the link 阅读原文.
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
fn preview<'a>(
    article: &WechatArticle,
    text: Text<'a>,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let site = context.site;
    let mut filling = Filling::new(context.theme, "wechat-preview.html");
    filling.insert("article", details(&site.pages[article.page], site));
    filling.insert("images_file", format!("{}.images.txt", article.name));
    let inputs: Vec<Fingerprint> = text.html_inputs().into_iter().map(|it| it.1).collect();
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
