//! One cinema pre-roll: its length and its slogans.

use crate::{
    config::FeedKind,
    content::SpotClass,
    site::{Feed, Site},
    vocabulary::Channel,
};

/// One cinema pre-roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub id: String,
    pub name: String,
    pub place: String,
    pub seconds: u32,
    /// The day for which the spot was computed.
    pub date: String,
    /// The contact for questions: `反诈预警劝阻专线 96110`.
    pub contact: String,
    /// The slogans, in the order in which they are to be shown.
    pub lines: Vec<SpotLine>,
}

/// One slogan of a spot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotLine {
    /// The slogan's id.
    pub slogan: String,
    /// The wording, with the author's hints.
    pub text: String,
    /// The text that is spoken while the slogan is shown.
    pub voice: Option<String>,
    /// 公益广告 or 公共信息: the law treats them differently (《公益广告促进和管理暂行办法》 art. 2).
    pub class: Option<SpotClass>,
}

/// The spot of a cinema feed; `None` for other feeds.
pub fn spot(feed: &Feed, site: &Site) -> Option<Spot> {
    let settings = &feed.settings;
    let FeedKind::Cinema { seconds } = settings.kind else {
        return None;
    };
    let slogans = feed.slogans.iter().map(|it| &site.slogans[*it]);
    Some(Spot {
        id: settings.id.value.clone(),
        name: settings.name.clone(),
        place: settings.place.clone().unwrap_or_default(),
        seconds,
        date: site.at.date().to_string(),
        contact: site.config.contact(),
        lines: slogans
            .map(|it| SpotLine {
                slogan: it.id.clone(),
                text: it.wording(Channel::Cinema).marked().into_owned(),
                voice: it.wordings.of(Channel::Voice).map(|it| it.value.clone()),
                class: it.class,
            })
            .collect(),
    })
}

impl SpotLine {
    /// The wording without hints.
    pub fn words(&self) -> String {
        self.text.replace('|', "")
    }
}
