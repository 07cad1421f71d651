//! Share cards: the picture that represents a page where its link is shared, and the path of that picture.
//!
//! `channels/web` draws them; the heads of pages refer to them, and never to a card that is not drawn.

use crate::{
    config::ShareCards,
    paths::{OutputPath, UrlPath},
    site::Site,
    theme::Theme,
};

/// Width and height of a card, in pixels.
pub const CARD_SIZE: (u32, u32) = (1200, 630);

/// The variable of a template that shows a page's card.
pub const SHARE: &str = "share";

/// Whether there are cards at all.
pub fn are_drawn(site: &Site, theme: &Theme, has_font: bool) -> bool {
    has_font && site.config.share_cards() != ShareCards::None && theme.names_anywhere(SHARE)
}

/// The card of the page at `url`: `share/cases/refund.png`; of the home page `share.png`, which no other page
/// can have.
pub fn card_path(url: &UrlPath) -> OutputPath {
    let path = match url.as_str().trim_end_matches('/') {
        "" => "share.png".to_owned(),
        url => format!("share/{url}.png"),
    };
    OutputPath::new(&path).expect("an address is a safe path")
}
