//! `fanzha publish` for a target of the kind `package`: archives that the portal's operator unpacks, and the
//! receipt that comes back.
//!
//! A package counts as published when a receipt of it was recorded: writing it is not enough.

use std::{io, path::Path};

use super::{
    super::{end::CommandEnd, usage::Complaint},
    office::{Office, size},
    run::Shipment,
};
use crate::{
    config::PackageSettings,
    publish::{
        self, Delivered, FolderSink, PackageError, PackageOptions, Place, Release, read_receipt,
    },
};

impl Shipment<'_> {
    /// Writes the archives of `release` into the folder of the settings.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn pack(
        &self,
        release: &Release,
        base: Option<&Release>,
        settings: &PackageSettings,
    ) -> Result<CommandEnd, Complaint> {
        let Office {
            config,
            store,
            site,
            ..
        } = self.office;
        let folder = site.join(&settings.folder);
        publish::make_folder(&folder)?;
        let options = PackageOptions {
            title: config.title.clone(),
            organizer: config.identity.organizer.clone().unwrap_or_default(),
            contact: config.identity.contact.clone().unwrap_or_default(),
            address: self.target.settings.url.clone().unwrap_or_default(),
            part_bytes: settings.part_bytes,
        };
        let open = |file: &publish::ReleaseFile| {
            let bytes = store.bytes(file);
            bytes.map_err(|it| io::Error::other(it.message))
        };
        let mut sink = FolderSink(folder.clone());
        let written = publish::write_package(release, base, &options, &open, &mut sink);
        let package = written.map_err(|it| not_written(&it, &folder))?;
        for part in &package.parts {
            self.terminal
                .data(&format!("{}\n", folder.join(&part.name).display()))?;
        }
        publish::keep_releases(site, store, &config.targets)?;
        let bytes = package.parts.iter().map(|it| it.bytes).sum();
        let removals = match package.removed_count {
            0 => String::new(),
            count => format!("，另有 {count} 个文件要在网站上删除"),
        };
        self.terminal.message(&format!(
            "打好了 {} 个压缩包，{}，里面有 {} 个文件{removals}。连同 .sha256 文件一起交给门户的管理员；他检查以后把 receipt.txt 交回来，再运行：\n  fanzha publish {} --receipt receipt.txt",
            package.parts.len(),
            size(bytes),
            package.file_count,
            self.target.settings.id.value,
        ));
        Ok(CommandEnd::Done)
    }
}

impl Shipment<'_> {
    /// The release that the operator has confirmed last, whose files a package of changes does not contain.
    ///
    /// # Errors
    /// None was confirmed, or it is no longer stored.
    pub fn base(&self) -> Result<Release, Complaint> {
        let live = publish::live_release(self.target)?;
        let base = match live {
            Some(id) => self.office.store.release(&id)?,
            None => None,
        };
        let id = &self.target.settings.id.value;
        base.ok_or_else(|| {
            Complaint::new(
                format!("不知道“{id}”的网站上现在是哪个版本，不能只打包变化"),
                "先打一次完整的压缩包（不写 --changes），对方把 receipt.txt 交回来以后用 --receipt 登记",
            )
        })
    }

    /// Records the receipt in the file `path`.
    ///
    /// # Errors
    /// It cannot be read, or is not of a release of this site.
    pub fn record_receipt(&self, path: &Path, by: Option<&str>) -> Result<CommandEnd, Complaint> {
        let text = publish::read_text(path)?;
        let bad = |reason: String| {
            Complaint::new(
                format!("{} 不能登记：{reason}", path.display()),
                "改好以后再运行一次",
            )
        };
        let receipt = read_receipt(&text).map_err(|it| bad(it.to_string()))?;
        let release = self.office.store.release(&receipt.release)?;
        let release =
            release.ok_or_else(|| bad(format!("这台电脑上没有版本 {}", receipt.release)))?;
        receipt
            .confirm(&release)
            .map_err(|it| bad(it.to_string()))?;
        let is_live = receipt.is_ok && receipt.place == Place::Website;
        let result = match (receipt.is_ok, is_live) {
            (true, true) => "done".to_owned(),
            (true, false) => "压缩包检查通过，还没有检查网站文件夹".to_owned(),
            (false, _) => format!(
                "对方检查没有通过：缺少 {}、不同 {}、该删没删 {}",
                receipt.missing, receipt.changed, receipt.left
            ),
        };
        let before = publish::live_release(self.target)?;
        if is_live {
            publish::confirm_release(self.target, &release)?;
        }
        let delivered = Delivered {
            before,
            added: release.files.len(),
            bytes: release.bytes(),
            ..Delivered::default()
        };
        self.record(&release, &self.office.publisher(by), &delivered, &result)?;
        let told = match is_live {
            true => "对方的网站检查通过",
            false => result.as_str(),
        };
        self.terminal
            .message(&format!("登记好了：版本 {}，{told}", release.id));
        Ok(match receipt.is_ok {
            true => CommandEnd::Done,
            false => CommandEnd::ProblemsInFiles,
        })
    }
}

fn not_written(error: &PackageError, folder: &Path) -> Complaint {
    Complaint::new(
        format!("没有打成压缩包：{error}"),
        format!(
            "看看 {} 能不能写、磁盘还有没有空间；单个文件太大就加大“分卷兆字节”",
            folder.display()
        ),
    )
}
