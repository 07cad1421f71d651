//! Whether a screen can show a slogan: every character, and on one row.
//!
//! In: the wording and where it was written. Out: diagnostics at the very character.
//! Never changes the words.

use super::prepare;
use crate::{
    charset::{Unshowable, unshowable},
    config::ScreenProfile,
    diagnostics::{Diagnostic, Diagnostics, code},
    source::Sources,
    span::{Span, Spanned},
    typeset::width_px,
};

pub fn check(
    wording: &Spanned<String>,
    screen: &ScreenProfile,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let text = prepare(&wording.value);
    for found in unshowable(&text) {
        let at = place(&found, wording, sources);
        // Several screens may show one slogan; its author hears of it once.
        diagnostics.push_once(not_showable(&found, at));
    }
    let missing = missing_px(&text, screen);
    if missing > 0 {
        diagnostics.push(too_wide(wording.span, missing, screen));
    }
}

/// How many dots of width the screen lacks, over all its rows, to show `text` at once; 0 if it fits.
pub fn missing_px(text: &str, screen: &ScreenProfile) -> u32 {
    width_px(text, screen.font_px).saturating_sub(room_px(screen))
}

fn room_px(screen: &ScreenProfile) -> u32 {
    screen.width_px * (screen.height_px / screen.font_px).max(1)
}

/// The character in the source, or the whole wording where markup hides it.
fn place(found: &Unshowable, wording: &Spanned<String>, sources: &Sources) -> Span {
    let span = wording.span;
    let text = &sources.get(span.source).text[span.range()];
    match text.find(found.character) {
        Some(at) => {
            let start = span.range().start + at;
            Span::new(span.source, start..start + found.character.len_utf8())
        }
        None => span,
    }
}

fn not_showable(found: &Unshowable, at: Span) -> Diagnostic {
    let problem = Diagnostic::error(
        code::FEED_CHARACTER,
        format!("屏幕显示不了“{}”", found.character),
    )
    .label(at, "字库里没有这个字");
    match found.suggestion {
        Some(suggestion) => problem.help(format!("改成“{suggestion}”")),
        None => problem.help("换一个常用字，或者删去它；屏幕上只有 GB2312 里的字"),
    }
    .help("也可以在下一级写一行“led: ……”，专门给屏幕用")
}

fn too_wide(at: Span, missing_px: u32, screen: &ScreenProfile) -> Diagnostic {
    let over = missing_px.div_ceil(screen.font_px);
    Diagnostic::warning(
        code::FEED_TOO_WIDE,
        format!("“{}”一屏放不下这条警示语", screen.name),
    )
    .label(at, format!("多出 {over} 个字，在屏上要滚动"))
    .help(format!(
        "在下一级写一行“led: ……”或“short: ……”，不超过 {} 个字",
        room_px(screen) / screen.font_px
    ))
}
