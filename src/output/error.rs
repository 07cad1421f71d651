//! I/O errors with Chinese messages: the operation, the path, the reason, and what to do now.
//!
//! Never shows an error of the operating system without the operation and the path.

use std::{fmt, io, path::Path};

use super::patience;
use crate::paths::shown;

/// Why nothing, or only a part, was written. The message is one phrase; the help says what to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputError {
    pub message: String,
    pub help: String,
}

impl OutputError {
    pub(super) fn new(message: String, help: impl Into<String>) -> Self {
        Self {
            message,
            help: help.into(),
        }
    }

    /// An I/O error: `无法写入 public/index.html：磁盘空间不足`.
    ///
    /// `act` is a verb such as `写入`; `path` is shown as the user wrote it.
    pub fn disk(act: &str, path: &Path, error: &io::Error) -> Self {
        let (reason, help) = explain(error);
        let path = shown(path);
        Self::new(format!("无法{act} {}：{reason}", path.display()), help)
    }

    /// The same error after the output folder has begun to change.
    pub(super) fn halfway(self) -> Self {
        let help = format!("{}；更新已经做了一部分，再运行时会接着做完", self.help);
        Self { help, ..self }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.message, self.help)
    }
}

impl std::error::Error for OutputError {}

/// The reason, and what to do about it.
fn explain(error: &io::Error) -> (String, &'static str) {
    if patience::is_in_use(error) {
        return (
            "文件正被其他程序占用".to_owned(),
            "关闭打开了它的程序，再运行一次",
        );
    }
    let (reason, help) = match error.kind() {
        io::ErrorKind::StorageFull => ("磁盘空间不足", "清理磁盘，再运行一次"),
        io::ErrorKind::QuotaExceeded => (
            "超出了磁盘配额",
            "请管理员增加配额，或者清理旧文件，再运行一次",
        ),
        io::ErrorKind::PermissionDenied => (
            "没有权限",
            "关闭正在使用它的程序，或者请管理员开放这个文件夹的写入权限，再运行一次",
        ),
        io::ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "换一个可以写入的位置"),
        io::ErrorKind::NotFound => (
            "它或它所在的文件夹不见了",
            "看看是不是有别的程序在移动文件，再运行一次",
        ),
        io::ErrorKind::AlreadyExists => {
            ("这个名字已经被占用", "把原来的文件移走或改名，再运行一次")
        }
        io::ErrorKind::IsADirectory => (
            "这里已经有一个同名的文件夹",
            "把同名的文件夹移走或改名，再运行一次",
        ),
        io::ErrorKind::NotADirectory => (
            "路径当中有一个同名的文件，不是文件夹",
            "把同名的文件移走或改名，再运行一次",
        ),
        io::ErrorKind::DirectoryNotEmpty => {
            ("文件夹里还有别的文件", "把里面的文件移走，再运行一次")
        }
        io::ErrorKind::InvalidFilename => (
            "文件名太长，或者有不能用的字符",
            "把对应的内容文件改成短一些的名字",
        ),
        io::ErrorKind::FileTooLarge => (
            "文件超过了系统允许的大小",
            "请管理员放宽文件大小的限制，再运行一次",
        ),
        io::ErrorKind::CrossesDevices => (
            "它在另一个磁盘上",
            "把整个文件夹放在同一个磁盘上，或者用 --output 换一个文件夹",
        ),
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            ("文件正被其他程序占用", "关闭打开了它的程序，再运行一次")
        }
        _ => {
            let help = "检查磁盘或网络盘是否正常，再运行一次";
            return (format!("系统报告“{error}”"), help);
        }
    };
    (reason.to_owned(), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_reported_in_chinese() {
        let error = io::Error::from(io::ErrorKind::StorageFull);
        let told = OutputError::disk("写入", Path::new("public/index.html"), &error);
        assert_eq!(told.message, "无法写入 public/index.html：磁盘空间不足");
    }
}
