//! Brings a release to a target: one run of `publish` or `rollback`.
//!
//! In: a stored release, a target that was checked, and the user's decisions. Out: the release is shown
//! there, or a failure after which the target shows a whole site and the next run goes on. Never overwrites
//! or removes a file of somebody else unless the user said so, and never removes one at all.

use jiff::{Timestamp, ZonedDateTime};

use super::{
    check::Abilities,
    crew::{Crew, StepError, Stopped},
    decisions::{Decisions, Foreign, Trust},
    events::Events,
    inspect::{self, Findings},
    journal::{Journal, TargetState},
    local_lock::LocalLock,
    lock::{Holder, LOCK, RemoteLock, Taking},
    plan::{self, CURRENT, Plan, RELEASES, Step},
    release::{FileHash, Release},
    remote::{RemoteError, RemoteErrorKind},
    remote_manifest::{self, PointerFound},
    store::Store,
    target::Target,
    trouble,
    upload::{Uploader, path_of},
};
use crate::{config::Switch, output::Removals, pipeline::Failure};

/// Who publishes, and when.
#[derive(Clone, Debug)]
pub struct Publisher {
    pub by: String,
    pub computer: String,
    /// Different for every run.
    pub token: String,
    pub now: ZonedDateTime,
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    pub before: Option<String>,
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub bytes: u64,
    /// Paths below the public address whose content is different now, for a CDN.
    pub purge: Vec<String>,
}

/// The parts of one run.
pub struct Delivery<'a> {
    pub target: &'a Target,
    pub abilities: Abilities,
    pub store: &'a Store,
    pub release: &'a Release,
    pub decisions: Decisions,
    pub publisher: &'a Publisher,
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
    pub events: &'a dyn Events,
}

impl Delivery<'_> {
    /// What would be done, from the record alone; nothing is changed and no file is looked at.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn plan(&self) -> Result<Plan, Failure> {
        let journal = Journal::open(&self.target.journal())?;
        self.plan_for(&journal.state())
    }

    /// Delivers the release.
    ///
    /// # Errors
    /// Nothing was changed, or the next run goes on where this one stopped; the message says which.
    pub fn run(&self) -> Result<Delivered, Failure> {
        let _local = LocalLock::take(&self.target.folder)?;
        let journal = Journal::open(&self.target.journal())?;
        let holder = Holder {
            token: self.publisher.token.clone(),
            by: self.publisher.by.clone(),
            computer: self.publisher.computer.clone(),
            at: (self.clock)(),
            beat: 0,
        };
        let lock = RemoteLock::new(holder, &journal, self.clock);
        let crew = Crew::new(&*self.target.connect, self.target.connections());
        let told = |error: StepError| trouble::of(&error, self.target);
        // A wrong address or password is told at once, and only what may pass is tried again after that.
        crew.first(|it| Ok(it.get(LOCK)?)).map_err(told)?;
        let taking = crew
            .one(|it| lock.take(it, self.decisions.respect))
            .map_err(told)?;
        match taking {
            Taking::Taken => (),
            Taking::Recovered(holder) => self.events.note(&trouble::recovered(&holder)),
            Taking::HeldBy(holder) => return Err(trouble::held(&holder, &self.publisher.now)),
        }
        let result = self.locked(&crew, &journal, &lock);
        // The first error is the one to report; this computer recognises a lock that stayed.
        let released = crew.one(|it| lock.release(it));
        let delivered =
            result.map_err(|it| trouble::stopped(&it, self.target, &journal.state()))?;
        released.map_err(told)?;
        journal.replace(journal.state())?;
        Ok(delivered)
    }

    fn locked(
        &self,
        crew: &Crew<'_>,
        journal: &Journal,
        lock: &RemoteLock<'_>,
    ) -> Result<Delivered, Stopped> {
        self.reconcile(crew, journal)?;
        let before = journal.state();
        let plan = self.plan_for(&before).map_err(local)?;
        if plan.removes_much() && self.decisions.removals == Removals::Usual {
            return Err(local(trouble::removes_much(
                plan.pages_removed,
                plan.pages_before,
            )));
        }
        let steps: Vec<&Step> = plan.steps().collect();
        let findings = inspect::inspect(crew, &steps, (&self.abilities, self.store), self.events)?;
        self.judge(&findings, &steps)?;
        let needed: u64 = plan.bytes();
        if self.abilities.free_bytes.is_some() {
            let free = crew.one(|it| Ok(it.free_space()?)).map_err(whole)?;
            if free.is_some_and(|it| it < needed) {
                return Err(local(trouble::too_little_space(
                    needed,
                    free.unwrap_or_default(),
                )));
            }
        }
        let uploader = Uploader {
            store: self.store,
            journal,
            lock,
            abilities: &self.abilities,
            events: self.events,
            switch: self.target.settings.switch,
        };
        self.carry_out(crew, &uploader, &plan, &findings)?;
        self.confirm(crew, &uploader, &plan)?;
        Ok(Delivered {
            before: before.live,
            added: plan.added.len(),
            changed: plan.changed.len(),
            removed: plan.removed.len(),
            bytes: needed,
            purge: plan.changed.iter().chain(&plan.removed).cloned().collect(),
        })
    }

    /// Compares the record of this computer with what the target says of itself.
    fn reconcile(&self, crew: &Crew<'_>, journal: &Journal) -> Result<(), Stopped> {
        let names = self.abilities.dot_names;
        let folder = self.shown_folder();
        let found = crew.one(|it| remote_manifest::read_pointer(it, &folder, names));
        let state = journal.state();
        match found.map_err(whole)? {
            PointerFound::Pointer(pointer) if state.live.as_ref() != Some(&pointer.release) => {
                let list = crew.one(|it| remote_manifest::read_list(it, &folder, &pointer));
                match list.map_err(whole)? {
                    Some(list) => {
                        self.events.note(&trouble::other_publisher(&pointer));
                        let state = TargetState {
                            unsure: state.unsure,
                            tokens: state.tokens,
                            ..list
                        };
                        journal.replace(state).map_err(local)?;
                    }
                    None => self.reread(crew, journal)?,
                }
            }
            PointerFound::Absent if state.live.is_some() => {
                self.events.note("服务器上的发布标记不见了，逐个核对文件");
                self.reread(crew, journal)?;
            }
            PointerFound::Pointer(_) | PointerFound::Absent | PointerFound::Damaged => (),
        }
        match self.decisions.trust {
            Trust::Record => Ok(()),
            Trust::Nothing => self.reread(crew, journal),
        }
    }

    fn reread(&self, crew: &Crew<'_>, journal: &Journal) -> Result<(), Stopped> {
        inspect::reread(crew, journal, self.events)
    }

    /// Stops where somebody else's files would be lost.
    fn judge(&self, findings: &Findings, steps: &[&Step]) -> Result<(), Stopped> {
        if !findings.missing.is_empty() {
            self.events.note(&trouble::missing(&findings.missing));
        }
        let is_needed = |path: &String| {
            steps
                .iter()
                .any(|it| matches!(it, Step::Put { path: put, .. } if put == path))
        };
        let needed: Vec<&String> = findings.foreign.iter().filter(|it| is_needed(it)).collect();
        let others: Vec<&String> = findings
            .foreign
            .iter()
            .filter(|it| !is_needed(it))
            .collect();
        if !others.is_empty() {
            self.events.note(&trouble::left_alone(&others));
        }
        match self.decisions.foreign {
            Foreign::Stop if !needed.is_empty() => Err(local(trouble::foreign(&needed))),
            Foreign::Stop | Foreign::Overwrite => Ok(()),
        }
    }

    /// All phases; the pointer is written when readers see the new release, before anything is removed.
    fn carry_out(
        &self,
        crew: &Crew<'_>,
        uploader: &Uploader<'_>,
        plan: &Plan,
        findings: &Findings,
    ) -> Result<(), Stopped> {
        let is_removal = |it: &&plan::Phase| {
            it.steps
                .iter()
                .all(|it| matches!(it, Step::Delete { .. } | Step::Tidy { .. }))
        };
        let by_link = self.target.settings.switch == Switch::Link;
        let (removals, uploads): (Vec<_>, Vec<_>) = plan.phases.iter().partition(is_removal);
        let journal = uploader.journal;
        for phase in &uploads {
            let is_switch = matches!(phase.steps[..], [Step::Switch { .. }]);
            if is_switch {
                // Part of the folder that the link is about to show.
                self.write_pointer(crew, journal)?;
            }
            self.phase(crew, uploader, phase, findings)?;
            if is_switch {
                journal.live(&self.release.id).map_err(local)?;
            }
        }
        if !by_link {
            self.write_pointer(crew, journal)?;
            journal.live(&self.release.id).map_err(local)?;
        }
        for phase in &removals {
            self.phase(crew, uploader, phase, findings)?;
        }
        // Without the removed files.
        if !by_link && !removals.is_empty() {
            self.write_pointer(crew, journal)?;
        }
        Ok(())
    }

    fn phase(
        &self,
        crew: &Crew<'_>,
        uploader: &Uploader<'_>,
        phase: &plan::Phase,
        findings: &Findings,
    ) -> Result<(), Stopped> {
        crew.one(|it| uploader.lock.check(it)).map_err(whole)?;
        let is_done = |step: &&Step| {
            let path = path_of(step);
            findings.equal.contains(path)
                || (matches!(step, Step::Delete { .. }) && findings.foreign.contains(path))
        };
        let (done, open): (Vec<&Step>, Vec<&Step>) = phase.steps.iter().partition(is_done);
        for step in done {
            uploader.adopt(step).map_err(local)?;
        }
        let bytes = open.iter().map(|it| it.bytes()).sum();
        self.events.begin(phase.name, open.len(), bytes);
        crew.each(
            &open,
            |it| path_of(it),
            |remote, step| uploader.step(remote, step),
        )
    }

    /// Checks what was sent, and sends what differs once more: the last uploads of a killed run may arrive
    /// after those of this one.
    fn confirm(
        &self,
        crew: &Crew<'_>,
        uploader: &Uploader<'_>,
        plan: &Plan,
    ) -> Result<(), Stopped> {
        let journal = uploader.journal;
        if self.verify(crew, journal, plan)?.is_empty() {
            return Ok(());
        }
        let again = self.plan_for(&journal.state()).map_err(local)?;
        self.carry_out(crew, uploader, &again, &Findings::default())?;
        match self.verify(crew, journal, &again)?.pop() {
            None => Ok(()),
            Some(path) => Err(Stopped {
                path,
                error: StepError::Remote(RemoteError::new(
                    RemoteErrorKind::Refused,
                    "the file reads differently from what was sent",
                )),
            }),
        }
    }

    /// Reads a part of what was sent back, and the sizes of more of it.
    fn verify(
        &self,
        crew: &Crew<'_>,
        journal: &Journal,
        plan: &Plan,
    ) -> Result<Vec<String>, Stopped> {
        let sent: Vec<&str> = plan
            .steps()
            .filter(|it| matches!(it, Step::Put { .. } | Step::Copy { .. }))
            .map(path_of)
            .collect();
        inspect::verify(crew, &sent, (&journal.state(), journal), self.events)
    }

    fn write_pointer(&self, crew: &Crew<'_>, journal: &Journal) -> Result<(), Stopped> {
        let state = journal.state();
        let folder = match self.target.settings.switch {
            Switch::InPlace => String::new(),
            Switch::Link => format!("{RELEASES}/{}/", self.release.id),
        };
        let at = self
            .publisher
            .now
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string();
        let what = (self.release.id.as_str(), at.as_str());
        let place = (folder.as_str(), self.abilities.dot_names);
        let written = crew.one(|it| remote_manifest::write(it, place, &state, what));
        let written = written.map_err(whole)?;
        // In a folder of a release they go when the folder goes.
        let by_link = self.target.settings.switch == Switch::Link;
        for (path, known) in written.into_iter().filter(|_| by_link) {
            journal.put(&path, known).map_err(local)?;
        }
        Ok(())
    }

    /// The folder that readers see, with its `/`.
    fn shown_folder(&self) -> String {
        match self.target.settings.switch {
            Switch::InPlace => String::new(),
            Switch::Link => format!("{CURRENT}/"),
        }
    }

    fn plan_for(&self, state: &TargetState) -> Result<Plan, Failure> {
        let live = match &state.live {
            Some(id) => self.store.release(id)?,
            None => None,
        };
        Ok(match self.target.settings.switch {
            Switch::InPlace => plan::in_place(state, self.release, live.as_ref()),
            Switch::Link => {
                let ids = self.store.ids()?;
                let kept = ids.len().saturating_sub(self.target.settings.kept_releases);
                plan::by_link(state, self.release, live.as_ref(), &ids[kept..])
            }
        })
    }
}

/// The hash that names a run.
pub fn token(parts: &[&str]) -> String {
    FileHash::of(parts.join("\n").as_bytes()).0[..16].to_owned()
}

fn local(failure: Failure) -> Stopped {
    Stopped {
        path: String::new(),
        error: StepError::Local(failure),
    }
}

fn whole(error: StepError) -> Stopped {
    Stopped {
        path: String::new(),
        error,
    }
}
