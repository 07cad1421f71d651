//! What the files of a pack are called.

use crate::{content::Channel, paths::OutputPath};

/// The folder of all feeds says nothing to whoever unpacks one.
pub fn name_in_pack(output: &OutputPath) -> &str {
    let path = output.as_str();
    path.strip_prefix("feeds/").unwrap_or(path)
}

/// What a channel's files are called.
pub fn what(channel: Channel) -> &'static str {
    match channel {
        Channel::Led => "LED 屏",
        Channel::Cinema => "影院映前",
        Channel::Wechat => "微信",
        Channel::Signage => "电子屏",
        Channel::Print => "印刷品",
        Channel::Voice => "广播稿",
        Channel::Web => "警示语",
    }
}
