//! Derives from an event of the system which paths to examine.
//!
//! In: an event. Out: hints. Looks at names only, never at the disk: a hint may turn out to be nothing.

use std::path::Path;

use notify::{
    Event, EventKind,
    event::{AccessKind, AccessMode, ModifyKind},
};

use super::index::Certainty;
use crate::{
    paths::SourcePath,
    pipeline::{FOLDERS, SETTINGS},
    source,
};

/// Where something may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    At(PathEvent),
    /// A folder of the site itself, such as `content`, was created or removed.
    TopFolder(&'static str),
    /// Anywhere.
    Anywhere,
}

/// An event for one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PathEvent {
    pub path: SourcePath,
    pub certainty: Certainty,
    /// The path was created, removed or renamed; if it is a folder, so was everything in it.
    pub moved: bool,
}

/// The hints from an event below `root`; empty if the event does not concern the site.
pub(super) fn hints(root: &Path, event: &Event) -> Vec<Hint> {
    if event.need_rescan() {
        return vec![Hint::Anywhere];
    }
    let (certainty, moved) = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => (Certainty::Possible, false),
        EventKind::Access(_) => return Vec::new(),
        EventKind::Create(_) | EventKind::Remove(_) => (Certainty::Certain, true),
        EventKind::Modify(ModifyKind::Name(_)) => (Certainty::Certain, true),
        EventKind::Modify(ModifyKind::Data(_)) => (Certainty::Certain, false),
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => (Certainty::Possible, false),
    };
    let paths = event.paths.iter();
    paths
        .filter_map(|path| hint(path.strip_prefix(root).ok()?, certainty, moved))
        .collect()
}

fn hint(path: &Path, certainty: Certainty, moved: bool) -> Option<Hint> {
    let parts: Option<Vec<_>> = path.iter().map(|it| it.to_str()).collect();
    let Some(parts) = parts else {
        return Some(Hint::Anywhere);
    };
    match parts.as_slice() {
        [] => return moved.then_some(Hint::Anywhere),
        [SETTINGS] => (),
        [name] => {
            let folder = FOLDERS.into_iter().find(|it| it == name)?;
            return moved.then_some(Hint::TopFolder(folder));
        }
        [name, ..] if FOLDERS.contains(name) => (),
        _ => return None,
    }
    if parts.iter().any(|it| source::is_ignored(it)) {
        return None;
    }
    // It is not read, but it may cause a message.
    let is_refused =
        |name: &&str| source::is_shortcut(name) || source::name_problem(name).is_some();
    if parts.iter().any(is_refused) {
        return Some(Hint::Anywhere);
    }
    Some(Hint::At(PathEvent {
        path: SourcePath::new(parts.join("/")),
        certainty,
        moved,
    }))
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, RenameMode};

    use super::*;

    fn at(kind: EventKind, paths: &[&str]) -> Vec<Hint> {
        let mut event = Event::new(kind);
        for path in paths {
            event = event.add_path(Path::new("/site").join(path));
        }
        hints(Path::new("/site"), &event)
    }

    fn named(path: &str, certainty: Certainty, moved: bool) -> Hint {
        let path = SourcePath::new(path);
        Hint::At(PathEvent {
            path,
            certainty,
            moved,
        })
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const RENAMED: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));

    #[test]
    fn a_rename_from_a_temporary_file_concerns_the_real_file_only() {
        let hints = at(RENAMED, &["content/a.tmp", "content/一 二.md"]);
        assert_eq!(hints, [named("content/一 二.md", Certainty::Certain, true)]);
    }

    #[test]
    fn files_that_are_not_sources_give_no_hint() {
        let paths = [
            "public/index.html",
            ".fanzha/x",
            "content/.git/x.md",
            "content/4913",
            "content/~$a.docx",
            "../x.md",
            "README.md",
        ];
        assert_eq!(at(WRITTEN, &paths), []);
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert_eq!(at(opened, &["content/a.md"]), []);
        assert_eq!(at(WRITTEN, &["content"]), []);
    }

    #[test]
    fn lost_events_and_unusable_names_hint_at_the_whole_site() {
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(hints(Path::new("/site"), &lost), [Hint::Anywhere]);
        let made = EventKind::Create(CreateKind::Any);
        assert_eq!(at(made, &["content/a?.md"]), [Hint::Anywhere]);
        assert_eq!(at(made, &["themes"]), [Hint::TopFolder("themes")]);
    }
}
