//! A document: what one file says, and what it is in its folder.

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
    /// Bytes of the source that are Markdown.
    pub body: Range<usize>,
    pub markdown: markdown::Settings,
    pub outline: Outline,
}

/// What a file is in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The folder's own text: its `_index.md`.
    Section,
    /// One page among others, of the kind that its section gives.
    Page(Kind),
    /// A page with a folder of its own for its pictures: `refund/index.md` is `refund/` in the section above.
    Bundle(Kind),
}

impl Document {
    /// Whether this is a section's own text, its `_index.md`.
    pub fn is_section(&self) -> bool {
        self.role == Role::Section
    }

    /// The folder of the section that it belongs to: `content/cases`.
    pub fn section_folder(&self) -> &str {
        let folder = self.path.folder();
        match self.role {
            Role::Section | Role::Page(_) => folder,
            Role::Bundle(_) => folder.rsplit_once('/').map_or(folder, |it| it.0),
        }
    }

    /// What its address is made from: the file's name, or that of its own folder.
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

    /// Where problems of the file as a whole are shown: its first line.
    pub fn place(&self) -> Span {
        self.title.span
    }
}
