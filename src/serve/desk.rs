//! The editor's desk: all pages by how they stand with their readers.
//!
//! In: a snapshot. Out: a page. It is served by the preview alone and never part of a build.

use super::notice::{self, escape};
use crate::{diagnostics::Severity, pipeline::Snapshot};

pub(super) fn page(snapshot: &Snapshot) -> String {
    let base = snapshot.site().map_or("/", |it| it.config.base_url.path());
    let mut list = String::new();
    for content in snapshot.contents() {
        let title = escape(&content.title);
        let title = match &content.output {
            Some(output) => {
                let address = output.as_str().trim_end_matches("index.html");
                format!(
                    "<a href=\"{}{}\">{title}</a>",
                    escape(base),
                    escape(address)
                )
            }
            None => title,
        };
        let label = escape(&content.state.label);
        let source = escape(content.source.as_str());
        list.push_str(&format!("<li>{title}　{label}　{source}</li>\n"));
    }
    let errors = snapshot.diagnostics.count(Severity::Error);
    let warnings = snapshot.diagnostics.count(Severity::Warning);
    let text = format!("{errors} 个错误，{warnings} 个警告");
    let page = notice::page("编辑台", &text, None);
    page.replace("</main>", &format!("<ul>\n{list}</ul>\n</main>"))
}
