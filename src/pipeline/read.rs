//! The reading half of the build: settings, theme, content, and files to copy.
//!
//! In: the site's folder. Out: values that later stages take as they are. Each file is read once.
//! All disk access goes through `source`.

use std::path::Path;

use rayon::prelude::*;

use super::roles::Roles;
use crate::{
    config::{self, BaseUrl, Config, RawHtml},
    content::{self, Document, Rules},
    diagnostics::{Diagnostic, Diagnostics, code},
    markdown,
    paths::{OutputPath, SourcePath},
    plan::BuiltinAsset,
    site::{Asset, Kinds},
    source::{self, SourceEntry, SourceFile, Sources},
    theme::{BuiltinFile, TemplateFile, Theme, builtin_files},
    yaml::Excerpt,
};

/// The folders that are the author's, never the program's to write.
pub const FOLDERS: [&str; 4] = ["content", "themes", "templates", "static"];

const SETTINGS: &str = "site.yaml";
const BUILTIN_THEME: &str = "default";
/// Files whose size in pixels is looked up.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "bmp"];

/// The settings; none if there is no readable `site.yaml`.
pub fn config(site: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Config> {
    let path = SourcePath::new(SETTINGS);
    let Some(entry) = SourceEntry::single(site, &path) else {
        diagnostics.push(no_settings(site));
        return None;
    };
    let id = *sources.read(&[entry], diagnostics).first()?;
    let excerpt = Excerpt {
        source: id,
        offset: 0,
        text: &sources.get(id).text,
    };
    config::read(excerpt, diagnostics)
}

/// The settings with the address that this run was asked to use.
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
    /// The files of the theme inside the program.
    pub builtin: Vec<BuiltinAsset>,
}

/// The theme: from `themes/`, or from inside the program; the site's own `templates/` win.
pub fn theme(
    config: &Config,
    site: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> LoadedTheme {
    let name = &config.theme.value;
    let folder = format!("themes/{name}");
    let mut templates = match is_folder_name(name) {
        true => disk_templates(&format!("{folder}/templates"), site, sources, diagnostics),
        false => Vec::new(),
    };
    let mut builtin = Vec::new();
    if templates.is_empty() {
        if name != BUILTIN_THEME {
            let near = crate::diagnostics::nearest(name, [BUILTIN_THEME]);
            diagnostics.push(no_theme(config, near));
        }
        for file in builtin_files() {
            take_builtin(file, sources, &mut templates, &mut builtin);
        }
    }
    templates.extend(disk_templates("templates", site, sources, diagnostics));
    LoadedTheme {
        theme: Theme::load(templates, diagnostics),
        builtin,
    }
}

/// A name that cannot lead out of `themes/`.
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
    let ids = sources.read(&entries, diagnostics);
    ids.into_iter()
        .map(|id| {
            let file = sources.get(id);
            TemplateFile {
                name: file.path.as_str()[folder.len() + 1..].to_owned(),
                source: id,
                text: file.text.to_string(),
            }
        })
        .collect()
}

fn take_builtin(
    file: BuiltinFile,
    sources: &mut Sources,
    templates: &mut Vec<TemplateFile>,
    assets: &mut Vec<BuiltinAsset>,
) {
    if let Some(name) = file.path.strip_prefix("templates/") {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let path = SourcePath::new(format!("<内置主题>/{}", file.path));
        templates.push(TemplateFile {
            name: name.to_owned(),
            source: sources.add(path, text.as_str()),
            text,
        });
    } else if let Some(name) = file.path.strip_prefix("static/")
        && let Some(output) = OutputPath::new(&format!("assets/{name}"))
    {
        assets.push(BuiltinAsset {
            output,
            bytes: file.bytes,
        });
    }
}

pub struct Content {
    /// In the order of source paths.
    pub documents: Vec<Document>,
    pub kinds: Kinds,
}

/// Reads and parses every Markdown file of `content/`, on all cores.
pub fn content(
    config: &Config,
    site: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Content {
    let mut entries = source::walk(site, "content", diagnostics);
    entries.retain(is_markdown);
    let ids = sources.read(&entries, diagnostics);
    let files: Vec<&SourceFile> = ids.iter().map(|it| sources.get(*it)).collect();
    let roles = Roles::new(&files);
    let rules = Rules {
        time_zone: config.time_zone.clone(),
        taxonomies: config
            .taxonomies
            .iter()
            .map(|it| (it.name.clone(), it.title.clone()))
            .collect(),
        raw_html: match config.raw_html {
            RawHtml::Forbid => markdown::RawHtml::Forbid,
            RawHtml::Sanitize => markdown::RawHtml::Sanitize,
        },
    };
    let parsed: Vec<(Document, Diagnostics)> = files
        .par_iter()
        .map(|file| {
            let mut diagnostics = Diagnostics::default();
            let document = content::parse(file, roles.of(&file.path), &rules, &mut diagnostics);
            (document, diagnostics)
        })
        .collect();
    let mut documents = Vec::with_capacity(parsed.len());
    for (document, problems) in parsed {
        documents.push(document);
        diagnostics.append(problems);
    }
    documents.sort_by(|left, right| left.path.cmp(&right.path));
    Content {
        documents,
        kinds: roles.kinds,
    }
}

/// Every file that is copied as it is: pictures beside articles, `static/`, and the theme's own.
pub fn assets(config: &Config, site: &Path, diagnostics: &mut Diagnostics) -> Vec<Asset> {
    let theme_static = match is_folder_name(&config.theme.value) {
        true => format!("themes/{}/static", config.theme.value),
        false => format!("themes/{BUILTIN_THEME}/static"),
    };
    let mut assets = Vec::new();
    for (folder, target) in [
        ("content", ""),
        ("static", ""),
        (theme_static.as_str(), "assets/"),
    ] {
        // Problems with the names in `content` were reported when it was read.
        let mut problems = Diagnostics::default();
        let entries = source::walk(site, folder, &mut problems);
        if folder != "content" {
            diagnostics.append(problems);
        }
        let entries: Vec<_> = entries
            .into_iter()
            .filter(|it| folder != "content" || !is_markdown(it))
            .collect();
        assets.par_extend(
            entries
                .par_iter()
                .filter_map(|it| asset(it, folder, target, site)),
        );
    }
    assets
}

fn asset(entry: &SourceEntry, folder: &str, target: &str, site: &Path) -> Option<Asset> {
    let path = &entry.path;
    let name = path.as_str().strip_prefix(folder)?.trim_start_matches('/');
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let size = if PICTURES.contains(&extension.as_str()) {
        let bytes = source::read_bytes(site, path).ok()?;
        imagesize::blob_size(&bytes).ok()
    } else {
        None
    };
    Some(Asset {
        source: path.clone(),
        output: OutputPath::new(&format!("{target}{name}"))?,
        size: size.and_then(|it| Some((it.width.try_into().ok()?, it.height.try_into().ok()?))),
    })
}

fn is_markdown(entry: &SourceEntry) -> bool {
    let name = entry.path.file_name().to_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}

fn no_settings(folder: &Path) -> Diagnostic {
    let shown = match folder.to_str() {
        Some(".") => "当前文件夹".to_owned(),
        _ => format!("文件夹 {} ", folder.display()),
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
