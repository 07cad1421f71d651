//! How a text is shown on a display of so many dots: standing still, on a few pages, or running by.
//!
//! In: the wordings that may be shown, best first, and the room. Out: the setting, or what does not fit.
//! A wording that stands still is preferred to one on pages, pages to running; among equals the first. No word is dropped
//! and no letter made smaller.

use super::{
    Measure, beyond, dwell_ms, scroll_ms, scroll_px_per_second, width_px,
    wrap::{without_hints, wrap_by},
};

/// A display, as far as text cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub width_px: u32,
    /// Dots of a full-width character.
    pub font_px: u32,
    /// Rows of text that stand below each other.
    pub rows: u32,
    pub motion: Motion,
}

/// What a display may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Static,
    Paged,
    Scroll,
    /// What serves best.
    Auto,
}

/// A text as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Which of the wordings.
    pub wording: usize,
    /// Each with its lines; one page of one line where it runs by.
    pub pages: Vec<Page>,
    /// None where it stands.
    pub run: Option<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<String>,
    /// How long it is shown.
    pub dwell_ms: u32,
}

/// How a line runs by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub px_per_second: u32,
}

/// A text that has no room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// What of the first wording lies beyond the display.
    pub beyond: String,
    /// How many full-width characters have room.
    pub characters_max: u32,
}

/// More pages than this nobody waits for.
const PAGES_MAX: u32 = 4;

/// The best way to show one of `wordings`, which may hold hints (`|`).
///
/// # Errors
/// None of them can be shown as the display's motion demands.
pub fn fit(wordings: &[String], room: &Room) -> Result<Setting, Overflow> {
    let paged = |pages_max: u32| {
        let set = |it: &String| pages(it, room, pages_max);
        let mut found = wordings.iter().map(set).enumerate();
        found.find_map(|(wording, pages)| {
            Some(Setting {
                wording,
                pages: pages?,
                run: None,
            })
        })
    };
    let running = || Some(running(wordings.first()?, room));
    let setting = match room.motion {
        Motion::Static => paged(1),
        Motion::Paged => paged(1).or_else(|| paged(PAGES_MAX)),
        Motion::Scroll => running(),
        Motion::Auto => paged(1).or_else(|| paged(PAGES_MAX)).or_else(running),
    };
    setting.ok_or_else(|| overflow(wordings, room))
}

/// The text on at most `pages_max` pages; none if it does not fit.
fn pages(text: &str, room: &Room, pages_max: u32) -> Option<Vec<Page>> {
    let measure = Measure::Dots {
        font_px: room.font_px,
    };
    let lines_max = (room.rows * pages_max) as usize;
    let lines = wrap_by(measure, text, room.width_px as usize, lines_max)?;
    let pages = lines.chunks(room.rows.max(1) as usize);
    Some(pages.map(|it| page(it.to_vec())).collect())
}

fn page(lines: Vec<String>) -> Page {
    Page {
        dwell_ms: dwell_ms(&lines.concat()),
        lines,
    }
}

fn running(text: &str, room: &Room) -> Setting {
    let (line, _) = without_hints(text);
    let px_per_second = scroll_px_per_second(room.font_px);
    let text_px = width_px(&line, room.font_px);
    Setting {
        wording: 0,
        pages: vec![Page {
            dwell_ms: scroll_ms(text_px, room.width_px, px_per_second),
            lines: vec![line],
        }],
        run: Some(Run { px_per_second }),
    }
}

fn overflow(wordings: &[String], room: &Room) -> Overflow {
    let pages = match room.motion {
        Motion::Paged => PAGES_MAX,
        _ => 1,
    };
    let (text, _) = without_hints(wordings.first().map_or("", String::as_str));
    let rows = room.rows * pages;
    Overflow {
        beyond: beyond(&text, room.font_px, room.width_px, rows).to_owned(),
        characters_max: room.width_px / room.font_px * rows,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn room(width_px: u32, rows: u32, motion: Motion) -> Room {
        Room {
            width_px,
            font_px: 16,
            rows,
            motion,
        }
    }

    fn shown(wordings: &[&str], room: &Room) -> String {
        let wordings: Vec<String> = wordings.iter().map(|it| (*it).to_owned()).collect();
        match fit(&wordings, room) {
            Ok(setting) => {
                let pages = setting.pages.iter().map(|it| it.lines.join("/"));
                let run = if setting.run.is_some() { "→" } else { "" };
                format!("{run}{}", pages.collect::<Vec<_>>().join("‖"))
            }
            Err(problem) => format!("✗{} ({})", problem.beyond, problem.characters_max),
        }
    }

    #[test]
    fn standing_is_best_then_pages_then_running() {
        let long = "先垫资再返利的兼职，全部都是刷单诈骗";
        let cases = [
            (
                vec!["不轻信，不转账"],
                room(128, 1, Motion::Auto),
                "不轻信，不转账",
            ),
            (
                vec![long, "垫资是诈骗"],
                room(160, 1, Motion::Auto),
                "垫资是诈骗",
            ),
            (
                vec![long],
                room(160, 1, Motion::Auto),
                "先垫资再返利的兼职，‖全部都是刷单诈骗",
            ),
            (
                vec![long],
                room(160, 2, Motion::Auto),
                "先垫资再返利的兼职，/全部都是刷单诈骗",
            ),
            (
                vec![long],
                room(64, 1, Motion::Auto),
                "→先垫资再返利的兼职，全部都是刷单诈骗",
            ),
            (vec!["不轻信"], room(128, 1, Motion::Scroll), "→不轻信"),
            (
                vec!["不轻信|不透露"],
                room(64, 1, Motion::Auto),
                "不轻信‖不透露",
            ),
        ];
        for (wordings, room, expected) in cases {
            assert_eq!(shown(&wordings, &room), expected);
        }
    }

    #[test]
    fn what_has_no_room_is_shown_to_be_too_much() {
        let long = "先垫资再返利的兼职，全部都是刷单诈骗";
        assert_eq!(
            shown(&[long], &room(160, 1, Motion::Static)),
            "✗全部都是刷单诈骗 (10)"
        );
        let paged = shown(&[&long.repeat(3)], &room(160, 1, Motion::Paged));
        assert!(paged.starts_with('✗') && paged.ends_with("(40)"), "{paged}");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_stands_over_the_edge(
            text in "(不轻信|，|。|“|”|（|）|96110|3\\.5万元|2026年6月|APP|——|……|《|》|诈|骗|转账|\\|){1,24}",
            columns in 4u32..24,
            rows in 1u32..4,
            motion in prop::sample::select(vec![Motion::Static, Motion::Paged, Motion::Scroll, Motion::Auto]),
        ) {
            let room = room(columns * 16, rows, motion);
            let Ok(setting) = fit(std::slice::from_ref(&text), &room) else {
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
                    prop_assert!(width_px(line, 16) <= room.width_px, "{}", line);
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
