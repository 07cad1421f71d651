//! Helpers shared by the lists in the settings: ids, and the detection of duplicate entries.

use crate::{
    diagnostics::{Diagnostic, code},
    source::name_problem,
    span::{Span, Spanned},
    yaml::{Fields, Key},
};

pub const ENTRY_MISSING: &str = "……";

/// Reads an id that is valid as part of a file name; `None` if it is missing or invalid.
pub fn id(key: Key<'_>, example: &str, fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    let id = fields.required_text(key, example)?;
    if !is_id(&id.value) {
        fields.diagnostics().push(bad_id(&id));
        return None;
    }
    Some(id)
}

/// Whether `text` consists of lower-case ASCII letters, digits and `-`, and is not a Windows device name such
/// as `con`. Such a name is valid on every old system.
fn is_id(text: &str) -> bool {
    name_problem(text).is_none()
        && !text.is_empty()
        && text.len() <= 40
        && text
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

fn bad_id(id: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        code::FIELD_VALUE,
        format!("编号“{}”不能用作文件名", id.value),
    )
    .label(
        id.span,
        "只能用小写字母、数字和减号，也不能是 con、nul 等 Windows 设备名",
    )
    .help("例如 rs-door；编号会成为 U 盘上的文件名")
}

pub fn duplicate(second: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::error(
        code::CONFIG_DUPLICATE,
        format!("“{}”用了两次", second.value),
    )
    .label(second.span, "第二次")
    .label(first, "第一次")
    .help("给其中一个换一个名称")
}

pub fn too_many(at: Span, max: u32) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "放不下这么多条")
        .label(at, "太多")
        .help(format!("最多条数写 {max} 以内的数"))
}
