//! The names of files and channels in packs.

use crate::{content::Channel, paths::OutputPath};

/// The path of a file within an archive: `feeds/` is removed, since it means nothing outside the output
/// folder.
pub fn name_in_pack(output: &OutputPath) -> &str {
    let path = output.as_str();
    path.strip_prefix("feeds/").unwrap_or(path)
}

/// The Chinese name of a channel's files.
pub fn channel_label(channel: Channel) -> &'static str {
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
