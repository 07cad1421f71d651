//! The operator of the site: the numbers and names that a government site shows on every page.
//!
//! All fields are optional, because a sample site has none; given values are validated. Formats:
//! 《政府网站发展指引》(国办发〔2017〕47号) and real footers, `docs/government-pages.md#identity-numbers`.

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::Spanned,
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Identity {
    /// 网站名称.
    pub site_name: Option<String>,
    /// 网站域名, without a scheme.
    pub domain: Option<String>,
    /// 政府网站标识码.
    pub id_code: Option<String>,
    /// 主办单位.
    pub organizer: Option<String>,
    /// 承办单位.
    pub undertaker: Option<String>,
    /// 联系方式.
    pub contact: Option<String>,
    /// ICP 备案编号.
    pub icp: Option<String>,
    /// 公安机关备案号.
    pub police: Option<String>,
    /// The 32 hexadecimal digits of the 党政机关网站标识.
    pub conac: Option<String>,
}

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

pub fn read_identity(node: Node, diagnostics: &mut Diagnostics) -> Identity {
    let mut fields = Fields::new(node, diagnostics);
    let mut text = |english, chinese| fields.text(Key::new(english, chinese));
    let site_name = text("site_name", "网站名称");
    let domain = text("domain", "网站域名");
    let id_code = text("id_code", "标识码");
    let organizer = text("organizer", "主办单位");
    let undertaker = text("undertaker", "承办单位");
    let contact = text("contact", "联系方式");
    let icp = text("icp", "ICP备案号");
    let police = text("police", "公安备案号");
    let conac = text("conac", "党政机关标识");
    fields.finish(UnknownKeys::Refuse);
    let mut checked = |value: Option<Spanned<String>>, rule: &Rule| {
        let value = value?;
        if !(rule.holds)(&value.value) {
            diagnostics.push(invalid_identity(&value, rule.name, rule.example));
        }
        Some(value.value)
    };
    Identity {
        domain: checked(domain, &DOMAIN),
        id_code: checked(id_code, &ID_CODE),
        icp: checked(icp, &ICP),
        police: checked(police, &POLICE),
        conac: checked(conac, &CONAC),
        site_name: site_name.map(|it| it.value),
        organizer: organizer.map(|it| it.value),
        undertaker: undertaker.map(|it| it.value),
        contact: contact.map(|it| it.value),
    }
}

struct Rule {
    name: &'static str,
    example: &'static str,
    holds: fn(&str) -> bool,
}

const DOMAIN: Rule = Rule {
    name: "网站域名",
    example: "www.example.gov.cn（不写 https://）",
    holds: |text| {
        text.ends_with(".gov.cn")
            && text.split('.').all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
            })
    },
};

/// Ten digits, of which the first six are the administrative division; ministries have `bm` and eight digits.
const ID_CODE: Rule = Rule {
    name: "标识码",
    example: "10 位数字，或 bm 加 8 位数字",
    holds: |text| match text.strip_prefix("bm") {
        Some(rest) => digits(rest, 8),
        None => digits(text, 10),
    },
};

const ICP: Rule = Rule {
    name: "ICP备案号",
    example: "皖ICP备12345678号 或 皖ICP备12345678号-1",
    holds: |text| {
        let Some((province, rest)) = text.split_once("ICP备") else {
            return false;
        };
        let Some((number, part)) = rest.split_once('号') else {
            return false;
        };
        let part = part.strip_prefix('-').map_or(part.is_empty(), all_digits);
        is_province(province) && digits(number, 8) && part
    },
};

const POLICE: Rule = Rule {
    name: "公安备案号",
    example: "皖公网安备34050402000001号",
    holds: |text| {
        let Some((province, rest)) = text.split_once("公网安备") else {
            return false;
        };
        is_province(province) && digits(rest.trim().trim_end_matches('号'), 14)
    },
};

const CONAC: Rule = Rule {
    name: "党政机关标识",
    example: "32 位十六进制字符",
    holds: |text| text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit()),
};

fn is_province(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|it| PROVINCES.contains(it)) && chars.next().is_none()
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && all_digits(text)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

fn invalid_identity(value: &Spanned<String>, name: &str, example: &str) -> Diagnostic {
    Diagnostic::error(code::CONFIG_IDENTITY, format!("“{name}”的格式不对"))
        .label(value.span, "格式不对")
        .help(format!("应为：{example}"))
        .help("还没有的话，删去这一行，不要编造")
}
