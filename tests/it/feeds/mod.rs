//! The slogan feeds: what reaches screens, cinemas and players, byte for byte.

mod cinema;
#[cfg(unix)]
mod convert;
mod export;
mod led;
mod manifest;
mod notes;
mod packs;
mod pages;
mod preview;
mod print;
mod selection;
mod slogans;
mod validity;
mod wechat;

use super::SiteTest;

/// A district in small: two closed lists, two units, a screen of 12 characters.
const SETTINGS: &str = "\
title: 测试站
base_url: https://www.example.gov.cn/zt/fanzha/
picture_font: none
hotlines:
  - {number: \"96110\", name: 反诈预警劝阻专线, source: 公安部}
taxonomies:
  - {name: scam_types, title: 诈骗类型, terms: [{name: 刷单返利, slug: shuadan, aliases: [刷单]}, {name: 网络婚恋交友, aliases: [杀猪盘]}]}
  - {name: audiences, title: 人群, terms: [{name: 老年人, aliases: [老人]}, 求职者, 财会人员]}
  - {name: units, title: 单位, terms: [{name: 区人社局, slug: rs}, {name: 区税务局, slug: sw}]}
screens:
  - {id: door, name: 门头屏, width_px: 192, height_px: 16}
feeds:
";

/// The feed that most tests look at.
const DOOR: &str =
    "  - {id: rs-door, channel: led, screen: door, name: 人社门头屏, place: 政务服务窗口}\n";

/// A site of these feeds and groups; a group is its file name, its front matter without title and class, its list.
pub fn site(feeds: &str, groups: &[(&str, &str, &str)]) -> SiteTest {
    let site = SiteTest::of(&[
        ("site.yaml", &format!("{SETTINGS}{feeds}")),
        (
            "content/slogans/_index.md",
            "---\n标题: 警示语\n内容类型: 警示语\n---\n",
        ),
    ]);
    for (name, front, list) in groups {
        let class = if front.contains("性质") {
            ""
        } else {
            "性质: 公益广告\n"
        };
        let text = format!("---\n标题: {name}\n{class}{front}---\n\n{list}");
        site.write(&format!("content/slogans/{name}.md"), text);
    }
    site
}

/// The lines of the LED file of feed `rs-door`, read as UTF-8.
fn door_lines(ran: &super::site_test::Ran) -> Vec<String> {
    let text = ran.output("feeds/led/rs-door/rs-door.utf8bom.txt");
    let text = text.strip_prefix('\u{feff}').unwrap();
    text.split_terminator("\r\n").map(str::to_owned).collect()
}
