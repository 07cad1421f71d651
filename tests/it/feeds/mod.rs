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

use std::fs;

use super::SiteTest;

/// The feed that most tests look at.
const DOOR: &str =
    "  - {id: rs-door, channel: led, screen: door, name: 人社门头屏, place: 政务服务窗口}\n";

/// The district with these feeds and groups; a group is its file name, its front matter without title and
/// class, its list.
pub fn site(feeds: &str, groups: &[(&str, &str, &str)]) -> SiteTest {
    let site = SiteTest::new("feeds/a_district");
    append(&site, feeds);
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

/// Puts lines behind the settings of a site.
fn append(site: &SiteTest, lines: &str) {
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.write("site.yaml", format!("{settings}{lines}"));
}

/// Puts something else in the place of a piece of the settings, which must be there.
fn replace(site: &SiteTest, piece: &str, other: &str) {
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    assert!(settings.contains(piece), "{piece} is not in\n{settings}");
    site.write("site.yaml", settings.replace(piece, other));
}

/// The lines of the LED file of feed `rs-door`, read as UTF-8.
fn door_lines(ran: &super::site_test::Ran) -> Vec<String> {
    let text = ran.output("feeds/led/rs-door/rs-door.utf8bom.txt");
    let text = text.strip_prefix('\u{feff}').unwrap();
    text.split_terminator("\r\n").map(str::to_owned).collect()
}
