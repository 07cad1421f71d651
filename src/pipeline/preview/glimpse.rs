//! The site after an edit of texts alone: the pages with their new texts, and all else as it was.
//!
//! In: a snapshot, and the files that have changed since. Out: the snapshot with these files' new texts; none
//! where an edit may have changed more than the pages themselves and their lines in lists, or where there is
//! something to say. What the site's checks say of the new texts is for the whole look that follows.

use std::{collections::BTreeSet, sync::Arc};

use super::snapshot::{Made, Snapshot};
use crate::{
    content::{self, Detail, Document},
    diagnostics::{Diagnostic, Diagnostics},
    fingerprint::Fingerprint,
    paths::SourcePath,
    site::{self, Page, PageId},
    source::{self, SourceEntry, Sources},
};

/// More changed files than an editor saves at once.
const FILES_MAX: usize = 8;

/// `before` with the new texts of `files`.
pub(super) fn glimpse(before: &Snapshot, files: &BTreeSet<SourcePath>) -> Option<Snapshot> {
    let made = before.made.as_ref()?;
    if files.is_empty() || files.len() > FILES_MAX {
        return None;
    }
    // Copies are made only when all files are known to be texts.
    let read: Option<Vec<_>> = files.iter().map(|it| read(before, made, it)).collect();
    let read = read?;
    let (mut site, mut shared) = (made.site.clone(), made.shared.clone());
    let mut sources = Sources::clone(&before.sources);
    for (index, document, fingerprint) in read {
        sources.note(&document.path, fingerprint);
        let page = Page {
            document: Arc::new(document),
            ..Page::clone(&site.pages[index])
        };
        site.pages[index] = Arc::new(page);
        shared.look_again(index, &site);
    }
    let sources = Arc::new(sources);
    let made = made.with(site, shared, Arc::clone(&sources));
    let diagnostics = before.diagnostics.clone();
    Some(Snapshot::new(Some(Arc::new(made)), diagnostics, sources))
}

/// The page whose file is at `path`, and the file as it is now; none if more of it has changed than its text,
/// or something is or was wrong with it.
fn read(
    before: &Snapshot,
    made: &Made,
    path: &SourcePath,
) -> Option<(PageId, Document, Fingerprint)> {
    let pages = &made.site.pages;
    let index = pages.find_sorted(path, |it| &it.document.path)?;
    let old = &pages[index].document;
    if before.diagnostics.iter().any(|it| is_about(it, old)) {
        return None;
    }
    let entry = SourceEntry::single(&made.root, &old.path)?;
    let raw = source::read(&made.root, &entry, i128::MIN).ok()?;
    let mut problems = Diagnostics::default();
    let file = raw.text(&mut problems)?;
    let rules = site::rules(&made.site.config);
    let document = content::parse(&file, old.role, &rules, &mut problems);
    let is_plain = problems.iter().next().is_none() && face(&document) == face(old);
    let is_group = matches!(old.detail, Detail::Slogans(_));
    (is_plain && !is_group).then(|| (index, document, raw.fingerprint()))
}

/// Of all in a document that other pages, addresses and orders may depend on; what its line in a list shows
/// besides is looked at where lists are.
fn face(document: &Document) -> Fingerprint {
    let outline = &document.outline;
    let anchors = outline.headings.iter().map(|it| &it.id);
    let links = outline.links.iter().map(|it| &it.destination);
    let images = outline.images.iter().map(|it| &it.destination);
    Fingerprint::of_value(&(
        &document.title.value,
        &document.front_matter,
        &document.detail,
        document.markdown,
        anchors.collect::<Vec<_>>(),
        links.collect::<Vec<_>>(),
        images.collect::<Vec<_>>(),
    ))
}

fn is_about(problem: &Diagnostic, document: &Document) -> bool {
    let labels = problem.labels.iter();
    problem.file.as_ref() == Some(&document.path)
        || labels
            .into_iter()
            .any(|it| it.span.source == document.source)
}
