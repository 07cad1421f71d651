//! Finds which pages explain which policy documents, so that each can link to the other.
//!
//! In: the published documents, in the order of source paths. Out: pairs of document and explanation. A path
//! without a target, or a path to the page itself, is an error at its place.

use std::sync::Arc;

use super::PageId;
use crate::{
    content::{Detail, Document},
    diagnostics::{Diagnostic, Diagnostics, code},
    span::Spanned,
    table::Table,
};

/// A policy document and a page that explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interpretation {
    pub policy: PageId,
    pub page: PageId,
}

/// All pairs that authors declare, in the order of the documents and of their lists. Each pair occurs once.
pub fn interpretations(
    documents: &Table<PageId, Arc<Document>>,
    diagnostics: &mut Diagnostics,
) -> Vec<Interpretation> {
    let mut found = Vec::new();
    for (policy, document) in documents.iter_with_ids() {
        let Detail::Policy(detail) = &document.detail else {
            continue;
        };
        for path in &detail.interpretations {
            let page = document.path.join(&path.value).and_then(|it| {
                let page = documents.find_sorted(&it, |other| &other.path);
                page.filter(|it| *it != policy)
            });
            let Some(page) = page else {
                diagnostics.push(no_such_page(path));
                continue;
            };
            let pair = Interpretation { policy, page };
            if !found.contains(&pair) {
                found.push(pair);
            }
        }
    }
    found
}

fn no_such_page(path: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        code::LINK_MISSING,
        format!("解读“{}”不存在，没有发布，或者就是这份文件自己", path.value),
    )
    .label(path.span, "找不到这个文件")
    .help("写相对于本文件的路径，例如 jiedu-2026.md；解读还没发布，就先删去这一项")
}
