//! The theme's colours and style sheets: that everybody can read them, and that phones of five years ago know
//! them.
//!
//! In: the palettes and layers below `themes/default/templates/css`. Out: contrasts computed from the tokens
//! themselves, for every text on every ground that a layer may put it on (WCAG 2.1 §1.4.3, GB/T 37668-2019).
//! What a browser makes of the pages is tested in `browser_modes`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const LAYERS: &str = "themes/default/templates/css";

/// Each may be drawn as text on each of `GROUNDS`.
const TEXTS: [&str; 4] = ["ink", "soft", "blue", "red"];
const GROUNDS: [&str; 4] = ["paper", "pale", "sky", "blush"];
/// Texts that stand on one ground alone.
const PAIRS: [(&str, &str); 5] = [
    ("on-bar", "bar"),
    ("on-deep", "deep"),
    ("on-deep-soft", "deep"),
    ("on-alarm", "alarm"),
    ("paper", "soft"),
];
/// Grounds of small marks that hold no text.
const MARKS: [&str; 3] = ["red", "mark", "rule"];

/// What browsers of 2020 do not know, and what would break without it.
const TOO_NEW: [&str; 11] = [
    " gap:",
    "inset:",
    ":is(",
    ":where(",
    "aspect-ratio",
    "@layer",
    "@container",
    "color-mix",
    "dvh",
    "oklch",
    ":has(",
];

type Palette = BTreeMap<String, [f64; 3]>;

#[test]
fn every_text_can_be_read_on_its_ground_in_every_palette() {
    let light = palette("light");
    let mut faint = Vec::new();
    for name in ["light", "dark", "contrast", "print"] {
        let palette = palette(name);
        let keys = |it: &Palette| it.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&palette), keys(&light), "{name} has other tokens");
        let least = if name == "contrast" { 7.0 } else { 4.5 };
        let crossed = TEXTS
            .iter()
            .flat_map(|text| GROUNDS.iter().map(move |ground| (*text, *ground)));
        for (text, ground) in crossed.chain(PAIRS) {
            let ratio = contrast(palette[text], palette[ground]);
            if ratio < least {
                faint.push(format!("{name}: {text} on {ground} is {ratio:.2}"));
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

/// One main colour, three at most: `docs/government-pages.md#layout-and-colours`.
#[test]
fn there_is_one_main_colour_and_one_for_warnings() {
    for name in ["light", "dark"] {
        let hues: BTreeSet<&str> = palette(name).values().filter_map(|it| hue(*it)).collect();
        assert_eq!(hues, BTreeSet::from(["blue", "red"]), "{name}");
    }
}

#[test]
fn layers_name_colours_by_their_tokens_alone() {
    let mut wrong = Vec::new();
    for (file, text) in layers() {
        for rule in text.split('}') {
            let (selector, declarations) = rule.rsplit_once('{').unwrap_or(("", rule));
            let value = |name: &str| {
                let all = declarations.split(';').filter_map(|it| it.split_once(':'));
                all.filter(|(it, _)| it.trim() == name)
                    .map(|(_, value)| value.trim().to_owned())
                    .next_back()
            };
            let (color, ground) = (value("color"), value("background"));
            let has_literal = declarations.split([' ', ',', ':', '(']).any(is_literal);
            let is_text = color.as_deref().and_then(token).is_none_or(is_text);
            let is_ground = ground.as_deref().and_then(token).is_none_or(is_ground);
            let is_pair = fits(color.as_deref(), ground.as_deref());
            if has_literal || !is_text || !is_ground || !is_pair {
                wrong.push(format!("{file}: {} {{{declarations}}}", selector.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn style_sheets_ask_for_nothing_that_old_web_views_lack() {
    for (file, text) in layers() {
        // A rule within such a block is left out where it is not known.
        let known: String = without_blocks(&text, "@supports");
        for it in TOO_NEW {
            let found = known.find(it).map(|at| &known[at.saturating_sub(60)..]);
            let shown = found.map(|it| it.lines().next().unwrap_or_default());
            assert_eq!(shown, None, "{file}: {it}");
        }
    }
}

/// Residents pay for their data; scripts only help.
#[test]
fn scripts_are_small_and_plain() {
    let mut total = 0;
    for entry in fs::read_dir("themes/default/static").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "js") {
            let text = fs::read_to_string(&path).unwrap();
            // Search is one page's, and loaded only there.
            let is_search = path.ends_with("search.js");
            if !is_search {
                total += text.len();
                assert!(!text.contains("=>"), "{}", path.display());
            }
            for it in [
                "?.",
                "??",
                "replaceChildren",
                "eval(",
                "innerHTML",
                "http:",
                "https:",
                "import ",
            ] {
                assert!(!text.contains(it), "{}: {it}", path.display());
            }
        }
    }
    assert!(total > 0 && total <= 15 * 1024, "{total} bytes of script");
}

/// Every layer, and the sheets that single pages load; not the drawings of LED screens, whose colours are the
/// screens'.
fn layers() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for folder in [LAYERS, "themes/default/static"] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let is_layer = name.ends_with(".css") && name != "screens.css";
            if is_layer && !name.starts_with("palette-") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(name, without_comments(&text));
            }
        }
    }
    assert!(found.len() > 10, "the layers were not found");
    found
}

fn palette(name: &str) -> Palette {
    let path = Path::new(LAYERS).join(format!("palette-{name}.css"));
    let text = without_comments(&fs::read_to_string(path).unwrap());
    let declarations = text.split(';').filter_map(|it| it.trim().split_once(": #"));
    declarations
        .map(|(name, hex)| (name.trim_start_matches('-').to_owned(), rgb(hex)))
        .collect()
}

fn rgb(hex: &str) -> [f64; 3] {
    let digit = |at: usize| f64::from(u8::from_str_radix(&hex[at..=at], 16).unwrap());
    match hex.len() {
        3 => [0, 1, 2].map(|it| digit(it) * 17.0 / 255.0),
        6 => [0, 2, 4].map(|it| (digit(it) * 16.0 + digit(it + 1)) / 255.0),
        _ => panic!("{hex}"),
    }
}

/// WCAG 2.1, contrast ratio; the limits are in `docs/accessibility.md#contrast`.
fn contrast(first: [f64; 3], second: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|it| {
            if it <= 0.04045 {
                it / 12.92
            } else {
                ((it + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

/// None for greys and what is nearly grey.
fn hue([red, green, blue]: [f64; 3]) -> Option<&'static str> {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most - least < 0.12 {
        return None;
    }
    Some(match (red == most, blue == most) {
        (_, true) => "blue",
        (true, _) if (green - blue).abs() < 0.1 => "red",
        _ => "another",
    })
}

/// `var(--ink)` → `ink`.
fn token(value: &str) -> Option<&str> {
    let inner = value.strip_prefix("var(--")?;
    inner.split(')').next()
}

fn is_text(token: &str) -> bool {
    TEXTS.contains(&token) || PAIRS.iter().any(|it| it.0 == token)
}

fn is_ground(token: &str) -> bool {
    let is_pair = PAIRS.iter().any(|it| it.1 == token);
    GROUNDS.contains(&token) || MARKS.contains(&token) || is_pair
}

/// A text of its own ground stands on that, and that ground bears no other text.
fn fits(color: Option<&str>, ground: Option<&str>) -> bool {
    let (Some(color), Some(ground)) = (color.and_then(token), ground.and_then(token)) else {
        return true;
    };
    let is_shared = TEXTS.contains(&color) && GROUNDS.contains(&ground);
    is_shared || PAIRS.contains(&(color, ground))
}

fn is_literal(word: &str) -> bool {
    let word = word.trim();
    let is_hex = word
        .strip_prefix('#')
        .is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()) && it.len() > 2);
    is_hex || matches!(word, "rgb" | "rgba" | "hsl" | "hsla" | "white" | "black")
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.filter_map(|it| it.split_once("*/"));
    rest.fold(first, |all, (_, after)| all + after)
}

/// The text without each block that begins with `beginning`.
fn without_blocks(text: &str, beginning: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(beginning) {
        kept.push_str(&rest[..at]);
        let mut depth = 0;
        let end = rest[at..].char_indices().find(|(_, it)| {
            depth += match it {
                '{' => 1,
                '}' => -1,
                _ => return false,
            };
            depth == 0
        });
        rest = end.map_or("", |(length, _)| &rest[at + length + 1..]);
    }
    kept + rest
}
