//! WeChat: the account that signs the articles, and the three tiers of groups through which a message is
//! forwarded.

use super::entry;
use crate::{
    diagnostics::Diagnostics,
    span::Spanned,
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug)]
pub struct WechatSettings {
    /// The name of the official account.
    pub account: Option<String>,
    pub tiers: Vec<Tier>,
}

/// Groups of one kind: 区级群, 街道群, 社区群.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The id, which is part of file names.
    pub id: String,
    pub name: String,
    /// The last sentence of its messages, which asks the recipients to forward them.
    pub request: String,
}

impl Default for WechatSettings {
    /// The default tiers: the three tiers of the policy of 2021.
    fn default() -> Self {
        let tier = |id: &str, name: &str, request: &str| Tier {
            id: id.to_owned(),
            name: name.to_owned(),
            request: request.to_owned(),
        };
        Self {
            account: None,
            tiers: vec![
                tier("district", "一级群", "请转发到各二级群。"),
                tier("street", "二级群", "请转发到各三级群。"),
                tier("community", "三级群", "请转告家人和邻居。"),
            ],
        }
    }
}

const ACCOUNT: Key<'_> = Key::new("account", "公众号");
const TIERS: Key<'_> = Key::new("tiers", "群");
const ID: Key<'_> = Key::new("id", "编号");
const NAME: Key<'_> = Key::new("name", "名称");
const REQUEST: Key<'_> = Key::new("request", "结尾");

pub fn read_wechat(node: Node, diagnostics: &mut Diagnostics) -> WechatSettings {
    let mut fields = Fields::new(node, diagnostics);
    let account = fields.text(ACCOUNT).map(|it| it.value);
    let nodes = fields.maps(TIERS);
    fields.finish(UnknownKeys::Refuse);
    let mut known: Vec<Spanned<String>> = Vec::new();
    let mut tiers = Vec::new();
    for node in nodes {
        let mut fields = Fields::new(node, diagnostics);
        let id = entry::id(ID, "district", &mut fields);
        let name = fields.required_text(NAME, "一级群");
        let request = fields.text(REQUEST).map(|it| it.value);
        fields.finish(UnknownKeys::Refuse);
        let (Some(id), Some(name)) = (id, name) else {
            continue;
        };
        if let Some(first) = known.iter().find(|it| it.value == id.value) {
            diagnostics.push(entry::duplicate(&id, first.span));
            continue;
        }
        tiers.push(Tier {
            id: id.value.clone(),
            name: name.value,
            request: request.unwrap_or_default(),
        });
        known.push(id);
    }
    if tiers.is_empty() {
        tiers = WechatSettings::default().tiers;
    }
    WechatSettings { account, tiers }
}
