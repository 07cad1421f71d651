//! WeChat: messages for groups, and articles for the official account.
//!
//! `wechat/group/<name>-<tier>.*`: for each group of slogans and each tier, a text to paste and the request
//! bodies for a WeCom robot. `wechat/article/<name>.*`: for each case and each scam type, the article, its
//! plain text, its title and digest, the list of its pictures, and a page that copies it. Expired content has
//! no files; accounts and keys are never needed here. Limits and their sources: `docs/wechat.md`.

mod article;
mod article_view;
mod message;
mod plain;
mod style_sheet;
mod styled;
mod styles;
mod tree;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    content::{Detail, Standing},
    diagnostics::Diagnostics,
    page::{Addressee, Delivery, Form, Order, Output, Prepared, Recipe, RenderContext, Wanted},
    paths::OutputPath,
    site::{Page, PageId, Site, SloganId, slug},
    theme::Theme,
    vocabulary::Channel,
};
use article::{ArticleFile, WechatArticle};
use message::{Choice, Message, MessageForm};

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let (site, theme) = (wanted.site, wanted.theme);
    let mut orders = messages(site, theme, diagnostics);
    orders.extend(articles(site, theme, diagnostics));
    orders
}

fn messages(site: &Site, theme: &Theme, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut groups: BTreeMap<PageId, Vec<SloganId>> = BTreeMap::new();
    for (id, slogan) in site.slogans.iter_with_ids() {
        if slogan.is_for(Channel::Wechat) {
            groups.entry(slogan.page).or_default().push(id);
        }
    }
    let names = names(groups.keys().copied(), site);
    let mut orders = Vec::new();
    for (page, slogans) in groups {
        let group = Choice::of(&slogans, site, theme).and_then(|choice| {
            let tiers = site.config.wechat.tiers.iter();
            let messages: Vec<Message> = tiers
                .map(|it| choice.message(it))
                .collect::<Result<_, _>>()?;
            Ok((choice, messages))
        });
        let (choice, messages) = match group {
            Ok(group) => group,
            Err(problem) => {
                // All messages use the same template.
                diagnostics.push(*problem);
                return orders;
            }
        };
        let mut longest: Option<&Message> = None;
        for message in &messages {
            if longest.is_none_or(|it| it.length() < message.length()) {
                longest = Some(message);
            }
        }
        if let Some(longest) = longest {
            choice.check(longest, diagnostics);
        }
        for (tier, message) in site.config.wechat.tiers.iter().zip(messages) {
            let message = Arc::new(message);
            for form in MessageForm::ALL {
                let name = format!("group/{}-{}{}", names[&page], tier.id, form.ending());
                let recipe = Arc::new(MessageFile {
                    message: Arc::clone(&message),
                    form,
                });
                let slogans = Arc::clone(&choice.slogans);
                orders.push(order(&name, recipe, page, slogans, site));
            }
        }
    }
    orders
}

fn articles(site: &Site, theme: &Theme, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let pages: Vec<PageId> = site
        .pages
        .ids()
        .filter(|it| is_article(&site.pages[*it], site))
        .collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let styles = Arc::new(style_sheet::read(theme, diagnostics));
    let names = names(pages.iter().copied(), site);
    let mut orders = Vec::new();
    for page in pages {
        article::check(&site.pages[page], diagnostics);
        let article = Arc::new(WechatArticle {
            page,
            name: names[&page].clone(),
            styles: Arc::clone(&styles),
        });
        for file in ArticleFile::ALL {
            let name = format!("article/{}{}", article.name, file.ending());
            let recipe = Arc::new(ArticlePart {
                article: Arc::clone(&article),
                file,
            });
            orders.push(order(&name, recipe, page, Arc::default(), site));
        }
    }
    orders
}

/// The published cases and explainers; drafts are shown only on the website.
fn is_article(page: &Page, site: &Site) -> bool {
    let document = &page.document;
    let is_out = document.front_matter.schedule.standing(site.at) == Standing::Out;
    is_out && matches!(document.detail, Detail::Case(_) | Detail::ScamType(_))
}

fn order(name: &str, recipe: Recipe, page: PageId, slogans: Arc<[SloganId]>, site: &Site) -> Order {
    Order {
        output: OutputPath::new(&format!("wechat/{name}")).expect("names of pages are made safe"),
        recipe,
        origin: Some(site.pages[page].document.place()),
        delivery: Some(Delivery {
            channel: Channel::Wechat,
            form: Form::Utf8,
            addressee: Addressee::Page(page),
            slogans,
        }),
    }
}

/// The name of each page's files: the last part of its address, or the whole address if two pages share the
/// last part.
fn names(pages: impl Iterator<Item = PageId> + Clone, site: &Site) -> BTreeMap<PageId, String> {
    let parts = |page: PageId| site.pages[page].url.as_str().trim_matches('/').split('/');
    let last = |page: PageId| slug(parts(page).next_back().unwrap_or_default());
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.clone() {
        *count.entry(last(page)).or_default() += 1;
    }
    let name = |page: PageId| {
        let short = last(page);
        if count[&short] == 1 {
            return short;
        }
        parts(page).map(slug).collect::<Vec<_>>().join("-")
    };
    pages.map(|it| (it, name(it))).collect()
}

/// One message in one format.
#[derive(Debug)]
struct MessageFile {
    message: Arc<Message>,
    form: MessageForm,
}

impl Output for MessageFile {
    fn prepare<'a>(&self, _context: &RenderContext<'a>) -> Prepared<'a> {
        Prepared::made(self.message.bytes(self.form))
    }
}

/// One file of one article.
#[derive(Debug)]
struct ArticlePart {
    article: Arc<WechatArticle>,
    file: ArticleFile,
}

impl Output for ArticlePart {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        article::prepare(&self.article, self.file, context)
    }
}
