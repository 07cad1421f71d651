//! Data files of the theme: measures and colours, typed, read by serde.
//!
//! In: a YAML file and the type of its contents. Out: a value, or a diagnostic with the file, the place and
//! what is allowed there. Each value is checked while it is read, so a wrong one is reported at its own
//! place.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_yaml::Error;

use super::{TemplateFile, Theme};
use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
};

/// The longest length of a data file, in whatever unit.
const LENGTH_MAX: f64 = 1000.0;

impl Theme {
    /// What a data file of the theme says; `closure` is its fingerprint.
    ///
    /// # Errors
    /// `theme/data` if it says something else, `theme/not-found` if there is no such file.
    pub fn typed<T: DeserializeOwned>(&self, name: &str) -> Result<T, Box<Diagnostic>> {
        let file = self.data(name)?;
        serde_yaml::from_str(&file.text).map_err(|it| {
            let error = it.without_snippet();
            Box::new(wrong_data(file, place(file, error), reason(error)))
        })
    }

    /// What to tell of a data file whose values do not go together.
    pub fn wrong_data(&self, name: &str, reason: &str) -> Box<Diagnostic> {
        match self.data(name) {
            Ok(file) => Box::new(wrong_data(
                file,
                Span::new(file.source, 0..0),
                reason.to_owned(),
            )),
            Err(problem) => problem,
        }
    }
}

/// For serde: a number above zero.
pub fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let length = f64::deserialize(deserializer)?;
    match length > 0.0 && length <= LENGTH_MAX {
        true => Ok(length),
        false => Err(D::Error::custom("写大于 0 的数，最大 1000")),
    }
}

/// For serde: numbers above zero, the largest first.
pub fn lengths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let lengths = Vec::<f64>::deserialize(deserializer)?;
    let is_length = |it: &f64| *it > 0.0 && *it <= LENGTH_MAX;
    match !lengths.is_empty() && lengths.iter().all(is_length) && lengths.is_sorted_by(|a, b| a > b)
    {
        true => Ok(lengths),
        false => Err(D::Error::custom(
            "写一个或几个大于 0 的数，从大到小，例如 [0.62, 0.58]",
        )),
    }
}

/// For serde: the least and the most.
pub fn least_and_most<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[f64; 2], D::Error> {
    let [least, most] = <[f64; 2]>::deserialize(deserializer)?;
    match 0.0 <= least && least <= most && most <= LENGTH_MAX {
        true => Ok([least, most]),
        false => Err(D::Error::custom("写两个数：最小、最大，例如 [0.2, 0.6]")),
    }
}

/// For serde: a whole number within limits.
pub fn whole<'de, D: Deserializer<'de>, const MIN: u32, const MAX: u32>(
    deserializer: D,
) -> Result<u32, D::Error> {
    let number = u32::deserialize(deserializer)?;
    match (MIN..=MAX).contains(&number) {
        true => Ok(number),
        false => Err(D::Error::custom(format!("写 {MIN} 到 {MAX} 的整数"))),
    }
}

/// The place of an error: to the end of its line.
fn place(file: &TemplateFile, error: &Error) -> Span {
    let text = &file.text;
    let Some(location) = error.location() else {
        return Span::new(file.source, 0..0);
    };
    let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX).saturating_sub(1);
    let (line_index, column_index) = (number(location.line()), number(location.column()));
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line_index)
        .map(str::len)
        .sum();
    let line = text[line_start..].lines().next().unwrap_or_default();
    let before: usize = line.chars().take(column_index).map(char::len_utf8).sum();
    let rest = &line[before..];
    let length = rest.find([',', '}', ':', '#']).unwrap_or(rest.len());
    let start = line_start + before;
    Span::new(file.source, start..start + rest[..length].trim_end().len())
}

/// What is wrong, in words of an editor.
fn reason(error: &Error) -> String {
    match error {
        Error::Message { msg, .. } if !msg.is_ascii() => msg.clone(),
        Error::SerdeUnknownField {
            field, expected, ..
        } => format!("没有“{field}”这一项，可以写的有 {}", expected.join("、")),
        Error::SerdeMissingField { field, .. } => format!("这里缺少“{field}”一项"),
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("“{key}”写了两次"),
        Error::SerdeInvalidLength { len, .. } => format!("这里的个数不对，写了 {len} 个"),
        Error::SerdeInvalidType { .. }
        | Error::SerdeInvalidValue { .. }
        | Error::InvalidScalar { .. }
        | Error::NonFiniteFloat { .. }
        | Error::Unexpected { .. } => {
            "这里的值读不懂，该写数的地方写数，该写几项的地方写几项".to_owned()
        }
        other => {
            let text = other.to_string();
            let first = text.lines().next().unwrap_or_default();
            format!("不是正确的 YAML：{first}")
        }
    }
}

fn wrong_data(file: &TemplateFile, at: Span, reason: String) -> Diagnostic {
    let name = &file.name;
    Diagnostic::error(code::THEME_DATA, format!("主题的数据 {name} 写错了"))
        .label(at, reason)
        .help("照默认主题里的同名文件改；删去 templates 里的这个文件，就用回默认的")
}
