//! The portal that the site stands in: its own head and foot, and which other sites need no notice.
//!
//! In: `portal` of `site.yaml`. Out: `Portal`. The head and foot are addresses for the portal's web server,
//! which puts them in by itself (SSI); nothing of them is read here.

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug)]
pub struct Portal {
    /// `/public/header.html`.
    pub header: Option<String>,
    pub footer: Option<String>,
    /// Hosts to which links lead without a notice; each stands for all below it.
    pub trusted_hosts: Vec<String>,
}

impl Default for Portal {
    fn default() -> Self {
        Self {
            header: None,
            footer: None,
            // Whoever has such a name is a part of the government:
            // `docs/government-pages.md#links-to-other-sites`.
            trusted_hosts: vec!["gov.cn".to_owned()],
        }
    }
}

const HEADER: Key<'_> = Key::new("header", "页头");
const FOOTER: Key<'_> = Key::new("footer", "页脚");
const TRUSTED_HOSTS: Key<'_> = Key::new("trusted_hosts", "可信网站");

pub fn read_portal(node: Node, diagnostics: &mut Diagnostics) -> Portal {
    let mut fields = Fields::new(node, diagnostics);
    let header = fields.text(HEADER);
    let footer = fields.text(FOOTER);
    let hosts = fields.words(TRUSTED_HOSTS);
    fields.finish(UnknownKeys::Refuse);
    let default = Portal::default();
    Portal {
        header: included(header, diagnostics),
        footer: included(footer, diagnostics),
        trusted_hosts: hosts.map_or(default.trusted_hosts, |it| trusted(it, diagnostics)),
    }
}

/// A path on the portal's server that may stand in a comment of HTML.
fn included(given: Option<Spanned<String>>, diagnostics: &mut Diagnostics) -> Option<String> {
    let given = given?;
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"/._-".contains(&it);
    let text = &given.value;
    let is_path = text.starts_with('/') && !text.starts_with("//") && text.bytes().all(is_plain);
    // Two hyphens would end the comment.
    if !is_path || text.contains("--") || text.contains("..") {
        diagnostics.push(bad_include(given.span));
        return None;
    }
    Some(given.value)
}

fn trusted(given: Vec<Spanned<String>>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut hosts = Vec::new();
    for host in given {
        let is_plain = |it: u8| it.is_ascii_alphanumeric() || b".-".contains(&it);
        let name = host.value.to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(is_plain) || name.starts_with('.') {
            diagnostics.push(bad_host(&host));
        } else {
            hosts.push(name);
        }
    }
    hosts
}

fn bad_include(at: Span) -> Diagnostic {
    Diagnostic::error(code::CONFIG_PORTAL, "门户的页头、页脚写得不对")
        .label(at, "应该是门户服务器上的一个路径")
        .help("写以 / 开头的路径，例如 /public/header.html，只用字母、数字和 - _ . /")
        .help("要放一段现成的网页代码，就存成 templates/partials/portal-header.html")
}

fn bad_host(host: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        code::CONFIG_PORTAL,
        format!("“{}”不是网站的域名", host.value),
    )
    .label(host.span, "只写域名")
    .help("例如 gov.cn 或 www.example.org.cn，不写 https://，也不写后面的路径")
}
