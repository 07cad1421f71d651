//! WeChat: messages that people paste into groups, bodies for a WeCom robot, and articles for an official account.
//!
//! `wechat/group/<slogans>-<tier>.*` for each group of slogans that WeChat may show, `wechat/article/<page>.*` for each case and
//! explainer. UTF-8 without a byte-order mark, LF: WeChat runs on phones. Sources: `shared/domain/channels.md` §4.
//! No address of a robot, no tracking, nothing that needs a network.

mod article;
mod inline;
mod message;

pub use article::{Article, File as ArticleFile, article};
pub use message::{Form, Message, message};

use super::Order;
use crate::{diagnostics::Diagnostics, site::Site};

pub fn orders(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = message::orders(site, diagnostics);
    orders.extend(article::orders(site, diagnostics));
    orders
}

/// The last part of a page's address: its name in file names.
fn slug_of(url: &crate::paths::UrlPath) -> &str {
    let path = url.as_str().trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}
