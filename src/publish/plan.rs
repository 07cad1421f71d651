//! What has to be done at a target so that it shows a release.
//!
//! In: what is there (`TargetState`) and what should be there (`Release`). Out: steps in phases; a phase
//! begins when the one before it is complete. At every moment each page's links and assets exist: new files
//! come before the pages that refer to them, removals come last. Never removes a file that the state does not
//! list.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    journal::{KnownFile, TargetState},
    release::{FileHash, Release, ReleaseFile},
};

/// One act at the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Put {
        path: String,
        file: ReleaseFile,
        over: Found,
    },
    /// The server makes `to` from its own file `from`.
    Copy {
        from: String,
        to: String,
        file: ReleaseFile,
    },
    Delete {
        path: String,
        known: Found,
    },
    /// Removes the temporary files of an interrupted upload of `path`.
    Tidy {
        path: String,
    },
    /// Makes `current` point to the folder of a release.
    Switch {
        folder: String,
    },
}

/// What is at the path of a step, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// An upload or removal by this program that was interrupted.
    Own,
    Known(KnownFile),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// A Chinese verb phrase for the progress.
    pub name: &'static str,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub phases: Vec<Phase>,
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    /// How many pages readers see before.
    pub pages_before: usize,
    /// How many of them are removed.
    pub pages_removed: usize,
}

/// The folder of all releases, and the link to the one that is shown.
pub const RELEASES: &str = "releases";
pub const CURRENT: &str = "current";

/// Fewer removed pages than this never need confirmation.
const UNCONFIRMED_REMOVALS: usize = 20;

impl Plan {
    /// The bytes to be sent.
    pub fn bytes(&self) -> u64 {
        self.steps().map(Step::bytes).sum()
    }

    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.phases.iter().flat_map(|it| &it.steps)
    }

    /// The number of files to be sent.
    pub fn uploads(&self) -> usize {
        self.steps()
            .filter(|it| matches!(it, Step::Put { .. }))
            .count()
    }

    /// Whether more than a third of the pages would be removed: more often a mistake than intended.
    pub fn removes_much(&self) -> bool {
        self.pages_removed >= UNCONFIRMED_REMOVALS && self.pages_removed * 3 > self.pages_before
    }
}

impl Step {
    /// The bytes to be sent for it.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Put { file, .. } => file.bytes,
            Self::Copy { .. } | Self::Delete { .. } | Self::Tidy { .. } | Self::Switch { .. } => 0,
        }
    }
}

/// Replaces the files one by one. `live` is the release that readers see now: its assets stay, since a page
/// of it may still be open somewhere; the next publication removes them.
pub fn in_place(state: &TargetState, release: &Release, live: Option<&Release>) -> Plan {
    let mut plan = Plan::default();
    let mut new = Group::default();
    let mut changed = Group::default();
    for file in &release.files {
        let found = found_at(&file.path, state);
        match &found {
            Found::Known(known)
                if known.sha256 == file.sha256 && !state.unsure.contains(&file.path) =>
            {
                continue;
            }
            Found::Known(_) => plan.changed.push(file.path.clone()),
            Found::Nothing | Found::Own => plan.added.push(file.path.clone()),
        }
        let group = match &found {
            Found::Known(_) => &mut changed,
            Found::Nothing | Found::Own => &mut new,
        };
        group.add(Step::Put {
            path: file.path.clone(),
            file: file.clone(),
            over: found,
        });
    }
    let mut removed = Group::default();
    let all: BTreeSet<&String> = state.files.keys().chain(&state.unsure).collect();
    for path in all.into_iter().filter(|it| release.file(it).is_none()) {
        let is_kept = !is_page(path) && live.is_some_and(|it| it.file(path).is_some());
        if is_kept {
            continue;
        }
        plan.removed.push(path.clone());
        removed.add(Step::Delete {
            path: path.clone(),
            known: found_at(path, state),
        });
    }
    plan.pages_before = state.files.keys().filter(|it| is_page(it)).count();
    plan.pages_removed = plan.removed.iter().filter(|it| is_page(it)).count();
    let tidy = state
        .unsure
        .iter()
        .map(|path| Step::Tidy { path: path.clone() });
    plan.phases = [
        Phase::new("送新的图片、样式和播放文件", new.assets),
        Phase::new("送新的页面", new.pages),
        Phase::new("更新图片、样式和播放文件", changed.assets),
        Phase::new("更新页面", changed.pages),
        Phase::new(
            "更新首页",
            new.front.into_iter().chain(changed.front).collect(),
        ),
        Phase::new(
            "删除旧页面",
            removed.front.into_iter().chain(removed.pages).collect(),
        ),
        Phase::new(
            "删除旧文件",
            removed.assets.into_iter().chain(tidy).collect(),
        ),
    ]
    .into_iter()
    .filter(|it| !it.steps.is_empty())
    .collect();
    plan
}

/// Makes a folder for the release, then switches the link. `kept` are the ids of the releases whose folders
/// stay.
pub fn by_link(
    state: &TargetState,
    release: &Release,
    live: Option<&Release>,
    kept: &[String],
) -> Plan {
    let folder = format!("{RELEASES}/{}", release.id);
    let mut plan = Plan::default();
    let there: BTreeMap<&FileHash, &String> = state
        .files
        .iter()
        .map(|(path, it)| (&it.sha256, path))
        .collect();
    let place = |file: &ReleaseFile| {
        let path = format!("{folder}/{}", file.path);
        match found_at(&path, state) {
            Found::Known(known) if known.sha256 == file.sha256 && !state.unsure.contains(&path) => {
                None
            }
            over => Some(match (&over, there.get(&file.sha256)) {
                (Found::Nothing, Some(from)) => Step::Copy {
                    from: (*from).clone(),
                    to: path,
                    file: file.clone(),
                },
                _ => Step::Put {
                    path,
                    file: file.clone(),
                    over,
                },
            }),
        }
    };
    // A page of the live release may be open somewhere and request its assets after the switch.
    let live_files = live.map_or(&[][..], |it| &it.files);
    let kept_assets = live_files
        .iter()
        .filter(|it| !is_page(&it.path) && release.file(&it.path).is_none());
    let steps = release.files.iter().chain(kept_assets).filter_map(place);
    let (copies, puts): (Vec<Step>, Vec<Step>) =
        steps.partition(|it| matches!(it, Step::Copy { .. }));
    compare(&mut plan, release, live);
    let switch = match state.live.as_deref() == Some(release.id.as_str())
        && copies.is_empty()
        && puts.is_empty()
    {
        true => Vec::new(),
        false => vec![Step::Switch {
            folder: folder.clone(),
        }],
    };
    let old = old_folders(state, &release.id, kept);
    plan.phases = [
        Phase::new("沿用没变的文件", copies),
        Phase::new("送新的文件", puts),
        Phase::new("切换到新版本", switch),
        Phase::new("删除太旧的版本", old),
    ]
    .into_iter()
    .filter(|it| !it.steps.is_empty())
    .collect();
    plan
}

/// The removal of all files in folders of releases that are neither shown, about to be shown, nor kept.
fn old_folders(state: &TargetState, new: &str, kept: &[String]) -> Vec<Step> {
    let is_kept = |path: &str| {
        let id = path
            .strip_prefix(RELEASES)
            .and_then(|it| it.strip_prefix('/'));
        let id = id.and_then(|it| it.split('/').next());
        id.is_none_or(|id| {
            id == new || state.live.as_deref() == Some(id) || kept.iter().any(|it| it == id)
        })
    };
    let old = state
        .files
        .keys()
        .chain(&state.unsure)
        .filter(|it| !is_kept(it));
    let old: BTreeSet<&String> = old.collect();
    let delete = |path: &String| Step::Delete {
        known: found_at(path, state),
        path: path.clone(),
    };
    old.into_iter().map(delete).collect()
}

/// Fills in what readers will find different.
fn compare(plan: &mut Plan, release: &Release, live: Option<&Release>) {
    for file in &release.files {
        match live.and_then(|it| it.file(&file.path)) {
            None => plan.added.push(file.path.clone()),
            Some(old) if old.sha256 != file.sha256 => plan.changed.push(file.path.clone()),
            Some(_) => (),
        }
    }
    let old = live.map_or(&[][..], |it| &it.files);
    let gone = old.iter().filter(|it| release.file(&it.path).is_none());
    plan.removed = gone.map(|it| it.path.clone()).collect();
    plan.pages_before = old.iter().filter(|it| is_page(&it.path)).count();
    plan.pages_removed = plan.removed.iter().filter(|it| is_page(it)).count();
}

fn found_at(path: &str, state: &TargetState) -> Found {
    match state.files.get(path) {
        Some(known) => Found::Known(known.clone()),
        None if state.unsure.contains(path) => Found::Own,
        None => Found::Nothing,
    }
}

/// Steps of one kind, split by what refers to what.
#[derive(Default)]
struct Group {
    assets: Vec<Step>,
    pages: Vec<Step>,
    front: Vec<Step>,
}

impl Group {
    fn add(&mut self, step: Step) {
        let path = match &step {
            Step::Put { path, .. } | Step::Delete { path, .. } => path.as_str(),
            Step::Copy { .. } | Step::Tidy { .. } | Step::Switch { .. } => "",
        };
        let steps = match (is_front(path), is_page(path)) {
            (true, _) => &mut self.front,
            (false, true) => &mut self.pages,
            (false, false) => &mut self.assets,
        };
        steps.push(step);
    }
}

impl Phase {
    fn new(name: &'static str, steps: Vec<Step>) -> Self {
        Self { name, steps }
    }
}

pub fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// The home page and the files beside it that list pages: sitemap, feeds.
fn is_front(path: &str) -> bool {
    !path.contains('/')
        && [".html", ".xml", ".json", ".txt"]
            .iter()
            .any(|it| path.ends_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(id: &str, files: &[(&str, &str)]) -> Release {
        let file = |(path, text): &(&str, &str)| ReleaseFile {
            path: (*path).to_owned(),
            sha256: FileHash::of(text.as_bytes()),
            bytes: text.len() as u64,
        };
        let mut files: Vec<ReleaseFile> = files.iter().map(file).collect();
        files.sort_by(|left, right| left.path.cmp(&right.path));
        Release {
            id: id.to_owned(),
            built_at: "2026-11-27T09:00:00+08:00".to_owned(),
            files,
        }
    }

    /// The state after `release` was published.
    fn after(release: &Release, folder: &str) -> TargetState {
        let known = |it: &ReleaseFile| {
            let file = KnownFile {
                sha256: it.sha256.clone(),
                bytes: it.bytes,
            };
            (format!("{folder}{}", it.path), file)
        };
        TargetState {
            live: Some(release.id.clone()),
            files: release.files.iter().map(known).collect(),
            ..TargetState::default()
        }
    }

    /// One line per step: `送新的页面 + a/index.html`.
    fn told(plan: &Plan) -> Vec<String> {
        let line = |step: &Step| match step {
            Step::Put { path, .. } => format!("put {path}"),
            Step::Copy { from, to, .. } => format!("copy {from} {to}"),
            Step::Delete { path, .. } => format!("delete {path}"),
            Step::Tidy { path } => format!("tidy {path}"),
            Step::Switch { folder } => format!("switch {folder}"),
        };
        plan.steps().map(line).collect()
    }

    const OLD: &[(&str, &str)] = &[
        ("index.html", "home 1"),
        ("a/index.html", "a 1"),
        ("b/index.html", "b 1"),
        ("assets/1.css", "css 1"),
        ("photo.jpg", "photo"),
    ];
    const NEW: &[(&str, &str)] = &[
        ("index.html", "home 2"),
        ("a/index.html", "a 2"),
        ("c/index.html", "c 1"),
        ("assets/2.css", "css 2"),
        ("photo.jpg", "photo"),
    ];

    #[test]
    fn files_in_place_are_replaced_in_the_order_of_their_links() {
        let (old, new) = (release("r1", OLD), release("r2", NEW));
        let plan = in_place(&after(&old, ""), &new, Some(&old));
        assert_eq!(
            told(&plan),
            [
                "put assets/2.css",
                "put c/index.html",
                "put a/index.html",
                "put index.html",
                "delete b/index.html",
            ]
        );
        assert_eq!(
            (plan.added.len(), plan.changed.len(), plan.removed.len()),
            (2, 2, 1)
        );
    }

    #[test]
    fn assets_of_the_release_before_are_removed_one_publication_later() {
        let (old, new) = (release("r1", OLD), release("r2", NEW));
        let mut state = after(&new, "");
        state.files.extend(
            after(&old, "")
                .files
                .into_iter()
                .filter(|it| it.0 == "assets/1.css"),
        );
        assert_eq!(
            told(&in_place(&state, &new, Some(&new))),
            ["delete assets/1.css"]
        );
    }

    #[test]
    fn an_interrupted_upload_is_sent_again_and_its_traces_are_removed() {
        let old = release("r1", OLD);
        let mut state = after(&old, "");
        state.unsure.insert("a/index.html".to_owned());
        state.unsure.insert("never/index.html".to_owned());
        let plan = in_place(&state, &old, Some(&old));
        assert_eq!(
            told(&plan),
            [
                "put a/index.html",
                "delete never/index.html",
                "tidy a/index.html",
                "tidy never/index.html"
            ]
        );
    }

    #[test]
    fn a_link_is_switched_when_the_new_folder_is_complete() {
        let (old, new) = (release("r1", OLD), release("r2", NEW));
        let state = after(&old, "releases/r1/");
        let plan = by_link(&state, &new, Some(&old), &["r1".to_owned()]);
        assert_eq!(
            told(&plan),
            [
                "copy releases/r1/photo.jpg releases/r2/photo.jpg",
                "copy releases/r1/assets/1.css releases/r2/assets/1.css",
                "put releases/r2/a/index.html",
                "put releases/r2/assets/2.css",
                "put releases/r2/c/index.html",
                "put releases/r2/index.html",
                "switch releases/r2",
            ]
        );
    }

    #[test]
    fn going_back_by_link_sends_nothing() {
        let (old, new) = (release("r1", OLD), release("r2", NEW));
        let mut state = after(&old, "releases/r1/");
        state.files.extend(after(&new, "releases/r2/").files);
        state.live = Some("r2".to_owned());
        let plan = by_link(
            &state,
            &old,
            Some(&new),
            &["r1".to_owned(), "r2".to_owned()],
        );
        assert_eq!(
            told(&plan),
            [
                "copy releases/r2/assets/2.css releases/r1/assets/2.css",
                "switch releases/r1"
            ]
        );
    }
}
