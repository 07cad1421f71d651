//! What `fanzha` asks Windows and the standard library does not: whose the console is, and when a file was
//! changed.
//!
//! In: nothing, or an open file. Out: the system's answers. A crate of its own, because asking needs the only
//! unsafe code of the program, which `fanzha` itself forbids. Changes nothing.

/// Whether no other process uses the console: then its window closes when this process ends, as after a
/// double click in Explorer. Never on other systems.
///
/// Source: <https://learn.microsoft.com/windows/console/getconsoleprocesslist>.
#[must_use]
#[cfg(windows)]
pub fn is_own_console() -> bool {
    let mut processes = [0_u32; 2];
    // SAFETY: the function writes no more numbers than the array has, whose length is passed along.
    let count = unsafe {
        windows_sys::Win32::System::Console::GetConsoleProcessList(processes.as_mut_ptr(), 2)
    };
    count == 1
}

/// Whether no other process uses the console; always false.
#[must_use]
#[cfg(not(windows))]
pub fn is_own_console() -> bool {
    false
}

/// When a file was last changed in any way, its name and times included, in nanoseconds since 1970; `None` if
/// its file system does not keep that, as FAT does not.
///
/// # Errors
/// The system cannot tell, for example because a network drive is gone.
///
/// Source: <https://learn.microsoft.com/windows/win32/api/winbase/ns-winbase-file_basic_info>, `ChangeTime`.
#[cfg(windows)]
pub fn changed_ns(file: &std::fs::File) -> std::io::Result<Option<i128>> {
    use std::os::windows::io::AsRawHandle as _;
    use windows_sys::Win32::Storage::FileSystem::{
        FILE_BASIC_INFO, FileBasicInfo, GetFileInformationByHandleEx,
    };
    // 100 ns since 1601, as all times of Windows are.
    const UNIX_EPOCH: i64 = 116_444_736_000_000_000;
    let mut info = FILE_BASIC_INFO::default();
    let length = size_of::<FILE_BASIC_INFO>() as u32;
    // SAFETY: the handle is open while `file` is borrowed, and the buffer is a structure of the kind that is
    // asked for, with its length.
    let is_known = unsafe {
        GetFileInformationByHandleEx(
            file.as_raw_handle(),
            FileBasicInfo,
            (&raw mut info).cast(),
            length,
        )
    };
    match is_known {
        0 => Err(std::io::Error::last_os_error()),
        _ if info.ChangeTime <= 0 => Ok(None),
        _ => Ok(Some(i128::from(info.ChangeTime - UNIX_EPOCH) * 100)),
    }
}
