//! The edits between two builds, and the damage to cache and output.
//!
//! In: the state of a site. Out: another state. Every edit is small and has a name, so that a failing
//! sequence can be read.
//! Touches the disk only for edits of the disk itself, in `harm`.

use super::{
    clock::{CLOCKS, Clock},
    harm::Harm,
    model::{Model, Thing, required},
    photo::content_of,
};

/// A site and how it is built.
#[derive(Clone, Debug)]
pub struct SiteState {
    pub model: Model,
    pub clock: Clock,
    pub drafts: bool,
    pub strict: bool,
    pub paranoid: bool,
    pub base_url: &'static str,
}

#[derive(Clone, Debug)]
pub enum Edit {
    Nothing,
    /// An entry of a page's front matter; an empty value removes it.
    Page(usize, &'static str, &'static str),
    /// Adds a block to a page's text, or removes it.
    Block(usize, &'static str),
    /// Replaces a word by one of the same length and restores the modification time of the file.
    Word(usize),
    /// Links a page to another, or removes the link.
    Link(usize, usize, bool),
    Add(&'static str),
    Delete(usize),
    Rename(usize),
    Move(usize, &'static str),
    /// Moves a page between `x.md` and `x/index.md`.
    Bundle(usize),
    /// An entry of a section's `_index.md`; an empty value removes it.
    Section(&'static str, &'static str, &'static str),
    DeleteIndex(&'static str),
    /// A part of `site.yaml`.
    Setting(&'static str, &'static str),
    /// Any other file; an empty text removes it.
    File(&'static str, &'static str),
    /// A link in place of a file.
    Shortcut(&'static str),
    Clock(Clock),
    Drafts,
    Strict,
    Paranoid,
    BaseUrl(&'static str),
    Harm(Harm),
}

impl SiteState {
    pub fn new() -> Self {
        Self {
            model: Model::new(),
            clock: CLOCKS[0],
            drafts: false,
            strict: false,
            paranoid: false,
            base_url: "",
        }
    }

    /// Applies `edit`; an edit that cannot be applied has no effect.
    pub fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::Nothing | Edit::Harm(_) => (),
            Edit::Clock(clock) => self.clock = clock,
            Edit::Drafts => self.drafts = !self.drafts,
            Edit::Strict => self.strict = !self.strict,
            Edit::Paranoid => self.paranoid = !self.paranoid,
            Edit::BaseUrl(address) => self.base_url = address,
            Edit::Setting(name, text) => drop(self.model.settings.insert(name, text)),
            Edit::File(path, text) => self.put(path, Thing::File(content_of(text))),
            Edit::Shortcut(path) => self.put(path, Thing::Link),
            Edit::Section(section, key, value) => {
                let entries = self.model.sections.entry(section).or_default();
                entries.retain(|it, _| *it != key);
                if !value.is_empty() {
                    entries.insert(key, value.to_owned());
                }
            }
            Edit::DeleteIndex(section) => drop(self.model.sections.remove(section)),
            Edit::Add(section) => self.model.add(section),
            _ => self.edit_page(edit),
        }
    }

    fn edit_page(&mut self, edit: &Edit) {
        let pages = &mut self.model.pages;
        let count = pages.len();
        let Some(page) = edit.page().filter(|_| count > 0) else {
            return;
        };
        let other = match edit {
            Edit::Link(_, to, _) => pages[to % count].number,
            _ => 0,
        };
        let page = &mut pages[page % count];
        match *edit {
            Edit::Page(_, key, "") => drop(page.entries.remove(key)),
            Edit::Page(_, key, value) => drop(page.entries.insert(key, value.to_owned())),
            Edit::Block(_, block) => {
                if !page.blocks.remove(block) {
                    page.blocks.insert(block);
                }
            }
            Edit::Word(_) => page.word = if page.word == "甲" { "乙" } else { "甲" },
            Edit::Link(_, _, has_anchor) => {
                if !page.links.remove(&(other, has_anchor)) {
                    page.links.insert((other, has_anchor));
                }
            }
            Edit::Rename(_) => page.name.push('x'),
            Edit::Move(_, section) => {
                page.section = section;
                page.entries.extend(required(section, page.number));
            }
            Edit::Bundle(_) => page.is_bundle = !page.is_bundle,
            Edit::Delete(index) => drop(pages.remove(index % count)),
            _ => unreachable!("not an edit of a page"),
        }
    }

    /// Puts a file at `path`, or removes it if it would be empty; removes whatever conflicts with it above or
    /// below.
    fn put(&mut self, path: &str, thing: Thing) {
        let files = &mut self.model.files;
        let lies_in = |it: &str, other: &str| it.starts_with(&format!("{other}/"));
        files.retain(|it, _| it != path && !lies_in(it, path) && !lies_in(path, it));
        if thing != Thing::File(Vec::new()) {
            files.insert(path.to_owned(), thing);
        }
    }
}

impl Edit {
    fn page(&self) -> Option<usize> {
        match self {
            Self::Page(page, ..)
            | Self::Block(page, _)
            | Self::Word(page)
            | Self::Link(page, ..)
            | Self::Delete(page)
            | Self::Rename(page)
            | Self::Move(page, _)
            | Self::Bundle(page) => Some(*page),
            _ => None,
        }
    }
}
