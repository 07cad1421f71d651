//! `fanzha publish`: builds the site and brings it to a target.
//!
//! In: arguments. Out: the new release is shown at the target and recorded. A site with errors is not
//! published.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    super::{
        build::{self, Show},
        end::CommandEnd,
        site_arguments::OutputFormat,
        terminal::Terminal,
        usage::Complaint,
    },
    arguments::{DeliveryArguments, PublishArguments},
    check,
    office::{Office, decisions, size},
    progress::TransferBar,
};
use crate::{
    config::TargetKind,
    diagnostics::Severity,
    output::Removals,
    pipeline::{Report, Scope},
    program::Program,
    publish::{
        self, Decisions, Delivered, Delivery, LedgerEntry, Plan, Publisher, Release, Target,
    },
};

/// How many paths of each kind a dry run shows.
const SHOWN: usize = 10;

pub(in crate::cli) fn publish(
    arguments: PublishArguments,
    program: Arc<Program>,
    terminal: &Terminal,
) -> Result<CommandEnd, Complaint> {
    let Some(office) = Office::open(&arguments.site.folder.site, terminal)? else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let target = office.target(&arguments.target)?;
    let logged;
    let terminal = match &arguments.log {
        Some(path) => {
            logged = terminal.with_log(path)?;
            &logged
        }
        None => terminal,
    };
    if let Some(path) = &arguments.receipt {
        let shipment = Shipment {
            office: &office,
            target: &target,
            act: Act::Receipt,
            gates: Gates::default(),
            terminal,
            format: arguments.site.format,
        };
        return shipment.record_receipt(path, arguments.delivery.by.as_deref());
    }
    let show = Show::of(&arguments.site);
    let removals = match arguments.site.yes {
        true => Removals::Any,
        false => Removals::Usual,
    };
    let format = arguments.site.format;
    let options = build::options(arguments.site, Scope::Site, program)?;
    let report = build::built(&options, show, terminal)?;
    let Some(summary) = &report.summary else {
        return Ok(CommandEnd::ProblemsInFiles);
    };
    let release = Release::of_folder(&summary.output, &office.now)?;
    let shipment = Shipment {
        office: &office,
        target: &target,
        act: Act::Publish,
        gates: Gates::of(&report),
        terminal,
        format,
    };
    if arguments.dry_run && matches!(target.settings.kind, TargetKind::Package(_)) {
        let (count, bytes) = (release.files.len(), size(release.bytes()));
        terminal.message(&format!(
            "会打成压缩包：{count} 个文件，{bytes}（这次什么也没写）"
        ));
        return Ok(CommandEnd::Done);
    }
    if arguments.dry_run {
        return shipment.tell_plan(&release, decisions(&arguments.delivery, removals));
    }
    let release = office.store.add(release, &summary.output)?;
    if let TargetKind::Package(settings) = &target.settings.kind {
        let base = match arguments.changes {
            true => Some(shipment.base()?),
            false => None,
        };
        return shipment.pack(&release, base.as_ref(), settings);
    }
    shipment.send(&release, &arguments.delivery, removals)
}

/// Which command delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Publish,
    Rollback,
    /// The operator's receipt of a package is recorded.
    Receipt,
}

impl Act {
    fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Rollback => "rollback",
            Self::Receipt => "receipt",
        }
    }
}

/// What the checks before a publication said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gates {
    errors: usize,
    warnings: usize,
}

impl Gates {
    fn of(report: &Report) -> Self {
        Self {
            errors: report.diagnostics.count(Severity::Error),
            warnings: report.diagnostics.count(Severity::Warning),
        }
    }
}

/// A release on its way to a target.
pub(super) struct Shipment<'a> {
    pub office: &'a Office,
    pub target: &'a Target,
    pub act: Act,
    pub gates: Gates,
    pub terminal: &'a Terminal,
    pub format: OutputFormat,
}

impl Shipment<'_> {
    /// Delivers `release`, records it, and forgets releases that are too old.
    ///
    /// # Errors
    /// The target fails; the attempt is recorded too.
    pub fn send(
        &self,
        release: &Release,
        arguments: &DeliveryArguments,
        removals: Removals,
    ) -> Result<CommandEnd, Complaint> {
        let publisher = self.office.publisher(arguments.by.as_deref());
        let bar = TransferBar::new(self.terminal);
        let decisions = decisions(arguments, removals);
        let result = self.delivery(release, decisions, &publisher, &bar)?.run();
        bar.finish();
        match &result {
            Ok(delivered) => self.record(release, &publisher, delivered, "done")?,
            Err(failure) => {
                self.record(release, &publisher, &Delivered::default(), &failure.message)?;
            }
        }
        let delivered = result?;
        publish::keep_releases(
            &self.office.site,
            &self.office.store,
            &self.office.config.targets,
        )?;
        self.tell(release, &delivered)?;
        self.purge(&delivered)
    }

    fn delivery<'d>(
        &'d self,
        release: &'d Release,
        decisions: Decisions,
        publisher: &'d Publisher,
        bar: &'d TransferBar<'d>,
    ) -> Result<Delivery<'d>, Complaint> {
        Ok(Delivery {
            target: self.target,
            abilities: self.abilities()?,
            store: &self.office.store,
            release,
            decisions,
            publisher,
            clock: &Timestamp::now,
            events: bar,
        })
    }

    /// What was found out about the target; a folder is examined without being asked for.
    fn abilities(&self) -> Result<publish::Abilities, Complaint> {
        match self.target.record()?.abilities {
            Some(abilities) => Ok(abilities),
            None if self.target.is_local() => check::examine(self.office, self.target),
            None => Err(publish::not_checked(self.target).into()),
        }
    }

    fn tell_plan(&self, release: &Release, decisions: Decisions) -> Result<CommandEnd, Complaint> {
        let publisher = self.office.publisher(None);
        let bar = TransferBar::new(self.terminal);
        let plan = self
            .delivery(release, decisions, &publisher, &bar)?
            .plan()?;
        self.terminal.message(&planned(&plan, self.target));
        Ok(CommandEnd::Done)
    }

    /// Appends a line to the ledger.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn record(
        &self,
        release: &Release,
        publisher: &Publisher,
        delivered: &Delivered,
        result: &str,
    ) -> Result<(), Complaint> {
        let entry = LedgerEntry {
            at: publisher.now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            by: publisher.by.clone(),
            computer: publisher.computer.clone(),
            target: self.target.settings.id.value.clone(),
            act: self.act.name().to_owned(),
            release: release.id.clone(),
            before: delivered.before.clone(),
            added: delivered.added,
            changed: delivered.changed,
            removed: delivered.removed,
            bytes: delivered.bytes,
            errors: self.gates.errors,
            warnings: self.gates.warnings,
            result: result.to_owned(),
        };
        Ok(self.office.ledger.append(entry)?)
    }

    fn tell(&self, release: &Release, delivered: &Delivered) -> Result<(), Complaint> {
        let target = &self.target.settings;
        if self.format == OutputFormat::Json {
            let document = serde_json::json!({
                "target": target.id.value,
                "release": release.id,
                "before": delivered.before,
                "added": delivered.added,
                "changed": delivered.changed,
                "removed": delivered.removed,
                "bytes": delivered.bytes,
                "purge": delivered.purge,
            });
            self.terminal.data(&format!("{document:#}\n"))?;
            return Ok(());
        }
        let Delivered {
            added,
            changed,
            removed,
            bytes,
            ..
        } = delivered;
        let act = match self.act {
            Act::Publish | Act::Receipt => "发布好了",
            Act::Rollback => "回退好了",
        };
        let url = target
            .url
            .as_ref()
            .map_or(String::new(), |it| format!(" → {it}"));
        self.terminal.message(&format!(
            "{act}：版本 {}，新增 {added}、修改 {changed}、删除 {removed} 个文件，送了 {}{url}",
            release.id,
            size(*bytes)
        ));
        Ok(())
    }

    /// Tells the CDN which addresses have changed, by the command in the settings.
    fn purge(&self, delivered: &Delivered) -> Result<CommandEnd, Complaint> {
        let settings = &self.target.settings;
        let Some(command) = settings
            .purge_command
            .as_ref()
            .filter(|_| !delivered.purge.is_empty())
        else {
            return Ok(CommandEnd::Done);
        };
        let url = settings.url.as_deref().unwrap_or_default();
        let addresses = publish::addresses(url, &delivered.purge);
        publish::run_purge(command, &addresses)?;
        self.terminal
            .message(&format!("请 CDN 刷新了 {} 个网址", addresses.len()));
        Ok(CommandEnd::Done)
    }
}

fn planned(plan: &Plan, target: &Target) -> String {
    let mut text = format!(
        "会对“{}”做这些（这次什么也没送）：新增 {}、修改 {}、删除 {} 个文件，送 {} 个、{}\n",
        target.settings.id.value,
        plan.added.len(),
        plan.changed.len(),
        plan.removed.len(),
        plan.uploads(),
        size(plan.bytes()),
    );
    for (mark, paths) in [
        ("+", &plan.added),
        ("~", &plan.changed),
        ("-", &plan.removed),
    ] {
        for path in paths.iter().take(SHOWN) {
            text.push_str(&format!("  {mark} {path}\n"));
        }
        if paths.len() > SHOWN {
            text.push_str(&format!("  {mark} …… 另有 {} 个\n", paths.len() - SHOWN));
        }
    }
    let steps: Vec<&str> = plan.phases.iter().map(|it| it.name).collect();
    if !steps.is_empty() {
        text.push_str(&format!("顺序：{}", steps.join(" → ")));
    } else {
        text.push_str("服务器上已经是这个版本");
    }
    text
}
