//! What the commands of publishing share: the settings, the target, who publishes.
//!
//! In: arguments, the environment, the clock. Out: values for `publish`.

use std::path::{Path, PathBuf};

use jiff::{Timestamp, ZonedDateTime};

use super::{
    super::{
        build::{require_folder, tell_problems},
        terminal::Terminal,
        usage::{Complaint, site_option},
    },
    arguments::DeliveryArguments,
};
use crate::{
    config::{Config, TargetSettings},
    diagnostics::nearest,
    output::Removals,
    pipeline,
    publish::{
        self, Decisions, FOLDER, Foreign, Ledger, Publisher, Respect, Store, Target, Trust, token,
    },
};

/// A site that is published from this computer.
pub(super) struct Office {
    pub site: PathBuf,
    pub config: Config,
    pub store: Store,
    pub ledger: Ledger,
    /// Now, in the site's time zone.
    pub now: ZonedDateTime,
}

impl Office {
    /// Reads the settings of the site in `site`; `None` if they have errors, which are shown.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn open(site: &Path, terminal: &Terminal) -> Result<Option<Self>, Complaint> {
        require_folder(site)?;
        let settings = pipeline::settings(site);
        tell_problems(&settings.diagnostics, &settings.sources, terminal);
        let is_valid = !settings.diagnostics.has_errors();
        let config = settings.config.filter(|_| is_valid);
        let folder = site.join(FOLDER);
        Ok(config.map(|config| Self {
            site: site.to_owned(),
            store: Store::new(&folder),
            ledger: Ledger::new(&folder),
            now: Timestamp::now().to_zoned_datetime(config.time_zone.clone()),
            config,
        }))
    }

    /// The target named `id`.
    ///
    /// # Errors
    /// There is none, or what it needs cannot be read.
    pub fn target(&self, id: &str) -> Result<Target, Complaint> {
        Ok(Target::new(self.settings_of(id)?, &self.site, &variable)?)
    }

    /// The settings of the target named `id`.
    ///
    /// # Errors
    /// There is none.
    pub fn settings_of(&self, id: &str) -> Result<&TargetSettings, Complaint> {
        let targets = &self.config.targets;
        targets
            .iter()
            .find(|it| it.id.value == id)
            .ok_or_else(|| match targets.is_empty() {
                true => no_targets(&self.site),
                false => no_target(id, targets),
            })
    }

    /// The live site at `url`, for the target named `id` if there is one.
    ///
    /// # Errors
    /// The file of certificates cannot be read.
    pub fn live_site(&self, id: &str, url: &str) -> Result<Box<dyn publish::Fetch>, Complaint> {
        let target = self.config.targets.iter().find(|it| it.id.value == id);
        let file = target.and_then(|it| it.ca_file());
        Ok(publish::live_site(url, &self.site, file)?)
    }

    pub fn publisher(&self, by: Option<&str>) -> Publisher {
        let user = || variable("USERNAME").or_else(|| variable("USER"));
        let computer = variable("COMPUTERNAME")
            .or_else(|| variable("HOSTNAME"))
            .or_else(host_name);
        let computer = computer.unwrap_or_else(|| "未知".to_owned());
        let by = by
            .map(str::to_owned)
            .or_else(user)
            .unwrap_or_else(|| "未知".to_owned());
        let process = std::process::id().to_string();
        let moment = self.now.timestamp().as_nanosecond().to_string();
        Publisher {
            token: token(&[&computer, &process, &moment]),
            by,
            computer,
            now: self.now.clone(),
        }
    }
}

pub(super) fn decisions(arguments: &DeliveryArguments, removals: Removals) -> Decisions {
    Decisions {
        removals,
        respect: match arguments.break_lock {
            true => Respect::Nobody,
            false => Respect::Others,
        },
        trust: match arguments.distrust_remote {
            true => Trust::Nothing,
            false => Trust::Record,
        },
        foreign: match arguments.overwrite {
            true => Foreign::Overwrite,
            false => Foreign::Stop,
        },
    }
}

pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)
        .and_then(|it| it.into_string().ok())
        .filter(|it| !it.is_empty())
}

#[cfg(unix)]
fn host_name() -> Option<String> {
    let system = rustix::system::uname();
    system.nodename().to_str().ok().map(str::to_owned)
}

#[cfg(not(unix))]
fn host_name() -> Option<String> {
    None
}

/// A number of bytes as people read it: `3.4 MB`.
pub(super) fn size(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

fn no_targets(site: &Path) -> Complaint {
    Complaint::new(
        "site.yaml 里没有发布目标",
        format!(
            "在 {} 里写上 publish（发布），写法见手册“发布”一节{}",
            site.join("site.yaml").display(),
            site_option(site)
        ),
    )
}

fn no_target(id: &str, targets: &[TargetSettings]) -> Complaint {
    let ids: Vec<&str> = targets.iter().map(|it| it.id.value.as_str()).collect();
    let help = match nearest(id, ids.iter().copied()) {
        Some(near) => format!("是不是想写“{near}”？"),
        None => format!("site.yaml 里有：{}", ids.join("、")),
    };
    Complaint::new(format!("没有名为“{id}”的发布目标"), help)
}
