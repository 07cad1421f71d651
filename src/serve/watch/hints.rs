//! Where to look, from what the system says has happened.
//!
//! In: an event. Out: hints. Names are looked at here, the disk never: a hint may lead to nothing.

use std::path::Path;

use notify::{
    Event, EventKind,
    event::{AccessKind, AccessMode, ModifyKind},
};

use super::known::Hearsay;
use crate::{
    paths::SourcePath,
    pipeline::{FOLDERS, SETTINGS},
    source,
};

/// Where something may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    At(Rumour),
    /// A folder of the site itself, such as `content`, came or went.
    TopFolder(&'static str),
    /// Anywhere.
    Anywhere,
}

/// What is said of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rumour {
    pub path: SourcePath,
    pub heard: Hearsay,
    /// It came, went, or was renamed; so if it is a folder, all that is in it did.
    pub moved: bool,
}

/// What an event below `root` hints at; nothing for one that is no concern of the site.
pub(super) fn hints(root: &Path, event: &Event) -> Vec<Hint> {
    if event.need_rescan() {
        return vec![Hint::Anywhere];
    }
    let (heard, moved) = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => (Hearsay::Perhaps, false),
        EventKind::Access(_) => return Vec::new(),
        EventKind::Create(_) | EventKind::Remove(_) => (Hearsay::Surely, true),
        EventKind::Modify(ModifyKind::Name(_)) => (Hearsay::Surely, true),
        EventKind::Modify(ModifyKind::Data(_)) => (Hearsay::Surely, false),
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => (Hearsay::Perhaps, false),
    };
    let paths = event.paths.iter();
    paths
        .filter_map(|path| hint(path.strip_prefix(root).ok()?, heard, moved))
        .collect()
}

fn hint(path: &Path, heard: Hearsay, moved: bool) -> Option<Hint> {
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
    // It is not read, but that is worth a message.
    let is_refused =
        |name: &&str| source::is_shortcut(name) || source::name_problem(name).is_some();
    if parts.iter().any(is_refused) {
        return Some(Hint::Anywhere);
    }
    Some(Hint::At(Rumour {
        path: SourcePath::new(parts.join("/")),
        heard,
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

    fn named(path: &str, heard: Hearsay, moved: bool) -> Hint {
        let path = SourcePath::new(path);
        Hint::At(Rumour { path, heard, moved })
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const RENAMED: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));

    #[test]
    fn a_rename_from_a_leaving_is_news_of_the_real_file_alone() {
        let hints = at(RENAMED, &["content/a.tmp", "content/一 二.md"]);
        assert_eq!(hints, [named("content/一 二.md", Hearsay::Surely, true)]);
    }

    #[test]
    fn what_is_no_source_is_no_hint() {
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
    fn lost_events_and_unusable_names_hint_anywhere() {
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(hints(Path::new("/site"), &lost), [Hint::Anywhere]);
        let made = EventKind::Create(CreateKind::Any);
        assert_eq!(at(made, &["content/a?.md"]), [Hint::Anywhere]);
        assert_eq!(at(made, &["themes"]), [Hint::TopFolder("themes")]);
    }
}
