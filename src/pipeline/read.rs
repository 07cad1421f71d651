//! The first half of the build, which reads: settings, theme, the list of all files, and files to copy.
//!
//! In: the site's folder. Out: values for the later stages. Markdown files are read in `documents`. All disk
//! access is in `source`.

use std::path::Path;

use rayon::prelude::*;

use super::{BuildOptions, documents::Reader};
use crate::{
    config::{self, BaseUrl, Config},
    diagnostics::{Diagnostic, Diagnostics, code},
    fingerprint::Fingerprint,
    paths::{OutputPath, SourcePath, shown},
    plan::BuiltinAsset,
    program::ThemeFile,
    site::{Asset, Publishing},
    source::{self, PhotoFormat, PictureFile, SourceEntry, Sources},
    theme::{TemplateFile, Theme},
    yaml::Excerpt,
};

/// The folders that contain the author's files; the program never writes to them.
pub const FOLDERS: [&str; 4] = ["content", "themes", "templates", "static"];

/// The settings file, which is next to those folders.
pub const SETTINGS: &str = "site.yaml";
const BUILTIN_THEME: &str = "default";
/// The files that define the look of channels. Those that a site's own theme lacks are taken from the default
/// theme.
const LOOKS: [&str; 8] = [
    "templates/cinema/",
    "templates/notes/",
    "templates/print/rooms.yaml",
    "templates/servers/",
    "templates/share/",
    "templates/signage/",
    "templates/signage-spare.txt",
    "templates/wechat/",
];
/// The extensions of picture files, whose headers are read.
const PICTURES: [&str; 11] = [
    "png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "heif", "avif", "tif", "tiff",
];

/// The settings; `None` if there is no readable `site.yaml`.
pub fn config(site: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Config> {
    let path = SourcePath::new(SETTINGS);
    let Some(entry) = SourceEntry::single(site, &path) else {
        diagnostics.push(no_settings(site));
        return None;
    };
    let file = sources.read(&[entry], diagnostics).pop()?;
    let excerpt = Excerpt {
        source: file.id,
        offset: 0,
        text: &file.text,
    };
    config::read(excerpt, diagnostics)
}

/// The settings with the base URL given on the command line.
pub fn with_base_url(config: Config, address: &str, diagnostics: &mut Diagnostics) -> Config {
    match BaseUrl::parse(address) {
        Some(base_url) => Config { base_url, ..config },
        None => {
            diagnostics.push(bad_base_url(address));
            config
        }
    }
}

pub struct LoadedTheme {
    pub theme: Theme,
    /// The files of the built-in theme.
    pub builtin: Vec<BuiltinAsset>,
}

/// The theme from `themes/`, or the built-in one. The site's own `templates/` take precedence.
pub fn theme(
    config: &Config,
    options: &BuildOptions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> LoadedTheme {
    let BuildOptions { site, program, .. } = options;
    let name = &config.theme.value;
    let folder = format!("themes/{name}");
    let own = match is_folder_name(name) {
        true => disk_templates(&format!("{folder}/templates"), site, sources, diagnostics),
        false => Vec::new(),
    };
    let (mut templates, mut builtin) = (Vec::new(), Vec::new());
    if own.is_empty() {
        if name != BUILTIN_THEME {
            let near = crate::diagnostics::nearest(name, [BUILTIN_THEME]);
            diagnostics.push(no_theme(config, near));
        }
        for file in program.theme() {
            take_builtin(file, sources, &mut templates, &mut builtin);
        }
    } else {
        let is_look = |it: &&ThemeFile| LOOKS.iter().any(|start| it.path.starts_with(start));
        for file in program.theme().iter().filter(is_look) {
            take_builtin(file, sources, &mut templates, &mut builtin);
        }
        // A later file replaces an earlier one of the same name.
        templates.extend(own);
    }
    templates.extend(disk_templates("templates", site, sources, diagnostics));
    LoadedTheme {
        theme: Theme::load(templates, diagnostics),
        builtin,
    }
}

/// Whether a name cannot lead outside `themes/`.
fn is_folder_name(name: &str) -> bool {
    !name.starts_with('.') && !name.contains(['/', '\\', ':'])
}

fn disk_templates(
    folder: &str,
    site: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<TemplateFile> {
    let entries = source::walk(site, folder, diagnostics);
    let files = sources.read(&entries, diagnostics).into_iter();
    files
        .map(|file| TemplateFile {
            name: file.path.as_str()[folder.len() + 1..].to_owned(),
            source: file.id,
            text: file.text.to_string(),
        })
        .collect()
}

fn take_builtin(
    file: &ThemeFile,
    sources: &mut Sources,
    templates: &mut Vec<TemplateFile>,
    assets: &mut Vec<BuiltinAsset>,
) {
    if let Some(name) = file.path.strip_prefix("templates/") {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let path = SourcePath::new(format!("<内置主题>/{}", file.path));
        templates.push(TemplateFile {
            name: name.to_owned(),
            source: sources.add(path, text.as_str()).id,
            text,
        });
    } else if let Some(name) = file.path.strip_prefix("static/")
        && let Some(output) = OutputPath::new(&format!("assets/{name}"))
    {
        assets.push(BuiltinAsset {
            output,
            bytes: file.bytes.clone(),
        });
    }
}

/// The files of a site besides its settings and templates.
pub struct Listing {
    /// The Markdown files of `content/`, in the order of their paths.
    pub markdown: Vec<SourceEntry>,
    /// The files that are copied unchanged, each with the folder that is removed from its output path and the
    /// prefix that is added to it.
    copied: Vec<(SourceEntry, String, &'static str)>,
}

impl Listing {
    /// All files of the listing.
    pub fn entries(&self) -> impl Iterator<Item = &SourceEntry> {
        self.markdown
            .iter()
            .chain(self.copied.iter().map(|it| &it.0))
    }
}

/// Lists the site's files; entries that cannot be used are reported.
pub fn listing(config: &Config, site: &Path, diagnostics: &mut Diagnostics) -> Listing {
    let theme_static = match is_folder_name(&config.theme.value) {
        true => format!("themes/{}/static", config.theme.value),
        false => format!("themes/{BUILTIN_THEME}/static"),
    };
    let content = source::walk(site, "content", diagnostics);
    let (markdown, pictures) = content.into_iter().partition(is_markdown);
    let mut copied = Vec::new();
    let mut add = |entries: Vec<SourceEntry>, folder: &str, target: &'static str| {
        copied.extend(
            entries
                .into_iter()
                .map(|it| (it, folder.to_owned(), target)),
        );
    };
    add(pictures, "content", "");
    add(source::walk(site, "static", diagnostics), "static", "");
    let theme_files = source::walk(site, &theme_static, diagnostics);
    add(theme_files, &theme_static, "assets/");
    Listing { markdown, copied }
}

/// All files that are copied unchanged: pictures next to articles, `static/`, and the theme's own files.
///
/// A file that cannot be read is reported.
pub fn assets(listing: &Listing, reader: Reader<'_>, diagnostics: &mut Diagnostics) -> Vec<Asset> {
    let assets: Vec<_> = listing
        .copied
        .par_iter()
        .filter_map(|(entry, folder, target)| asset(entry, (folder, target), reader))
        .collect();
    let mut whole = Vec::new();
    for asset in assets {
        match asset {
            Ok(asset) => {
                if let Some(problem) = unpublishable(&asset) {
                    diagnostics.push(problem);
                }
                whole.push(asset);
            }
            Err(problem) => diagnostics.push(*problem),
        }
    }
    whole
}

fn asset(
    entry: &SourceEntry,
    (folder, target): (&str, &str),
    reader: Reader<'_>,
) -> Option<Result<Asset, Box<Diagnostic>>> {
    let path = &entry.path;
    let name = path.as_str().strip_prefix(folder)?.trim_start_matches('/');
    let output = OutputPath::new(&format!("{target}{name}"))?;
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_picture = PICTURES.contains(&extension.as_str());
    let facts = if is_picture {
        picture(entry, reader)
    } else {
        fingerprint(entry, reader).map(|fingerprint| PictureFile {
            fingerprint,
            photo: None,
        })
    };
    Some(facts.map(|it| Asset {
        source: path.clone(),
        output,
        fingerprint: it.fingerprint,
        photo: it.photo,
        publishing: Publishing::Copy,
        bytes: entry.bytes,
    }))
}

/// The properties of a picture, all from the same version of the file even if it is replaced meanwhile.
fn picture(entry: &SourceEntry, reader: Reader<'_>) -> Result<PictureFile, Box<Diagnostic>> {
    let by_stamp = || {
        let picture = PictureFile {
            fingerprint: reader.stamps.fingerprint(entry)?,
            photo: source::photo_at(reader.site, &entry.path),
        };
        let now = SourceEntry::single(reader.site, &entry.path);
        (now.as_ref() == Some(entry)).then_some(picture)
    };
    let picture = match by_stamp() {
        Some(picture) => picture,
        None => source::picture(reader.site, &entry.path)?,
    };
    let start_ns = reader.start.as_nanosecond();
    reader.stamps.note(entry, picture.fingerprint, start_ns);
    Ok(picture)
}

/// The reason why a picture must not be published: phones store the location in files of these formats, and
/// this program cannot remove it.
fn unpublishable(asset: &Asset) -> Option<Diagnostic> {
    let photo = asset.photo?;
    match photo.format {
        PhotoFormat::Foreign(format) => Some(foreign_format(&asset.source, format)),
        PhotoFormat::Print if photo.has_location => Some(place_in_print(&asset.source)),
        _ => None,
    }
}

/// The fingerprint of a file's bytes, from its stamp or by reading it.
pub fn fingerprint(
    entry: &SourceEntry,
    reader: Reader<'_>,
) -> Result<Fingerprint, Box<Diagnostic>> {
    let known = reader.stamps.fingerprint(entry);
    let fingerprint = match known {
        Some(fingerprint) => fingerprint,
        None => source::fingerprint(reader.site, &entry.path)?,
    };
    let start_ns = reader.start.as_nanosecond();
    reader.stamps.note(entry, fingerprint, start_ns);
    Ok(fingerprint)
}

fn is_markdown(entry: &SourceEntry) -> bool {
    let name = entry.path.file_name().to_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}

fn no_settings(folder: &Path) -> Diagnostic {
    let shown = match folder.to_str() {
        Some(".") => "当前文件夹".to_owned(),
        _ => format!("文件夹 {} ", shown(folder).display()),
    };
    Diagnostic::error(code::CONFIG_NOT_FOUND, format!("{shown}里没有 site.yaml"))
        .help("在网站的文件夹里运行，或者用 --site 指出它在哪里")
        .help("还没有网站？运行 fanzha init 文件夹名 新建一个")
}

fn bad_base_url(address: &str) -> Diagnostic {
    Diagnostic::error(
        code::CONFIG_BASE_URL,
        format!("--base-url 的网址“{address}”写得不对"),
    )
    .help("写完整的网址，例如 https://www.example.gov.cn/zt/fanzha/")
}

fn foreign_format(path: &SourcePath, format: &str) -> Diagnostic {
    let name = path.file_name();
    let problem = Diagnostic::error(
        code::IMAGE_FORMAT,
        format!("“{name}”是 {format} 图片，很多浏览器打不开"),
    )
    .file(path.clone());
    let problem = match format {
        "HEIC" => problem.help("苹果手机：“设置 → 相机 → 格式”选“兼容性最佳”，以后拍的就是 jpg；已经拍好的，用微信发给电脑，收到的就是 jpg"),
        _ => problem,
    };
    problem
        .help("在电脑上：用“照片”或画图软件打开，另存为 jpg，放进文件夹，改正文里的文件名，再删去原来的文件")
}

fn place_in_print(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(
        code::IMAGE_FORMAT,
        format!("“{}”里记着拍摄地点，不能公开", path.file_name()),
    )
    .file(path.clone())
    .help("用画图软件打开，另存为 jpg 或 png，再删去原来的文件")
}

fn no_theme(config: &Config, near: Option<&str>) -> Diagnostic {
    let name = &config.theme.value;
    let problem = Diagnostic::error(code::THEME_NOT_FOUND, format!("找不到主题“{name}”"))
        .label(config.theme.span, "没有这个主题")
        .help(format!(
            "把主题放在 themes/{name}/templates 里，或者写 default"
        ));
    match near {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem,
    }
}
