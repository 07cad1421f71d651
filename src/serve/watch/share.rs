//! Whether a folder lies where the system is silent about what others change: on a network share, mostly.
//!
//! In: a folder. Out: the kind of place, in words. Asks the system once; a wrong answer costs time, never a change.

use std::path::{Component, Path, Prefix};

/// What the folder lies on, if changes made elsewhere come without a word.
pub(super) fn silent_place(folder: &Path) -> Option<&'static str> {
    windows_share(folder).or_else(|| silent_file_system(folder))
}

/// A network drive with a letter is a share too, once its real path is asked for.
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
fn silent_file_system(folder: &Path) -> Option<&'static str> {
    let status = rustix::fs::statfs(folder).ok()?;
    // The kernel's numbers have 32 bits; some machines hand them out with a sign.
    name_of(status.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn silent_file_system(_folder: &Path) -> Option<&'static str> {
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
    fn shares_are_known_by_their_numbers_and_a_local_disk_is_none() {
        assert_eq!(name_of(0x6969), Some("网络共享（NFS）"));
        assert_eq!(name_of(0xFE53_4D42), Some("网络共享（SMB）"));
        assert_eq!(name_of(0xEF53), None);
    }
}
