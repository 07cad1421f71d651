//! Channels: all that a site can become, from one description of each output file.
//!
//! In: a `Site`. Out: recipes, which are plain data, and later the bytes that each recipe makes.
//! No channel knows another; rendering is pure, so recipes may be rendered in any order on any thread.

mod archive;
pub mod cinema;
pub mod feed;
mod gathered;
pub mod led;
mod manifest;
mod note;
mod packs;
mod print;
mod screens;
mod script;
mod search;
mod signage;
mod slogans;
mod voice;
pub mod web;
mod wechat;
mod written;

use std::sync::Arc;

use crate::{
    content::Channel,
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    paths::OutputPath,
    picture::{self, Font},
    site::{Site, TermRef, Versions},
    source::Sources,
    span::Span,
    theme::{Filling, Inputs, Problem, Theme},
};
pub use gathered::MadeFiles;
use gathered::Member;
use packs::{Pack, PackRow};
pub use search::Index as SearchIndex;
pub use web::Shared;

/// How to make one file.
#[derive(Clone, Debug)]
pub enum Recipe {
    Home,
    Section {
        section: usize,
        list: ListPage,
    },
    Page {
        page: usize,
    },
    Taxonomy {
        taxonomy: usize,
    },
    Term {
        term: TermRef,
        list: ListPage,
    },
    /// A page at one of the old addresses of `page` that sends its reader on.
    Redirect {
        page: usize,
        alias: usize,
    },
    NotFound,
    Sitemap(web::sitemap::SitemapFile),
    Text(web::TextFile),
    /// The notice before this address of another site.
    Leaving(Arc<str>),
    /// The picture that stands for a page where its link is sent on.
    Card(web::CardOf),
    /// One width of a picture that a text shows.
    Picture(Arc<Versions>, usize),
    Feed {
        section: usize,
        format: feed::Format,
    },
    Slogans(Arc<slogans::List>, slogans::Format),
    Led(Arc<led::Programme>, led::File),
    /// What a screen shows, for its editor.
    Screen(Arc<led::Programme>),
    /// The list of all displays.
    Screens(Arc<[screens::Display]>),
    Cinema(Arc<cinema::Reel>, cinema::File),
    Signage(Arc<signage::Board>, signage::File),
    Voice(Arc<voice::Speech>, voice::File),
    WechatMessage(Arc<wechat::Message>, wechat::Form),
    WechatArticle(Arc<wechat::Article>, wechat::ArticleFile),
    Sheet(Arc<print::Leaf>, print::File),
    /// What one unit, or all units together, take away with them.
    Pack(Arc<Pack>),
    /// The list of all packs.
    Packs(Arc<[PackRow]>),
    /// What all files that leave the house are.
    Manifest(Arc<[Member]>),
    Search(search::File),
}

/// In which order files are made: each wave may be made out of those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wave {
    /// Out of the site alone; nearly all.
    Site,
    Packs,
    Manifest,
}

/// One page of a list that is parted into several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPage {
    /// The newest.
    Front,
    /// Older ones; number 1 is the oldest, so a new entry leaves most of them as they are.
    Archive(usize),
}

/// A recipe, where its file goes, and the place in a source that asked for it.
pub struct Order {
    pub output: OutputPath,
    pub recipe: Recipe,
    pub origin: Option<Span>,
    /// None for the website's own files.
    pub delivery: Option<Delivery>,
}

/// What is to be known of a file that leaves the house, besides its bytes: for `feeds/manifest.json` and the packs.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub channel: Channel,
    pub form: Form,
    /// Whom it is made for.
    pub addressee: Addressee,
    /// In `Site::slogans`: all whose words are in the file.
    pub slogans: Arc<[usize]>,
}

/// How a file's text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Seven bits, CR LF.
    Ascii,
    /// GB 2312 or GBK in the code of Chinese Windows, CR LF.
    Cp936,
    /// With a byte-order mark, CR LF.
    Utf8Bom,
    /// Without one, CR LF.
    Utf8CrLf,
    /// Without one, LF.
    Utf8,
    /// A picture, an archive.
    Binary,
}

/// Whom a file is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    Everyone,
    /// In `Site::feeds`.
    Feed(usize),
    /// In `Site::sheets`.
    Sheet(usize),
    /// Those whom a scam type, an audience, … concerns.
    Term(TermRef),
    /// Those who are concerned by a page: a slogan group, a case, an explainer. In `Site::pages`.
    Page(usize),
}

/// What rendering may look at.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub sources: &'a Sources,
    pub shared: &'a Shared,
    pub search: &'a SearchIndex,
    /// To draw with; none where nothing is drawn.
    pub font: Option<&'a Font>,
    /// None where no file is kept: each is made when it is asked for.
    pub made: Option<&'a dyn MadeFiles>,
}

/// The name of the input of a file that depends on nothing but bytes at hand.
pub const BYTES: &str = "bytes";

/// A file that can be made: what its bytes depend on, and how to make them.
pub struct Prepared<'a> {
    /// Equal inputs mean equal bytes.
    pub inputs: Inputs,
    make: Box<dyn FnOnce() -> Result<Vec<u8>, Problem> + 'a>,
}

impl<'a> Prepared<'a> {
    pub fn new(inputs: Inputs, make: impl FnOnce() -> Result<Vec<u8>, Problem> + 'a) -> Self {
        Self {
            inputs,
            make: Box::new(make),
        }
    }

    /// A picture of `size` pixels; it is drawn only if the drawing or the font is another one.
    ///
    /// Pictures are ordered only where there is a font.
    pub fn drawn(svg: String, size: (u32, u32), context: &RenderContext<'a>) -> Self {
        let font = context
            .font
            .expect("pictures are ordered only where there is a font");
        let inputs = vec![
            ("drawing", Fingerprint::of(svg.as_bytes())),
            ("font", font.fingerprint()),
        ];
        Self::new(inputs, move || Ok(picture::png(&svg, size, font)))
    }

    /// A file whose bytes cost no more than to find out whether they have changed.
    pub fn made(bytes: Vec<u8>) -> Self {
        Self::new(vec![(BYTES, Fingerprint::of(&bytes))], || Ok(bytes))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// `theme/render` if a template fails, or a source has changed since it was read.
    pub fn make(self) -> Result<Vec<u8>, Problem> {
        (self.make)()
    }
}

impl<'a> From<Filling<'a>> for Prepared<'a> {
    fn from(filling: Filling<'a>) -> Self {
        Self::new(filling.inputs(), || filling.render())
    }
}

/// Which outputs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The website and all feeds.
    Site,
    /// The slogan feeds alone (`fanzha export`).
    Feeds,
}

/// What is to be made, and with what.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub scope: Scope,
    pub theme: &'a Theme,
    /// Whether pictures with text can be drawn.
    pub has_font: bool,
}

/// Every file that the site becomes.
pub fn orders(
    site: &Site,
    sources: &Sources,
    wanted: Wanted<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Order> {
    let Wanted {
        scope, has_font, ..
    } = wanted;
    let mut orders = Vec::new();
    if scope == Scope::Site {
        // By far the most.
        orders = web::orders(site, wanted);
        orders.extend(feed::orders(site));
        orders.extend(search::orders(site));
    }
    orders.extend(slogans::orders(site));
    orders.extend(led::orders(site, sources, diagnostics));
    orders.extend(cinema::orders(site, has_font, diagnostics));
    orders.extend(signage::orders(site, has_font));
    orders.extend(voice::orders(site, diagnostics));
    orders.extend(wechat::orders(site, wanted.theme, diagnostics));
    orders.extend(print::orders(site, diagnostics));
    let mut members = Member::of(&orders);
    let packs = packs::orders(site, &members);
    members.extend(Member::of(&packs));
    if scope == Scope::Site {
        orders.extend(packs::page_order(&packs));
        orders.extend(screens::orders(&orders));
    }
    orders.extend(packs);
    orders.extend(manifest::order(members));
    orders
}

impl Recipe {
    pub fn wave(&self) -> Wave {
        match self {
            Self::Pack(_) => Wave::Packs,
            Self::Manifest(_) => Wave::Manifest,
            _ => Wave::Site,
        }
    }

    /// Of all that the file depends on, where that is far cheaper than `prepare`: with an equal glance the inputs are
    /// equal.
    pub fn glance(&self, context: &RenderContext<'_>) -> Option<Fingerprint> {
        match self {
            Self::Page { page } => web::glance::page(*page, context),
            _ => None,
        }
    }

    /// What the file depends on, and how it is made.
    pub fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let site = context.site;
        match self {
            Self::Home => web::home(context).into(),
            Self::Section { section, list } => web::section(*section, *list, context).into(),
            Self::Page { page } => web::page(*page, context).into(),
            Self::Taxonomy { taxonomy } => web::taxonomy(*taxonomy, context).into(),
            Self::Term { term, list } => web::term(*term, *list, context).into(),
            Self::Redirect { page, alias } => web::redirect(*page, *alias, context).into(),
            Self::NotFound => web::not_found(context).into(),
            Self::Sitemap(file) => Prepared::made(web::sitemap::render(*file, site)),
            Self::Text(file) => web::text_file(*file, context).into(),
            Self::Leaving(address) => web::leaving(address, context).into(),
            Self::Card(card) => web::card(*card, context),
            Self::Picture(versions, version) => web::pictures::prepare(versions, *version, context),
            Self::Feed { section, format } => feed::prepare(*section, *format, context),
            Self::Slogans(list, format) => slogans::prepare(list, *format, context),
            Self::Led(programme, file) => led::render(programme, *file, context),
            Self::Screen(programme) => led::page(programme, context).into(),
            Self::Screens(displays) => screens::page(displays, context).into(),
            Self::Cinema(reel, file) => cinema::render(reel, *file, context),
            Self::Signage(board, file) => signage::render(board, *file, context),
            Self::Voice(speech, file) => voice::render(speech, *file, context),
            Self::WechatMessage(message, form) => wechat::message(message, *form),
            Self::WechatArticle(article, file) => wechat::article(article, *file, context),
            Self::Sheet(leaf, file) => print::render(leaf, *file, context),
            Self::Pack(pack) => packs::prepare(pack, context),
            Self::Packs(rows) => packs::page(rows, context).into(),
            Self::Manifest(members) => manifest::prepare(members, context),
            Self::Search(file) => search::prepare(*file, context),
        }
    }
}
