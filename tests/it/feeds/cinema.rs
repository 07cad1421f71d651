//! Cinema pre-rolls: the script for people and the subtitles for programs.

use super::{replace, site};
use crate::SiteTest;

fn hall(seconds: u32) -> String {
    format!(
        "  - {{id: hall, channel: cinema, seconds: {seconds}, name: 映前, place: 辖区营业影院}}\n"
    )
}

/// Start and end in milliseconds, and the lines, of each cue of a `SubRip` file.
fn cues(text: &str) -> Vec<(u32, u32, Vec<&str>)> {
    assert!(!text.contains('\u{feff}'));
    let blocks = text.strip_suffix("\r\n\r\n").unwrap().split("\r\n\r\n");
    blocks
        .enumerate()
        .map(|(index, block)| {
            let mut lines = block.split("\r\n");
            assert_eq!(lines.next().unwrap(), (index + 1).to_string());
            let (start, end) = lines.next().unwrap().split_once(" --> ").unwrap();
            (ms(start), ms(end), lines.collect())
        })
        .collect()
}

/// `00:00:03,500` → 3500, by its digits' places.
fn ms(time: &str) -> u32 {
    assert_eq!(time.len(), 12, "{time}");
    let number = |range: std::ops::Range<usize>| time[range].parse::<u32>().unwrap();
    assert_eq!(
        (&time[2..3], &time[5..6], &time[8..9]),
        (":", ":", ","),
        "{time}"
    );
    ((number(0..2) * 60 + number(3..5)) * 60 + number(6..8)) * 1000 + number(9..12)
}

/// A digit takes one, all else that these tests write two.
fn half_widths(line: &str) -> usize {
    line.chars().map(|it| 2 - usize::from(it.is_ascii())).sum()
}

#[test]
fn script_and_subtitles_of_a_spot() {
    let ran = SiteTest::new("feeds/a_spot").build();
    ran.expect_success().expect_output();
}

/// `docs/cinema.md#cue-timing`: at most two lines of 16, one to seven seconds, two frames apart, half a
/// second at both ends.
#[test]
fn cues_of_every_length_keep_the_rules() {
    let list: String = (2..30)
        .map(|it| format!("- 第{it}条，{}\n", "反诈".repeat(it / 3 + 1)))
        .collect();
    for seconds in [5, 10, 15, 30] {
        let ran = site(&hall(seconds), &[("a", "", &list)])
            .build()
            .expect_success();
        let text = ran.output(&format!("feeds/cinema/hall/hall_{seconds}s.srt"));
        let cues = cues(&text);
        assert!(cues.len() > 1);
        let mut free_from = 500;
        for (start, end, lines) in &cues {
            assert!(*start >= free_from, "{text}");
            assert!((1000..=7000).contains(&(end - start)), "{text}");
            assert!((1..=2).contains(&lines.len()), "{text}");
            assert!(lines.iter().all(|it| half_widths(it) <= 32), "{text}");
            free_from = end + 84;
        }
        assert!(cues.last().unwrap().1 <= seconds * 1000 - 500, "{text}");
        // The script names each slogan: shown or left out.
        let script = ran.output("feeds/cinema/hall/hall_script.txt");
        assert_eq!(script.matches("秒出现，").count(), cues.len(), "{script}");
        assert!(script.contains(&format!("以下 {} 条放不下", 28 - cues.len())));
    }
}

/// 《公益广告促进和管理暂行办法》 art. 2: the class is that of what is shown, not of what was left out.
#[test]
fn the_class_is_that_of_the_slogans_shown() {
    let groups = [
        ("a", "性质: 公共信息\n", "- 转账之前，先打电话核实身份\n"),
        ("b", "性质: 公益广告\n", "- 钱要转出去，电话先打回去\n"),
    ];
    for (seconds, class) in [(5, "公共信息"), (15, "公共信息、公益广告")] {
        let ran = site(&hall(seconds), &groups).build().expect_success();
        let script = ran.output("feeds/cinema/hall/hall_script.txt");
        let class = format!("性质：{class}");
        assert_eq!(script.lines().nth(3), Some(&*class), "{seconds}: {script}");
    }
}

#[test]
fn what_the_settings_leave_open_has_no_line_in_the_script() {
    let feed = "  - {id: hall, channel: cinema}\n";
    let ran = site(feed, &[("a", "", "- 不转账\n")])
        .build()
        .expect_success();
    let script = ran.output("feeds/cinema/hall/hall_script.txt");
    let head: Vec<&str> = script.lines().take_while(|it| !it.is_empty()).collect();
    assert_eq!(
        head,
        [
            "\u{feff}名称：hall",
            "编号：hall",
            "性质：公益广告",
            "日期：2026-11-24（当天有效）",
            "时长：15 秒",
            "咨询：反诈预警劝阻专线 96110",
            "画面：共 1 条，按下面的时间出现和消失",
        ]
    );
}

#[test]
fn signs_of_markup_are_plain_in_subtitles() {
    let list = "- 收到&lt;b&gt;{y:i}链接别点\n";
    let ran = site(&hall(5), &[("a", "", list)]).build().expect_success();
    let text = ran.output("feeds/cinema/hall/hall_5s.srt");
    assert_eq!(cues(&text)[0].2, ["收到＜b＞｛y:i｝链接别点"]);
}

#[test]
fn lengths_that_no_cinema_sells_are_refused() {
    let ran = site(&hall(12), &[("a", "", "- 不转账\n")]).build();
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
}

/// Every file says the same: the code of each is for other programs.
#[test]
fn each_form_of_a_spot_has_the_same_cues() {
    let list = "- 镕先生说：先垫钱的|都是诈骗\n- 不轻信，不转账\n";
    let ran = site(&hall(10), &[("a", "", list)]).build().expect_success();
    let read = |name: &str| ran.output(&format!("feeds/cinema/hall/hall{name}"));
    let (srt, vtt, ass) = (read("_10s.srt"), read("_10s.vtt"), read("_10s.ass"));
    let count = srt.matches(" --> ").count();
    assert_eq!(count, 2);
    assert_eq!(vtt.matches(" --> ").count(), count);
    assert_eq!(ass.matches("Dialogue: ").count(), count);
    assert_eq!(read("_cue.csv").lines().count(), count + 1);
    for text in [&srt, &vtt, &ass, &read("_script.txt"), &read("_cue.csv")] {
        assert!(!text.contains('|'), "{text}");
    }
    // The code of Chinese Windows has 镕, though GB 2312 has not.
    let bytes = ran.bytes("public/feeds/cinema/hall/hall_script.gbk.txt");
    let (text, _, had_errors) = encoding_rs::GBK.decode(&bytes);
    assert!(!had_errors && text.contains("镕先生"), "{text}");
}

/// A first picture of the right size for each cue, where the machine has a font to draw with.
#[test]
fn each_cue_has_its_stills_or_the_want_of_a_font_is_told() {
    let site = site(&hall(10), &[("a", "", "- 不转账\n- 不轻信\n")]);
    replace(&site, "picture_font: none\n", "");
    let ran = site.build().expect_success();
    let mut stills = ran.outputs();
    stills.retain(|it| it.starts_with("feeds/") && it.ends_with(".png"));
    if ran.stderr.contains("[picture/font]") {
        assert_eq!(stills, [""; 0]);
        return;
    }
    assert_eq!(stills.len(), 4);
    for still in stills {
        let bytes = ran.bytes(&format!("public/{still}"));
        assert_eq!(&bytes[1..4], b"PNG");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let size = format!("_{}x{}.png", number(16), number(20));
        assert!(still.ends_with(&size), "{still}");
    }
}
