//! LED files: the bytes that a controller reads, and the words that a screen gets.

use encoding_rs::GBK;
use proptest::prelude::*;

use super::{DOOR, door_lines, replace, site};

const GBK_FILE: &str = "public/feeds/led/rs-door/rs-door.gbk.txt";
const UTF8_FILE: &str = "public/feeds/led/rs-door/rs-door.utf8bom.txt";

#[test]
fn one_slogan_a_line_in_cp936_with_crlf_and_its_utf8_twin() {
    let ran = site(DOOR, &[("a", "", "- 欢迎，96110\n- 谨防诈骗\n")])
        .build()
        .expect_success();
    assert_eq!(
        ran.bytes(GBK_FILE),
        b"\xbb\xb6\xd3\xad\xa3\xac96110\r\n\xbd\xf7\xb7\xc0\xd5\xa9\xc6\xad\r\n"
    );
    assert_eq!(
        ran.bytes(UTF8_FILE),
        "\u{feff}欢迎，96110\r\n谨防诈骗\r\n".as_bytes()
    );
}

/// What the policy of 2021 asks of units, and the sentences that police put on walls.
#[test]
fn real_wordings_stand_as_they_are() {
    let slogans = [
        "凡是刷单，都是诈骗",
        "不轻信，不透露，不转账",
        "“公检法”要求转账——诈骗",
        "网恋+投资+导师=诈骗",
        "接到96110，一定要接",
        "莫贪①分利，损失100％",
        "天上不会掉馅饼！",
        "请装国家反诈中心App",
    ];
    let list: String = slogans.map(|it| format!("- {it}\n")).concat();
    let ran = site(DOOR, &[("a", "", &list)]).build().expect_success();
    assert_eq!(door_lines(&ran), slogans);
}

#[test]
fn look_alikes_become_signs_that_a_screen_has() {
    let list = "\
- 请拨打９６１１０
- ＡＰＰ里的高薪兼职。
- 他说\"安全账户\"是假的
- 转账...先停一停
- 补贴¥100~200，假的
- 1–5月，李•某被骗
";
    let ran = site(DOOR, &[("a", "", list)]).build().expect_success();
    let expected = [
        "请拨打96110",
        "APP里的高薪兼职",
        "他说“安全账户”是假的",
        "转账……先停一停",
        "补贴￥100～200，假的",
        "1-5月，李·某被骗",
    ];
    assert_eq!(door_lines(&ran), expected);
}

#[test]
fn the_screen_decides_between_led_short_and_own_words() {
    let feeds = format!(
        "{DOOR}  - {{id: wide, channel: led, screen: wide}}\n  - {{id: tiny, channel: led, screen: tiny}}\n"
    );
    let list = "\
- 十二个字以内的不用另写
- 凡是要求先垫资再返利的兼职，都是诈骗
  - led: 先垫钱的兼职，都是诈骗
  - short: 垫钱是诈骗
- 这一条本身太长太长太长了，只好用短的
  - short: 只好用短的
";
    let site = site(&feeds, &[("a", "", list)]);
    let screens = concat!(
        "  - {id: wide, name: 宽屏, width_px: 512, height_px: 16}\n",
        "  - {id: tiny, name: 小屏, width_px: 96, height_px: 16}\n",
        "feeds:\n",
    );
    replace(&site, "feeds:\n", screens);
    let ran = site.build().expect_success();
    let of = |id: &str| ran.output(&format!("feeds/led/{id}/{id}.utf8bom.txt"));
    assert_eq!(
        of("rs-door"),
        "\u{feff}十二个字以内的不用另写\r\n先垫钱的兼职，都是诈骗\r\n只好用短的\r\n"
    );
    assert_eq!(
        of("wide"),
        "\u{feff}十二个字以内的不用另写\r\n先垫钱的兼职，都是诈骗\r\n这一条本身太长太长太长了，只好用短的\r\n"
    );
    // What is too wide even so is written in full: the screen shows it on pages.
    assert_eq!(
        of("tiny"),
        "\u{feff}十二个字以内的不用另写\r\n垫钱是诈骗\r\n只好用短的\r\n"
    );
    let playlist = ran.output("feeds/led/tiny/playlist.csv");
    assert!(
        playlist.contains(",十二个字以内的不用另写,11,176,paged,2,"),
        "{playlist}"
    );
}

#[test]
fn rows_of_a_high_screen_are_used() {
    let list = "- 一二三四五六七八九十一二三四五六\n";
    let site = site(DOOR, &[("a", "", list)]);
    replace(&site, "height_px: 16", "height_px: 32");
    let ran = site.build().expect_success();
    assert!(!ran.stderr.contains("too-wide"), "{}", ran.stderr);
}

#[test]
fn two_feeds_of_one_screen_complain_once() {
    let feeds = format!("{DOOR}  - {{id: other, channel: led, screen: door}}\n");
    let list = "- 这一条太长太长太长太长太长太长了\n- 防詐骗\n";
    let ran = site(&feeds, &[("a", "", list)]).build();
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.stderr.matches("[feed/character]").count(), 1);
}

/// A site whose screen has these words of settings besides its width of 12 characters.
fn with_screen(settings: &str, list: &str) -> crate::SiteTest {
    let site = site(DOOR, &[("a", "", list)]);
    let height = "height_px: 16";
    replace(&site, height, &format!("{height}, {settings}"));
    site
}

#[test]
fn what_does_not_fit_a_screen_that_stands_still_is_an_error_that_shows_the_rest() {
    let ran = with_screen("mode: 静止", "- 凡是要求先垫资再返利的兼职\n").build();
    assert_eq!(ran.code, Some(1));
    for words in [
        "[feed/too-wide]",
        "“门头屏”放不下",
        "“职”显示不出来",
        "不超过 12 个字",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
}

#[test]
fn a_hint_of_the_author_ends_a_page_and_is_in_no_file() {
    let list = "- 先垫资再返利的兼职|全都是诈骗\n";
    let ran = with_screen("mode: 翻页", list).build().expect_success();
    assert_eq!(door_lines(&ran), ["先垫资再返利的兼职全都是诈骗"]);
    let item = ran.bytes("public/feeds/led/rs-door/items/001.gbk.txt");
    let (text, _, _) = GBK.decode(&item);
    assert_eq!(text, "先垫资再返利的兼职\r\n全都是诈骗\r\n");
    for path in ran.outputs() {
        let bytes = ran.bytes(&format!("public/{path}"));
        let words = "兼职|全".as_bytes();
        assert!(!bytes.windows(words.len()).any(|it| it == words), "{path}");
    }
}

#[test]
fn the_font_of_the_card_decides_which_characters_are_refused() {
    for (charset, is_fine) in [("gb2312", false), ("gbk", true), ("utf-8", true)] {
        let ran = with_screen(&format!("charset: {charset}"), "- 朱镕说不转账\n").build();
        assert_eq!(ran.code == Some(0), is_fine, "{charset}: {}", ran.stderr);
        let ran = with_screen(&format!("charset: {charset}"), "- 不转账😀\n").build();
        assert_eq!(ran.code, Some(1), "{charset}");
    }
    let ran = with_screen("charset: utf-8", "- 朱镕说不转账\n")
        .build()
        .expect_success();
    assert!(
        !ran.outputs()
            .iter()
            .any(|it| it.starts_with("feeds/led") && it.contains("gbk"))
    );
}

#[test]
fn a_screen_is_measured_in_modules_too() {
    let list = "- 一二三四五六七八九十一二\n";
    // The size is said twice.
    let ran = with_screen("modules: 6×1", list).build();
    assert!(ran.stderr.contains("写了模组数"), "{}", ran.stderr);
    let site = with_screen("", list);
    replace(&site, "width_px: 192, height_px: 16, ", "modules: 6×1");
    let ran = site.build().expect_success();
    let frame = ran.bytes("public/feeds/led/rs-door/items/001-1.bmp");
    assert_eq!(frame[18..26], [192, 0, 0, 0, 16, 0, 0, 0]);
}

#[test]
fn a_feed_takes_a_hundred_unless_it_says_otherwise() {
    let list: String = (0..130).map(|it| format!("- 第{it}条不转账\n")).collect();
    let ran = site(DOOR, &[("a", "", &list)]).build().expect_success();
    assert_eq!(door_lines(&ran).len(), 100);
    let note = ran.bytes("public/feeds/led/rs-door/README.gbk.txt");
    let (note, _, _) = GBK.decode(&note);
    assert!(
        note.contains("适合这块屏的有 130 条，按设置只取前 100 条"),
        "{note}"
    );
}

#[test]
fn what_the_screen_cannot_show_is_an_error_at_the_wording_it_would_show() {
    let list = "- 网上都说“囧”\n  - led: 小心詐骗\n- 啰嗦也要说\n  - led: 多说几遍\n";
    let ran = site(DOOR, &[("a", "", list)]).build();
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("content/slogans/a.md:7:12"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("改成“诈”"));
    // What the screen does not show need not be showable.
    assert!(!ran.stderr.contains('囧') && !ran.stderr.contains('啰'));
}

#[test]
fn a_wording_without_words_is_an_error_not_a_dark_screen() {
    for list in ["- 不轻信\n  - led:\n", "- 不轻信\n  - led: 。\n", "- 。\n"] {
        let ran = site(DOOR, &[("a", "", list)]).build();
        assert_eq!(ran.code, Some(1), "{list}: {}", ran.stderr);
        assert!(ran.stderr.contains("[slogan/"), "{list}: {}", ran.stderr);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever slogans an editor writes: a CP936 reader gets back what the UTF-8 twin says, one slogan a
    /// line.
    #[test]
    fn the_two_files_say_the_same(
        slogans in prop::collection::btree_set("[诈骗转账刷单一-龥０-９Ａ]{2,12}[，。！？“”—…·、]?[诈骗0-9]{1,8}", 1..12),
    ) {
        let list: String = slogans.iter().map(|it| format!("- {it}\n")).collect();
        let ran = site(DOOR, &[("a", "", &list)]).build();
        if ran.code == Some(1) {
            prop_assert!(ran.stderr.contains("[feed/character]"), "{}", ran.stderr);
            return Ok(());
        }
        let bytes = ran.bytes(GBK_FILE);
        let (text, had_errors) = GBK.decode_without_bom_handling(&bytes);
        prop_assert!(!had_errors);
        let twin = ran.output("feeds/led/rs-door/rs-door.utf8bom.txt");
        prop_assert_eq!(format!("\u{feff}{text}"), twin);
        prop_assert_eq!(door_lines(&ran).len(), slogans.len());
        prop_assert!(!bytes.windows(2).any(|it| it == b"\n\n" || it == b"\n\r"));
    }
}
