//! The styles of an article's elements.
//!
//! Properties that survive pasting into WeChat's editor and no others
//! (`docs/wechat.md#what-survives-pasting`): no position, no flex or grid, no transform, no variables.
//! Whatever holds words has a colour of its own.

pub const ROOT: &str = "max-width:677px;margin:0 auto;font-size:16px;line-height:1.75;letter-spacing:0.5px;color:#16222e;";
pub const PARAGRAPH: &str = "margin:0 0 16px;color:#16222e;";
pub const SOFT: &str = "margin:0 0 4px;font-size:14px;color:#4a5967;";
pub const ADDRESS: &str = "margin:0 0 4px;font-size:14px;word-break:break-all;color:#4a5967;";
/// The first paragraph of a list's item, its mark hanging out.
pub const ITEM: &str = "margin:0 0 8px;padding-left:1.5em;text-indent:-1.5em;color:#16222e;";
/// What follows in the item.
pub const IN_ITEM: &str = "margin:0 0 8px;padding-left:1.5em;color:#16222e;";
pub const NESTED: &str = "padding-left:1.5em;";
pub const LIST: &str = "margin:0 0 16px;";
pub const STEPS: &str = "margin:0 0 16px;padding:12px 14px 4px;background-color:#eff5fa;";
pub const HEADING: &str = "margin:28px 0 14px;padding-left:10px;border-left:4px solid #0b4f8a;font-size:18px;line-height:1.5;font-weight:bold;color:#0b4f8a;";
pub const LOW_HEADING: &str = "margin:20px 0 10px;font-size:16px;font-weight:bold;color:#0b4f8a;";
pub const QUOTE: &str =
    "margin:0 0 16px;padding:10px 14px 1px;border-left:4px solid #b9d0e4;background-color:#f5f7f9;";
pub const NOTICE: &str =
    "margin:0 0 16px;padding:10px 14px 1px;border-left:4px solid #0b4f8a;background-color:#eff5fa;";
pub const ALARM: &str =
    "margin:0 0 16px;padding:10px 14px 1px;border-left:4px solid #b3261e;background-color:#fdf2f0;";
pub const FACTS: &str = "margin:0 0 16px;padding:12px 14px 4px;border:1px solid #d6dee6;";
pub const FACT: &str = "margin:0 0 8px;color:#16222e;";
pub const FOOT: &str = "margin:28px 0 16px;padding-top:14px;border-top:1px solid #d6dee6;";
pub const SCAMMER: &str =
    "margin:0 32px 10px 0;padding:8px 12px;border-radius:6px;background-color:#fdf2f0;";
pub const VICTIM: &str =
    "margin:0 0 10px 32px;padding:8px 12px;border-radius:6px;background-color:#eff5fa;";
pub const SPEAKER: &str =
    "margin:0 32px 10px 0;padding:8px 12px;border-radius:6px;background-color:#f3f5f7;";
pub const SPEECH: &str = "margin:0;color:#16222e;";
pub const ROLE: &str = "margin:0;font-size:13px;color:#4a5967;";
pub const CODE_BLOCK: &str = "margin:0 0 16px;padding:10px 12px;white-space:pre-wrap;word-break:break-all;font-size:14px;background-color:#f3f5f7;color:#16222e;";
pub const CODE: &str = "padding:0 4px;font-size:15px;background-color:#f3f5f7;color:#16222e;";
pub const TABLE: &str =
    "width:100%;margin:0 0 16px;border-collapse:collapse;font-size:15px;line-height:1.5;";
pub const CELL: &str = "padding:6px 8px;border:1px solid #d6dee6;color:#16222e;";
pub const HEAD_CELL: &str = "padding:6px 8px;border:1px solid #d6dee6;background-color:#eff5fa;font-weight:bold;color:#16222e;";
pub const PICTURE: &str = "display:block;max-width:100%;height:auto;margin:0 auto 8px;";
pub const CAPTION: &str = "margin:0 0 16px;font-size:14px;text-align:center;color:#4a5967;";
pub const RULE: &str = "margin:24px 0;border:0;border-top:1px solid #d6dee6;";
pub const STRONG: &str = "font-weight:bold;color:#16222e;";
pub const EMPHASIS: &str = "font-style:italic;color:#16222e;";
pub const RAISED: &str = "font-size:12px;vertical-align:super;color:#4a5967;";
pub const LOWERED: &str = "font-size:12px;vertical-align:sub;color:#16222e;";
pub const STRUCK: &str = "text-decoration:line-through;color:#4a5967;";
pub const UNDERLINED: &str = "text-decoration:underline;color:#16222e;";
pub const MARKED: &str = "background-color:#fff3c4;color:#16222e;";
