//! Reports what a screen cannot show: characters that its font lacks, and texts that are too long or too
//! wide.
//!
//! In: wordings and the screens that are to show them. Out: one diagnostic for each unshowable character of a
//! wording, which names all its screens and labels the character itself, or the whole slogan where the source
//! spells the character differently. Wordings are never changed here.

use std::collections::BTreeMap;

use super::words::prepare;
use crate::{
    charset::{Repertoire, Unshowable, cp936, unshowable},
    config::{Charset, ScreenProfile},
    content::Words,
    diagnostics::{Diagnostic, Diagnostics, SourceTexts, code},
    span::Span,
    typeset::Overflow,
};

/// The capacity of one packet of Onbon's font cards, in bytes. Source: `docs/led.md#card-limits`, a design
/// value.
const ITEM_BYTES_MAX: usize = 1000;
/// The maximum number of screens that a message names.
const SCREENS_NAMED: usize = 3;

/// The problems on all screens, collected so that each mistake is reported once.
#[derive(Default)]
pub struct ScreenProblems {
    /// Unshowable characters, keyed by the span of the wording and the byte offset of the character in it.
    characters: BTreeMap<(Span, usize), UnshowableCharacter>,
    others: Vec<Diagnostic>,
}

struct UnshowableCharacter {
    words: Words,
    found: Unshowable,
    screens: Vec<String>,
}

impl ScreenProblems {
    pub fn check(&mut self, words: &Words, screen: &ScreenProfile) {
        let repertoire = match screen.charset {
            Charset::Gb2312 => Repertoire::Gb2312,
            Charset::Gbk => Repertoire::Gbk,
            Charset::Utf8 => Repertoire::Unicode,
        };
        for found in unshowable(&words.value, repertoire) {
            let refused = self.characters.entry((words.span, found.at));
            let refused = refused.or_insert_with(|| UnshowableCharacter {
                words: words.clone(),
                found,
                screens: Vec::new(),
            });
            if !refused.screens.contains(&screen.name) {
                refused.screens.push(screen.name.clone());
            }
        }
        let bytes = cp936(&prepare(&words.value)).map_or(0, |it| it.len());
        if bytes > ITEM_BYTES_MAX {
            self.others.push(too_long(words.span, bytes));
        }
    }

    pub fn too_wide(&mut self, words: &Words, overflow: Overflow, screen: &ScreenProfile) {
        self.others.push(too_wide(words.span, overflow, screen));
    }

    pub fn report(self, texts: &dyn SourceTexts, diagnostics: &mut Diagnostics) {
        for refused in self.characters.into_values() {
            let at = place(&refused.found, &refused.words, texts);
            diagnostics.push_once(not_showable(&refused, at));
        }
        for problem in self.others {
            diagnostics.push_once(problem);
        }
    }
}

/// The span of the character in the source, or of the whole slogan if the source spells it differently
/// (`&#x5586;`).
fn place(found: &Unshowable, wording: &Words, texts: &dyn SourceTexts) -> Span {
    let text = texts.text_of(wording.span.source).unwrap_or_default();
    let Some(written) = text.get(wording.span.range()) else {
        return wording.span;
    };
    let at = match written.find(&wording.value) {
        Some(start) => Some(start + found.at),
        // Markup and hints inside the slogan shift offsets, but keep the order of characters.
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

/// `“人社门头屏”`, `“人社门头屏”“税务大厅屏”等 5 块屏`.
fn screens(names: &[String]) -> String {
    let shown = names.iter().take(SCREENS_NAMED);
    let shown: String = shown.map(|it| format!("“{it}”")).collect();
    match names.len() {
        0..=SCREENS_NAMED => shown,
        count => format!("{shown}等 {count} 块屏"),
    }
}

fn not_showable(refused: &UnshowableCharacter, at: Span) -> Diagnostic {
    let UnshowableCharacter { found, .. } = refused;
    let problem = Diagnostic::error(
        code::FEED_CHARACTER,
        format!("{}显示不了“{}”", screens(&refused.screens), found.character),
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

fn too_wide(at: Span, overflow: Overflow, screen: &ScreenProfile) -> Diagnostic {
    let Overflow {
        beyond,
        characters_max,
    } = overflow;
    let label = match beyond.as_str() {
        // It would fit if lines could be broken anywhere.
        "" => "要么有一行放不下，要么会剩下一个字单独占一行".to_owned(),
        beyond => format!("“{beyond}”显示不出来"),
    };
    Diagnostic::error(
        code::FEED_TOO_WIDE,
        format!("“{}”放不下这条警示语", screen.name),
    )
    .label(at, label)
    .help(format!(
        "在这一条下面写一行“led: ……”，不超过 {characters_max} 个字；想在某处断行，就在那里写一个“|”"
    ))
    .help("或者在 site.yaml 里把这块屏的 mode 改成 auto，放不下时自动翻页或滚动")
}

fn too_long(at: Span, bytes: usize) -> Diagnostic {
    Diagnostic::error(code::FEED_TOO_LONG, "这条警示语太长，控制卡收不下")
        .label(at, format!("有 {bytes} 个字节，最多 {ITEM_BYTES_MAX} 个"))
        .help("分成几条写，或者在这一条下面写一行短的“led: ……”")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        config::{Colours, Mode},
        diagnostics::Severity,
        span::SourceId,
    };

    struct OneText<'a>(&'a str);

    impl SourceTexts for OneText<'_> {
        fn path(&self, _source: SourceId) -> &str {
            "content/slogans/a.md"
        }

        fn text_of(&self, _source: SourceId) -> Option<Arc<str>> {
            Some(self.0.into())
        }
    }

    fn screen(name: &str) -> ScreenProfile {
        ScreenProfile {
            id: "door".to_owned(),
            name: name.to_owned(),
            place: None,
            unit: None,
            width_px: 128,
            height_px: 16,
            font_px: 16,
            pitch_mm: 10,
            colours: Colours::Red,
            charset: Charset::Gb2312,
            mode: Mode::Auto,
            notes: None,
        }
    }

    /// The severity, the labelled text and the first help of each diagnostic, for a slogan written as
    /// `written`.
    fn found(written: &str, text: &str) -> Vec<(Severity, String, String)> {
        let source = format!("# 题\n\n- {written}\n- 镕\n");
        let start = source.find(written).unwrap();
        let span = Span::new(SourceId(0), start..start + written.len());
        let words = Words::new(text, span);
        let mut problems = ScreenProblems::default();
        problems.check(&words, &screen("门头屏"));
        problems.check(&words, &screen("大厅屏"));
        let mut diagnostics = Diagnostics::default();
        problems.report(&OneText(&source), &mut diagnostics);
        diagnostics
            .iter()
            .map(|it| {
                assert!(it.message.contains("“门头屏”“大厅屏”"), "{}", it.message);
                let labelled = source[it.labels[0].span.range()].to_owned();
                (it.severity, labelled, it.help[0].clone())
            })
            .collect()
    }

    #[test]
    fn each_character_is_labelled_at_its_position() {
        let error =
            |labelled: &str, help: &str| (Severity::Error, labelled.to_owned(), help.to_owned());
        assert_eq!(found("谨防镕骗", "谨防镕骗"), [error("镕", "改成“熔”")]);
        assert_eq!(
            found("**镕**镕|骗", "镕镕|骗"),
            [error("镕", "改成“熔”"), error("镕", "改成“熔”")]
        );
        assert_eq!(
            found("小心😀", "小心😀"),
            [error("😀", "删去它，屏幕上只能用文字")]
        );
        // The source spells the character differently: the whole slogan is labelled.
        let help = "改成“熔”";
        assert_eq!(
            found("朱&#x9555;基", "朱镕基"),
            [error("朱&#x9555;基", help)]
        );
    }

    #[test]
    fn equal_characters_are_labelled_in_order() {
        let source = "*镕*和镕";
        let span = Span::new(SourceId(0), 0..source.len());
        let words = Words::new("镕和镕", span);
        let starts: Vec<u32> = unshowable(&words.value, Repertoire::Gb2312)
            .iter()
            .map(|it| place(it, &words, &OneText(source)).start)
            .collect();
        assert_eq!(starts, [1, 8]);
    }

    #[test]
    fn many_screens_are_counted() {
        let names: Vec<String> = (1..=5).map(|it| format!("{it}号")).collect();
        assert_eq!(screens(&names[..2]), "“1号”“2号”");
        assert_eq!(screens(&names), "“1号”“2号”“3号”等 5 块屏");
    }
}
