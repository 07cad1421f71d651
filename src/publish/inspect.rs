//! Finds out, before anything is changed, what somebody else has changed at a target.
//!
//! In: the steps of a plan. Out: files that are not as this program left them. A file that is to be replaced
//! or removed is compared by its size, and by its content where there are not too many; times and `ETag`s are
//! never looked at.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use super::{
    check::Abilities,
    crew::{Crew, StepError, Stopped},
    events::Events,
    journal::{Journal, KnownFile, TargetState},
    plan::{Found, Step},
    release::FileHash,
    remote::{Listed, Remote, RemoteErrorKind},
    store::Store,
    upload::path_of,
};

/// At most so many files, and so many bytes, are read back before they are replaced; of more, an evenly
/// spread part.
const READ_BACK_FILES: usize = 256;
const READ_BACK_BYTES: u64 = 32_000_000;

/// After an upload the sizes of so many files are asked for, and so many are read back.
const CONFIRMED_FILES: usize = 500;
const SAMPLE_FILES: usize = 16;

/// From so many new files on, the target is listed once instead of asking for each.
const LIST_FROM: usize = 100;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Files of somebody else at paths that the release needs, or that should be removed.
    pub foreign: BTreeSet<String>,
    /// Files that this program had written and that are gone.
    pub missing: BTreeSet<String>,
    /// Files that are already there with the right content.
    pub equal: BTreeSet<String>,
}

/// Inspects the paths of `steps`.
///
/// # Errors
/// The server fails.
pub fn inspect(
    crew: &Crew<'_>,
    steps: &[&Step],
    (abilities, store): (&Abilities, &Store),
    events: &dyn Events,
) -> Result<Findings, Stopped> {
    let there = listing(crew, steps, abilities)?;
    let known: Vec<(usize, u64)> = steps
        .iter()
        .enumerate()
        .filter_map(|(index, step)| match found_of(step) {
            Some(Found::Known(file)) => Some((index, file.bytes)),
            _ => None,
        })
        .collect();
    let read_back = spread(&known);
    let findings = Mutex::new(Findings::default());
    let numbered: Vec<(usize, &Step)> = steps
        .iter()
        .enumerate()
        .filter(|(_, step)| is_worth_asking(step, there.as_ref()))
        .map(|(index, step)| (index, *step))
        .collect();
    events.begin("核对服务器上的文件", numbered.len(), 0);
    let act = |remote: &mut dyn Remote, (index, step): &(usize, &Step)| {
        let depth = match read_back.contains(index) {
            true => Depth::Content,
            false => Depth::Size,
        };
        let verdict = look(remote, step, depth, store)?;
        let mut findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
        let path = path_of(step).to_owned();
        match verdict {
            Verdict::AsExpected => false,
            Verdict::Foreign => findings.foreign.insert(path),
            Verdict::Missing => findings.missing.insert(path),
            Verdict::Equal => findings.equal.insert(path),
        };
        drop(findings);
        events.done(path_of(step), 0);
        Ok(())
    };
    crew.each(&numbered, |it| path_of(it.1), act)?;
    Ok(findings
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner))
}

/// Reads every known file back, and corrects the state by what is found. Used when the record is in doubt.
///
/// # Errors
/// The server or the journal fails.
pub fn reread(crew: &Crew<'_>, journal: &Journal, events: &dyn Events) -> Result<(), Stopped> {
    let state = journal.state();
    let files: Vec<(&String, &KnownFile)> = state.files.iter().collect();
    events.begin("逐个读回服务器上的文件", files.len(), 0);
    let real = Mutex::new(Vec::new());
    let act = |remote: &mut dyn Remote, (path, file): &(&String, &KnownFile)| {
        let bytes = remote.get(path)?;
        if bytes.is_some_and(|it| FileHash::of(&it) == file.sha256) {
            let mut real = real.lock().unwrap_or_else(PoisonError::into_inner);
            real.push(((*path).clone(), (*file).clone()));
        }
        events.done(path, 0);
        Ok(())
    };
    crew.each(&files, |it| it.0, act)?;
    let real = real.into_inner().unwrap_or_else(PoisonError::into_inner);
    let corrected = TargetState {
        files: real.into_iter().collect(),
        ..state.clone()
    };
    let failed = |failure| Stopped {
        path: String::new(),
        error: StepError::Local(failure),
    };
    journal.replace(corrected).map_err(failed)
}

/// Checks what was sent: the sizes of at most `CONFIRMED_FILES` files, and the contents of `SAMPLE_FILES` of
/// them. Returns the paths of those that are not as they were sent; the journal forgets them, so that the
/// next plan sends them again.
///
/// # Errors
/// The server or the journal fails.
pub fn verify(
    crew: &Crew<'_>,
    sent: &[&str],
    (state, journal): (&TargetState, &Journal),
    events: &dyn Events,
) -> Result<Vec<String>, Stopped> {
    let step = sent.len().div_ceil(CONFIRMED_FILES).max(1);
    let paths: Vec<&str> = sent.iter().copied().step_by(step).collect();
    let content_step = paths.len().div_ceil(SAMPLE_FILES).max(1);
    let numbered: Vec<(usize, &str)> = paths.into_iter().enumerate().collect();
    events.begin("核对送到的文件", numbered.len(), 0);
    let wrong = Mutex::new(Vec::new());
    let act = |remote: &mut dyn Remote, (index, path): &(usize, &str)| {
        let Some(known) = state.files.get(*path) else {
            return Ok(());
        };
        let is_whole = match remote.size(path) {
            Ok(size) => size == Some(known.bytes),
            Err(error) if error.kind == RemoteErrorKind::Unsupported => true,
            Err(error) => return Err(error.into()),
        };
        let is_sampled = index % content_step == 0;
        let is_right = is_whole
            && (!is_sampled
                || remote
                    .get(path)?
                    .is_some_and(|it| FileHash::of(&it) == known.sha256));
        events.done(path, 0);
        if !is_right {
            journal.begin(path)?;
            let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
            wrong.push((*path).to_owned());
        }
        Ok(())
    };
    crew.each(&numbered, |it| it.1, act)?;
    Ok(wrong.into_inner().unwrap_or_else(PoisonError::into_inner))
}

enum Verdict {
    AsExpected,
    Foreign,
    Missing,
    Equal,
}

#[derive(Clone, Copy)]
enum Depth {
    Size,
    Content,
}

fn look(
    remote: &mut dyn Remote,
    step: &Step,
    depth: Depth,
    store: &Store,
) -> Result<Verdict, StepError> {
    let path = path_of(step);
    let size = match remote.size(path) {
        Err(error) if error.kind == RemoteErrorKind::Unsupported => {
            remote.get(path)?.map(|it| it.len() as u64)
        }
        size => size?,
    };
    let is = |remote: &mut dyn Remote, hash: &FileHash| -> Result<bool, StepError> {
        let bytes = remote.get(path)?;
        Ok(bytes.is_some_and(|it| FileHash::of(&it) == *hash))
    };
    Ok(match (found_of(step), size) {
        (Some(Found::Known(_)), None) => Verdict::Missing,
        (Some(Found::Known(known)), Some(size)) => {
            let is_same = size == known.bytes
                && match depth {
                    Depth::Size => true,
                    Depth::Content => is(remote, &known.sha256)?,
                };
            match (is_same, step) {
                (true, _) => Verdict::AsExpected,
                // Another computer, or a run whose record was lost, has put the new content there.
                (false, Step::Put { file, .. })
                    if size == file.bytes && is(remote, &file.sha256)? =>
                {
                    Verdict::Equal
                }
                // The last uploads of a killed run may arrive after those of the next one.
                (false, _) if is_stored(remote, path, store)? => Verdict::AsExpected,
                (false, _) => Verdict::Foreign,
            }
        }
        (Some(Found::Nothing), Some(size)) => match step {
            Step::Put { file, .. } if size == file.bytes && is(remote, &file.sha256)? => {
                Verdict::Equal
            }
            _ if is_stored(remote, path, store)? => Verdict::AsExpected,
            _ => Verdict::Foreign,
        },
        (Some(Found::Nothing | Found::Own) | None, _) => Verdict::AsExpected,
    })
}

/// Whether the file has the content of a release of this computer.
fn is_stored(remote: &mut dyn Remote, path: &str, store: &Store) -> Result<bool, StepError> {
    let bytes = remote.get(path)?;
    Ok(bytes.is_some_and(|it| store.has(&FileHash::of(&it))))
}

fn found_of(step: &Step) -> Option<&Found> {
    match step {
        Step::Put { over, .. } => Some(over),
        Step::Delete { known, .. } => Some(known),
        Step::Copy { .. } | Step::Tidy { .. } | Step::Switch { .. } => None,
    }
}

/// All paths at the target, where there are many new files and the server has listings.
fn listing(
    crew: &Crew<'_>,
    steps: &[&Step],
    abilities: &Abilities,
) -> Result<Option<BTreeSet<String>>, Stopped> {
    let new = steps
        .iter()
        .filter(|it| matches!(found_of(it), Some(Found::Nothing)));
    if !abilities.lists || new.clone().count() < LIST_FROM {
        return Ok(None);
    }
    let wanted: BTreeSet<&str> = new.map(|it| path_of(it)).collect();
    let listed = crew.one(|remote| {
        let mut there = BTreeSet::new();
        let mut each = |file: Listed| {
            if wanted.contains(file.path.as_str()) {
                there.insert(file.path);
            }
        };
        remote.list("", &mut each)?;
        Ok(there)
    });
    listed.map(Some).map_err(|error| Stopped {
        path: String::new(),
        error,
    })
}

/// New files that a listing does not show need no question.
fn is_worth_asking(step: &Step, there: Option<&BTreeSet<String>>) -> bool {
    match (found_of(step), there) {
        (None | Some(Found::Own), _) => false,
        (Some(Found::Nothing), Some(there)) => there.contains(path_of(step)),
        (Some(Found::Nothing | Found::Known(_)), _) => true,
    }
}

/// The indices of at most `READ_BACK_FILES` files with at most `READ_BACK_BYTES` bytes, evenly spread.
fn spread(files: &[(usize, u64)]) -> BTreeSet<usize> {
    let bytes: u64 = files.iter().map(|it| it.1).sum();
    let by_count = files.len().div_ceil(READ_BACK_FILES);
    let by_bytes = usize::try_from(bytes.div_ceil(READ_BACK_BYTES)).unwrap_or(usize::MAX);
    let step = by_count.max(by_bytes).max(1);
    files.iter().step_by(step).map(|it| it.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_are_all_read_back_and_many_in_part() {
        let files = |count: usize, bytes: u64| (0..count).map(|it| (it, bytes)).collect::<Vec<_>>();
        assert_eq!(spread(&files(200, 10)).len(), 200);
        assert_eq!(spread(&files(10_000, 10)).len(), 250);
        assert_eq!(spread(&files(10, 32_000_000)).len(), 1);
        assert_eq!(spread(&[]).len(), 0);
    }
}
