//! The diagnostic for a file that cannot be opened or read.

use std::io;

use crate::{
    diagnostics::{Diagnostic, code},
    paths::SourcePath,
};

pub fn unreadable(path: SourcePath, error: &io::Error) -> Diagnostic {
    let (reason, help) = match error.kind() {
        io::ErrorKind::NotFound => ("文件刚刚被移走或删除", "等文件同步或保存完成后，再运行一次"),
        io::ErrorKind::PermissionDenied => (
            "没有读取权限",
            "关闭正在使用它的程序，或者请管理员开放读取权限，再运行一次",
        ),
        _ => ("读取时出错", "检查磁盘或网络盘是否正常，再运行一次"),
    };
    let detail = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => String::new(),
        _ => format!("（{error}）"),
    };
    Diagnostic::error(
        code::SOURCE_UNREADABLE,
        format!("“{}”打不开：{reason}{detail}", path.file_name()),
    )
    .file(path)
    .help(help)
}
