//! The validated settings of the site, as read from `site.yaml`.
//!
//! In: the text of `site.yaml`. Out: `Config`, with defaults for everything that is not given, and
//! diagnostics. A `Config` is always complete: invalid values are replaced by their defaults.

mod base_url;
mod entry;
mod feed;
mod identity;
mod portal;
mod publish;
mod read;
mod screen;
mod serving;
mod settings;
mod sheet;
mod taxonomy;
mod wechat;

pub use base_url::BaseUrl;
pub use feed::{FeedKind, FeedSettings, Shape};
pub use identity::Identity;
pub use portal::Portal;
pub use publish::{
    Account, Addressing, FtpSecurity, FtpSettings, PackageSettings, PassiveMode, S3Dialect,
    S3Settings, SftpSettings, Switch, TargetKind, TargetSettings, WebDavSettings,
};
pub use read::read;
pub use screen::{Charset, Colours, Mode, ScreenProfile};
pub use serving::{Compression, Server, Serving};
pub use settings::{
    BrokenLinks, Config, Hotline, LinkStyle, MenuItem, PictureFont, RawHtml, Search, ShareCards,
};
pub use sheet::{Format, Print, SheetSettings};
pub use taxonomy::{TaxonomySettings, TermSettings, Terms};
pub use wechat::{Tier, WechatSettings};
