//! Chooses how a text is shown on a display of a given size: static, on a few pages, or scrolling.
//!
//! In: the wordings that may be shown, best first, and the display. Out: the setting, or what does not fit.
//! Static is preferred to pages, pages to scrolling; among equals the first wording. No word is dropped and
//! the font size is never reduced.

use super::{
    Measure, beyond, dwell_ms, scroll_ms, scroll_px_per_second, width_px,
    wrap::{without_hints, wrap_by},
};

/// The properties of a display that matter for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisplayArea {
    pub width_px: u32,
    /// Dots of a full-width character.
    pub font_px: u32,
    /// The number of text rows.
    pub rows: u32,
    pub motion: Motion,
}

/// The permitted ways to show text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Static,
    Paged,
    Scroll,
    /// Whatever suits best.
    Auto,
}

/// A text as it will be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The index of the wording.
    pub wording: usize,
    /// Each with its lines; a single page with a single line if the text scrolls.
    pub pages: Vec<TextPage>,
    /// `None` if the text is static.
    pub run: Option<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPage {
    pub lines: Vec<String>,
    /// How long it is shown.
    pub dwell_ms: u32,
}

/// How a line scrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub px_per_second: u32,
}

/// A text that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// The part of the first wording that exceeds the display.
    pub beyond: String,
    /// How many full-width characters fit.
    pub characters_max: u32,
}

/// Viewers do not wait for more pages than this.
const PAGES_MAX: u32 = 4;

/// The best way to show one of `wordings`, which may contain hints (`|`).
///
/// # Errors
/// None of them fits with the motion of the display.
pub fn fit(wordings: &[String], display: &DisplayArea) -> Result<Setting, Overflow> {
    let paged = |pages_max: u32| {
        let set = |it: &String| pages(it, display, pages_max);
        let mut found = wordings.iter().map(set).enumerate();
        found.find_map(|(wording, pages)| {
            Some(Setting {
                wording,
                pages: pages?,
                run: None,
            })
        })
    };
    let scrolled = || Some(scrolling(wordings.first()?, display));
    let setting = match display.motion {
        Motion::Static => paged(1),
        Motion::Paged => paged(1).or_else(|| paged(PAGES_MAX)),
        Motion::Scroll => scrolled(),
        Motion::Auto => paged(1).or_else(|| paged(PAGES_MAX)).or_else(scrolled),
    };
    setting.ok_or_else(|| overflow(wordings, display))
}

/// The text on at most `pages_max` pages; `None` if it does not fit.
fn pages(text: &str, display: &DisplayArea, pages_max: u32) -> Option<Vec<TextPage>> {
    let measure = Measure::Dots {
        font_px: display.font_px,
    };
    let lines_max = (display.rows * pages_max) as usize;
    let lines = wrap_by(measure, text, display.width_px as usize, lines_max)?;
    let pages = lines.chunks(display.rows.max(1) as usize);
    Some(pages.map(|it| page(it.to_vec())).collect())
}

fn page(lines: Vec<String>) -> TextPage {
    TextPage {
        dwell_ms: dwell_ms(&lines.concat()),
        lines,
    }
}

fn scrolling(text: &str, display: &DisplayArea) -> Setting {
    let (line, _) = without_hints(text);
    let px_per_second = scroll_px_per_second(display.font_px);
    let text_px = width_px(&line, display.font_px);
    Setting {
        wording: 0,
        pages: vec![TextPage {
            dwell_ms: scroll_ms(text_px, display.width_px, px_per_second),
            lines: vec![line],
        }],
        run: Some(Run { px_per_second }),
    }
}

fn overflow(wordings: &[String], display: &DisplayArea) -> Overflow {
    let pages = match display.motion {
        Motion::Paged => PAGES_MAX,
        _ => 1,
    };
    let (text, _) = without_hints(wordings.first().map_or("", String::as_str));
    let rows = display.rows * pages;
    Overflow {
        beyond: beyond(&text, display.font_px, display.width_px, rows).to_owned(),
        characters_max: display.width_px / display.font_px * rows,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn display(width_px: u32, rows: u32, motion: Motion) -> DisplayArea {
        DisplayArea {
            width_px,
            font_px: 16,
            rows,
            motion,
        }
    }

    fn shown(wordings: &[&str], display: &DisplayArea) -> String {
        let wordings: Vec<String> = wordings.iter().map(|it| (*it).to_owned()).collect();
        match fit(&wordings, display) {
            Ok(setting) => {
                let pages = setting.pages.iter().map(|it| it.lines.join("/"));
                let run = if setting.run.is_some() { "→" } else { "" };
                format!("{run}{}", pages.collect::<Vec<_>>().join("‖"))
            }
            Err(problem) => format!("✗{} ({})", problem.beyond, problem.characters_max),
        }
    }

    #[test]
    fn static_is_preferred_to_pages_and_pages_to_scrolling() {
        let long = "先垫资再返利的兼职，全部都是刷单诈骗";
        let cases = [
            (
                vec!["不轻信，不转账"],
                display(128, 1, Motion::Auto),
                "不轻信，不转账",
            ),
            (
                vec![long, "垫资是诈骗"],
                display(160, 1, Motion::Auto),
                "垫资是诈骗",
            ),
            (
                vec![long],
                display(160, 1, Motion::Auto),
                "先垫资再返利的兼职，‖全部都是刷单诈骗",
            ),
            (
                vec![long],
                display(160, 2, Motion::Auto),
                "先垫资再返利的兼职，/全部都是刷单诈骗",
            ),
            (
                vec![long],
                display(64, 1, Motion::Auto),
                "→先垫资再返利的兼职，全部都是刷单诈骗",
            ),
            (vec!["不轻信"], display(128, 1, Motion::Scroll), "→不轻信"),
            (
                vec!["不轻信|不透露"],
                display(64, 1, Motion::Auto),
                "不轻信‖不透露",
            ),
        ];
        for (wordings, display, expected) in cases {
            assert_eq!(shown(&wordings, &display), expected);
        }
    }

    #[test]
    fn overflow_is_reported() {
        let long = "先垫资再返利的兼职，全部都是刷单诈骗";
        assert_eq!(
            shown(&[long], &display(160, 1, Motion::Static)),
            "✗全部都是刷单诈骗 (10)"
        );
        let paged = shown(&[&long.repeat(3)], &display(160, 1, Motion::Paged));
        assert!(paged.starts_with('✗') && paged.ends_with("(40)"), "{paged}");
    }

    proptest! {
        #[test]
        fn no_text_is_lost_or_exceeds_the_display(
            text in "(不轻信|，|。|“|”|（|）|96110|3\\.5万元|2026年6月|APP|——|……|《|》|诈|骗|转账|\\|){1,24}",
            columns in 4u32..24,
            rows in 1u32..4,
            motion in prop::sample::select(vec![Motion::Static, Motion::Paged, Motion::Scroll, Motion::Auto]),
        ) {
            let display = display(columns * 16, rows, motion);
            let Ok(setting) = fit(std::slice::from_ref(&text), &display) else {
                prop_assert!(motion == Motion::Static || motion == Motion::Paged || text.replace('|', "").is_empty());
                return Ok(());
            };
            let lines: Vec<&String> = setting.pages.iter().flat_map(|it| &it.lines).collect();
            let joined: String = lines.iter().map(|it| it.as_str()).collect();
            prop_assert_eq!(joined, text.replace('|', ""));
            for page in &setting.pages {
                prop_assert!(page.lines.len() <= rows as usize);
            }
            if setting.run.is_none() {
                for line in &lines {
                    prop_assert!(width_px(line, 16) <= display.width_px, "{}", line);
                }
                for pair in lines.windows(2) {
                    prop_assert!(!pair[1].starts_with(['，', '。', '”', '）', '》']));
                    prop_assert!(!pair[0].ends_with(['“', '（', '《']));
                    let is_digit = |it: char| it.is_ascii_digit();
                    prop_assert!(!(pair[0].ends_with(is_digit) && pair[1].starts_with(is_digit)));
                }
            }
        }
    }
}
