//! Whether a folder is on a file system that sends no events for changes by others, such as a network share.
//!
//! In: a folder. Out: the kind of file system, as a Chinese phrase. Queries the system once; a wrong answer
//! costs time but never misses a change.

use std::path::{Component, Path, Prefix};

/// What the folder is on, if changes made elsewhere cause no events.
pub(super) fn file_system_without_events(folder: &Path) -> Option<&'static str> {
    windows_share(folder).or_else(|| name_without_events(folder))
}

/// A mapped network drive is a share too; its canonical path shows it.
fn windows_share(folder: &Path) -> Option<&'static str> {
    let real = folder.canonicalize().ok()?;
    let Component::Prefix(prefix) = real.components().next()? else {
        return None;
    };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("网络共享"),
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn name_without_events(folder: &Path) -> Option<&'static str> {
    let status = rustix::fs::statfs(folder).ok()?;
    // The kernel's numbers have 32 bits; on some architectures they are signed.
    name_of(status.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn name_without_events(_folder: &Path) -> Option<&'static str> {
    None
}

/// Source: `statfs(2)` and `linux/magic.h`; those of virtual machines are in their own drivers.
#[cfg(target_os = "linux")]
fn name_of(file_system: u32) -> Option<&'static str> {
    Some(match file_system {
        0x6969 => "网络共享（NFS）",
        0x517B | 0xFE53_4D42 | 0xFF53_4D42 => "网络共享（SMB）",
        0x5346_414F | 0x7375_7245 | 0x00C3_6400 | 0x0BD0_0BD0 => "网络文件系统",
        0x0102_1997 => "另一个系统的文件夹（9P）",
        0x6573_5546 => "由别的程序提供的文件夹（FUSE）",
        0x786F_4256 | 0xBACB_ACBC | 0x7C7C_6673 => "虚拟机的共享文件夹",
        _ => return None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn shares_are_recognised_by_number_and_local_disks_are_not() {
        assert_eq!(name_of(0x6969), Some("网络共享（NFS）"));
        assert_eq!(name_of(0xFE53_4D42), Some("网络共享（SMB）"));
        assert_eq!(name_of(0xEF53), None);
    }
}
