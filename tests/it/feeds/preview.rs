//! `fanzha export --preview`: a screen in the dots of the terminal.

use super::{DOOR, site};

const WORDS: (&str, &str, &str) = ("a", "", "- 一\n- 先核实再转账\n");

#[test]
fn a_screen_is_drawn_dot_by_dot_and_no_file_is_written() {
    let test = site(DOOR, &[WORDS]).arguments(&["--preview", "rs-door"]);
    let ran = test.run("export").expect_success();
    assert!(
        ran.stdout.starts_with("人社门头屏：门头屏，192×16 点\n"),
        "{}",
        ran.stdout
    );
    assert!(!ran.site().join("export").exists());
    // The first slogan is one stroke: a single row of dots, in a frame as high as the screen's four rows of characters.
    let first = ran.stdout.split("\n1. 一\n").nth(1).unwrap();
    let first = first.split("\n2. ").next().unwrap();
    let rows: Vec<&str> = first.lines().filter(|it| it.starts_with('│')).collect();
    assert_eq!(rows.len() * 4, 16 * strips(first), "{first}");
    let dots_of = |row: &&str| row.chars().map(dots).sum::<u32>();
    let lit: Vec<u32> = rows.iter().map(dots_of).filter(|it| *it > 0).collect();
    assert_eq!(lit.len(), 1, "{first}");
    assert!((8..=16).contains(&lit[0]), "{first}");
    assert!(ran.stdout.contains("静止，停留"), "{}", ran.stdout);
}

/// How many strips a drawing is cut into on a narrow terminal.
fn strips(drawing: &str) -> usize {
    drawing.lines().filter(|it| it.starts_with('┌')).count()
}

/// The dots of one character of Braille; a frame has none.
fn dots(character: char) -> u32 {
    u32::from(character)
        .checked_sub(0x2800)
        .filter(|it| *it < 256)
        .map_or(0, u32::count_ones)
}

#[test]
fn an_unknown_screen_is_answered_with_the_nearest_one() {
    let test = site(DOOR, &[WORDS]).arguments(&["--preview", "rs-dor"]);
    let ran = test.run("export");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("没有编号为 rs-dor 的 LED 播放单"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("rs-door"), "{}", ran.stderr);
}
