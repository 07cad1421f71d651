//! The operator's note: which file for which program, how many slogans, until when.
//!
//! Only characters of CP936. Nothing in it is shown on a screen.

use super::programme::Programme;
use crate::{
    charset::{Repertoire, writable},
    config::Colours,
};

pub fn readme(programme: &Programme) -> Vec<String> {
    let screen = &programme.screen;
    let (id, count) = (&programme.id, programme.items.len());
    let extension = programme.code().extension();
    let colours = match screen.colours {
        Colours::Red => "单红",
        Colours::RedGreen => "双色",
        Colours::Full => "全彩",
    };
    let until = programme.items.iter().filter_map(|it| it.valid_until).min();
    let mut lines = vec![
        format!("播放单：{}（编号 {id}）", programme.name),
        format!(
            "屏幕：{}，{}×{} 点，{} 点字，{colours}",
            screen.name, screen.width_px, screen.height_px, screen.font_px
        ),
    ];
    lines.extend(programme.place.as_ref().map(|it| format!("地点：{it}")));
    lines.extend(screen.notes.as_ref().map(|it| format!("备注：{it}")));
    lines.push(format!("制作日期：{}，共 {count} 条", programme.date));
    if programme.suited > count {
        lines.push(format!(
            "适合这块屏的有 {} 条，按设置只取前 {count} 条",
            programme.suited
        ));
    }
    lines.push(match until {
        Some(day) => format!("有效期：到 {day}。过期后请拷新的，不要继续播放"),
        None => "有效期：没有写明，请每月换一次".to_owned(),
    });
    lines.extend([
        format!("{id}.{extension}.txt：一行一条，用控制软件的“打开/导入文本”"),
        format!("{id}.single.{extension}.txt：全部连成一行，用于单行连续左移"),
        format!("items 文件夹：一条一个文件（{extension}.txt、rtf），逐条加到节目单时用"),
        "items 里的 bmp：按屏幕点数画好的画面，什么卡都能放；没有就是字号不合适".to_owned(),
        format!("{id}.rtf：文字乱码时改用这个"),
        "playlist.csv：每条的停留时间和起止日期，用 Excel 打开".to_owned(),
        "huidu、colorlight 开头的文件：给联网取内容的卡，没有在真机上试过".to_owned(),
        format!("有问题请联系：{}", programme.contact),
    ]);
    // A name from the settings may hold what the code cannot.
    let lines = lines.iter().map(|it| writable(it, Repertoire::Gbk));
    lines.collect()
}
