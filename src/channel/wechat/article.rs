//! An article for an official account, made of a case or an explainer.
//!
//! In: a page. Out: `<page>.html`, a fragment to paste; `.preview.html`, a page with a button that copies it; `.txt`;
//! `.images.txt`, what to upload; `.meta.json`, what to fill in. Limits: a title of 64 characters, a digest of 120, 20,000
//! characters and a million bytes of text, pictures of 1 MB (`shared/domain/channels.md` §4.1).

use std::sync::Arc;

use serde_json::json;

use super::{
    inline::{Inlined, inlined},
    slug_of,
};
use crate::{
    channel::{
        Addressee, Delivery, Form, Order, Prepared, Recipe, RenderContext,
        web::{Addresses, BodyHtml, Place, summary_of},
    },
    content::{Channel, Detail},
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    markdown::escape,
    paths::OutputPath,
    site::{Page, Site},
    theme::{Filling, Problem},
};

const TITLE_MAX: usize = 64;
const DIGEST_MAX: usize = 120;
/// Of Markdown: what is added around it has room besides.
const CHARACTERS_MAX: usize = 15_000;
const IMAGE_TYPES: [&str; 4] = [".jpg", ".jpeg", ".png", ".gif"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Fragment,
    Preview,
    Text,
    Images,
    Meta,
}

impl File {
    const ALL: [(Self, &str); 5] = [
        (Self::Fragment, "html"),
        (Self::Preview, "preview.html"),
        (Self::Text, "txt"),
        (Self::Images, "images.txt"),
        (Self::Meta, "meta.json"),
    ];
}

/// All of an article but its text.
#[derive(Clone, Debug)]
pub struct Article {
    page: usize,
    title: String,
    digest: String,
    author: String,
    address: String,
    /// What stands before the text: a label and what it says.
    facts: Vec<(&'static str, String)>,
    contact: String,
}

pub fn orders(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    for (index, page) in site.pages.iter().enumerate() {
        if !matches!(page.document.detail, Detail::Case(_) | Detail::ScamType(_)) {
            continue;
        }
        check(page, diagnostics);
        let article = Arc::new(compose(index, page, site));
        for (file, extension) in File::ALL {
            let path = format!("wechat/article/{}.{extension}", slug_of(&page.url));
            orders.push(Order {
                output: OutputPath::new(&path).expect("slugs are safe names"),
                recipe: Recipe::WechatArticle(Arc::clone(&article), file),
                origin: Some(page.document.place()),
                delivery: Some(Delivery {
                    channel: Channel::Wechat,
                    form: Form::Utf8,
                    addressee: Addressee::Page(index),
                    slogans: Arc::from([]),
                }),
            });
        }
    }
    orders
}

fn check(page: &Page, diagnostics: &mut Diagnostics) {
    let title = &page.document.title;
    let count = title.value.chars().count();
    if count > TITLE_MAX {
        diagnostics.push(
            Diagnostic::warning(code::WECHAT_TITLE, "标题太长，公众号放不下")
                .label(title.span, format!("有 {count} 个字，最多 {TITLE_MAX} 个"))
                .help("把标题写短；网站上和手机上也是短的好读"),
        );
    }
    let outline = &page.document.outline;
    let count = outline.han_count + outline.word_count;
    if count > CHARACTERS_MAX {
        diagnostics.push(
            Diagnostic::error(code::WECHAT_LONG, "文章太长，公众号收不下")
                .label(
                    title.span,
                    format!("正文约 {count} 个字，最多 {CHARACTERS_MAX} 个"),
                )
                .help("分成几篇写"),
        );
    }
}

fn compose(index: usize, page: &Page, site: &Site) -> Article {
    let config = &site.config;
    let account = config.wechat.account.clone();
    let hotline = config.hotlines.first();
    Article {
        page: index,
        title: page.document.title.value.clone(),
        digest: cut(&summary_of(&page.document), DIGEST_MAX),
        author: account.unwrap_or_else(|| config.title.clone()),
        address: Addresses::absolute(config).full(&page.url),
        facts: facts(page, site),
        contact: hotline.map_or_else(String::new, |it| format!("{} {}", it.name, it.number)),
    }
}

fn facts(page: &Page, site: &Site) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    match &page.document.detail {
        Detail::Case(case) => {
            let terms = page.terms.iter().map(|it| site.term(*it).name.as_str());
            facts.push(("涉及", terms.collect::<Vec<_>>().join("、")));
            let month = case
                .month
                .map(|it| format!("{}年{}月", it.year(), it.month()));
            facts.push(("时间", month.unwrap_or_default()));
            facts.push(("损失", case.loss.clone()));
            facts.push(("结果", case.outcome.clone()));
        }
        Detail::ScamType(scam) => {
            facts.push(("一句话", scam.definition.clone()));
            facts.push(("他们怎么骗", numbered(&scam.steps)));
            facts.push(("常骗谁", scam.targets.join("、")));
            facts.push(("怎么防", numbered(&scam.prevention)));
        }
        _ => (),
    }
    if page.document.front_matter.sample {
        facts.push(("说明", "本文为示例".to_owned()));
    }
    facts.retain(|it| !it.1.is_empty());
    facts
}

/// `1. 加好友 2. 发红包`.
fn numbered(sentences: &[String]) -> String {
    let sentences = sentences.iter().enumerate();
    let sentences = sentences.map(|(index, it)| format!("{}. {it}", index + 1));
    sentences.collect::<Vec<_>>().join("\n")
}

/// Not longer than `max` characters, ended by an ellipsis where something is missing.
fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max - 1).collect();
    format!("{kept}…")
}

pub fn article<'a>(
    article: &Arc<Article>,
    file: File,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let (article, context) = (Arc::clone(article), *context);
    if file == File::Meta {
        return Prepared::made(article.meta());
    }
    let body = article.body(&context);
    let said = format!("{:?}", (&article, file, context.site.config.title.as_str()));
    let mut inputs = vec![
        ("article", Fingerprint::of(said.as_bytes())),
        ("text", body.fingerprint()),
    ];
    if file == File::Preview {
        inputs.push(("template", context.theme.fingerprint()));
    }
    Prepared::new(inputs, move || {
        let inlined = inlined(&body.html()?);
        article.file(file, &inlined, &context)
    })
}

impl Article {
    fn body<'a>(&self, context: &RenderContext<'a>) -> BodyHtml<'a> {
        let page = &context.site.pages[self.page];
        let config = &context.site.config;
        let place = Place {
            addresses: Addresses::absolute(config),
            root: config.base_url.as_str().to_owned(),
            here: String::new(),
        };
        BodyHtml::new(context, &page.document, &page.links, place)
    }

    fn file(
        &self,
        file: File,
        inlined: &Inlined,
        context: &RenderContext<'_>,
    ) -> Result<Vec<u8>, Problem> {
        Ok(match file {
            File::Fragment => self.fragment(inlined).into_bytes(),
            File::Text => self.text(inlined).into_bytes(),
            File::Images => images(inlined, context.site).into_bytes(),
            File::Meta => self.meta(),
            File::Preview => {
                let mut filling = Filling::new(context.theme, "wechat.html");
                filling.insert("title", self.title.clone());
                filling.insert("author", self.author.clone());
                filling.insert("digest", self.digest.clone());
                filling.insert("address", self.address.clone());
                filling.insert("images", inlined.images.clone());
                filling.insert("article", self.fragment(inlined));
                filling.render()?
            }
        })
    }

    fn fragment(&self, inlined: &Inlined) -> String {
        // WeChat's editor eats the first and the last margin; an empty line holds them.
        let holder = "<p style=\"font-size:0;line-height:0;margin:0;color:#16222e\">&nbsp;</p>";
        let mut html = format!(
            "<section style=\"color:#16222e;font-size:16px;line-height:1.9;text-align:left\">{holder}\n"
        );
        for (label, fact) in &self.facts {
            let fact = escape(fact).replace('\n', "<br>");
            html.push_str(&format!(
                "<p style=\"color:#16222e;font-size:15px;line-height:1.8;background:#eff5fa;margin:0 0 8px;padding:8px 12px\">\
                 <strong style=\"color:#0b4f8a;font-weight:bold\">{label}</strong><br>{fact}</p>\n"
            ));
        }
        html.push_str(&inlined.html);
        if !self.contact.is_empty() {
            html.push_str(&format!(
                "<p style=\"color:#ffffff;font-size:17px;line-height:1.7;background:#0b4f8a;text-align:center;margin:24px 0 16px;padding:12px\">\
                 拿不准，打电话问一问<br>{}</p>\n",
                escape(&self.contact)
            ));
        }
        for (index, address) in inlined.links.iter().enumerate() {
            html.push_str(&format!(
                "<p style=\"color:#4a5967;font-size:13px;line-height:1.6;margin:0;word-break:break-all\">[{}] {}</p>\n",
                index + 1,
                escape(address)
            ));
        }
        html.push_str(&format!("{holder}</section>\n"));
        html
    }

    fn text(&self, inlined: &Inlined) -> String {
        let mut text = format!("{}\n\n", self.title);
        for (label, fact) in &self.facts {
            text.push_str(&format!("{label}：{fact}\n"));
        }
        text.push_str(&format!(
            "\n{}\n\n拿不准，打电话问一问：{}\n",
            inlined.text, self.contact
        ));
        for (index, address) in inlined.links.iter().enumerate() {
            text.push_str(&format!("[{}] {address}\n", index + 1));
        }
        text
    }

    fn meta(&self) -> Vec<u8> {
        let meta = json!({
            "title": cut(&self.title, TITLE_MAX),
            "author": self.author,
            "digest": self.digest,
            "content_source_url": self.address,
        });
        let mut bytes = serde_json::to_vec_pretty(&meta).expect("plain data can be written");
        bytes.push(b'\n');
        bytes
    }
}

/// The pictures to upload, one a line, as they lie in the output folder; what WeChat would not take is said.
fn images(inlined: &Inlined, site: &Site) -> String {
    let base = site.config.base_url.as_str();
    let line = |address: &String| {
        let path = address.strip_prefix(base).unwrap_or(address);
        let lower = path.to_lowercase();
        let is_taken = IMAGE_TYPES.iter().any(|it| lower.ends_with(it));
        let note = if is_taken {
            ""
        } else {
            "\t公众号不收这种格式，请先转成 jpg 或 png"
        };
        format!("{path}{note}\n")
    };
    match inlined.images.is_empty() {
        true => "这篇文章没有图片\n".to_owned(),
        false => inlined.images.iter().map(line).collect(),
    }
}
