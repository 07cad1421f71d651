//! LED screens: one slogan a line, in the bytes that a controller reads.
//!
//! `feeds/led/<id>/<id>.gbk.txt` is CP936 in the GB 2312 repertoire with CR LF and no byte-order mark, for the import of
//! the control programs; `<id>.utf8bom.txt` is the same for Notepad. No numbers, no blank lines, no full stop at the end:
//! a controller shows every byte. Source: `shared/domain/channels.md` §1.1, §1.6.
//! What a screen cannot show is an error before anything is written, never a `?` in a street.

mod check;

use super::{Addressee, Delivery, Form, Order, Recipe};
use crate::{
    charset::{cp936_lines, normalise_for_screen, utf8_bom_lines},
    config::{FeedKind, ScreenProfile},
    content::{Channel, Words},
    diagnostics::Diagnostics,
    paths::OutputPath,
    site::{Feed, Site, SiteSlogan},
    source::Sources,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Cp936,
    Utf8Bom,
}

pub fn orders(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    for (feed, it) in site.feeds.iter().enumerate() {
        let FeedKind::Led { screen } = &it.settings.kind else {
            continue;
        };
        for wording in wordings(it, screen, site) {
            check::check(wording, screen, sources, diagnostics);
        }
        let id = &it.settings.id.value;
        for (extension, encoding, form) in [
            ("gbk", Encoding::Cp936, Form::Cp936),
            ("utf8bom", Encoding::Utf8Bom, Form::Utf8Bom),
        ] {
            orders.push(Order {
                output: OutputPath::new(&format!("feeds/led/{id}/{id}.{extension}.txt"))
                    .expect("a feed's id is a safe name"),
                recipe: Recipe::Led { feed, encoding },
                origin: Some(it.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Led,
                    form,
                    addressee: Addressee::Feed(feed),
                    slogans: it.slogans.as_slice().into(),
                }),
            });
        }
    }
    orders
}

pub fn render(feed: usize, encoding: Encoding, site: &Site) -> Vec<u8> {
    let feed = &site.feeds[feed];
    let FeedKind::Led { screen } = &feed.settings.kind else {
        unreachable!("only LED feeds have LED recipes");
    };
    let lines: Vec<String> = wordings(feed, screen, site)
        .map(|it| prepare(&it.value))
        // An empty line would be shown as a dark screen, and some cards of Onbon fail on it.
        .filter(|it| !it.is_empty())
        .collect();
    let lines = lines.iter().map(String::as_str);
    match encoding {
        Encoding::Utf8Bom => utf8_bom_lines(lines),
        Encoding::Cp936 => {
            cp936_lines(lines).expect("`check` has refused what has no code in CP936")
        }
    }
}

fn wordings<'a>(
    feed: &'a Feed,
    screen: &'a ScreenProfile,
    site: &'a Site,
) -> impl Iterator<Item = &'a Words> {
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    slogans.map(move |it| wording(it, screen))
}

/// The words for a screen: the slogan's own for LED, or the slogan itself; the short ones where only they fit.
pub fn wording<'a>(slogan: &'a SiteSlogan, screen: &ScreenProfile) -> &'a Words {
    let own = slogan.wording(Channel::Led);
    let fits = |it: &Words| check::over_px(&prepare(&it.value), screen) == 0;
    match &slogan.wordings.short {
        Some(short) if !fits(own) && fits(short) => short,
        _ => own,
    }
}

/// The words as they go into the file. A full stop at the end takes a cell and says nothing.
fn prepare(text: &str) -> String {
    let text = normalise_for_screen(text);
    text.trim_end_matches('。').trim_end().to_owned()
}
