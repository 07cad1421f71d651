//! A document: the parsed content of one file, and its role in its folder.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Detail, FrontMatter};
use crate::{
    markdown::{self, Body, Outline},
    paths::SourcePath,
    span::{SourceId, Span, Spanned},
    vocabulary::Kind,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    pub source: SourceId,
    pub path: SourcePath,
    pub role: Role,
    pub title: Spanned<String>,
    pub front_matter: FrontMatter,
    pub detail: Detail,
    /// The byte range of the Markdown in the source.
    pub body: Range<usize>,
    pub markdown: markdown::Settings,
    pub outline: Outline,
}

/// The role of a file in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The folder's own text: its `_index.md`.
    Section,
    /// A page of the kind that its section sets.
    Page(Kind),
    /// A page that has its own folder for its pictures: `refund/index.md` is `refund/` in the section above.
    Bundle(Kind),
}

impl Document {
    /// Whether this is the `_index.md` of a section.
    pub fn is_section(&self) -> bool {
        self.role == Role::Section
    }

    /// The folder of the section to which the document belongs: `content/cases`.
    pub fn section_folder(&self) -> &str {
        let folder = self.path.folder();
        match self.role {
            Role::Section | Role::Page(_) => folder,
            Role::Bundle(_) => folder.rsplit_once('/').map_or(folder, |it| it.0),
        }
    }

    /// The name from which the address is made: that of the file, or of the page's own folder.
    pub fn name(&self) -> &str {
        let folder = self.path.folder();
        match self.role {
            Role::Section | Role::Page(_) => self.path.stem(),
            Role::Bundle(_) => folder.rsplit_once('/').map_or(folder, |it| it.1),
        }
    }

    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// The Markdown part of `text`, the text of this document's source.
    pub fn body<'a>(&self, text: &'a str) -> Body<'a> {
        Body {
            source: self.source,
            offset: self.body.start,
            text: &text[self.body.clone()],
        }
    }

    /// The place at which problems of the whole file are reported: its first line.
    pub fn place(&self) -> Span {
        self.title.span
    }
}
