//! `fanzha export --preview`: a screen in the dots of the terminal.

use crate::SiteTest;

fn preview(id: &str) -> SiteTest {
    SiteTest::new("feeds/a_screen_in_dots").arguments(&["--preview", id])
}

#[test]
fn a_screen_is_drawn_dot_by_dot_and_no_file_is_written() {
    let ran = preview("rs-door").run("export");
    let ran = ran.expect_success().expect_stdout();
    assert!(!ran.site().join("export").exists());
}

#[test]
fn an_unknown_screen_is_answered_with_the_nearest_one() {
    let ran = preview("rs-dor").run("export");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("没有编号为 rs-dor 的 LED 播放单"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("rs-door"), "{}", ran.stderr);
}
