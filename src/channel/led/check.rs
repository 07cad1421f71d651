//! Whether a screen can show a slogan: every character, and all of them at once.
//!
//! In: a wording, a screen, and the texts that wordings were written in. Out: diagnostics, at the very character where
//! the wording stands in its source letter for letter.
//! Never changes the words.

use super::prepare;
use crate::{
    charset::{Unshowable, unshowable},
    config::ScreenProfile,
    content::Words,
    diagnostics::{Diagnostic, Diagnostics, Texts, code},
    span::Span,
    typeset::overflow_px,
};

pub fn check(
    wording: &Words,
    screen: &ScreenProfile,
    texts: &dyn Texts,
    diagnostics: &mut Diagnostics,
) {
    for found in unshowable(&wording.value) {
        // Several screens may show one slogan; its author hears of it once.
        diagnostics.push_once(not_showable(&found, place(&found, wording, texts)));
    }
    let over_px = over_px(&prepare(&wording.value), screen);
    if over_px > 0 {
        diagnostics.push_once(too_wide(wording.span, over_px, screen));
    }
}

/// How many dots of `text` the screen has no room for, over all its rows; 0 if it stands still.
pub fn over_px(text: &str, screen: &ScreenProfile) -> u32 {
    overflow_px(text, screen.font_px, screen.width_px, screen.rows())
}

/// The character in the source; the whole slogan where the source spells it in another way (`&#x5586;`).
fn place(found: &Unshowable, wording: &Words, texts: &dyn Texts) -> Span {
    let text = texts.text_of(wording.span.source).unwrap_or_default();
    let Some(written) = text.get(wording.span.range()) else {
        return wording.span;
    };
    let at = match written.find(&wording.value) {
        Some(start) => Some(start + found.at),
        // Markup inside the slogan moves its bytes but not the order of its characters.
        None => {
            let number = wording.value[..found.at].matches(found.character).count();
            let is_same_count = written.matches(found.character).count()
                == wording.value.matches(found.character).count();
            let mut places = written.match_indices(found.character);
            places
                .nth(number)
                .filter(|_| is_same_count)
                .map(|(at, _)| at)
        }
    };
    match at {
        Some(at) if written[at..].starts_with(found.character) => {
            let start = wording.span.range().start + at;
            Span::new(
                wording.span.source,
                start..start + found.character.len_utf8(),
            )
        }
        _ => wording.span,
    }
}

fn not_showable(found: &Unshowable, at: Span) -> Diagnostic {
    let problem = Diagnostic::error(
        code::FEED_CHARACTER,
        format!("屏幕显示不了“{}”", found.character),
    );
    let problem = if found.character.is_ascii() {
        problem.label(at, "有的控制卡会把它当作命令")
    } else {
        problem.label(at, "屏幕的字库里没有它")
    };
    match found.suggestion {
        Some("") => problem.help("删去它，屏幕上只能用文字"),
        Some(suggestion) => problem.help(format!("改成“{suggestion}”")),
        None => problem.help("换一个常用的简体字，屏幕上只有 GB2312 里的字"),
    }
    .help("也可以在这一条下面写一行“led: ……”，专门给屏幕用")
}

fn too_wide(at: Span, over_px: u32, screen: &ScreenProfile) -> Diagnostic {
    let over = over_px.div_ceil(screen.font_px);
    let room = screen.columns() * screen.rows();
    Diagnostic::warning(
        code::FEED_TOO_WIDE,
        format!("“{}”一屏放不下这条警示语", screen.name),
    )
    .label(at, format!("多出 {over} 个字，屏幕上会滚动显示"))
    .help(format!(
        "想让它静止显示，就在这一条下面写一行“led: ……”，不超过 {room} 个字"
    ))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{diagnostics::Severity, span::SourceId};

    struct OneText<'a>(&'a str);

    impl Texts for OneText<'_> {
        fn path(&self, _source: SourceId) -> &str {
            "content/slogans/a.md"
        }

        fn text_of(&self, _source: SourceId) -> Option<Arc<str>> {
            Some(self.0.into())
        }
    }

    /// What is labelled, and each label's and help's words, for a slogan written as `written`.
    fn found(written: &str, text: &str) -> Vec<(Severity, String, String)> {
        let source = format!("# 题\n\n- {written}\n- 镕\n");
        let start = source.find(written).unwrap();
        let span = Span::new(SourceId(0), start..start + written.len());
        let line = Words::new(text, span);
        let screen = ScreenProfile {
            id: "door".to_owned(),
            name: "门头屏".to_owned(),
            width_px: 128,
            height_px: 16,
            font_px: 16,
        };
        let mut diagnostics = Diagnostics::default();
        check(&line, &screen, &OneText(&source), &mut diagnostics);
        diagnostics
            .iter()
            .map(|it| {
                let labelled = source[it.labels[0].span.range()].to_owned();
                (it.severity, labelled, it.help[0].clone())
            })
            .collect()
    }

    #[test]
    fn each_character_is_labelled_where_it_stands() {
        let error =
            |labelled: &str, help: &str| (Severity::Error, labelled.to_owned(), help.to_owned());
        assert_eq!(found("谨防镕骗", "谨防镕骗"), [error("镕", "改成“熔”")]);
        assert_eq!(
            found("**镕**镕|骗", "镕镕|骗"),
            [error("镕", "改成“熔”"), error("镕", "改成“熔”"),]
        );
        assert_eq!(
            found("小心😀", "小心😀"),
            [error("😀", "删去它，屏幕上只能用文字")]
        );
        // Not there letter for letter: the whole slogan.
        let help = "改成“熔”";
        assert_eq!(
            found("朱&#x9555;基", "朱镕基"),
            [error("朱&#x9555;基", help)]
        );
    }

    #[test]
    fn second_of_two_is_labelled_second() {
        let source = "*镕*和镕";
        let span = Span::new(SourceId(0), 0..source.len());
        let line = Words::new("镕和镕", span);
        let starts: Vec<u32> = unshowable(&line.value)
            .iter()
            .map(|it| place(it, &line, &OneText(source)).start)
            .collect();
        assert_eq!(starts, [1, 8]);
    }

    #[test]
    fn only_what_runs_over_the_screen_is_too_wide() {
        assert_eq!(found("不轻信，不转账。", "不轻信，不转账。"), []);
        assert_eq!(found("接警专线96110", "接警专线96110"), []);
        let found = found("不轻信，不透露，不转账", "不轻信，不透露，不转账");
        let help = "想让它静止显示，就在这一条下面写一行“led: ……”，不超过 8 个字";
        assert_eq!(
            found,
            [(
                Severity::Warning,
                "不轻信，不透露，不转账".to_owned(),
                help.to_owned()
            )]
        );
    }
}
