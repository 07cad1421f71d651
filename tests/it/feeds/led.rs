//! LED files: the bytes that a controller reads, and the words that a screen gets.

use encoding_rs::GBK;
use proptest::prelude::*;

use super::{DOOR, door_lines, site};

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
    let text = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let screens = concat!(
        "  - {id: wide, name: 宽屏, width_px: 512, height_px: 16}\n",
        "  - {id: tiny, name: 小屏, width_px: 96, height_px: 16}\n",
        "feeds:\n",
    );
    site.write("site.yaml", text.replace("feeds:\n", screens));
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
    // What is too wide even so is written in full, with a warning: a screen scrolls it.
    assert_eq!(
        of("tiny"),
        "\u{feff}十二个字以内的不用另写\r\n垫钱是诈骗\r\n只好用短的\r\n"
    );
    assert_eq!(
        ran.stderr.matches("[feed/too-wide]").count(),
        1,
        "{}",
        ran.stderr
    );
}

#[test]
fn rows_of_a_high_screen_are_used() {
    let list = "- 一二三四五六七八九十一二三四五六\n";
    let site = site(DOOR, &[("a", "", list)]);
    let text = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.write("site.yaml", text.replace("height_px: 16", "height_px: 32"));
    let ran = site.build().expect_success();
    assert!(!ran.stderr.contains("too-wide"), "{}", ran.stderr);
}

#[test]
fn two_feeds_of_one_screen_complain_once() {
    let feeds = format!("{DOOR}  - {{id: other, channel: led, screen: door}}\n");
    let list = "- 这一条太长太长太长太长太长太长了\n- 防詐骗\n";
    let ran = site(&feeds, &[("a", "", list)]).build();
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.stderr.matches("[feed/too-wide]").count(), 1);
    assert_eq!(ran.stderr.matches("[feed/character]").count(), 1);
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

    /// Whatever slogans an editor writes: a CP936 reader gets back what the UTF-8 twin says, one slogan a line.
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
