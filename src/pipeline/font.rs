//! The font with which a site's pictures are drawn, and what is said when there is none.
//!
//! In: the settings and the folders with fonts. Out: the font, not read yet. Never a font of Windows itself,
//! whose licences are no help for published pictures (`docs/windows.md#windows-fonts`).

use std::sync::Arc;

use super::BuildOptions;
use crate::{
    config::{Config, PictureFont},
    diagnostics::{Diagnostic, Diagnostics, code},
    picture::Font,
    source::FontFile,
    span::Spanned,
};

/// The font of the site's pictures; `None` if no pictures are drawn, or if no font is found, which is
/// reported.
pub fn font(
    config: &Config,
    options: &BuildOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Font>> {
    if !config.draws_pictures() {
        return None;
    }
    let PictureFont::File(named) = &config.picture_font else {
        let font = FontFile::of_machine(&options.font_folders).map(|it| Arc::new(Font::new(it)));
        if font.is_none() && config.demands_pictures() {
            diagnostics.push(no_font());
        }
        return font;
    };
    let file = FontFile::at(&options.site.join(&named.value));
    let font = file.map(|it| Arc::new(Font::new(it)));
    let font = font.filter(|it| it.is_usable());
    if font.is_none() {
        diagnostics.push(bad_font(named));
    }
    font
}

fn no_font() -> Diagnostic {
    Diagnostic::warning(code::PICTURE_FONT, "这台电脑上没有可以公开使用的中文字体")
        .help("影院和电子屏的图片、网页的分享图这次没有做，其他文件都做好了")
        .help(match cfg!(windows) {
            true => {
                "把思源黑体（如 NotoSansCJK-Bold.ttc）放进 fanzha 程序旁边的 fonts 文件夹，再运行一次；\
                 Windows 自带的微软雅黑、黑体等没有授权这样使用"
            }
            false => "装上思源黑体（Noto Sans CJK）后再运行；Debian、Ubuntu 上是 apt install fonts-noto-cjk",
        })
        .help("或者把字体文件放进网站文件夹，在 site.yaml 里写一行“picture_font: 文件名”；不要图片就写 none")
}

fn bad_font(named: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(code::PICTURE_FONT, format!("“{}”不能用作图片字体", named.value))
        .label(named.span, "没有这个文件，或者它不是字体")
        .help("写字体文件在网站文件夹里的位置，例如 fonts/NotoSansSC-Bold.otf；删去这一行就用电脑里的字体")
}
